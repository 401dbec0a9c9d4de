import math

import pytest
import torch
from torch import nn

from neuron_core.shared.refusal import Refusal
from neuron_core.simple_ann.devices import FAILURES, Devices, Timing, find_devices
from neuron_core.training import timings
from neuron_core.training.timings import BATCHES, NETWORKS, Size, StepTiming, StepTimings, crossings, time_step
from neuron_core.training.words_timings import (
    HIDDEN,
    ROWS,
    device_words,
    lines,
    size_words,
    timings_table,
    verdict,
)

SMALL = Size(rows=10, hidden=8)


def took(step: float, forward: float = 1e-6) -> StepTiming:
    return StepTiming(*(Timing(median, 0.9 * median, 1.1 * median, 5, 1) for median in (step, forward)))


def measured(*, device: str = "cuda", cpu_row: float = 1e-8, device_start: float = 1e-3) -> StepTimings:
    """All sizes on a CPU whose time grows with the work, and on a device that takes the same time for all of it."""
    found = {}
    for size in dict.fromkeys((*BATCHES.values(), *NETWORKS.values())):
        found[size, "cpu"] = took(cpu_row * size.rows * size.hidden / 8)
        found[size, device] = took(device_start)
    return StepTimings(("cpu", device), found)


def test_a_step_is_timed_as_the_loop_makes_it(monkeypatch):
    done = []
    for owner, name in ((nn.Linear, "forward"), (torch.Tensor, "backward")):
        real = getattr(owner, name)
        monkeypatch.setattr(owner, name, lambda *a, _real=real, _name=name: done.append(_name) or _real(*a))
    for name in ("zero_grad", "step"):
        real = getattr(torch.optim.SGD, name)
        monkeypatch.setattr(
            torch.optim.SGD, name, lambda *a, _real=real, _name=name, **k: done.append(_name) or _real(*a, **k)
        )

    def once(call, _device):
        done.clear()
        call()
        return tuple(done)

    monkeypatch.setattr(timings, "time_calls", once)
    monkeypatch.setattr(timings, "time_forward", lambda model, x: (model(x).shape, x.shape))
    found = time_step(SMALL, "cpu")
    assert found.step == ("zero_grad", "forward", "forward", "backward", "step")
    assert found.forward == ((10, 1), (10, 2))


def test_a_timing_is_of_the_size_that_is_asked_for_and_the_network_stays_finite(monkeypatch):
    """What is timed must be ordinary numbers: nan and denormal ones take another time."""
    calls = []
    monkeypatch.setattr(timings, "time_calls", lambda call, device: calls.append(call))
    for size in (NETWORKS[2_048], BATCHES[1]):
        time_step(size, "cpu")
        for _ in range(60):
            loss = calls[-1]().item()
        assert math.isfinite(loss)
        assert 0.01 < loss < 1


def test_a_step_takes_longer_than_its_forward():
    found = time_step(SMALL, "cpu")
    assert 0 < found.forward.median < found.step.median
    assert found.step.low <= found.step.median <= found.step.high


def test_every_size_is_measured_once_on_every_device(monkeypatch):
    asked = []
    monkeypatch.setattr(timings, "time_step", lambda size, device: asked.append((size, device)) or took(1e-3))
    comparison = StepTimings(("cpu", "cuda"))
    shares = []
    while comparison.waiting:
        shares.append(comparison.share)
        comparison.advance()
    assert comparison.share == 1
    assert shares == sorted(shares)
    assert shares[0] == 0
    sizes = {*BATCHES.values(), *NETWORKS.values()}
    assert len(asked) == len(set(asked)) == 2 * len(sizes)
    assert list(comparison.along(BATCHES, "cuda")) == list(BATCHES)
    assert list(comparison.along(NETWORKS, "cpu")) == list(NETWORKS)


@pytest.mark.parametrize("device", ["meta", "cuda:7"])
def test_a_device_that_fails_is_not_asked_again_and_the_cpu_goes_on(monkeypatch, device):
    with pytest.raises(FAILURES) as raised:
        time_step(SMALL, device)
    monkeypatch.setattr(timings, "BATCHES", {1: Size(1, 2), 10: Size(10, 2)})
    monkeypatch.setattr(timings, "NETWORKS", {})
    comparison = StepTimings(("cpu", device))
    for _ in range(3):
        comparison.advance()
    assert comparison.refusal.type == type(raised.value).__name__
    assert comparison.refusal.words
    assert not comparison.waiting
    assert {there for _, there in comparison.found} == {"cpu"}


