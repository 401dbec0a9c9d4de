import pytest

from neuron_core.activation.registry import ACTIVATIONS
from tests.app import open_page, texts


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_of_the_registry_opens(name):
    app = open_page("activation", activation=name, activation_z="-7.3")
    assert not app.exception
    assert app.slider(key="activation_z").value == -7.3
    if name != "step":
        assert ACTIVATIONS[name].label in texts(app)


def test_a_new_entry_appears_by_itself(monkeypatch):
    monkeypatch.setitem(ACTIVATIONS, "doubled", ACTIVATIONS["relu"].__class__(
        label="Doubled", function=lambda z: 2 * z, code="2 * z", formula="2 z",
        verdict=("passed on", "ignored", "passed on"), flat="", source="torch.mul",
    ))  # fmt: skip
    app = open_page("activation", activation="doubled")
    assert not app.exception
    assert "Doubled: " in texts(app)


def test_what_is_laid_over_is_in_the_address():
    app = open_page("activation", activation_compare=["gelu", "silu"])
    assert app.multiselect(key="activation_compare").value == ["gelu", "silu"]


@pytest.mark.parametrize("compare", [["nonsense"], ["relu"] * 9, list(ACTIVATIONS), ["<b>"]])
def test_an_address_that_overlays_nonsense_falls_back(compare):
    app = open_page("activation", activation_compare=compare, activation_z="1e999")
    assert not app.exception
    assert len(app.multiselect(key="activation_compare").value) <= 3
    assert app.slider(key="activation_z").value == 1.0


def test_a_predict_talk_is_answered_and_taken_back():
    app = open_page("activation", activation="tanh", activation_z="3")
    app.radio[0].set_value("Exactly 0").run()
    app.button(key="activation_predict").click().run()
    assert app.selectbox(key="activation").value == "relu"
    assert app.slider(key="activation_z").value == -2.0
    assert "so it is" in texts(app)
    next(button for button in app.button if button.label == "Take the change back").click().run()
    assert app.selectbox(key="activation").value == "tanh"
    assert app.slider(key="activation_z").value == 3.0


def test_reset_puts_all_back():
    app = open_page("activation", activation="tanh", activation_z="3", activation_compare=["gelu"])
    app.button(key="reset").click().run()
    assert app.slider(key="activation_z").value == 1.0
    assert app.multiselect(key="activation_compare").value == ["sigmoid", "tanh"]
