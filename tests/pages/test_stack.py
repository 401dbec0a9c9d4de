import re

import pytest

from neuron_core.shared.numbers import number_text
from neuron_core.stack import LAYERS, STACK_CASES, Stack, read_layers, study, write_layers
from neuron_core.stack.layers import new_layer
from pages.knobs.common import SEED
from pages.knobs.stack import KNOBS
from tests.app import open_page
from tests.app import texts as marked_texts
from tests.neuron_core.stack.made_up import MADE_UP

BROKEN = "linear-4-3 relu linear-5-1"


def texts(app) -> str:
    """The page's words, without the marks of the glossary on them."""
    return re.sub(r'\[([^\]]+)\]\(#word "[^"]*"\)', r"\1", marked_texts(app))


def text(app) -> str:
    return app.text_input(key="stack").value


def test_opens_on_the_lessons_stack():
    app = open_page("stack")
    assert text(app) == "linear-4-3 relu dropout-0.5 linear-3-1"
    assert not app.error
    assert not app.warning
    assert "What one layer sends, the next has to take." in texts(app)


@pytest.mark.parametrize("name", [name for name in STACK_CASES if name not in ("Broken",)])
def test_under_the_default_seed_no_case_is_a_dead_network(name):
    """Every ReLU of every case lets a number through in every column."""
    found = study(STACK_CASES[name].stack, int(SEED.default))
    for index, layer in enumerate(found.stack.layers):
        if layer.kind.rectifies:
            assert found.trace.tensors[index + 1].flatten(0, -2).any(0).all()
    assert not any("all its units are off" in note for note in found.notes)


def test_a_pasted_sequential_is_taken_and_stays_as_typed():
    app = open_page("stack")
    pasted = "nn.Sequential(nn.Linear(4, 6),  # learn nn.Tanh(), nn.Dropout(p=0.25), nn.Linear(6, 2))"
    app.text_input(key="stack").set_value(pasted).run()
    assert not app.error
    assert text(app) == pasted
    assert app.button_group(key="stack_layer").options == ["1 Linear", "2 Tanh", "3 Dropout", "4 Linear"]
    app.number_input(key="stack_linear_out_features").set_value(5).run()
    assert text(app) == "linear-4-5 tanh dropout-0.25 linear-6-2"


def test_of_two_pasted_networks_it_is_said_which_is_read():
    app = open_page("stack")
    app.text_input(key="stack").set_value("a = nn.Sequential(nn.Tanh()) b = nn.Sequential(nn.Linear(4, 2))").run()
    assert [remark.value for remark in app.info] == ["Here are 2 networks; only the last one, “b”, is read."]
    assert app.button_group(key="stack_layer").options == ["1 Linear"]


def test_the_dim_of_a_softmax_can_be_set():
    app = open_page("stack", stack="linear-4-3 softmax")
    app.button_group(key="stack_layer").set_value("2 Softmax").run()
    app.number_input(key="stack_softmax_dim").set_value(0).run()
    assert text(app) == "linear-4-3 softmax-0"
    assert "Layer 2 Softmax computes over dimension 0, the samples of the batch" in texts(app)


def test_python_in_a_link_is_read():
    app = open_page("stack", stack="nn.Linear(4, 2), nn.ReLU()")
    assert app.button_group(key="stack_layer").options == ["1 Linear", "2 ReLU"]
    assert not app.error


def test_what_would_answer_the_question_is_covered_until_it_is_passed():
    """The panel with both modes would answer the third question; it comes with the answer, or with the skip."""
    app = open_page("stack")
    panels = lambda: [expander.label for expander in app.expander]  # noqa: E731
    assert "train() and eval() beside each other" in panels()
    for _ in range(2):
        app.button(key="stack_predict_skip").click().run()
    assert "Switch to eval()" in texts(app) + app.radio[0].label
    assert "train() and eval() beside each other" not in panels()
    app.radio[0].set_value("Yes").run()
    app.button(key="stack_predict").click().run()
    assert "train() and eval() beside each other" in panels()
    app.button(key="stack_predict_next").click().run()
    assert "How many parameters" in app.radio[0].label
    assert "train() and eval() beside each other" in panels()


def test_the_parameters_stay_covered_after_the_first_question_broke_the_stack():
    """Whether a question was passed must not hang on how many questions a broken stack has."""
    for case in STACK_CASES.values():
        questions = study(case.stack, 1).questions
        for question in questions:
            layers = read_layers(str(question.change.get("stack", write_layers(case.stack.layers))))
            after = study(Stack(case.stack.input, layers, case.stack.training), 1)
            assert len(after.questions) == len(questions)


def test_both_modes_are_computed_when_their_panel_is_open():
    app = open_page("stack", stack="dropout-0.5", stack_input="9x3")
    assert "Both start from the same input" not in texts(app)
    opened = open_page("stack", stack="dropout-0.5", stack_input="9x3", stack_modes="true")
    assert "train() and eval() first differ at layer 1, Dropout(0.5)." in texts(opened)


