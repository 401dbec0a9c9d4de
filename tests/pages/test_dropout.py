import pytest

from tests.app import open_page, texts


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
        ("1e38", "number 1"), ("1,,3", "number 2"), (", ".join(["1"] * 13), "13 numbers"), ("9" * 10_000, "too long"),
        ("<script>alert(1)</script>", "number 1"), ("10; 20,5; x", "number 3"), ("__import__('os')", "number 1"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_and_stays(typed, named):
    app = open_page("dropout", p="0.25")
    app.text_input(key="dropout_vector").set_value("1; 2,5; 4").run()
    assert not app.error
    app.text_input(key="dropout_vector").set_value(typed).run()
    assert not app.exception
    assert len(app.error) == 1
    assert named in app.error[0].value
    assert "<script>" not in texts(app)
    assert app.text_input(key="dropout_vector").value == typed
    assert app.slider(key="p").value == 0.25


@pytest.mark.parametrize("p", ["1", "0"])
def test_the_ends_of_p_say_what_they_are(p):
    app = open_page("dropout", p=p)
    assert f"p is {p}" in app.warning[0].value


@pytest.mark.parametrize("p", ["1.01", "-0.5", "nan", "abc", "1e999"])
def test_a_p_that_cannot_be_falls_back(p):
    assert open_page("dropout", p=p).slider(key="p").value == 0.5


def test_every_question_is_answered():
    app = open_page("dropout")
    for number in range(5):
        app.radio(key=f"dropout_predict_talk_{number}").set_value(
            app.radio(key=f"dropout_predict_talk_{number}").options[1]
        ).run()
        app.button(key="dropout_predict").click().run()
        assert not app.exception
        assert [*app.success, *[box for box in app.warning if "torch says" in box.value]]
        app.button(key=f"{number}_predict_next").click().run()
