from dataclasses import replace

import pytest
import torch
from torch import nn

from neuron_core.batchnorm.script import batchnorm_script
from neuron_core.batchnorm.snippets import EXHIBITS
from neuron_core.shared.refusal import Refusal
from pages.knobs.common import LONGEST_TEXT
from tests.app import open_page, texts
from tests.neuron_core.batchnorm.settings import BATCH, PLAIN


def test_toggles_act_at_once():
    app = open_page("batchnorm")
    for key in ("training", "affine", "training", "affine"):
        app.toggle(key=key).set_value(not app.toggle(key=key).value).run()
        assert not app.exception
    assert not app.slider(key="batchnorm_gamma1").disabled
    app.toggle(key="affine").set_value(False).run()
    assert app.slider(key="batchnorm_gamma1").disabled


def test_gamma_survives_switching_affine_off_and_on():
    app = open_page("batchnorm", batchnorm_gamma2="-1.5")
    app.toggle(key="affine").set_value(False).run()
    app.toggle(key="affine").set_value(True).run()
    assert app.slider(key="batchnorm_gamma2").value == -1.5


def test_one_more_pass_and_reset_of_the_running_statistics():
    app = open_page("batchnorm", batchnorm_feeds="49")
    app.button(key="batchnorm_feed").click().run()
    assert app.slider(key="batchnorm_feeds").value == 50
    assert app.button(key="batchnorm_feed").label == "One more training pass"
    assert app.button(key="batchnorm_feed").disabled
    assert app.button(key="batchnorm_forget").label == "Reset running statistics"
    app.button(key="batchnorm_forget").click().run()
    assert app.slider(key="batchnorm_feeds").value == 0


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("", "no number"), ("a, b, c", "Row 1, number 1"), ("1, 2, 3\n4, 5", "Row 2"), ("1, 2, nan\n1, 2, 3", "Row 1, number 3"),
        ("1, 2, 3\n\n4, inf, 6", "Row 3, number 2"), ("1, 2, 1e38", "Row 1, number 3"), ("1, 2, 3\n" * 300, "16 rows"), ("1, 2, 3\n" * 20, "Row 17"),
        ("1, 2, 3, 4", "Row 1"), ("<b>1</b>, 2, 3", "Row 1"),
        ("9" * (LONGEST_TEXT - 1), "too long"), ("9" * 100_000, "too long"),
    ],
)  # fmt: skip
def test_a_batch_that_cannot_be_read_is_named_and_stays(typed, named):
    app = open_page("batchnorm", batchnorm_gamma1="0.5", batchnorm_code="true")
    app.text_area(key="batchnorm_batch").set_value(typed).run()
    assert not app.exception
    assert len(app.error) == 1
    assert named in app.error[0].value
    assert "Until then, the last valid input is used." in app.error[0].value
    assert "[2.0, 200.0, 4000.0]" in app.code[0].value
    assert "<b>" not in texts(app)
    assert app.text_area(key="batchnorm_batch").value == typed[:LONGEST_TEXT]
    assert app.slider(key="batchnorm_gamma1").value == 0.5


@pytest.mark.parametrize("batch", ["1; 2,5; 3\n4; 5,5; 6", "1 2 3\n4 5 6", "[[1, 2, 3], [4, 5, 6]]"])
def test_batches_as_people_paste_them(batch):
    app = open_page("batchnorm", batchnorm_batch=batch)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize(("key", "typed"), [("momentum", "1.5"), ("momentum", "x"), ("eps", "-1"), ("eps", "1e38")])
def test_momentum_and_eps_outside_are_named_and_stay(key, typed):
    app = open_page("batchnorm")
    app.text_input(key=key).set_value(typed).run()
    assert not app.exception
    assert key in app.error[0].value.lower()
    assert app.text_input(key=key).value == typed


@pytest.mark.parametrize(
    ("query", "rows", "eps"), [({"batchnorm_batch": "2, 200, 4000"}, 1, 1e-5), ({"eps": "0"}, 4, 0.0)]
)
def test_what_torch_refuses_is_said_in_its_own_words(query, rows, eps):
    app = open_page("batchnorm", **query)
    assert not app.exception
    assert app.warning[0].value.startswith("Torch refuses to train on this batch")
    with pytest.raises(ValueError, match=r".") as raised:
        nn.BatchNorm1d(3, eps=eps)(torch.tensor(BATCH[:rows]))
    assert app.code[0].value == str(Refusal.of(raised.value))


def box(app, label: str):
    return next(box for box in app.expander if box.label.startswith(label))


def test_three_controls_at_rest():
    """All others wait in closed panels."""
    app = open_page("batchnorm")
    inside = {widget.key for panel in app.expander for kind in ("slider", "toggle", "text_input", "text_area", "selectbox") for widget in panel.get(kind)}  # fmt: skip
    widgets = {
        widget.key for kind in ("slider", "toggle", "text_input", "text_area", "selectbox") for widget in app.get(kind)
    }
    assert widgets - inside == {"batchnorm_cell", "batchnorm_move", "training"}
    assert not any(panel.proto.expanded for panel in app.expander)


