from typing import Any

import pytest
import torch

from neuron_core.shared.numbers import number_text
from neuron_core.training import Settings, drawn_table, gate, prepare, train
from neuron_core.training.evaluate import History
from pages.knobs import training as knobs
from tests.app import open_page, texts

SAMPLES = prepare(drawn_table("xor", 200, 0.5, 0), 0.2, False, 0)


def head(app, name: str = "live_rows_training") -> dict[str, Any]:
    import json
    import struct

    found = [part for part in app.get("bidi_component") if name in part.proto.id]
    data = found[0].proto.bytes
    (length,) = struct.unpack("<I", data[:4])
    return json.loads(data[4 : 4 + length])


def test_at_rest_it_stands_before_the_first_epoch():
    app = open_page("training")
    assert not app.exception
    loss = History(train(Settings(), SAMPLES)).loss[0].item()
    assert head(app)["spoken"].startswith(f"After epoch 0 of 1,000: loss {number_text(loss)}")


def test_the_address_holds_every_setting():
    app = open_page(
        "training", training_data="circles", training_hidden="4", training_activation="tanh", training_optimiser="adam",
        training_rate="0.03", training_seed="7", training_loss="mse", training_batch="150", training_epochs="500",
        training_decay="0.001", training_rows="300", training_noise="0.2", training_data_seed="3", training_test="40",
        training_standardise="true", training_epoch="400",
    )  # fmt: skip
    assert not app.exception
    samples = prepare(drawn_table("circles", 300, 0.2, 3), 0.4, True, 3)
    settings = Settings(4, "tanh", "mse", "adam", 0.03, 150, 500, 0.001, 7)
    loss = History(train(settings, samples)).loss[400].item()
    assert head(app)["spoken"].startswith(f"After epoch 400 of 500: loss {number_text(loss)}")


def test_where_the_answer_is_a_number_the_loss_is_mse():
    app = open_page("training", training_data="plane", training_loss="bce")
    assert not app.exception
    assert "right" not in head(app)["spoken"]


def test_one_click_gives_another_start_and_one_the_same_start_with_another_rate():
    app = open_page("training")
    app.button(key="training_next_seed").click().run()
    assert knobs.SEED.key in app.session_state
    assert app.session_state[knobs.SEED.key] == 1
    app.button(key="training_rate_True").click().run()
    assert (app.session_state[knobs.SEED.key], app.session_state[knobs.RATE.key]) == (1, 0.3)
    run = train(Settings(seed=1, rate=0.3), SAMPLES)
    assert torch.equal(run.log[0], train(Settings(seed=1), SAMPLES).log[0])
    assert number_text(History(run).loss[0].item()) in head(app)["spoken"]


def test_the_fastest_rate_has_no_faster_one():
    app = open_page("training", training_rate="30.0")
    assert app.button(key="training_rate_True").disabled
    assert not app.button(key="training_rate_False").disabled


def test_a_long_run_goes_in_slices_and_can_be_stopped():
    app = open_page("training", training_batch="10")
    assert not app.exception
    assert not app.get("bidi_component") or all(
        "live_rows_training" not in part.proto.id for part in app.get("bidi_component")
    )
    job = app.session_state["training_job"]
    before = job.trainer.taken
    assert 0 < before < 16_000
    app.run()
    assert app.session_state["training_job"] is job
    assert job.trainer.taken > before
    app.button(key="training_stop").click().run()
    assert job.run.stopped
    assert head(app)["spoken"].startswith(f"After epoch 0 of {job.run.epochs:,}")
    assert torch.equal(
        job.run.log[-1], train(Settings(batch=10, epochs=max(1, job.run.epochs)), SAMPLES).log[job.run.epochs]
    )


def test_a_long_run_ends_where_a_short_one_would():
    app = open_page("training", training_batch="20", training_epochs="400")
    for _ in range(200):
        job = app.session_state["training_job"]
        if job.run:
            break
        app.run()
    assert not job.run.stopped
    assert torch.equal(job.run.log, train(Settings(batch=20, epochs=400), SAMPLES).log)


def test_other_settings_drop_a_run_that_is_under_way():
    app = open_page("training", training_batch="10")
    job = app.session_state["training_job"]
    app.button(key="training_next_seed").click().run()
    assert app.session_state["training_job"] is not job
    assert app.session_state["training_job"].settings.seed == 1


def test_a_busy_server_says_so():
    with gate.turn() as lasts:
        assert lasts
        app = open_page("training", training_batch="10")
        assert "busy" in texts(app)
        assert app.session_state["training_job"].trainer.taken == 0
    app.run()
    assert "busy" not in texts(app)
    assert app.session_state["training_job"].trainer.taken > 0


def test_a_device_that_fails_leaves_it_to_the_cpu(monkeypatch):
    monkeypatch.setattr(
        "pages.panels.training_settings.find_devices", lambda: type("Found", (), {"present": ("cpu", "cuda")})()
    )
    app = open_page("training", training_device="cuda")
    assert not app.exception
    assert "only the CPU" in texts(app)
    assert head(app)["spoken"].startswith("After epoch 0 of 1,000")


@pytest.mark.parametrize(
    "forged",
    [{"training_rate": "0.2"}, {"training_hidden": "5"}, {"training_activation": "step"}, {"training_epoch": "1e9"}],
)
def test_forged_settings_are_the_defaults(forged):
    app = open_page("training", **forged)
    assert not app.exception
    assert head(app)["spoken"] == head(open_page("training"))["spoken"]
