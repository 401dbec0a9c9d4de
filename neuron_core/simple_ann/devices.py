"""Where a model can run: which devices there are, what runs on one, and how long it honestly takes."""

import statistics
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from threading import Lock
from time import perf_counter

import torch
from torch import Tensor, nn

KINDS = {
    "cuda": "an NVIDIA or AMD graphics card",
    "mps": "the graphics cores of a Mac with Apple silicon",
    "xpu": "an Intel graphics card",
}
"""The accelerators this page knows, by torch's name for them."""

BATCHES = (1, 10, 100, 1_000, 10_000, 100_000)
_BLOCK = 1e-3  # seconds: a clock read before and after costs nothing against it
_BUDGET = 0.04  # seconds for one timing, so that one run of a page stays short
_FEWEST, _MOST = 5, 100  # blocks
_one_at_a_time = Lock()  # two timings at once would time each other


@dataclass(frozen=True)
class Devices:
    """`present` are names for `torch.device`, the CPU first; `absent` says for every other kind why it is not there.

    `threads` is how many the CPU uses for one forward.
    """

    present: tuple[str, ...]
    absent: dict[str, str]
    threads: int


def find_devices() -> Devices:
    """Ask `torch.accelerator` what is there now."""
    built_for = torch.accelerator.current_accelerator(check_available=False)
    usable = torch.accelerator.current_accelerator(check_available=True)
    kind = usable.type if usable else ""
    count = torch.accelerator.device_count() if usable else 0
    present = ("cpu", *([kind] if count == 1 else [f"{kind}:{index}" for index in range(count)]))
    absent = {
        other: "this torch is built for it, but finds no device or no driver"
        if built_for and built_for.type == other
        else "this torch is built without it"
        for other in KINDS
        if other != kind
    }
    return Devices(present, absent, torch.get_num_threads())


@dataclass(frozen=True)
class Timing:
    """Seconds that one call took: the median of `blocks` measurements of `calls` calls each, and their quartiles."""

    median: float
    low: float
    high: float
    blocks: int
    calls: int


def time_forward(model: nn.Module, x: Tensor) -> Timing:
    """Time `model(x)` where both lie, without gradients: warmed up first, the device synchronised before each clock read."""
    with _one_at_a_time, torch.inference_mode():
        _block(model, x, 2)  # the first calls pay for what is set up once
        calls = max(1, round(_BLOCK / min(_block(model, x, 3) for _ in range(3))))
        _block(model, x, calls)
        times: list[float] = []
        end = perf_counter() + _BUDGET
        while len(times) < _FEWEST or (len(times) < _MOST and perf_counter() < end):
            times.append(_block(model, x, calls))
    low, median, high = statistics.quantiles(times, n=4)
    return Timing(median, low, high, len(times), calls)


def _block(model: nn.Module, x: Tensor, calls: int) -> float:
    """Return the seconds that each of `calls` calls took on average."""
    _synchronize(x.device)
    begin = perf_counter()
    for _ in range(calls):
        model(x)
    _synchronize(x.device)
    return (perf_counter() - begin) / calls


def _synchronize(device: torch.device) -> None:
    """Wait until the device has done all it was given; the CPU always has."""
    if device.type != "cpu":
        torch.accelerator.synchronize(device)


@dataclass(frozen=True)
class Comparison:
    """One batch size on the CPU and, where it worked, on a device: `difference` is the largest between their outputs.

    `failure` says in one sentence why there is no `other`; it is empty for the CPU alone.
    """

    batch: int
    cpu: Timing
    other: Timing | None = None
    difference: float = 0.0
    failure: str = ""


def compare(model: nn.Module, batch: int, device: str) -> Comparison:
    """Run `model`, which takes (N, 2) and lies on the CPU, on `batch` rows there and on `device`.

    The rows spread evenly from -10 to 10; a copy of the model goes to the device, `model` itself stays.
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
        return Comparison(batch, cpu, failure=why_it_failed(device, error))
    return Comparison(batch, cpu, other, difference)


FAILURES = (RuntimeError, AssertionError)
"""What torch raises when a device fails, is out of memory (a RuntimeError) or was never built in (an AssertionError)."""


def why_it_failed(device: str, error: Exception) -> str:
    """Say in one sentence what went wrong on a device."""
    if isinstance(error, torch.OutOfMemoryError):
        return f"{device} is out of memory, so only the CPU's result is shown."
    return f"{device} could not run this (torch raised {type(error).__name__}), so only the CPU's result is shown."


@dataclass(frozen=True)
class Placement:
    """One forward on a device: where each parameter lies (name, shape, device), the output and the device it came out on.

    `failure` says in one sentence why this is the CPU's result although another device was asked for.
    """

    parameters: tuple[tuple[str, tuple[int, ...], str], ...]
    output: float
    output_device: str
    failure: str = ""


def run_on(device: str, model: nn.Module, inputs: tuple[float, ...]) -> Placement:
    """Put a copy of `model` and `inputs` on `device` and run the forward there; on the CPU if the device fails."""
    try:
        return _run_on(device, model, inputs)
    except FAILURES as error:
        if device == "cpu":
            raise
        return replace(_run_on("cpu", model, inputs), failure=why_it_failed(device, error))


def _run_on(device: str, model: nn.Module, inputs: tuple[float, ...]) -> Placement:
    moved = deepcopy(model).to(device)
    with torch.inference_mode():
        out = moved(torch.tensor(inputs, device=device))
    places = tuple((name, tuple(part.shape), str(part.device)) for name, part in moved.named_parameters())
    return Placement(places, out.item(), str(out.device))


def verdict(comparisons: Sequence[Comparison], device: str) -> str:
    """Say who wins at which size, and why; with the CPU alone, what a batch saves."""
    both = [comparison for comparison in comparisons if comparison.other]
    if not both:
        first, last = comparisons[0], comparisons[-1]
        return (
            f"{last.batch:,} rows take {last.cpu.median / first.cpu.median:,.0f} times as long as {first.batch:,}, not "
            f"{last.batch // first.batch:,} times: most of a small call is Python and torch getting ready, and a batch pays for that once."
        )
    cpu_wins = [comparison.batch for comparison in both if comparison.cpu.median <= comparison.other.median]
    device_wins = [comparison.batch for comparison in both if comparison.cpu.median > comparison.other.median]
    if not device_wins:
        return f"The CPU wins at every size: handing work to {device} costs more than these few sums, even for {both[-1].batch:,} rows."
    if not cpu_wins:
        return f"{device} wins at every size here, even for {both[0].batch:,} row: its way in is short."
    return (
        f"The CPU wins at {_sizes(cpu_wins)}: handing so little work to {device} costs more than doing it. "
        f"{device} wins at {_sizes(device_wins)}: its many cores share the rows."
    )


def _sizes(batches: Sequence[int]) -> str:
    return ", ".join(f"{batch:,}" for batch in batches) + (" rows" if batches[-1] > 1 else " row")
