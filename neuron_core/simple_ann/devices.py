"""Where a model can run: which devices there are, what runs on one, and how long it takes."""

import statistics
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock
from time import perf_counter

import torch
from torch import Tensor, nn

from neuron_core.shared.refusal import Refusal

KINDS = {
    "cuda": "an NVIDIA or AMD graphics card",
    "mps": "the graphics cores of a Mac with Apple silicon",
    "xpu": "an Intel graphics card",
}
"""The accelerators this page knows, by torch's name for them."""

BATCHES = (1, 10, 100, 1_000, 10_000, 100_000)
_BLOCK = 1e-3  # seconds: reading the clock before and after takes far less
_BUDGET = 0.04  # seconds for one timing, so that one run of a page stays short
_FEWEST, _MOST = 5, 100  # blocks
_one_at_a_time = Lock()  # two timings at once would time each other


@dataclass(frozen=True)
class Devices:
    """`present` are names for `torch.device`, the CPU first; `absent` says of every other kind whether this torch is built for it.

    `threads` is how many the CPU uses for one pass forward.
    """

    present: tuple[str, ...]
    absent: dict[str, bool]
    threads: int


def find_devices() -> Devices:
    """Ask `torch.accelerator` what is there now."""
    built_for = torch.accelerator.current_accelerator(check_available=False)
    usable = torch.accelerator.current_accelerator(check_available=True)
    kind = usable.type if usable else ""
    count = torch.accelerator.device_count() if usable else 0
    present = ("cpu", *([kind] if count == 1 else [f"{kind}:{index}" for index in range(count)]))
    absent = {other: built_for is not None and built_for.type == other for other in KINDS if other != kind}
    return Devices(present, absent, torch.get_num_threads())


def not_the_cpu(device: str) -> str:
    """Return `device`, or where that is the CPU, torch's `meta`: a device of shapes without numbers that is always there."""
    return "meta" if device == "cpu" else device


@dataclass(frozen=True)
class Timing:
    """Seconds that one call took: the median of `blocks` measurements of `calls` calls each, and their quartiles."""

    median: float
    low: float
    high: float
    blocks: int
    calls: int


def time_forward(model: nn.Module, x: Tensor) -> Timing:
    """Time `model(x)` on the device that both are on, without gradients."""
    with torch.inference_mode():
        return time_calls(partial(model, x), x.device)


def time_calls(call: Callable[[], object], device: torch.device) -> Timing:
    """Time `call()`, which works on `device`: warmed up first, the device synchronised before each clock read."""
    with _one_at_a_time:
        _block(call, device, 2)  # the first calls pay for what is set up once
        calls = max(1, round(_BLOCK / min(_block(call, device, 1) for _ in range(3))))
        _block(call, device, calls)
        times: list[float] = []
        end = perf_counter() + _BUDGET
        while len(times) < _FEWEST or (len(times) < _MOST and perf_counter() < end):
            times.append(_block(call, device, calls))
    low, median, high = statistics.quantiles(times, n=4)
    return Timing(median, low, high, len(times), calls)


def _block(call: Callable[[], object], device: torch.device, calls: int) -> float:
    """Return the seconds that each of `calls` calls took on average."""
    _synchronize(device)
    begin = perf_counter()
    for _ in range(calls):
        call()
    _synchronize(device)
    return (perf_counter() - begin) / calls


def _synchronize(device: torch.device) -> None:
    """Wait until the device has done all it was given; the CPU always has."""
    if device.type != "cpu":
        torch.accelerator.synchronize(device)


FAILURES = (RuntimeError, AssertionError)
"""What torch raises when a device fails, is out of memory (a RuntimeError) or was never built in (an AssertionError)."""


@dataclass(frozen=True)
class Comparison:
    """One batch size on the CPU and, where it worked, on a device: `difference` is the largest between their outputs.

    `refusal` is what torch raised where there is no `other`; both are missing for the CPU alone.
    """

    batch: int
    cpu: Timing
    other: Timing | None = None
    difference: float = 0.0
    refusal: Refusal | None = None


def compare(model: nn.Module, batch: int, device: str) -> Comparison:
    """Run `model`, which takes (N, 2) and is on the CPU, on `batch` rows there and on `device`.

    The rows are spread evenly from -10 to 10; a copy of the model goes to the device, `model` itself stays.
    """
    x = torch.linspace(-10, 10, 2 * batch).reshape(batch, 2)
    cpu = time_forward(model, x)
    if device == "cpu":
        return Comparison(batch, cpu)
    try:
        moved = deepcopy(model).to(device)
        there = x.to(device)
        other = time_forward(moved, there)
        with torch.inference_mode():
            difference = (model(x) - moved(there).cpu()).abs().max().item()
    except FAILURES as error:
        return Comparison(batch, cpu, refusal=Refusal.of(error))
    return Comparison(batch, cpu, other, difference)


@dataclass(frozen=True)
class Placement:
    """One pass forward on a device: where each parameter is (name, shape, device), the output and the device it is on.

    `refusal` is what torch raised where this is the CPU's result although another device was asked for.
    """

    parameters: tuple[tuple[str, tuple[int, ...], str], ...]
    output: float
    output_device: str
    refusal: Refusal | None = None


def run_on(device: str, model: nn.Module, inputs: tuple[float, ...]) -> Placement:
    """Put a copy of `model` and `inputs` on `device` and run the pass forward there; on the CPU if the device fails."""
    try:
        return _run_on(device, model, inputs)
    except FAILURES as error:
        if device == "cpu":
            raise
        return replace(_run_on("cpu", model, inputs), refusal=Refusal.of(error))


def _run_on(device: str, model: nn.Module, inputs: tuple[float, ...]) -> Placement:
    moved = deepcopy(model).to(device)
    with torch.inference_mode():
        out = moved(torch.tensor(inputs, device=device))
    places = tuple((name, tuple(part.shape), str(part.device)) for name, part in moved.named_parameters())
    return Placement(places, out.item(), str(out.device))
