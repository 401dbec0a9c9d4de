"""Values far out, carried through all pages: a name is one value for the whole session."""

from tests.app import PAGES, open_page

FAR_OUT = {
    "training": "false", "affine": "false", "seed": "2147483647", "p": "1", "momentum": "None", "eps": "0",
    "dropout_vector": ", ".join(["-1000000"] * 12), "batchnorm_batch": "1000000, -1000000, 0\n" * 16,
    "batchnorm_feeds": "50", "batchnorm_gamma1": "-2", "batchnorm_beta3": "2", "batchnorm_cell": "row 16, feature 3",
    "activation": "step", "activation_z": "-20", "activation_compare": ["step", "gelu", "identity"],
}  # fmt: skip


def test_all_pages_in_both_orders_with_toggles_far_out():
    for order in (PAGES, PAGES[::-1]):
        for start in ("activation", "dropout", "batchnorm"):
            app = open_page(start, **FAR_OUT)
            assert not app.exception
            for page in order:
                app.switch_page(f"{page}.py" if page != "home" else "home.py").run()
                assert not app.exception, (start, page)


def test_training_and_seed_mean_the_same_on_every_page():
    app = open_page("dropout", training="false", seed="7")
    app.switch_page("batchnorm.py").run()
    assert app.toggle(key="training").value is False
    app.switch_page("dropout.py").run()
    assert app.number_input(key="seed").value == 7


def test_values_far_out_are_taken_and_not_put_back():
    app = open_page("batchnorm", **FAR_OUT)
    assert app.slider(key="batchnorm_feeds").value == 50
    assert (app.slider(key="batchnorm_gamma1").value, app.slider(key="batchnorm_beta3").value) == (-2, 2)
    assert app.selectbox(key="batchnorm_cell").value == "row 16, feature 3"
    assert (app.text_input(key="momentum").value, app.text_input(key="eps").value) == ("None", "0")
    app.switch_page("dropout.py").run()
    assert app.slider(key="p").value == 1
    assert app.number_input(key="seed").value == 2**31 - 1
    assert app.text_input(key="dropout_vector").value == FAR_OUT["dropout_vector"]
    assert not app.error
