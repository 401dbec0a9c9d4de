"""What is said about activations: the operating point as a sentence, what is special there, what ten layers and training do."""

from collections.abc import Mapping

from neuron_core.activation.depth import DEPTH, HE_GAIN, START_BIAS, Sleeper, TenLayers, ten_layers
from neuron_core.activation.levels import FAINT, SCAN, Levels, Spans
from neuron_core.activation.registry import Activation
from neuron_core.shared.numbers import number_text
from neuron_core.shared.refusal import Refusal


def sentence(activation: Activation, z: float, out: float, slope: float | Refusal) -> str:
    """Say what the activation makes of z: the text twin of its picture."""
    end = "torch has no slope for it" if isinstance(slope, Refusal) else f"its slope is {number_text(slope)}"
    return f"At z = {number_text(z)}, {activation.label} gives {number_text(out)}; {end}."


def notes(activation: Activation, z: float, slope: float | Refusal, flat: Levels | Refusal) -> list[str]:
    """Return a sentence where the slope at z is missing, exactly 0, or so near 0 that hardly anything is learnt."""
    if isinstance(slope, Refusal):
        return [f"{activation.flat} Asked for a slope, torch answers: “{slope.words}”."]
    if slope == 0:
        return [f"Here the slope is exactly 0. {activation.flat}".rstrip()]
    if abs(slope) < FAINT:
        saturated = not isinstance(flat, Refusal) and flat.saturated_at(z)
        start = (
            f"{activation.label} is saturated here, which means almost level from here on"
            if saturated
            else f"{activation.label} is almost level at this z"
        )
        return [f"{start}: all that the weights learn from this input is multiplied by {number_text(slope)}."]
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


Ways = Mapping[str, TenLayers | Refusal]
"""What ten layers make of a gradient, by the activation's label."""


def share_text(way: TenLayers | Refusal) -> str:
    """Write how much of a gradient arrives at the input of ten layers; a step has none to pass back."""
    return "none" if isinstance(way, Refusal) else number_text(way.path[-1])


def arrived_words(one: Ways, he: Ways) -> str:
    """Say how much of a gradient arrives at the input of ten layers, at gain 1 and at He's gain."""
    parts = [f"{label}: {share_text(way)} at gain 1, {share_text(he[label])} at gain √2" for label, way in one.items()]
    return f"A gradient of size 1 goes back through ten layers, and this much of it arrives. {'; '.join(parts)}."


def gain_words() -> str:
    """Say why ReLU loses a gradient at gain 1, and what makes up for it."""
    one, he = ten_layers("relu"), ten_layers("relu", HE_GAIN)
    if isinstance(one, Refusal) or isinstance(he, Refusal):
        return ""
    return (
        "Weights of gain 1 keep a gradient's length, so there only the activation changes it. ReLU's slope is 0 for "
        f"{number_text(100 * one.zero_share, 0)} % of the numbers on the way: each layer loses about half of the gradient's "
        f"energy (the sum of its squares), and {number_text(one.path[-1])} of its length arrives. Weights √2 times as large "
        f"double the energy, and {number_text(he.path[-1])} arrives. So it is not ReLU alone that loses a gradient, but "
        'ReLU with weights too small for it. This gain is He\'s, and torch has it: `torch.nn.init.calculate_gain("relu")`.'
    )


def sigmoid_words() -> str:
    """Say that the same gain does not save a sigmoid."""
    one, he = ten_layers("sigmoid"), ten_layers("sigmoid", HE_GAIN)
    if isinstance(one, Refusal) or isinstance(he, Refusal):
        return ""
    bound = number_text((HE_GAIN / 4) ** DEPTH)
    return (
        f"That does not save a sigmoid, whose slope is never above 1/4: at gain √2 ten of them leave at most (√2 / 4)¹⁰ = {bound}. "
        f"Here it is {number_text(he.path[-1])}, and {number_text(one.path[-1])} at gain 1."
    )


def sleeper_words(end: Sleeper) -> str:
    """Say which way training moved the bias; z has to rise for an output of 1."""
    if end.gradient == 0:
        return "did not move"
    return "b rose" if end.bias > START_BIAS else "b fell"
