import sys

import pytest

from neuron_core.activation.depth import HE_GAIN, START_BIAS, collapse, sleeper, ten_layers
from neuron_core.activation.gradient import why_no_slope
from neuron_core.activation.levels import levels
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.activation.script import activation_script
from neuron_core.activation.words import gain_words, share_text, sigmoid_words, sleeper_words, span_text
from neuron_core.shared.numbers import number_text
from pages.knobs.activation import COMPARE, Z
from pages.shared import live_view
from tests.app import open_page, texts

SMOOTH = [name for name in ACTIVATIONS if name != "step"]


def row(app, label: str) -> list[str]:
    """The cells of the line of a table that begins with `label`."""
    (line,) = [line for line in texts(app).splitlines() if line.startswith(f"| {label} |")]
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_of_the_registry_opens(name):
    app = open_page("activation", activation=name, activation_z="-7.3", activation_ten="true")
    assert not app.exception
    assert app.slider(key="activation_z").value == -7.3
    one, he = share_text(ten_layers(name)), share_text(ten_layers(name, HE_GAIN))
    assert f"{ACTIVATIONS[name].label}: {one} at gain 1, {he} at gain √2" in said_by("activation_depth")


def said_by(view: str) -> str:
    """What the live view of this name said last to a screen reader, read from its packets."""
    return PACKETS[view]


PACKETS: dict[str, str] = {}


@pytest.fixture(autouse=True)
def _listen(monkeypatch):
    """Note what each live view is given to say: a packet's bytes are for the browser."""
    plain = live_view.packet

    def packet(name, sweep, spoken, *more):
        PACKETS[name] = spoken
        return plain(name, sweep, spoken, *more)

    PACKETS.clear()
    monkeypatch.setattr(live_view, "packet", packet)


def skip(app) -> None:
    app.button(key="activation_predict_skip").click().run()


def test_a_new_entry_appears_by_itself(monkeypatch):
    for module in [name for name in sys.modules if name.startswith("pages.knobs")]:
        monkeypatch.delitem(sys.modules, module)  # knobs read the registry on import, as after a restart
    monkeypatch.setitem(ACTIVATIONS, "doubled", ACTIVATIONS["relu"].__class__(
        label="Doubled", function=lambda z: 2 * z, code="2 * z", formula="2 z",
        verdict=("passed on", "ignored", "passed on"), flat="", source="torch.mul",
    ))  # fmt: skip
    app = open_page(
        "activation", activation="doubled", activation_levels="true", activation_sleeper="true", activation_ten="true"
    )
    assert not app.exception
    assert app.selectbox(key="activation").options[-1] == "doubled"
    assert "doubled" in app.multiselect(key="activation_compare").options
    assert ten_layers("doubled").path[-1] == pytest.approx(2**10, rel=1e-4)
    assert f"Doubled: {number_text(ten_layers('doubled').path[-1])} at gain 1" in said_by("activation_depth")
    assert "| Doubled | nowhere | nowhere | 2 to 2 |" in texts(app)


def test_what_to_compare_with_is_in_the_address():
    app = open_page("activation", activation_compare=["gelu", "silu"])
    assert app.multiselect(key="activation_compare").value == ["gelu", "silu"]


@pytest.mark.parametrize("compare", [["nonsense"], ["relu"] * 9, list(ACTIVATIONS), ["<b>"]])
def test_an_address_that_compares_with_nonsense_falls_back(compare):
    app = open_page("activation", activation_compare=compare, activation_z="1e999")
    assert not app.exception
    assert len(app.multiselect(key="activation_compare").value) <= COMPARE.most
    assert app.slider(key="activation_z").value == 1.0


def test_a_predict_talk_is_answered_and_taken_back():
    app = open_page("activation", activation="tanh", activation_z="3")
    app.radio[0].set_value("Not at all: the slope is 0").run()
    app.button(key="activation_predict").click().run()
    assert app.selectbox(key="activation").value == "relu"
    assert app.slider(key="activation_z").value == -2.0
    answered = app.session_state["activation_predict_talk"].answered
    assert answered.choice == answered.question.options[answered.truth.option]
    assert answered.truth.happened == "Torch's slope of ReLU at z = −2 is 0."
    assert "at z = −2 is 0." in texts(app)
    next(button for button in app.button if button.label == "Put my numbers back").click().run()
    assert app.selectbox(key="activation").value == "tanh"
    assert app.slider(key="activation_z").value == 3.0


def test_reset_puts_all_back():
    app = open_page("activation", activation="tanh", activation_z="3", activation_compare=["gelu"])
    app.button(key="reset").click().run()
    assert app.slider(key="activation_z").value == 1.0
    assert app.multiselect(key="activation_compare").value == ["sigmoid", "tanh"]


