import pytest
import torch
from torch import nn

from neuron_core.simple_ann import devices
from neuron_core.simple_ann.devices import (
    BATCHES,
    Comparison,
    Timing,
    compare,
    find_devices,
    run_on,
    time_forward,
    verdict,
)
from neuron_core.simple_ann.passes import build, drawn, run

MODEL = build(drawn(1429))
INPUTS = (1.0, 2.0)
OUTPUT = run(drawn(1429), INPUTS).out


def accelerator(monkeypatch, built_for: str | None, there: bool, count: int = 1) -> None:
    """Let torch claim to be built for an accelerator, with or without `count` of them present."""
    device = torch.device(built_for) if built_for else None
    monkeypatch.setattr(
        torch.accelerator,
        "current_accelerator",
        lambda check_available=False: device if there or not check_available else None,
    )
    monkeypatch.setattr(torch.accelerator, "device_count", lambda: count if there else 0)


def test_without_an_accelerator_every_kind_has_its_reason(monkeypatch):
    accelerator(monkeypatch, None, there=False)
    found = find_devices()
    assert found.present == ("cpu",)
    assert list(found.absent) == ["cuda", "mps", "xpu"]
    assert all("built without" in reason for reason in found.absent.values())


def test_built_for_a_device_that_is_not_there(monkeypatch):
    accelerator(monkeypatch, "cuda", there=False)
    found = find_devices()
    assert found.present == ("cpu",)
    assert "no device" in found.absent["cuda"]
    assert "built without" in found.absent["mps"]


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
    assert (placement.output_device, placement.failure) == ("cpu", "")


# torch's `meta` device takes a model and fails when its numbers are asked for; a torch without CUDA refuses at once.
@pytest.mark.parametrize("device", ["meta", "cuda:7"])
def test_a_device_that_fails_gives_a_sentence_and_the_cpus_result(device):
    placement = run_on(device, MODEL, INPUTS)
    assert placement.output == pytest.approx(OUTPUT, abs=1e-6)
    assert placement.output_device == "cpu"
    assert placement.failure.startswith(f"{device} could not run this")
    comparison = compare(MODEL, 10, device)
    assert comparison.other is None
    assert comparison.cpu.median > 0
    assert comparison.failure.startswith(f"{device} could not run this")


def test_a_device_out_of_memory_says_so(monkeypatch):
    def full(*_args, **_kwargs):
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB")

    monkeypatch.setattr(nn.Module, "to", full)
    comparison = compare(MODEL, 10, "cuda")
    assert comparison.failure == "cuda is out of memory, so only the CPU's result is shown."
    assert comparison.cpu.median > 0


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
    assert not comparison.failure


def test_a_timing_holds_the_middle_half_of_many():
    timing = time_forward(MODEL, torch.ones(4, 2))
    assert 0 < timing.low <= timing.median <= timing.high
    assert timing.blocks >= 5
    assert timing.calls >= 1


def test_the_clock_is_read_only_when_the_device_is_done(monkeypatch):
    events = []
    monkeypatch.setattr(devices, "_synchronize", lambda device: events.append(device.type))
    monkeypatch.setattr(devices, "perf_counter", lambda: events.append("clock") or len(events) * 1e-4)
    devices._block(MODEL, torch.ones(1, 2), 3)
    assert events == ["cpu", "clock", "cpu", "clock"]


def timing(median: float) -> Timing:
    return Timing(median, median, median, 10, 1)


def comparisons(*pairs: tuple[float, float | None]) -> list[Comparison]:
    return [
        Comparison(batch, timing(cpu), timing(other) if other else None)
        for batch, (cpu, other) in zip(BATCHES, pairs, strict=False)
    ]


def test_the_verdict_names_who_wins_where():
    mixed = verdict(comparisons((1, 5), (2, 5), (9, 5)), "cuda")
    assert "The CPU wins at 1, 10 rows" in mixed
    assert "cuda wins at 100 rows" in mixed
    assert "at every size: handing" in verdict(comparisons((1, 5), (2, 5)), "cuda")
    assert "cuda wins at every size" in verdict(comparisons((5, 1), (5, 2)), "cuda")
    assert "10 rows take 3 times as long as 1, not 10 times" in verdict(comparisons((1, None), (3, None)), "cpu")


@pytest.mark.accelerator
def test_on_a_real_accelerator():
    kind = torch.accelerator.current_accelerator().type
    device = find_devices().present[1]
    placement = run_on(device, MODEL, INPUTS)
    assert not placement.failure
    assert placement.output == pytest.approx(OUTPUT, abs=1e-4)
    assert all(place.startswith(kind) for _, _, place in placement.parameters)
    for batch in (1, 100_000):
        comparison = compare(MODEL, batch, device)
        assert not comparison.failure
        assert comparison.other.median > 0
        assert comparison.difference < 1e-3
