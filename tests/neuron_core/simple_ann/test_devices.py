from copy import deepcopy

import pytest
import torch
from torch import nn

from neuron_core.shared.refusal import Refusal
from neuron_core.simple_ann import devices
from neuron_core.simple_ann.devices import KINDS, compare, find_devices, not_the_cpu, run_on, time_forward
from neuron_core.simple_ann.parameters import build, drawn
from neuron_core.simple_ann.passes import run_network

MODEL = build(drawn(1429))
INPUTS = (1.0, 2.0)
OUTPUT = run_network(drawn(1429), INPUTS).out


def accelerator(monkeypatch, built_for: str | None, there: bool, count: int = 1) -> None:
    """Let torch claim to be built for an accelerator, with or without `count` of them present."""
    device = torch.device(built_for) if built_for else None
    monkeypatch.setattr(
        torch.accelerator,
        "current_accelerator",
        lambda check_available=False: device if there or not check_available else None,
    )
    monkeypatch.setattr(torch.accelerator, "device_count", lambda: count if there else 0)


def test_without_an_accelerator_every_kind_is_absent(monkeypatch):
    accelerator(monkeypatch, None, there=False)
    found = find_devices()
    assert found.present == ("cpu",)
    assert found.absent == {"cuda": False, "mps": False, "xpu": False}
    assert list(found.absent) == list(KINDS)


def test_built_for_a_device_that_is_not_there(monkeypatch):
    accelerator(monkeypatch, "cuda", there=False)
    found = find_devices()
    assert found.present == ("cpu",)
    assert found.absent == {"cuda": True, "mps": False, "xpu": False}


@pytest.mark.parametrize(("count", "names"), [(1, ("cpu", "cuda")), (2, ("cpu", "cuda:0", "cuda:1"))])
def test_what_is_there_is_offered_by_name(monkeypatch, count, names):
    accelerator(monkeypatch, "cuda", there=True, count=count)
    found = find_devices()
    assert found.present == names
    assert list(found.absent) == ["mps", "xpu"]


def test_running_on_the_cpu():
    placement = run_on("cpu", MODEL, INPUTS)
    assert placement.output == pytest.approx(OUTPUT, abs=1e-6)
    assert [row[0] for row in placement.parameters] == [name for name, _ in MODEL.named_parameters()]
    assert {row[2] for row in placement.parameters} == {"cpu"}
    assert (placement.output_device, placement.refusal) == ("cpu", None)


# torch's `meta` device takes a model and fails when its numbers are asked for; a torch without CUDA refuses at once.
@pytest.mark.parametrize("device", ["meta", "cuda:7"])
def test_a_device_that_fails_gives_torchs_refusal_and_the_cpus_result(device):
    def at_home():
        with torch.inference_mode():
            deepcopy(MODEL).to(device)(torch.tensor(INPUTS, device=device)).item()

    with pytest.raises(devices.FAILURES) as raised:
        at_home()
    placement = run_on(device, MODEL, INPUTS)
    assert placement.output == pytest.approx(OUTPUT, abs=1e-6)
    assert placement.output_device == "cpu"
    assert placement.refusal == Refusal.of(raised.value)
    comparison = compare(MODEL, 10, device)
    assert comparison.other is None
    assert comparison.cpu.median > 0
    assert comparison.refusal.type in {kind.__name__ for kind in (*devices.FAILURES, NotImplementedError)}
    assert comparison.refusal.words


def test_a_device_out_of_memory_says_so(monkeypatch):
    error = torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB")

    def full(*_args, **_kwargs):
        raise error

    monkeypatch.setattr(nn.Module, "to", full)
    comparison = compare(MODEL, 10, "cuda")
    assert comparison.refusal == Refusal.of(error) == Refusal("OutOfMemoryError", str(error))
    assert comparison.cpu.median > 0


def test_where_there_is_only_the_cpu_torchs_stand_in_takes_its_place():
    assert [not_the_cpu(device) for device in ("cpu", "cuda:1", "mps")] == ["meta", "cuda:1", "mps"]


def test_a_fault_on_the_cpu_is_a_fault_of_ours():
    with pytest.raises(RuntimeError):
        run_on("cpu", MODEL, (1.0, 2.0, 3.0))


def test_the_model_stays_where_it_was():
    compare(MODEL, 10, "meta")
    assert {str(parameter.device) for parameter in MODEL.parameters()} == {"cpu"}


def test_two_devices_are_compared_side_by_side():
    comparison = compare(MODEL, 10, "cpu:0")  # torch's other name for the CPU stands in for a second device
    assert comparison.other.median > 0
    assert comparison.difference == 0
    assert comparison.refusal is None


def test_a_timing_holds_the_middle_half_of_many():
    timing = time_forward(MODEL, torch.ones(4, 2))
    assert 0 < timing.low <= timing.median <= timing.high
    assert timing.blocks >= 5
    assert timing.calls >= 1


def test_the_clock_is_read_only_when_the_device_is_done(monkeypatch):
    events = []
    monkeypatch.setattr(devices, "_synchronize", lambda device: events.append(device.type))
    monkeypatch.setattr(devices, "perf_counter", lambda: events.append("clock") or len(events) * 1e-4)
    devices._block(lambda: MODEL(torch.ones(1, 2)), torch.device("cpu"), 3)
    assert events == ["cpu", "clock", "cpu", "clock"]


@pytest.mark.accelerator
def test_on_a_real_accelerator():
    kind = torch.accelerator.current_accelerator().type
    device = find_devices().present[1]
    placement = run_on(device, MODEL, INPUTS)
    assert not placement.refusal
    assert placement.output == pytest.approx(OUTPUT, abs=1e-4)
    assert all(place.startswith(kind) for _, _, place in placement.parameters)
    for batch in (1, 100_000):
        comparison = compare(MODEL, batch, device)
        assert comparison.refusal is None
        assert comparison.other.median > 0
        assert comparison.difference < 1e-3
