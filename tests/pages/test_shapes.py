import pytest

from neuron_core.shapes.questions import flatten_questions, linear_questions
from neuron_core.shapes.shape import fit_linear, flatten
from pages.knobs.shapes import KNOBS
from tests.app import open_page, texts


def test_opens_on_the_lessons_flatten():
    text = texts(open_page("shapes"))
    assert "(1, 2, 2) becomes" in text
    assert "(1, 4)" in text


def test_a_refused_flatten_shows_torchs_words():
    app = open_page("shapes", shapes_tensor="2x2", shapes_start_dim="3")
    assert str(flatten((2, 2), 3, -1)) in texts(app)
    app.session_state["shapes_start_dim"] = 0
    app.run()
    assert "refuses" not in texts(app)


def test_a_linear_that_does_not_fit_shows_torchs_words():
    app = open_page("shapes", shapes_tool="Linear", shapes_input="2x4")
    assert str(fit_linear((2, 4), 3, 2).leaves) in texts(app)
    app.number_input(key="shapes_in_features").set_value(4).run()
    assert "refuses" not in texts(app)
    assert "2 × 4 = 8" in texts(app)
    assert "**10**" in texts(app)


@pytest.mark.parametrize("shape", ["scalar", "3", "2x3", "4x10x8"])
def test_the_lessons_inputs_are_one_click_away(shape):
    app = open_page("shapes", shapes_tool="Linear")
    app.button_group(key="shapes_input_preset").set_value(shape).run()
    assert app.text_input(key="shapes_input").value == shape
    assert not app.exception


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("0x3", "dimension 1 is 0"),
        ("2x-3", "dimension 2 is -3"),
        ("1000000000x3", "at most 100,000"),
        ("2xth", "such as 2x4"),
        ("<script>alert(1)</script>", "such as 2x4"),
        ("*[x](y)*", "such as 2x4"),
    ],
)
def test_a_bad_shape_keeps_the_last_good_one_and_what_was_typed(text, says):
    app = open_page("shapes", shapes_tool="Linear", shapes_input="5x3")
    app.text_input(key="shapes_input").set_value(text).run()
    assert says in app.error[0].value
    assert app.text_input(key="shapes_input").value == text
    assert app.error[0].value.endswith("Until then, the last valid input is used.")
    assert "refuses" not in texts(app)
    assert text not in texts(app)

    cold = open_page("shapes", shapes_tool="Linear", shapes_input=text)
    assert says in cold.error[0].value
    assert "(2, 3)" in texts(cold)


def test_beside_a_refused_shape_torch_does_not_complain_of_the_old_one():
    app = open_page("shapes", shapes_tensor="2x2", shapes_start_dim="3")
    app.text_input(key="shapes_tensor").set_value("6x5x4x3").run()
    assert len(app.error) == 1
    assert app.error[0].value.endswith("Until then, the last valid input is used.")
    assert "(2, 2) becomes" in texts(app)
    assert str(flatten((2, 2), 3, -1)) not in texts(app)


@pytest.mark.parametrize(("text", "says"), [("", "write a shape"), ("[[1,2],[3,4]]", "not the numbers")])
def test_a_shape_is_asked_for_where_there_is_none(text, says):
    app = open_page("shapes")
    app.text_input(key="shapes_tensor").set_value(text).run()
    assert says in app.error[0].value
    assert "(1, 2, 2) becomes" in texts(app)


def test_numbers_far_out_fall_back_to_their_defaults():
    app = open_page("shapes", shapes_tool="Linear", shapes_in_features="1000000000", shapes_out_features="-1")
    assert app.number_input(key="shapes_in_features").value == 3
    assert app.number_input(key="shapes_out_features").value == 2
    assert not app.exception


def test_an_output_that_would_be_too_large_gets_a_sentence():
    app = open_page("shapes", shapes_tool="Linear", shapes_input="1000x100", shapes_out_features="1000")
    assert len(app.error) == 1
    assert "1,000,000 numbers" in app.error[0].value
    assert not app.exception


def test_the_surprises_are_run_when_opened():
    app = open_page("shapes", shapes_tool="Linear")
    assert "dtype" not in texts(app)
    app.session_state["shapes_surprises"] = True
    app.run()
    assert "must have the same dtype" in texts(app)
    assert "at least 1D" in texts(app)


@pytest.mark.parametrize("tool", ["Flatten", "Linear"])
def test_the_script_is_there(tool):
    app = open_page("shapes", shapes_tool=tool)
    app.session_state[f"shapes_{tool.lower()}_code"] = True
    app.run()
    (script,) = [code.value for code in app.code if "import torch" in code.value]
    assert script


@pytest.mark.parametrize("shape", ["1x2x2", "2x2", "2x2x3", "2x3x2x2", "5"])
def test_the_lessons_tensors_are_one_click_away(shape):
    app = open_page("shapes")
    app.button_group(key="shapes_tensor_preset").set_value(shape).run()
    assert app.text_input(key="shapes_tensor").value == shape
    assert f"({shape.replace('x', ', ')}{',' * ('x' not in shape)}) becomes" in texts(app)


@pytest.mark.parametrize(("call", "start"), [("nn.Flatten()", 1), ("torch.flatten(x)", 0)])
def test_the_defaults_of_a_call_are_one_click_away(call, start):
    app = open_page("shapes", shapes_start_dim="2", shapes_end_dim="2")
    assert app.button_group(key="shapes_call").value is None
    app.button_group(key="shapes_call").set_value(call).run()
    assert app.number_input(key="shapes_start_dim").value == start
    assert app.number_input(key="shapes_end_dim").value == -1
    assert app.button_group(key="shapes_call").value == call


def test_a_tensor_without_a_batch_is_run_when_opened():
    app = open_page("shapes")
    assert not app.code
    app.session_state["shapes_bare"] = True
    app.run()
    assert any("torch.Size([2, 2]) torch.Size([4])" in code.value for code in app.code)


def test_every_question_changes_knobs_of_the_page():
    keys = {knob.key for knob in KNOBS}
    for question in [*flatten_questions(), *linear_questions()]:
        assert question.change.keys() <= keys


def test_predict_first_carries_the_change_out():
    app = open_page("shapes")
    app.radio[0].set_value("(4,)").run()
    app.button(key="shapes_flatten_predict").click().run()
    assert "torch says “(2, 2), just as it was" in texts(app)
    assert app.text_input(key="shapes_tensor").value == "2x2"
    app.button(key="shapes_flatten_predict_undo").click().run()
    assert app.text_input(key="shapes_tensor").value == "1x2x2"


def test_reset_puts_the_lesson_back():
    app = open_page("shapes", shapes_tool="Linear", shapes_input="oops")
    app.button(key="reset").click().run()
    assert "(1, 2, 2) becomes" in texts(app)
    app.session_state["shapes_tool"] = "Linear"
    app.run()
    assert not app.error