def test_a_step_is_told_of_in_torchs_words():
    app = open_page("activation", activation="step")
    assert why_no_slope("step").words in app.warning[0].value


def test_the_same_activation_twice_is_drawn_once():
    app = open_page("activation", activation="tanh", activation_compare=["tanh", "gelu"], activation_ten="true")
    assert not app.exception
    assert said_by("activation_depth").count("Tanh: ") == 1


def test_the_panel_of_flat_parts_is_autograds():
    app = open_page("activation", activation_levels="true")
    for name in SMOOTH:
        found = levels(name)
        ends = f"{number_text(found.least)} to {number_text(found.most)}"
        assert row(app, ACTIVATIONS[name].label) == [span_text(found.saturated), span_text(found.zero), ends]
    assert row(app, "Step") == ["torch has no slope for it", "", ""]
    assert "the slope is between −0.01 and 0.01" in texts(app)


def test_the_panel_of_the_dead_relu_is_torchs_training():
    app = open_page("activation", activation_sleeper="true")
    for name in SMOOTH:
        end = sleeper(name)
        numbers = [number_text(value) for value in (end.gradient, end.bias, end.loss_after)]
        assert row(app, ACTIVATIONS[name].label) == [*numbers, sleeper_words(end)]
    assert row(app, "ReLU")[-1] == "did not move"
    assert row(app, "Step") == ["none", "", "", "cannot train"]
    assert f"the bias {number_text(START_BIAS)}" in texts(app)


@pytest.mark.parametrize("name", ["identity", "tanh"])
def test_the_panel_of_two_linears_follows_the_chosen_activation(name):
    app = open_page("activation", activation=name, activation_collapse="true")
    assert "the one Linear" in texts(app)
    two = collapse(name)
    outputs = [[number_text(value, 6) for value in out] for out in (two.single, two.between)]
    assert row(app, "the one Linear") == outputs[0]
    assert row(app, f"two Linears, {ACTIVATIONS[name].label} between them") == outputs[1]
    assert (outputs[0] == outputs[1]) == (name == "identity")


def test_closed_panels_say_nothing():
    said = texts(open_page("activation"))
    assert "did not move" not in said
    assert "the one Linear" not in said
    assert "saturated: from" not in said
    assert "He" not in said


def test_the_code_panel_holds_the_script_for_this_z():
    app = open_page("activation", activation="gelu", activation_z="-2.5", activation_code="true")
    assert app.code[0].value == activation_script("gelu", -2.5).strip()


def test_the_label_of_z_says_what_it_is():
    assert open_page("activation").slider(key=Z.key).label == Z.label == "z, the weighted sum that comes in"


def test_the_panel_of_ten_layers_gives_both_gains_and_the_moral():
    app = open_page("activation", activation_ten="true")
    assert gain_words() in texts(app)
    assert sigmoid_words() in texts(app)
    assert 'calculate_gain("relu")' in texts(app)


def test_no_plotly_figure_is_built():
    app = open_page("activation", activation_ten="true", activation_levels="true", activation_collapse="true")
    assert "plotly_chart" not in {element.type for element in app.main}


def test_a_panel_that_would_answer_the_question_waits():
    panels = {"activation_ten": "true", "activation_levels": "true", "activation_collapse": "true"}
    app = open_page("activation", **panels, activation_z="-3")
    asks = "This would answer the question above"
    assert "| Sigmoid |" not in texts(app), "what the slope of ReLU is below 0 stands in this panel"
    assert not app.warning, "so does it in the note"
    skip(app)
    assert "Ten" not in texts(app)
    assert gain_words() not in texts(app)
    assert texts(app).count(asks) == 1
    assert len(app.warning) == 1
    skip(app)
    assert gain_words() in texts(app)
    skip(app)
    assert "| the one Linear |" not in texts(app)
    assert texts(app).count(asks) == 1
    skip(app)
    assert asks not in texts(app), "each was skipped: nothing is covered any more"


def test_an_answer_uncovers():
    app = open_page("activation", activation_ten="true")
    skip(app)
    assert gain_words() not in texts(app)
    app.radio[0].set_value("More than a tenth").run()
    app.button(key="activation_predict").click().run()
    assert gain_words() in texts(app)
    assert number_text(ten_layers("sigmoid").path[-1]) in texts(app)
    app.button(key="activation_predict_twin").click().run()
    assert "√2" in texts(app) or "√2" in app.radio[0].label
    assert gain_words() not in texts(app), "the twin asks for what stands there"


def test_the_page_explains_learning_before_it_names_a_gradient():
    said = texts(open_page("activation"))
    assert "small change of z changes nothing" in said
    assert "error" not in said
    assert "gradient" not in said