def test_what_waits_in_panels_works_from_a_cold_link_while_closed():
    app = open_page(
        "batchnorm", momentum="None", eps="1e-3", batchnorm_cell="row 2, feature 3", batchnorm_code="true",
        batchnorm_gamma3="-1.5", batchnorm_feeds="7", batchnorm_batch="1, 2, 3\n4, 5, 7",
    )  # fmt: skip
    for label in ("What about your own", "What does eval()", "Must the spread"):
        assert not box(app, label).proto.expanded
    assert "eps=0.001, momentum=None" in app.code[0].value
    assert "range(7)" in app.code[0].value
    assert "[1.0, 1.0, -1.5]" in app.code[0].value
    assert "[4.0, 5.0, 7.0]" in app.code[0].value
    assert app.selectbox(key="batchnorm_cell").value == "row 2, feature 3"
    assert not app.error
    app.text_input(key="eps").set_value("-1").run()
    assert "eps" in app.error[0].value
    assert not box(app, "What about your own").error, "a complaint is seen while the box is closed"


def test_to_follow_another_number_puts_the_moved_one_back():
    app = open_page("batchnorm", batchnorm_move="4", batchnorm_code="true")
    assert "x[0, 0] = 4.0  # the number that was moved" in app.code[0].value
    assert app.slider(key="batchnorm_move").label == "Move it by so many steps of 0.5"
    app.selectbox(key="batchnorm_cell").set_value("row 4, feature 3").run()
    assert app.slider(key="batchnorm_move").value == 0
    assert app.slider(key="batchnorm_move").label == "Move it by so many steps of 200"
    assert "moved" not in app.code[0].value


def test_what_would_answer_the_question_waits():
    app = open_page("batchnorm", batchnorm_all="true", batchnorm_runs="true")
    waits = [info.value for info in box(app, "Do all three").info]
    assert len(waits) == 1
    assert "answered or skipped" in waits[0]
    app.button(key="batchnorm_predict_skip").click().run()
    assert not box(app, "Do all three").info
    assert not app.exception
    for _ in range(4):
        app.button(key="batchnorm_predict_skip").click().run()
    assert len(box(app, "Surprising").info) == 1


def test_fewer_rows_take_the_chosen_cell_back():
    app = open_page("batchnorm", batchnorm_cell="row 4, feature 2")
    assert app.selectbox(key="batchnorm_cell").value == "row 4, feature 2"
    app.text_area(key="batchnorm_batch").set_value("1, 2, 3\n4, 5, 6").run()
    assert not app.exception
    assert app.selectbox(key="batchnorm_cell").value == "row 1, feature 1"


@pytest.mark.parametrize("momentum", ["None", "0", "1", "0,5"])
def test_every_kind_of_momentum(momentum):
    app = open_page("batchnorm", momentum=momentum, batchnorm_feeds="7")
    assert not app.exception
    assert not app.error


def test_every_question_and_its_twin_are_answered_and_the_numbers_put_back():
    app = open_page("batchnorm", batchnorm_gamma1="0.5")
    settings = {
        key: app.session_state[key]
        for key in ("batchnorm_batch", "momentum", "batchnorm_feeds", "batchnorm_cell", "batchnorm_move")
    }
    for number in range(6):
        for key in (f"batchnorm_predict_talk_{number}", f"batchnorm_predict_talk_{number}_twin"):
            radio = app.radio(key=key)
            radio.set_value(radio.options[1]).run()
            app.button(key="batchnorm_predict").click().run()
            assert not app.exception
            answered = app.session_state["batchnorm_predict_talk"].answered
            assert answered.truth.happened in texts(app)
            again = [button for button in app.button if button.key == "batchnorm_predict_twin"]
            assert len(again) == (not key.endswith("twin"))
            if again:
                again[0].click().run()
        app.button(key="batchnorm_predict_next").click().run()
    app.button(key="batchnorm_predict_back").click().run()
    assert {key: app.session_state[key] for key in settings} == settings
    assert app.session_state["progress"]["batchnorm"] == (6, 6)


def test_closed_panels_hold_nothing_and_open_by_the_address():
    assert not open_page("batchnorm").code
    app = open_page(
        "batchnorm", batchnorm_more="true", batchnorm_row="true", batchnorm_runs="true", batchnorm_code="true",
        batchnorm_scale="true", batchnorm_running="true", batchnorm_all="true",
    )  # fmt: skip
    assert not app.exception
    assert [box.proto.expanded for box in app.expander] == [True] * 7
    said = texts(app)
    assert "| torch's LayerNorm | −0.7602 | −0.6526 | 1.4128 |" in said
    for title, exhibit in EXHIBITS.items():
        assert f"**{title}.** {exhibit.says}" in said
        assert exhibit.cure_says in said


def test_the_code_panel_holds_the_script_for_these_numbers():
    app = open_page("batchnorm", batchnorm_code="true", batchnorm_feeds="3", batchnorm_beta2="0.5", affine="true")
    assert app.code[0].value == batchnorm_script(replace(PLAIN, passes=3, beta=(0.0, 0.5, 0.0)), BATCH).strip()


def test_reset_brings_the_lesson_back():
    app = open_page(
        "batchnorm",
        affine="false",
        batchnorm_feeds="9",
        batchnorm_batch="1, 2, 3",
        momentum="None",
        eps="1",
        batchnorm_move="3",
    )
    app.button(key="reset").click().run()
    assert app.toggle(key="affine").value is True
    assert app.slider(key="batchnorm_move").value == 0
    assert app.slider(key="batchnorm_feeds").value == 1
    assert app.text_area(key="batchnorm_batch").value.startswith("2, 200, 4000\n4")
    assert (app.text_input(key="momentum").value, app.text_input(key="eps").value) == ("0.1", "1e-5")
