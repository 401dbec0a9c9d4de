import json
import struct
from typing import Any

import pytest

from neuron_core.slow_step.step import added_up, checkpoint, last_in_reach, slow_step
from neuron_core.slow_step.words import added_words, stop_words, which_words
from neuron_core.training.run import train
from neuron_core.training.samples import drawn_table, prepare
from neuron_core.training.settings import Settings
from tests.app import open_page, texts

XOR = prepare(drawn_table("xor", 200, 0.5, 0), 0.2, False, 0)
RUN = train(Settings(epochs=60), XOR)
OPEN = {"training_slow": "true", "training_epochs": "60"}


def head(app) -> dict[str, Any]:
    found = [part for part in app.get("bidi_component") if "live_rows_training_step" in part.proto.id]
    data = found[0].proto.bytes
    (length,) = struct.unpack("<I", data[:4])
    return json.loads(data[4 : 4 + length])


def step_at(epoch: int, run=RUN):
    return slow_step(checkpoint(run, epoch))


def test_a_closed_panel_takes_no_step(monkeypatch):
    monkeypatch.setattr("pages.panels.training_step.checkpoint", None)
    assert not open_page("training", training_epoch="20").exception


def test_it_shows_the_step_from_the_committed_epoch():
    app = open_page("training", **OPEN, training_epoch="20")
    assert not app.exception
    assert which_words(step_at(20)) in texts(app)
    assert head(app)["spoken"] == stop_words(step_at(20), 1)
    assert head(app)["now"]["loss"] == pytest.approx(step_at(20).loss)


def test_an_open_panel_follows_the_epoch_and_the_stop():
    app = open_page("training", **OPEN)
    app.slider(key="training_epoch").set_value(45).run()
    app.slider(key="training_step").set_value(4).run()
    assert head(app)["spoken"] == stop_words(step_at(45), 4)
    assert "w − rate × buffer = new w" in app.dataframe[0].value.columns


def test_at_the_end_it_is_the_last_step_that_was_taken():
    app = open_page("training", **OPEN, training_epoch="60")
    assert which_words(step_at(59)) in texts(app)


def test_a_run_that_broke_is_shown_to_its_last_step():
    app = open_page(
        "training", **OPEN | {"training_epoch": "60"}, training_data="sine", training_rate="30.0", training_optimiser="sgd"
    )  # fmt: skip
    assert not app.exception
    assert "This is step" in texts(app)


def test_too_far_into_a_long_run_it_says_so():
    app = open_page("training", **OPEN | {"training_epochs": "400"}, training_batch="10", training_epoch="300")
    for _ in range(200):
        job = app.session_state["training_job"]
        if job.run:
            break
        app.run()
    assert not app.exception
    assert f"move the epoch to {last_in_reach(job.run)} or less" in texts(app)
    app.slider(key="training_epoch").set_value(3).run()
    assert which_words(step_at(3, job.run)) in texts(app)


def test_gradients_that_add_up_are_told_only_after_the_question():
    app = open_page("training", **OPEN, training_epoch="20", training_no_zero="true")
    said = added_words(step_at(20), added_up(checkpoint(RUN, 20)))
    assert said not in texts(app)
    app.button(key="training_step_predict_skip").click().run()
    assert said in texts(app)


def test_the_answer_shows_both_passes_and_is_closed_where_the_epoch_moves_on():
    app = open_page("training", **OPEN, training_epoch="20")
    question = next(radio for radio in app.radio if "zero_grad" in radio.label)
    question.set_value("Twice as large").run()
    app.button(key="training_step_predict").click().run()
    assert not app.exception
    assert app.toggle(key="training_no_zero").value
    assert added_words(step_at(20), added_up(checkpoint(RUN, 20))) in texts(app)
    assert "is the sum of both passes" in texts(app)
    app.slider(key="training_epoch").set_value(30).run()
    assert "is the sum of both passes" not in texts(app)
    assert added_words(step_at(30), added_up(checkpoint(RUN, 30))) in texts(app)


@pytest.mark.parametrize(
    "forged", [{"training_step": "9"}, {"training_step": "nan"}, {"training_step": "x"}, {"training_no_zero": "maybe"}]
)
def test_forged_settings_are_the_defaults(forged):
    app = open_page("training", **OPEN, **forged)
    assert not app.exception
    assert head(app)["spoken"] == stop_words(step_at(0), 1)
