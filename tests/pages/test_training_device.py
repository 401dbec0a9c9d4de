from contextlib import nullcontext

import pytest

from neuron_core.simple_ann.devices import Devices, Timing
from neuron_core.training import timings
from neuron_core.training.timings import BATCHES, NETWORKS, StepTiming
from tests.app import open_page, texts

SIZES = {*BATCHES.values(), *NETWORKS.values()}


def offer(monkeypatch, *present: str) -> None:
    found = Devices(present, {"cuda": False}, 1)
    monkeypatch.setattr("pages.panels.training_device.find_devices", lambda: found)


@pytest.fixture
def asked(monkeypatch):
    """What was measured; a device takes 1 ms for any size, the CPU 1 µs for each row."""
    seen = []

    def took(size, device):
        seen.append((size, device))
        if device == "broken":
            raise RuntimeError("the device is on fire")
        seconds = 1e-6 * size.rows if device == "cpu" else 1e-3
        timing = Timing(seconds, seconds, seconds, 5, 1)
        return StepTiming(timing, timing)

    monkeypatch.setattr(timings, "time_step", took)
    return seen


def measure(app):
    app.button(key="training_measure").click().run()
    for _ in range(40):  # in a browser the fragment asks for its next run itself
        if any(button.key == "training_measure" for button in app.button):
            return app
        app.run()
    raise AssertionError("it does not end")


def test_nothing_is_measured_unasked(asked, monkeypatch):
    offer(monkeypatch, "cpu")
    app = open_page("training", training_timing="true")
    assert not asked
    assert "No GPU is available here" in texts(app)
    assert not app.get("plotly_chart")


def test_the_cpu_alone(asked, monkeypatch):
    offer(monkeypatch, "cpu")
    app = measure(open_page("training", training_timing="true"))
    assert {size for size, _ in asked} == SIZES
    assert {device for _, device in asked} == {"cpu"}
    assert "100,000 rows in the batch take 100,000.0 times as long as 1." in texts(app)
    assert len(app.get("plotly_chart")) == 2


def test_where_the_lines_cross_is_said(asked, monkeypatch):
    offer(monkeypatch, "cpu", "cuda:0", "cuda:1")
    app = measure(open_page("training", training_timing="true"))
    assert "against cuda:0" in texts(app)
    assert "the lines cross near 1,000 rows in the batch. Below that the CPU is quicker, above it cuda:0." in texts(app)
    assert "| rows | hidden | CPU: step | CPU: forward | cuda:0: step | cuda:0: forward |" in texts(app)
    assert len(asked) == len(set(asked)) == 2 * len(SIZES)


def test_a_failing_device_gives_a_sentence_and_torchs_words(asked, monkeypatch):
    offer(monkeypatch, "cpu", "broken")
    app = measure(open_page("training", training_timing="true"))
    assert not app.exception
    assert app.warning[0].value.startswith("broken could not run this")
    assert app.code[0].value == "RuntimeError: the device is on fire"
    assert [device for _, device in asked].count("broken") == 1
    assert "100,000 rows in the batch take" in texts(app)


def test_stop_keeps_what_was_measured(asked, monkeypatch):
    offer(monkeypatch, "cpu")
    app = open_page("training", training_timing="true")
    app.button(key="training_measure").click().run()
    app.run()
    app.button(key="training_measure_stop").click().run()
    count = len(asked)
    assert 0 < count < len(SIZES)
    assert any(button.key == "training_measure" for button in app.button)
    assert texts(app).count("| 8 |") == count
    assert len(app.get("plotly_chart")) == 1, "over the batch; of the other there is no line yet"
    app.run()
    assert len(asked) == count
    measure(app)
    assert {size for size, _ in asked[count:]} == SIZES, "another press begins anew"


def test_a_busy_server_says_so_and_measures_nothing(asked, monkeypatch):
    offer(monkeypatch, "cpu")
    monkeypatch.setattr("pages.panels.training_device.turn", lambda: nullcontext(None))
    app = open_page("training", training_timing="true")
    app.button(key="training_measure").click().run()
    assert not asked
    assert any("busy with other trainings" in info.value for info in app.info)


def test_a_real_measurement_point(monkeypatch):
    offer(monkeypatch, "cpu")
    app = open_page("training", training_timing="true")
    app.button(key="training_measure").click().run()
    assert not app.exception
    assert "| rows | hidden | CPU: step | CPU: forward |" in texts(app)
