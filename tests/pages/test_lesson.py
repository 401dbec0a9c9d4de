"""Lesson links: controls hidden, fixed, or one question left; and the panel that builds them."""

import io

import pytest
import segno

from pages.knobs import KNOBS
from pages.shared.knob import Panel
from pages.shared.lesson import Lesson, hidden_rules
from pages.shared.share import frame_line, qr_code
from tests.app import PAGES, open_page, texts

SAID = "Your teacher has hidden or fixed some controls."


def rules(app) -> str:
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def hidden(app) -> set[str]:
    lesson = app.session_state["lesson"]
    return set(lesson.hidden)


@pytest.mark.parametrize("page", PAGES)
def test_every_control_of_every_page_can_be_hidden(page):
    keys = [knob.key for knob in KNOBS[page]]
    app = open_page(page, hide=",".join([*keys, "questions"]))
    assert not app.exception
    assert hidden(app) == {*keys, "questions"}
    assert SAID in texts(app)
    assert all(f".st-key-{key}" in rules(app) for key in keys)


@pytest.mark.parametrize("page", PAGES)
def test_every_value_can_be_fixed(page):
    keys = [knob.key for knob in KNOBS[page] if not isinstance(knob, Panel)]
    app = open_page(page, lock=",".join(keys))
    assert not app.exception
    kinds = (app.slider, app.number_input, app.selectbox, app.text_input, app.text_area, app.toggle, app.multiselect)
    for kind in kinds:
        for widget in kind:
            if widget.key in keys:
                assert widget.disabled, widget.key


def test_show_hides_all_others():
    app = open_page("neuron", show="w1,questions")
    keys = {knob.key for knob in KNOBS["neuron"]}
    assert hidden(app) == keys - {"w1"}


def test_what_is_hidden_keeps_its_value_and_comes_back_with_it():
    app = open_page("neuron", hide="w1", w1="2.5")
    assert app.slider(key="w1").value == 2.5
    app.button(key="show_all").click().run()
    assert SAID not in texts(app)
    assert not hidden(app)
    assert app.slider(key="w1").value == 2.5


def test_a_fixed_value_is_moved_by_no_button():
    app = open_page("neuron", lock="w1", w1="2.5")
    app.button(key="reset").click().run()
    assert app.slider(key="w1").value == 2.5
    app = open_page("stack", lock="stack", stack="linear-4-3 relu linear-5-1")
    app.button(key="stack_cure_0").click().run()
    assert app.text_input(key="stack").value == "linear-4-3 relu linear-5-1"


@pytest.mark.parametrize(
    "nonsense", ["<script>", "w1}body{display:none", ".st-key-x", "nobody", "", ",,,", "w1,w1,w1", "x" * 10_000]
)
def test_nonsense_hides_nothing_that_is_not_a_control(nonsense):
    app = open_page("neuron", hide=nonsense, lock=nonsense, ask=nonsense)
    assert not app.exception
    assert hidden(app) <= {"w1"}
    assert "<script>" not in rules(app)
    assert "}body" not in rules(app)


def test_nothing_hidden_is_no_rule():
    assert list(hidden_rules(Lesson())) == []
    assert not Lesson()


def test_one_question_is_left():
    app = open_page("neuron", ask="2")
    second = app.radio[0].label
    assert second != open_page("neuron").radio[0].label
    app.radio[0].set_value(app.radio[0].options[0]).run()
    app.button(key="neuron_predict").click().run()
    assert not [button for button in app.button if button.key == "neuron_predict_next"]
    for beyond in ("99", "0", "-1", "1e3"):
        assert not open_page("neuron", ask=beyond).exception


def test_a_link_is_built_by_ticking():
    app = open_page("neuron", w1="2.5")
    app.session_state["share"] = True
    app.run()
    app.multiselect(key="share_hide").set_value(["b"]).run()
    app.multiselect(key="share_lock").set_value(["x1"]).run()
    [link] = [code.value for code in app.code if code.value.startswith("http") or "hide=" in code.value][:1]
    assert "hide=b" in link
    assert "lock=x1" in link
    assert "x1=" in link.replace("lock=x1", "")
    assert "w1=2.5" in link
    assert not app.exception


def test_the_code_is_a_picture_of_the_link():
    link = "http://192.168.1.20:8501/neuron?w1=2.5&hide=b"
    expected = io.BytesIO()
    segno.make_qr(link, error="l").save(expected, kind="png", scale=6, border=4)
    assert qr_code(link) == expected.getvalue()
    assert qr_code(f"{link}&x={'y' * 5_000}") == b""


def test_a_frame_line_quotes_its_address():
    assert frame_line("http://host/neuron?a=1&b=2").startswith(
        '<iframe src="http://host/neuron?a=1&amp;b=2&amp;embed=true"'
    )
    assert "?embed=true" in frame_line("http://host/neuron")