def test_a_link_carries_the_stack_the_shape_the_seed_and_the_mode():
    app = open_page("stack", stack="linear-2-2 tanh", stack_input="5x2", seed="3", training="false")
    assert text(app) == "linear-2-2 tanh"
    assert app.text_input(key="stack_input").value == "5x2"
    assert app.number_input(key="seed").value == 3
    assert app.toggle(key="training").value is False
    assert not app.error


@pytest.mark.parametrize("name", STACK_CASES)
def test_a_case_is_loaded_and_says_what_to_notice(name):
    app = open_page("stack")
    app.button_group(key="stack_case").set_value(name).run()
    assert read_layers(text(app)) == STACK_CASES[name].stack.layers
    assert STACK_CASES[name].notice in texts(app)
    assert not app.exception


def test_a_broken_stack_shows_torchs_words_and_cures_that_work():
    app = open_page("stack", stack=BROKEN)
    found = study(Stack((2, 4), read_layers(BROKEN)), int(SEED.default))
    assert str(found.trace.broken.refusal) in texts(app)
    assert "**3** arrives, but it takes **5**" in app.error[0].value
    assert len(found.cures) >= 2
    for number, (says, stack) in enumerate(found.cures.items()):
        cured = open_page("stack", stack=BROKEN)
        assert cured.button(key=f"stack_cure_{number}").label == says
        cured.button(key=f"stack_cure_{number}").click().run()
        assert read_layers(text(cured)) == stack.layers
        assert not cured.error


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_can_be_added_moved_and_removed(name):
    app = open_page("stack", stack="linear-4-3 linear-3-3")
    app.selectbox(key="stack_new").set_value(LAYERS[name].label).run()
    assert app.selectbox(key="stack_new").value is None
    assert [layer.name for layer in read_layers(text(app))] == ["linear", name, "linear"]
    assert app.button_group(key="stack_layer").value == f"2 {LAYERS[name].label}"
    app.button(key="stack_later").click().run()
    assert [layer.name for layer in read_layers(text(app))] == ["linear", "linear", name]
    assert app.button(key="stack_later").disabled
    app.button(key="stack_earlier").click().run()
    app.button(key="stack_remove").click().run()
    assert text(app) == "linear-4-3 linear-3-3"
    assert not app.exception


def test_a_layers_numbers_are_written_into_the_text():
    app = open_page("stack")
    app.number_input(key="stack_linear_out_features").set_value(7).run()
    assert text(app) == "linear-4-7 relu dropout-0.5 linear-3-1"
    assert app.error
    app.button_group(key="stack_layer").set_value("4 Linear").run()
    app.number_input(key="stack_linear_in_features").set_value(7).run()
    app.button_group(key="stack_layer").set_value("3 Dropout").run()
    app.number_input(key="stack_dropout_p").set_value(0.25).run()
    assert text(app) == "linear-4-7 relu dropout-0.25 linear-7-1"
    assert not app.error


@pytest.mark.parametrize(
    "bad",
    [
        "linear-4-3 relu drop",
        "linear-4-",
        "linear-1000000000-3",
        " ".join(["linear-1-1"] * 500),
        "<script>alert(1)</script>",
        "",
        "linear-4-4096",
    ],
)
def test_what_cannot_be_read_keeps_the_last_good_stack_and_what_was_typed(bad):
    good = "linear-4-2 tanh linear-2-9"
    app = open_page("stack", stack=good, stack_input="90x4")
    app.text_input(key="stack").set_value(bad).run()
    assert len(app.error) == 1
    assert app.error[0].value.endswith("Until then, the last valid input is used.")
    assert text(app) == bad
    assert "script" not in app.error[0].value
    assert app.button_group(key="stack_layer").options == ["1 Linear", "2 Tanh", "3 Linear"]

    if bad:
        cold = open_page("stack", stack=bad, stack_input="90x4")
        assert cold.error[0].value.endswith("Until then, the last valid input is used.")
        assert cold.button_group(key="stack_layer").options == ["1 Linear", "2 ReLU", "3 Dropout", "4 Linear"]
        assert not cold.exception


@pytest.mark.parametrize("stack", ["linear-4-3 relu dropout-0.5 linear-3-1", "linear-4-9 tanh linear-9-2"])
def test_an_input_too_large_for_the_stack_keeps_what_was_shown(stack):
    """With this input even the lesson's stack would make too many numbers."""
    app = open_page("stack", stack=stack)
    before = app.button_group(key="stack_layer").options
    app.text_input(key="stack_input").set_value("40000x2").run()
    assert len(app.error) == 1
    assert "Layer 1 would make" in app.error[0].value
    assert app.text_input(key="stack_input").value == "40000x2"
    assert app.button_group(key="stack_layer").options == before
    app.text_input(key="stack_input").set_value("3x4").run()
    assert not app.error

    cold = open_page("stack", stack=stack, stack_input="40000x2")
    assert len(cold.error) == 1
    assert not cold.exception


def test_a_bad_stack_and_a_bad_shape_get_a_sentence_each():
    app = open_page("stack", stack="oops", stack_input="oops")
    assert len(app.error) == 2
    assert not app.exception


