import pytest

from neuron_core.shapes.questions import flatten_questions, linear_questions
from neuron_core.shapes.shape import fit_linear, flatten
from pages.knobs.shapes import KNOBS
from tests.app import open_page, texts


def test_opens_on_the_lessons_flatten():
    app = open_page("shapes")
    assert "Dimensions 1 and 2 become one, of 2 × 2 = **4**" in texts(app)
    assert app.slider(key="shapes_step").value == 0
    assert not app.slider(key="shapes_step").disabled


def test_a_refused_flatten_shows_torchs_words():
    app = open_page("shapes", shapes_tensor="2x2", shapes_start_dim="3")
    assert str(flatten((2, 2), 3, -1)) in texts(app)
    assert app.slider(key="shapes_step").disabled
    app.session_state["shapes_start_dim"] = 0
    app.run()
    assert "refuses" not in texts(app)
    assert not app.slider(key="shapes_step").disabled


def test_a_linear_that_does_not_fit_shows_torchs_words():
    app = open_page("shapes", shapes_tool="Linear", shapes_input="2x4")
    assert str(fit_linear((2, 4), 3, 2).leaves) in texts(app)
    app.number_input(key="shapes_in_features").set_value(4).run()
    assert "refuses" not in texts(app)
    app.session_state["shapes_parameters"] = True
    app.run()
    assert "2 × 4 = 8" in texts(app)
    assert "**10**" in texts(app)


@pytest.mark.parametrize(("number", "shape", "in_features"), [(0, "2x4", 4), (1, "2x3", 3)])
def test_what_does_not_fit_is_cured_at_one_click(number, shape, in_features):
    app = open_page("shapes", shapes_tool="Linear", shapes_input="2x4")
    assert app.button(key="shapes_cure_0").label == "Use nn.Linear(4, 2)"
    assert app.button(key="shapes_cure_1").label == "Give the input the shape 2x3"
    app.button(key=f"shapes_cure_{number}").click().run()
    assert "refuses" not in texts(app)
    assert app.text_input(key="shapes_input").value == shape
    assert app.number_input(key="shapes_in_features").value == in_features
    assert not [button for button in app.button if str(button.key).startswith("shapes_cure")]


def test_the_cures_stand_above_torchs_own_words():
    app = open_page("shapes", shapes_tool="Linear", shapes_input="scalar")
    kinds = [element.type for element in app.main if element.type in ("error", "button", "code")]
    assert kinds.index("error") < len(kinds) - 1 - kinds[::-1].index("code")
    assert "**no dimension**" in app.error[0].value
    app.button(key="shapes_cure_0").click().run()
    assert app.text_input(key="shapes_input").value == "3"
    assert not app.error


def test_a_preset_is_marked_only_while_the_linear_is_as_it_makes_it():
    app = open_page("shapes", shapes_tool="Linear")
    assert app.button_group(key="shapes_input_preset").value == "2x3"
    app.number_input(key="shapes_in_features").set_value(7).run()
    assert app.button_group(key="shapes_input_preset").value is None


@pytest.mark.parametrize(("vector", "output"), [(1, 2), (2, 1)])
def test_an_output_is_chosen_and_kept_by_the_address(vector, output):
    app = open_page("shapes", shapes_tool="Linear", shapes_vector=str(vector), shapes_output=str(output))
    assert app.button_group(key="shapes_vector").value == vector
    assert app.button_group(key="shapes_output").value == output


def test_a_choice_that_is_no_longer_there_falls_back():
    app = open_page("shapes", shapes_tool="Linear", shapes_vector="2", shapes_output="2")
    app.text_input(key="shapes_input").set_value("3").run()
    app.number_input(key="shapes_out_features").set_value(1).run()
    assert not app.exception
    assert app.button_group(key="shapes_vector").options == ["1"]
    assert app.button_group(key="shapes_output").options == ["1"]


@pytest.mark.parametrize("shape", ["scalar", "3", "2x3", "4x10x8"])
def test_the_lessons_inputs_are_one_click_away(shape):
    app = open_page("shapes", shapes_tool="Linear")
    app.number_input(key="shapes_in_features").set_value(7).run()
    app.button_group(key="shapes_input_preset").set_value(shape).run()
    assert app.text_input(key="shapes_input").value == shape
    assert not app.exception
    assert bool(app.error) == (shape == "scalar")  # none of the others is an error at once
    assert app.number_input(key="shapes_in_features").value == {"scalar": 7, "4x10x8": 8}.get(shape, 3)


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
    assert cold.button_group(key="shapes_vector").options == ["1", "2"]  # of (2, 3)


