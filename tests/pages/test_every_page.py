import pytest

from tests.app import PAGES, open_page, texts


@pytest.mark.parametrize("page", PAGES)
def test_opens_without_a_fault(page):
    app = open_page(page)
    assert not app.exception
    assert len(app.title) == 1


@pytest.mark.parametrize("page", PAGES)
def test_has_reset_and_a_sentence_on_what_to_do_first(page):
    app = open_page(page)
    assert [button.label for button in app.button].count("Reset") == 1
    assert app.markdown[0].value.endswith((".", ":"))


@pytest.mark.parametrize("page", PAGES)
def test_survives_nonsense_in_the_address(page):
    plain = texts(open_page(page))
    app = open_page(page, x1="abc", n="-3", activation="<script>alert(1)</script>", nobody="knows", w1=["1", "2"])
    assert not app.exception
    assert "<script>" not in texts(app)
    assert texts(app) == plain


FAR_OUT = {
    "x1": "-10", "w1": "5", "b": "-10", "n": "4", "activation": "tanh", "seed": "2147483647", "training": "false",
    "activation_z": "-20", "p": "1", "affine": "false", "momentum": "None", "eps": "1e-12", "batchnorm_feeds": "50",
    "input1": "-10", "input2": "10", "w11": "10", "c": "-10", "stack": "linear-1-4096", "stack_input": "1x1",
    "shapes_tool": "Linear", "shapes_input": "scalar", "shapes_out_features": "1000",
}  # fmt: skip


def test_all_pages_in_both_orders_with_values_far_out():
    for order in (PAGES, PAGES[::-1]):
        app = open_page(order[0], **FAR_OUT)
        for page in [*order[1:], *order]:
            app.switch_page(f"{page}.py").run()
            assert not app.exception
