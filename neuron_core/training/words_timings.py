"""What is said about how long a step of training takes, and where."""

from collections.abc import Mapping

from neuron_core.simple_ann.devices import KINDS, Devices, Timing
from neuron_core.simple_ann.words import timing_text
from neuron_core.training.timings import BATCHES, NETWORKS, Size, StepTimings, crossings

ROWS, HIDDEN = "rows in the batch", "hidden neurons"


def device_words(found: Devices) -> str:
    """Say what is compared; where there is no accelerator, that and why."""
    threads = f"{found.threads} thread{'s' * (found.threads > 1)}"
    if len(found.present) > 1:
        return f"The CPU, with {threads}, against {found.present[1]}."
    built = [kind for kind, is_built in found.absent.items() if is_built]
    why = (
        f"this torch is built for {built[0]} ({KINDS[built[0]]}), but finds no device or no driver"
        if built
        else "this torch is built for the CPU alone"
    )
    return f"No GPU is available here: {why}. So only the CPU is measured, with {threads}."


def size_words(size: Size, device: str) -> str:
    """Name what is being measured."""
    rows, hidden = f"{size.rows:,} row{'s' * (size.rows > 1)}", f"{size.hidden:,} hidden neurons"
    return f"{shown(device)}: {rows}, {hidden}"


def verdict(timings: StepTimings) -> list[str]:
    """Say for the batch and for the network where the devices cross, or what the CPU alone shows; nothing of fewer than two sizes."""
    given = [
        (BATCHES, f"With {BATCHES[1].hidden} hidden neurons", ROWS),
        (NETWORKS, f"With {NETWORKS[2].rows:,} rows in the batch", HIDDEN),
    ]
    said = []
    for sizes, first, what in given:
        cpu, *others = (
            {number: timing.step.median for number, timing in timings.along(sizes, device).items()}
            for device in timings.devices
        )
        compared = bool(others) and len(others[0]) > 1
        if len(cpu) > 1:
            found = _crossing(cpu, others[0], timings.devices[1], what) if compared else _growth(cpu, what)
            said.append(f"{first}: {found}")
    return said


def _growth(cpu: Mapping[int, float], what: str) -> str:
    """Say how much longer the largest takes than the smallest."""
    first, last = min(cpu), max(cpu)
    return (
        f"on the CPU {last:,} {what} take {cpu[last] / cpu[first]:,.1f} times as long as {first:,}. "
        f"They are {last / first:,.0f} times as many."
    )


def _crossing(cpu: Mapping[int, float], other: Mapping[int, float], device: str, what: str) -> str:
    """Say which device is quicker where, and where that changes."""
    first, *_, last = sorted(cpu.keys() & other.keys())
    quicker = ["the CPU" if cpu[size] <= other[size] else device for size in (first, last)]
    crossed = [f"{size:,.0f}" for size in crossings(cpu, other)]
    if not crossed:
        return f"{quicker[0]} is quicker at every size measured, from {first:,} to {last:,} {what}."
    if len(crossed) == 1:
        return f"the lines cross near {crossed[0]} {what}. Below that {quicker[0]} is quicker, above it {quicker[1]}."
    return (
        f"the lines cross near {', '.join(crossed[:-1])} and {crossed[-1]} {what}. Below the first {quicker[0]} is quicker; "
        "at each crossing the two change places."
    )


def measuring_words() -> str:
    """Say what the times are and how they were measured."""
    return (
        "A step is the loop's own: gradients to zero, forward, loss, backward, update (SGD). Times are in microseconds: the median, and in "
        "brackets the range of the middle half of the measurements. The first steps are not counted; the clock is read only when "
        "the device has finished; network and rows are on the device before. Other people on this server make times longer."
    )


def timings_table(timings: StepTimings) -> tuple[list[str], list[list[str]]]:
    """Return the head and the rows of all that was measured, in microseconds."""
    devices = [device for device in timings.devices if any(there == device for _, there in timings.found)]
    head = ["rows", "hidden", *(f"{shown(device)}: {what}" for device in devices for what in ("step", "forward"))]
    rows = []
    for size in dict.fromkeys(size for size, _ in timings.found):
        cells = [f"{size.rows:,}", f"{size.hidden:,}"]
        for device in devices:
            timing = timings.found.get((size, device))
            cells += [timing_text(timing.step), timing_text(timing.forward)] if timing else ["–", "–"]
        rows.append(cells)
    return head, rows


def lines(timings: StepTimings, sizes: Mapping[int, Size]) -> dict[str, dict[int, Timing]]:
    """Return by name what is drawn over `sizes`: for each device a step, then the pass forward alone."""
    drawn = {}
    for device in timings.devices:
        found = timings.along(sizes, device)
        drawn[f"{shown(device)}: step"] = {number: timing.step for number, timing in found.items()}
        drawn[f"{shown(device)}: forward"] = {number: timing.forward for number, timing in found.items()}
    return {name: times for name, times in drawn.items() if times}


def shown(device: str) -> str:
    return "CPU" if device == "cpu" else device