def test_the_mode_can_be_switched_beside_a_bad_stack():
    app = open_page("stack", stack="dropout-0.5", stack_input="9x3")
    app.text_input(key="stack").set_value("oops").run()
    app.toggle(key="training").set_value(False).run()
    assert app.button_group(key="stack_layer").options == ["1 Dropout"]
    assert "sets each answer to 0" in app.warning[0].value
    assert not app.exception


@pytest.mark.parametrize("shape", ["", "[[1,2],[3,4]]", "0x4", "2x-4", "100000x100000", "1x1x1x1x1x1", "two by four"])
def test_a_bad_shape_keeps_the_last_good_one(shape):
    app = open_page("stack", stack_input=shape)
    assert len(app.error) == 1
    assert app.error[0].value.startswith("Input shape")
    app.number_input(key="stack_linear_out_features").set_value(4).run()
    assert app.text_input(key="stack_input").value == shape


def test_a_seed_far_out_falls_back():
    app = open_page("stack", seed="99999999999999999999")
    assert not app.exception
    assert not app.error


def test_two_linears_are_shown_to_be_one():
    app = open_page("stack", stack="linear-10-20 linear-20-5", stack_input="2x10")
    one = study(Stack((2, 10), read_layers("linear-10-20 linear-20-5")), int(SEED.default)).merged
    assert "together they are one Linear" in app.warning[0].value
    assert number_text(one.weight[0][0]) not in texts(app)
    app.session_state["stack_collapse"] = True
    app.run()
    assert "325 parameters do the work of 55" in texts(app)
    assert number_text(one.weight[0][0]) in texts(app)


@pytest.mark.parametrize("form", ["nn.Sequential", "Class in eight steps", "Class around a Sequential"])
def test_the_script_has_three_forms(form):
    app = open_page("stack", stack_form=form)
    app.session_state["stack_code"] = True
    app.run()
    assert sum("import torch" in code.value for code in app.code) == 1
    assert ("class Model" in texts(app)) == (form != "nn.Sequential")


def test_predict_first_breaks_the_stack_and_takes_it_back():
    app = open_page("stack")
    app.radio[0].set_value("Nowhere").run()
    app.button(key="stack_predict").click().run()
    assert text(app) == "linear-4-4 relu dropout-0.5 linear-3-1"
    assert (
        "Layer 1 sends 4 now. At layer 4 torch says: “mat1 and mat2 shapes cannot be multiplied (2x4 and 3x1)”"
        in texts(app)
    )
    assert "A layer that learns is made for one size" in texts(app)
    assert app.error
    app.button(key="stack_predict_twin").click().run()
    assert "Take the stack as it was before. Change layer 4's out_features from 1 to 3" in app.radio[0].label
    app.radio[0].set_value("Nowhere").run()
    app.button(key="stack_predict").click().run()
    assert text(app) == "linear-4-3 relu dropout-0.5 linear-3-3"
    assert not app.error
    app.button(key="stack_predict_back").click().run()
    assert text(app) == "linear-4-3 relu dropout-0.5 linear-3-1"


def test_predict_first_switches_to_eval_and_back():
    app = open_page("stack")
    for _ in range(2):
        app.button(key="stack_predict_skip").click().run()
    app.radio[0].set_value("Yes").run()
    app.button(key="stack_predict").click().run()
    assert app.toggle(key="training").value is False
    assert not app.exception


@pytest.mark.parametrize("name", MADE_UP)
def test_a_made_up_layer_is_one_entry_for_the_page_too(name, monkeypatch):
    for known, kind in MADE_UP.items():
        monkeypatch.setitem(LAYERS, known, kind)
    app = open_page("stack", stack="linear-4-3 linear-3-3")
    app.selectbox(key="stack_new").set_value(MADE_UP[name].label).run()
    assert read_layers(text(app))[1] == new_layer(name)
    assert app.button_group(key="stack_layer").value == f"2 {MADE_UP[name].label}"
    for argument in MADE_UP[name].arguments:
        field = app.number_input(key=f"stack_{name}_{argument.name}")
        field.set_value(argument.minimum).run()
        assert read_layers(text(app))[1].get(argument.name) == argument.minimum
    app.session_state["stack_code"] = True
    app.run()
    assert MADE_UP[name].source in app.code[-1].value
    app.button(key="stack_earlier").click().run()
    app.button(key="stack_remove").click().run()
    assert text(app) == "linear-4-3 linear-3-3"
    assert not app.exception


def test_every_question_changes_knobs_of_the_page():
    keys = {knob.key for knob in KNOBS}
    for case in STACK_CASES.values():
        for question in study(case.stack, 0).questions:
            assert question.change.keys() <= keys


def test_what_the_buttons_write_is_what_the_address_reads():
    app = open_page("stack")
    app.button(key="stack_remove").click().run()
    assert text(app) == write_layers(read_layers(text(app))) == "relu dropout-0.5 linear-3-1"


def test_reset_puts_the_lesson_back():
    app = open_page("stack", stack="nonsense", stack_input="x", training="false")
    app.button(key="reset").click().run()
    assert text(app) == "linear-4-3 relu dropout-0.5 linear-3-1"
    assert not app.error
