"""What is said about SimpleANN: its picture as a sentence, what is special about a pass, where and how fast it runs."""

from collections.abc import Sequence

from neuron_core.neuron.cases import THRESHOLD, Corner
from neuron_core.shared.numbers import number_text
from neuron_core.shared.refusal import Refusal
from neuron_core.simple_ann.cases import CASES, right
from neuron_core.simple_ann.devices import KINDS, Comparison, Devices, Timing
from neuron_core.simple_ann.parameters import BOUND, Parameters
from neuron_core.simple_ann.passes import Inputs, Pass
from neuron_core.simple_ann.plane import Plane
from neuron_core.simple_ann.way_back import WAY_BACK


def sentence(inputs: Inputs, result: Pass) -> str:
    """Say what the network computes, with the numbers in it: the text twin of its picture."""
    hidden = " ".join(
        f"Hidden neuron {i} has z = {number_text(z)} and {'gives ' + number_text(h) if h > 0 else 'is off: it gives 0'}."
        for i, (z, h) in enumerate(zip(result.z, result.hidden, strict=True), 1)
    )
    given = f"Inputs {number_text(inputs[0])} and {number_text(inputs[1])}."
    return f"{given} {hidden} Model output {number_text(result.out)}."


def step_words(step: int) -> str:
    """Say which step of the pass back this is (from 1) and what it does."""
    found = WAY_BACK[step - 1]
    return f"Backward, step {step} of {len(WAY_BACK)}, {found.name}: {found.says}"


def case_words(name: str | None, parameters: Parameters) -> str:
    """Say what to notice in a case, and what was changed of it since."""
    if not name:
        return ""
    edited = list(parameters.edited(CASES[name].parameters))
    changed = f" Changed since: {', '.join(edited)}." if edited else ""
    return f"**{name}.** {CASES[name].notice}{changed}"


def corner_words(corners: Sequence[Corner]) -> str:
    """Say how a gate's corners came out; nothing where there are none."""
    if not corners:
        return ""
    listed = ", ".join(
        f"{number_text(corner.x[0])} and {number_text(corner.x[1])} give {number_text(corner.out)} {'✓' if corner.right else '✗ wrong'}"
        for corner in corners
    )
    return (
        f"**{right(corners)} of {len(corners)} corners right:** {listed}. An output of {THRESHOLD} or more counts as 1."
    )


def notes(parameters: Parameters, result: Pass, reach: Plane, backward: bool) -> list[str]:
    """Say which hidden neurons are off for this input, and what follows; an ordinary pass gets no note.

    What follows for gradients is said where the pass goes `backward`. A neuron is called dead only if no input in the square of `reach`, all that the sliders can set, turns it on.
    """
    said = []
    limits = f"{number_text(reach.low)} to {number_text(reach.high)}"
    off = [i for i in (1, 2) if not result.hidden[i - 1] > 0]
    for i in off:
        dead = f" It is dead: no inputs from {limits} turn it on." if reach.asleep[i - 1] else ""
        said.append(
            f"Hidden neuron {i} is off for this input: its z is {number_text(result.z[i - 1])}, so its ReLU gives 0"
            + (f", and w{i}1, w{i}2, b{i} and v{i} get a gradient of exactly 0." if backward else ".")
            + dead
        )
    if len(off) == 2:
        still = ", and a small change of the inputs does not change it" if max(result.z) < 0 else ""
        said.append(f"Both are off: the output is c alone{still}.")
    unused = [i for i in (1, 2) if (parameters.v1, parameters.v2)[i - 1] == 0 and i not in off]
    said += [
        f"Hidden neuron {i} is on, but v{i} is 0: it adds 0 to the output"
        + (f", and w{i}1, w{i}2 and b{i} get a gradient of exactly 0." if backward else ".")
        for i in unused
    ]
    return said


