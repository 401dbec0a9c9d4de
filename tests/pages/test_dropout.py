import pytest

from neuron_core.dropout.script import dropout_script
from neuron_core.dropout.snippets import EXHIBITS
from neuron_core.dropout.study import study_thousand_passes
from pages.knobs.common import LONGEST_TEXT
from tests.app import open_page, texts
from tests.neuron_core.dropout.settings import LESSON, studied


def test_opens_with_the_lessons_vector():
    app = open_page("dropout")
    assert app.text_input(key="dropout_vector").value == "10, 20, 30, 40"
    assert app.toggle(key="training").value is True
    assert not app.warning
    assert not app.error


def test_training_is_switched_off_and_on():
    app = open_page("dropout")
    for _ in range(2):
        app.toggle(key="training").set_value(not app.toggle(key="training").value).run()
        assert not app.exception
    assert app.toggle(key="training").value is True


def test_draw_again_takes_the_next_seed():
    app = open_page("dropout", seed="2147483647")
    app.button(key="dropout_again").click().run()
    assert app.number_input(key="seed").value == 0
    app.button(key="dropout_again").click().run()
    assert app.number_input(key="seed").value == 1


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("", "no number"), ("   ", "no number"), ("1, two, 3", "number 2"), ("1, nan", "number 2"), ("inf", "number 1"),
        ("1e38", "number 1"), ("1,,3", "number 2"), (", ".join(["1"] * 13), "13 numbers"),
        ("9" * (LONGEST_TEXT - 1), "too long"), ("9" * 100_000, "too long"),
        ("<script>alert(1)</script>", "number 1"), ("10; 20,5; x", "number 3"), ("__import__('os')", "number 1"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_and_stays(typed, named):
    app = open_page("dropout", p="0.25", dropout_code="true")
    app.text_input(key="dropout_vector").set_value("1; 2,5; 4").run()
    assert not app.error
    app.text_input(key="dropout_vector").set_value(typed).run()
    assert not app.exception
    assert len(app.error) == 1
    assert named in app.error[0].value
    assert "Until then, the last valid input is used." in app.error[0].value
    assert "x = torch.tensor([1.0, 2.5, 4.0])" in app.code[0].value
    assert "<script>" not in texts(app)
    assert app.text_input(key="dropout_vector").value == typed[:LONGEST_TEXT]
    assert app.slider(key="p").value == 0.25


@pytest.mark.parametrize("p", ["1", "0"])
def test_the_ends_of_p_say_what_they_are(p):
    app = open_page("dropout", p=p)
    assert f"p is {p}" in app.warning[0].value


@pytest.mark.parametrize("p", ["1.01", "-0.5", "nan", "abc", "1e999"])
def test_a_p_that_cannot_be_falls_back(p):
    assert open_page("dropout", p=p).slider(key="p").value == 0.5


def test_every_question_and_its_twin_are_answered_and_the_numbers_put_back():
    app = open_page("dropout", p="0.35")
    right = []
    for number in range(5):
        for key in (f"dropout_predict_talk_{number}", f"dropout_predict_talk_{number}_twin"):
            radio = app.radio(key=key)
            radio.set_value(radio.options[1]).run()
            app.button(key="dropout_predict").click().run()
            assert not app.exception
            answered = app.session_state["dropout_predict_talk"].answered
            assert answered.truth.happened in texts(app)
            right.append(answered.truth.option == 1)
            again = [button for button in app.button if button.key == "dropout_predict_twin"]
            assert len(again) == (not key.endswith("twin"))
            if again:
                again[0].click().run()
        app.button(key="dropout_predict_next").click().run()
    assert right == [True, True, True, True, True, False, True, False, True, True]
    app.button(key="dropout_predict_back").click().run()
    assert app.slider(key="p").value == 0.35
    assert app.toggle(key="training").value is True
    assert app.session_state["progress"]["dropout"] == (5, 5)


OPEN = {f"dropout_{name}": "true" for name in ("trial_table", "network", "runs", "code")}


def test_what_would_answer_the_first_question_waits_until_it_is_answered_or_skipped():
    app = open_page("dropout", **OPEN)
    assert [box.proto.expanded for box in app.expander] == [True] * 4
    assert [len(box.info) for box in app.expander] == [1, 1, 1, 0]
    assert "scale" not in " ".join(element.value for element in app.markdown)
    app.button(key="dropout_predict_skip").click().run()
    assert not app.info


def test_closed_panels_hold_nothing_and_open_by_the_address():
    assert not open_page("dropout").code
    app = open_page("dropout", **OPEN)
    app.button(key="dropout_predict_skip").click().run()
    assert not app.exception
    said = texts(app)
    assert "| unit | input | mean | mean in theory |" in said
    assert "Hidden unit 2 is dropped on this pass. Hidden unit 1 is scaled by 2. The output is" in said
    for title, exhibit in EXHIBITS.items():
        assert f"**{title}.** {exhibit.says}" in said
        assert exhibit.cure_says in said
    assert "ValueError: dropout probability has to be between 0 and 1, but got 1.5" in said


def test_no_figure_of_plotly_is_built():
    app = open_page("dropout", **OPEN)
    app.button(key="dropout_predict_skip").click().run()
    assert not app.get("plotly_chart")


def test_the_code_panel_holds_the_script_for_these_numbers():
    app = open_page("dropout", dropout_code="true", seed="74")
    assert app.code[0].value == dropout_script(LESSON).strip()


def test_what_is_said_of_a_thousand_passes_is_the_studys():
    app = open_page("dropout", seed="74", dropout_trial_table="true")
    app.button(key="dropout_predict_skip").click().run()
    assert study_thousand_passes(studied(LESSON)).words in texts(app)


def test_reset_brings_the_lesson_back():
    app = open_page("dropout", p="0.9", training="false", dropout_vector="1, 2", seed="5")
    app.button(key="reset").click().run()
    assert (app.slider(key="p").value, app.toggle(key="training").value) == (0.5, True)
    assert app.text_input(key="dropout_vector").value == "10, 20, 30, 40"
    assert app.number_input(key="seed").value == 1429
