import pytest
from streamlit.testing.v1 import AppTest

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.neuron.cases import CASES
from neuron_core.neuron.model import Neuron, gradients, run
from neuron_core.neuron.script import neuron_script
from neuron_core.neuron.words import sentence
from neuron_core.shared.numbers import number_text
from tests.app import open_page, texts


def neuron_on(app: AppTest) -> Neuron:
    """Read the neuron back from the page's own controls."""
    sliders = {slider.key: slider.value for slider in app.slider}
    n = sum(key.startswith("x") for key in sliders)
    x, w = (tuple(sliders[f"{letter}{i}"] for i in range(1, n + 1)) for letter in "xw")
    return Neuron(x, w, sliders["b"], app.selectbox(key="activation").value)


def test_starts_from_the_lessons_worked_example():
    assert neuron_on(open_page("neuron")) == Neuron((3.0, 5.0), (0.2, 0.4), 0.1, "relu")


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_has_a_slider_for_every_number(n):
    app = open_page("neuron", n=str(n))
    keys = [slider.key for slider in app.slider]
    assert keys == [key for i in range(1, n + 1) for key in (f"x{i}", f"w{i}")] + ["b"]


@pytest.mark.parametrize("name", CASES)
def test_a_case_loads_its_neuron_and_says_what_to_notice(name):
    app = open_page("neuron")
    app.button_group(key="neuron_case").set_value(name).run()
    assert not app.exception
    assert neuron_on(app) == CASES[name].neuron
    assert CASES[name].notice in texts(app)


def test_a_gates_table_follows_the_sliders():
    app = open_page("neuron")
    app.button_group(key="neuron_case").set_value("AND").run()
    assert "4 of 4 corners right" in texts(app)
    app.slider(key="b").set_value(-0.5).run()
    assert "2 of 4 corners right" in texts(app)


def test_a_corner_is_one_click_away():
    app = open_page("neuron")
    app.button_group(key="neuron_case").set_value("AND").run()
    app.button(key="neuron_corner_0, 1").click().run()
    assert neuron_on(app).x == (0.0, 1.0)
    assert "| 0, 1 ◀ now | 0 | 0 ✓ |" in texts(app)


def test_a_gate_of_another_size_says_so():
    app = open_page("neuron", neuron_case="AND", n="3")
    assert "It has 2 inputs; this neuron has 3." in texts(app)


def test_a_case_that_was_changed_says_so():
    app = open_page("neuron", neuron_case="Dead ReLU")
    assert "You have changed it since." in texts(app)


def test_xor_says_how_many_any_setting_gets_right():
    app = open_page("neuron")
    app.button_group(key="neuron_case").set_value("XOR").run()
    assert "no line separates" not in texts(app), "one tries first"
    app.slider(key="w1").set_value(-1.0).run()
    assert "no line separates these corners" in texts(app)
    assert "the best gets 3 of 4 right" in texts(app)


@pytest.mark.parametrize("activation", [name for name in ACTIVATIONS if name != "step"])
def test_the_gradient_table_is_autograds(activation):
    app = open_page("neuron", activation=activation, neuron_gradients="true")
    for key, slope in gradients(neuron_on(app)).values.items():
        assert f"| {key} |" in texts(app)
        assert f"| {number_text(slope)} |" in texts(app)


def test_a_step_says_why_there_is_no_gradient():
    app = open_page("neuron", activation="step", neuron_gradients="true")
    assert gradients(neuron_on(app)).words in texts(app)


def test_the_code_panel_holds_the_script_for_these_numbers():
    app = open_page("neuron", neuron_code="true", x1="-2.5", activation="gelu")
    assert app.code[0].value == neuron_script(neuron_on(app)).strip()


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ({"x1": "abc", "x2": "4"}, {"x1": 3.0, "x2": 4.0}),
        ({"w1": "1e999", "b": "2"}, {"w1": 0.2, "b": 2.0}),
        ({"n": "-3", "x1": "1"}, {"x1": 1.0}),
        ({"activation": "<script>", "x1": "1"}, {"x1": 1.0}),
        ({"x1": ["3", "4"], "x2": "1"}, {"x1": 3.0, "x2": 1.0}),
        ({"x1": "11"}, {"x1": 3.0}),
        ({"x1": "nan", "w1": "inf"}, {"x1": 3.0, "w1": 0.2}),
        ({"x1": "", "w1": "0.25"}, {"x1": 3.0, "w1": 0.25}),
    ],
)
def test_keeps_what_is_valid_in_an_address(query, kept):
    app = open_page("neuron", **query)
    assert not app.exception
    assert {slider.key: slider.value for slider in app.slider} | kept == {s.key: s.value for s in app.slider}


def test_a_value_off_the_step_is_used_as_it_is():
    app = open_page("neuron", x1="3.0501")
    assert neuron_on(app).x[0] == 3.0501
    assert not app.exception


def test_reset_brings_the_lesson_back():
    app = open_page("neuron", x1="-7", n="3", activation="tanh", w3="1")
    app.button(key="reset").click().run()
    assert neuron_on(app) == Neuron((3.0, 5.0), (0.2, 0.4), 0.1, "relu")


def answer(app: AppTest, option: str) -> None:
    app.radio[0].set_value(option).run()
    app.button(key="neuron_predict").click().run()


def button(app: AppTest, label: str):
    return next((button for button in app.button if button.label == label), None)


def test_reset_forgets_what_was_asked_and_answered():
    app = open_page("neuron")
    answer(app, "It falls, without doubling")
    app.button(key="reset").click().run()
    assert "from 2.7 to 4.7" not in texts(app)
    assert app.radio[0].value is None


def test_an_answer_is_committed_before_torch_answers():
    app = open_page("neuron")
    assert app.button(key="neuron_predict").disabled
    answer(app, "It rises, without doubling")
    assert neuron_on(app).w[1] == 0.8
    assert "from 2.7 to 4.7" in texts(app)
    answered = app.session_state["neuron_predict_talk"].answered
    assert answered.question.options[answered.truth.option] == answered.choice


def test_the_numbers_are_put_back_to_what_they_were_before_the_questions():
    app = open_page("neuron")
    answer(app, "It doubles exactly")
    button(app, "Next question").click().run()
    app.radio[0].set_value(app.radio[0].options[0]).run()
    app.button(key="neuron_predict").click().run()
    assert (neuron_on(app).w[1], neuron_on(app).b) == (0.8, 1.1)
    button(app, "Put my numbers back").click().run()
    assert neuron_on(app) == Neuron((3.0, 5.0), (0.2, 0.4), 0.1, "relu")
    assert not button(app, "Put my numbers back")


def test_a_twin_asks_the_same_with_other_numbers():
    app = open_page("neuron")
    answer(app, "It rises, without doubling")
    button(app, "Again, with other numbers").click().run()
    assert "Double w1" in app.radio[0].label
    answer(app, "It rises, without doubling")
    assert not button(app, "Again, with other numbers")
    button(app, "Next question").click().run()
    assert "Raise b by 1" in app.radio[0].label


def test_questions_can_be_skipped_in_a_circle():
    app = open_page("neuron")
    prompts = []
    for _ in range(5):
        prompts.append(app.radio[0].label)
        app.button(key="neuron_predict_skip").click().run()
    assert len(set(prompts)) == 4
    assert prompts[0] == prompts[4]


def test_the_sentence_for_screen_readers_is_the_neurons():
    app = open_page("neuron", x1="-2")
    neuron = neuron_on(app)
    assert number_text(run(neuron).z) in sentence(neuron, run(neuron))