def plane_words(seen: Plane) -> str:
    """Say between which values the output lies over the square, and what the two lines in it mean."""
    missing = [f"z{i} = 0" for i, ends in enumerate(seen.lines, 1) if not ends]
    return (
        f"With both inputs from {number_text(seen.low)} to {number_text(seen.high)} the output lies between "
        f"{number_text(seen.lowest)} and {number_text(seen.highest)}. Each hidden neuron is on at one side of its line and off at the "
        "other. The output bends only at these two lines: between them it is flat, like a tilted sheet."
        + "".join(f" {name} has no line in this square." for name in missing)
    )


def missing_words(found: Devices) -> str:
    """Say which kinds of device are missing and why, and what the CPU does."""
    reasons = {
        True: "this torch is built for it, but finds no device or no driver",
        False: "this torch is built without it",
    }
    missing = "; ".join(f"{kind} ({KINDS[kind]}): {reasons[built]}" for kind, built in found.absent.items())
    return (
        f"{f'Not available: {missing}. ' if missing else ''}The CPU uses {found.threads} thread{'s' * (found.threads > 1)}. "
        "The picture above is always computed on the CPU."
    )


def why_it_failed(device: str, refusal: Refusal) -> str:
    """Say in one sentence what went wrong on a device."""
    if refusal.type == "OutOfMemoryError":
        return f"{device} is out of memory, so only the CPU's result is shown."
    return f"{device} could not run this (torch raised {refusal.type}), so only the CPU's result is shown."


def timing_text(timing: Timing) -> str:
    """Write a timing in microseconds: the median, and the quartiles in brackets."""
    median, low, high = (number_text(1e6 * seconds, 1, 1) for seconds in (timing.median, timing.low, timing.high))
    return f"{median} ({low} to {high})"


def verdict(comparisons: Sequence[Comparison], device: str) -> str:
    """Say which device is faster at which size, and why; with the CPU alone, what a batch saves."""
    both = [(comparison.batch, comparison.cpu, comparison.other) for comparison in comparisons if comparison.other]
    if not both:
        first, last = comparisons[0], comparisons[-1]
        return (
            f"{last.batch:,} rows take {last.cpu.median / first.cpu.median:,.0f} times as long as {first.batch:,}, not "
            f"{last.batch // first.batch:,} times: most of a small call's time goes into getting Python and torch ready, and a batch "
            "needs that only once."
        )
    cpu_first = [batch for batch, cpu, other in both if cpu.median <= other.median]
    device_first = [batch for batch, cpu, other in both if cpu.median > other.median]
    if not device_first:
        return f"The CPU is faster at every size: giving work to {device} takes longer than these few sums, even for {_sizes([both[-1][0]])}."
    if not cpu_first:
        return f"{device} is faster at every size here, even for {_sizes([both[0][0]])}."
    return (
        f"The CPU is faster for {_sizes(cpu_first)}: giving so little work to {device} takes longer than doing it. "
        f"{device} is faster for {_sizes(device_first)}: its many cores share the rows."
    )


def _sizes(batches: Sequence[int]) -> str:
    return ", ".join(f"{batch:,}" for batch in batches) + (" rows" if batches[-1] > 1 else " row")


def measuring_words(comparisons: Sequence[Comparison]) -> str:
    """Say what the times are and how they were measured."""
    calls = comparisons[0].cpu.blocks * comparisons[0].cpu.calls
    return (
        "Each time is that of one pass forward, in microseconds: the median, and in brackets the range of the middle half of the "
        "measurements. The first passes are not counted; the clock is read only when the device has finished; model and input are "
        f"on the device before. The time for one row comes from {calls:,} passes. Other people on this server make it longer."
    )


def seed_words(seed: int) -> str:
    """Say how `nn.Linear` draws its first numbers."""
    return (
        "`nn.Linear` draws its weights and biases between −1/√n and 1/√n, every value equally likely; n is its number of inputs. "
        f"Both layers have n = 2, so the limits are ±{BOUND:.4f}. `torch.manual_seed({seed})` fixes the draws: with the same "
        "torch, the same seed gives the same nine numbers."
    )


def nine_words(drawn: Parameters) -> str:
    """Name the nine numbers that a seed gave."""
    listed = ", ".join(f"{name} = {number_text(value)}" for name, value in drawn.values.items())
    return f"All nine lie between the limits: {listed}."
