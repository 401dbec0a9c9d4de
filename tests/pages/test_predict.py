"""'Predict first' as a mechanism: each page has a conversation of its own."""

from tests.app import open_page, texts


def answer(app, page: str):
    app.radio[0].set_value(app.radio[0].options[0]).run()
    return app.button(key=f"{page}_predict").click().run()


def test_reset_forgets_the_answers_of_its_own_page_only():
    app = answer(open_page("neuron"), "neuron")
    assert "from 2.7 to 4.7" in texts(app)
    app.switch_page("dropout.py").run()
    answer(app, "dropout")
    answered = texts(app)
    app.button(key="reset").click().run()
    assert texts(app) != answered
    assert app.radio[0].value is None
    app.switch_page("neuron.py").run()
    assert "from 2.7 to 4.7" in texts(app)


def test_the_keys_of_a_conversation_carry_its_pages_name():
    for page, name in (("neuron", "neuron"), ("dropout", "dropout"), ("shapes", "shapes_flatten"), ("stack", "stack")):
        app = open_page(page)
        before = {button.key for button in app.button}
        app = answer(app, name)
        fresh = {button.key for button in app.button} - before
        assert {f"{name}_predict_next"} <= fresh
        assert app.session_state[f"{name}_predict_talk"].answered


def test_what_was_answered_shows_in_the_navigation():
    app = answer(open_page("neuron"), "neuron")
    assert app.session_state["progress"]["neuron"] == (1, 4)


def test_an_answer_is_closed_once_the_page_shows_something_else():
    app = answer(open_page("stack"), "stack")
    assert app.session_state["stack_predict_talk"].answered
    app.button_group(key="stack_case").set_value("Broken").run()
    assert not app.session_state["stack_predict_talk"].answered
    assert app.radio[0].value is None
