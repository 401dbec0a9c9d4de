import pytest

from neuron_core.shapes.shape import doorway, flatten
from tests.app import open_page, texts


def test_opens_on_the_lessons_flatten():
    text = texts(open_page("shapes"))
    assert "(1, 2, 2) becomes" in text
    assert "(1, 4)" in text


def test_a_refused_flatten_shows_torchs_words():
    app = open_page("shapes", shapes_tensor="2x2", shapes_start_dim="3")
    assert flatten((2, 2), 3, -1).error in texts(app)
    app.session_state["shapes_start_dim"] = 0
    app.run()
    assert "refuses" not in texts(app)


def test_a_linear_that_does_not_fit_shows_torchs_words():
    app = open_page("shapes", shapes_tool="Linear", shapes_input="2x4")
    assert doorway((2, 4), 3, 2).result.error in texts(app)
    app.number_input(key="shapes_in_features").set_value(4).run()
    assert "refuses" not in texts(app)
    assert "4 × 2 = 8" in texts(app)


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
    assert "refuses" not in texts(app)
    assert text not in texts(app)

    cold = open_page("shapes", shapes_tool="Linear", shapes_input=text)
    assert says in cold.error[0].value
    assert "(2, 3)" in texts(cold)


def test_beside_a_refused_shape_torch_does_not_complain_of_the_old_one():
    app = open_page("shapes", shapes_tensor="2x2", shapes_start_dim="3")
    app.text_input(key="shapes_tensor").set_value("6x5x4x3").run()
    assert "the last shape that could be read stays: (2, 2)" in app.error[0].value
    assert flatten((2, 2), 3, -1).error not in texts(app)


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
    assert any("import torch" in code.value for code in app.code)


def test_predict_first_carries_the_change_out():
    app = open_page("shapes")
    app.radio[0].set_value("(4,)").run()
    app.button(key="shapes_flatten_predict").click().run()
    assert "torch says “(2, 2), just as it was" in texts(app)
    assert app.text_input(key="shapes_tensor").value == "2x2"


def test_reset_puts_the_lesson_back():
    app = open_page("shapes", shapes_tool="Linear", shapes_input="oops")
    app.button(key="reset").click().run()
    assert "(1, 2, 2) becomes" in texts(app)
    app.session_state["shapes_tool"] = "Linear"
    app.run()
    assert not app.error
