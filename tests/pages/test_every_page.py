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


def test_all_pages_in_both_orders_with_values_far_out():
    for order in (PAGES, PAGES[::-1]):
        app = open_page(order[0], x1="-10", w1="5", b="-10", n="4", activation="tanh")
        for page in order[1:]:
            app.switch_page(f"{page}.py").run()
            assert not app.exception