def test_beside_a_refused_shape_torch_does_not_complain_of_the_old_one():
    app = open_page("shapes", shapes_tensor="2x2", shapes_start_dim="3")
    app.text_input(key="shapes_tensor").set_value("6x5x4x3").run()
    assert len(app.error) == 1
    assert app.error[0].value.endswith("Until then, the last valid input is used.")
    assert str(flatten((2, 2), 3, -1)) not in texts(app)


@pytest.mark.parametrize(("text", "says"), [("", "write a shape"), ("[[1,2],[3,4]]", "not the numbers")])
def test_a_shape_is_asked_for_where_there_is_none(text, says):
    app = open_page("shapes")
    app.text_input(key="shapes_tensor").set_value(text).run()
    assert says in app.error[0].value
    assert "Dimensions 1 and 2 become one, of 2 × 2" in texts(app)


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
    app.button(key="shapes_flatten_predict_skip").click().run()  # what would answer the question was covered
    app.session_state["shapes_bare"] = True
    app.run()
    assert f"({shape.replace('x', ', ')}{',' * ('x' not in shape)}) becomes" not in texts(app)
    app.button(key="shapes_flatten_predict_skip").click().run()
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
    assert not app.code
    assert "Covered until you have answered" in texts(app)
    app.radio[0].set_value("(4,)").run()
    app.button(key="shapes_flatten_predict").click().run()
    assert any("torch.Size([2, 2]) torch.Size([4])" in code.value for code in app.code)


def test_every_question_changes_knobs_of_the_page():
    keys = {knob.key for knob in KNOBS}
    for question in [*flatten_questions((1, 2, 2), 1, -1), *linear_questions((2, 3))]:
        assert question.change.keys() <= keys
        assert question.twin().change.keys() == question.change.keys()


def test_predict_first_carries_the_change_out():
    app = open_page("shapes")
    app.radio[0].set_value("(4,)").run()
    app.button(key="shapes_flatten_predict").click().run()
    assert "nn.Flatten() gives (2, 2)" in texts(app)
    assert app.text_input(key="shapes_tensor").value == "2x2"
    assert app.slider(key="shapes_step").value == 100
    app.button(key="shapes_flatten_predict_twin").click().run()
    assert "A 3 by 4 image" in app.radio[0].label
    assert app.text_input(key="shapes_tensor").value == "1x2x2"
    assert app.slider(key="shapes_step").value == 0


def test_what_would_answer_the_question_is_covered_until_it_was_answered():
    app = open_page("shapes")
    assert "become one" in texts(app)
    app.button_group(key="shapes_tensor_preset").set_value("2x2").run()
    assert "nothing is merged" not in texts(app)
    app.radio[0].set_value("(1, 4)").run()
    app.button(key="shapes_flatten_predict").click().run()
    assert "nothing is merged" in texts(app)


def test_what_a_linear_works_on_is_covered_until_it_was_answered_or_skipped():
    app = open_page("shapes", shapes_tool="Linear", shapes_parameters="true")
    assert "works on the **last dimension**" not in texts(app)
    app.button(key="shapes_linear_predict_skip").click().run()
    assert "works on the **last dimension**" in texts(app)
    assert "Covered until" in texts(app)
    assert "out, in" not in texts(app)
    for _ in range(2):
        app.button(key="shapes_linear_predict_skip").click().run()
    assert "out, in" in texts(app)


def test_reset_puts_the_lesson_back():
    app = open_page("shapes", shapes_tool="Linear", shapes_input="oops")
    app.button(key="reset").click().run()
    assert "Dimensions 1 and 2 become one, of 2 × 2" in texts(app)
    app.session_state["shapes_tool"] = "Linear"
    app.run()
    assert not app.error


def test_a_missing_dimension_is_said_and_flattening_all_cures_it():
    app = open_page("shapes", shapes_tensor="5")
    assert (
        "This tensor has only dimension 0 (from the end −1). It has no dimension 1, which start_dim asks for."
        in texts(app)
    )
    app.button(key="shapes_flatten_all").click().run()
    assert not app.error
    assert (app.number_input(key="shapes_start_dim").value, app.number_input(key="shapes_end_dim").value) == (0, -1)