def test_a_device_out_of_memory_keeps_what_it_did(monkeypatch):
    error = torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB")

    def full(size, device):
        if device == "cuda" and size.rows > 100:
            raise error
        return took(1e-3)

    monkeypatch.setattr(timings, "time_step", full)
    comparison = StepTimings(("cpu", "cuda"))
    while comparison.waiting:
        comparison.advance()
    assert comparison.refusal == Refusal.of(error)
    assert list(comparison.along(BATCHES, "cuda")) == [1, 10, 100]
    assert len(comparison.along(BATCHES, "cpu")) == len(BATCHES)
    assert verdict(comparison)
    assert timings_table(comparison)[1][5][4:] == ["–", "–"]


def test_a_fault_on_the_cpu_is_a_fault_of_ours(monkeypatch):
    def broken(_size, _device):
        raise RuntimeError

    monkeypatch.setattr(timings, "time_step", broken)
    with pytest.raises(RuntimeError):
        StepTimings(("cpu",)).advance()


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_power_laws_cross_where_they_are_equal(power):
    sizes, equal = (1, 10, 100, 1_000), 37.0
    one = {size: (size / equal) ** power for size in sizes}
    assert crossings(one, dict.fromkeys(sizes, 1.0)) == pytest.approx([equal])
    assert crossings(dict.fromkeys(sizes, 1.0), one) == pytest.approx([equal])


def test_lines_that_do_not_cross_and_lines_that_cross_twice():
    flat = {1: 1.0, 10: 1.0, 100: 1.0}
    assert crossings({1: 2.0, 10: 2.0, 100: 2.0}, flat) == []
    assert crossings(flat, flat) == []
    assert len(crossings({1: 2.0, 10: 0.5, 100: 2.0}, flat)) == 2
    assert crossings({1: 2.0}, flat) == []


def test_where_they_cross_is_said():
    for start in (2e-7, 3e-5, 4e-4):
        batches, _ = verdict(measured(device_start=start))
        assert f"cross near {start / 1e-8:,.0f} {ROWS}. Below that the CPU is quicker, above it cuda." in batches
    _, networks = verdict(measured(device_start=1e-4))
    assert f"cross near 80 {HIDDEN}." in networks
    assert networks.startswith("With 1,000 rows in the batch")


def test_a_device_that_is_always_quicker_or_never():
    for start, quicker in ((1e-9, "cuda"), (1.0, "the CPU")):
        for sentence in verdict(measured(device_start=start)):
            assert f": {quicker} is quicker at every size measured" in sentence


def test_lines_that_cross_more_than_once():
    comparison = measured(device_start=1e-5)
    comparison.found[BATCHES[100_000], "cpu"] = took(1e-6)
    batches, _ = verdict(comparison)
    assert "cross near 1,000 and " in batches
    assert "Below the first the CPU is quicker; at each crossing the two change places." in batches


def test_the_cpu_alone_says_what_a_batch_saves():
    comparison = measured()
    alone = StepTimings(("cpu",), {key: timing for key, timing in comparison.found.items() if key[1] == "cpu"})
    batches, networks = verdict(alone)
    assert "100,000 rows in the batch take 100,000.0 times as long as 1. They are 100,000 times as many." in batches
    assert "2,048 hidden neurons take 1,024.0 times as long as 2. They are 1,024 times as many." in networks
    assert verdict(StepTimings(("cpu",))) == []
    assert list(lines(alone, BATCHES)) == ["CPU: step", "CPU: forward"]


def test_the_table_has_every_size_once_and_every_device():
    head, rows = timings_table(measured())
    assert head == ["rows", "hidden", "CPU: step", "CPU: forward", "cuda: step", "cuda: forward"]
    assert [tuple(row[:2]) for row in rows] == [
        (f"{size.rows:,}", f"{size.hidden:,}") for size in dict.fromkeys((*BATCHES.values(), *NETWORKS.values()))
    ]
    assert rows[0][4] == "1000.0 (900.0 to 1100.0)"


def test_what_there_is_is_said():
    assert device_words(Devices(("cpu", "cuda"), {}, 2)) == "The CPU, with 2 threads, against cuda."
    without = device_words(Devices(("cpu",), {"cuda": False, "mps": False, "xpu": False}, 1))
    assert without.startswith("No GPU is available here: this torch is built for the CPU alone.")
    assert without.endswith("with 1 thread.")
    assert "built for cuda" in device_words(Devices(("cpu",), {"cuda": True, "mps": False, "xpu": False}, 1))
    assert size_words(Size(1, 8), "cpu") == "CPU: 1 row, 8 hidden neurons"


@pytest.mark.accelerator
def test_on_a_real_accelerator():
    device = find_devices().present[1]
    comparison = StepTimings(("cpu", device))
    while comparison.waiting:
        comparison.advance()
    assert comparison.refusal is None
    for sizes in (BATCHES, NETWORKS):
        assert list(comparison.along(sizes, device)) == list(sizes)
    assert all(0 < timing.forward.median < timing.step.median for timing in comparison.found.values())
    assert len(verdict(comparison)) == 2
