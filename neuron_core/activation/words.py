"""What is said about activations: the operating point as a sentence, what is special there, what ten layers and training do."""

from collections.abc import Mapping

from neuron_core.activation.depth import START_BIAS, Sleeper, TenLayers
from neuron_core.activation.levels import FAINT, SCAN, Levels, Spans
from neuron_core.activation.registry import Activation
from neuron_core.shared.numbers import number_text
from neuron_core.shared.refusal import Refusal


def sentence(activation: Activation, z: float, out: float, slope: float | Refusal) -> str:
    """Say what the activation makes of z: the text twin of its picture."""
    end = "torch has no slope for it" if isinstance(slope, Refusal) else f"its slope is {number_text(slope)}"
    return f"At z = {number_text(z)}, {activation.label} gives {number_text(out)}; {end}."


def notes(activation: Activation, z: float, slope: float | Refusal, flat: Levels | Refusal) -> list[str]:
    """Return a sentence where the slope at z is missing, exactly 0, or so near 0 that hardly any error is passed back."""
    if isinstance(slope, Refusal):
        return [f"{activation.flat} Asked for a gradient, torch answers: “{slope.words}”."]
    if slope == 0:
        return [f"Here the slope is exactly 0. {activation.flat}".rstrip()]
    if abs(slope) < FAINT:
        saturated = not isinstance(flat, Refusal) and flat.saturated_at(z)
        start = f"{activation.label} is saturated here" if saturated else f"{activation.label} is almost flat at this z"
        return [f"{start}: an error that is passed back is multiplied by {number_text(slope)}."]
    return []


def span_text(spans: Spans) -> str:
    """Say where `spans` lie; what reaches an end of the scan goes on from there.

    >>> span_text(((-120.0, -9.1), (9.1, 120.0)))
    'z ≤ −9.1 or z ≥ 9.1'
    """
    parts = []
    for start, end in spans:
        if start == SCAN.minimum:
            parts.append(f"z ≤ {number_text(end)}")
        elif end == SCAN.maximum:
            parts.append(f"z ≥ {number_text(start)}")
        else:
            parts.append(f"{number_text(start)} ≤ z ≤ {number_text(end)}")
    return " or ".join(parts) or "nowhere"


def arrived_words(ways: Mapping[str, TenLayers | Refusal]) -> str:
    """Say how much of a gradient arrives at the input of ten layers, for each activation by its label."""
    none = "none, torch has no gradient to pass back"
    arrived = [
        f"{label}: {none if isinstance(way, Refusal) else number_text(way.path[-1])}" for label, way in ways.items()
    ]
    return f"A gradient of size 1 is passed back through ten layers, and this much of it arrives. {'; '.join(arrived)}."


def met_words(ways: Mapping[str, TenLayers | Refusal]) -> str:
    """Say by which slopes the gradient was multiplied on its way; empty where torch has none at all."""
    met = [
        f"{label} {number_text(way.mean_slope, 2)} on average, {number_text(100 * way.zero_share, 0)} % of them exactly 0"
        for label, way in ways.items()
        if not isinstance(way, Refusal)
    ]
    return f"The slopes on the way: {'; '.join(met)}." if met else ""


def sleeper_words(end: Sleeper) -> str:
    """Say which way training moved the bias; z has to rise for an output of 1."""
    if end.gradient == 0:
        return "did not move"
    return "b rose" if end.bias > START_BIAS else "b fell"
