"""What is said about a neuron: its picture as a sentence, what is special about it, its case, where its output lies."""

from collections.abc import Sequence

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.neuron.cases import CASES, THRESHOLD, BestScore, Corner
from neuron_core.neuron.model import Gradients, Neuron, Result
from neuron_core.neuron.surface import Map
from neuron_core.shared.numbers import exponent_words, number_text
from neuron_core.shared.refusal import Refusal


def sentence(neuron: Neuron, result: Result) -> str:
    """Say what the neuron computes, with the numbers in it: the text twin of its picture."""
    verdict = ACTIVATIONS[neuron.activation].verdict[(result.out > 0) - (result.out < 0) + 1]
    fate = "passed on" if result.out else "sends 0"
    products = " + ".join(f"{number_text(x)} × {number_text(w)}" for x, w in zip(neuron.x, neuron.w, strict=True))
    return (
        f"Weighted sum {products} + {number_text(neuron.b)} = {number_text(result.z)}. "
        f"Output {number_text(result.out)}, {fate}: {verdict}."
    )


def notes(neuron: Neuron, result: Result, slopes: Gradients | Refusal) -> list[str]:
    """Return a sentence for each edge state that holds: exact zeros, saturation. An ordinary neuron gets none."""
    activation = ACTIVATIONS[neuron.activation]
    z, out = number_text(result.z), number_text(result.out)
    said = []
    if result.z == 0:
        said.append(
            "z is exactly 0: this is the neuron's boundary, and the smallest change decides on which side it is."
        )
    if not any(result.contributions):
        said.append("Every weight × input is 0, so z is the bias alone.")
    for limit in activation.limits:
        if result.out == limit and result.z:
            said.append(
                f"On paper {activation.label} only approaches {out}. At z = {z} torch's float32 result is rounded: it "
                f"stores exactly {out}."
            )
        elif out == number_text(limit) and result.z:
            said.append(f"The output is shown as {out}. Torch holds {result.out:.9g}, which is not quite {out}.")
    if not isinstance(slopes, Refusal) and slopes.slope == 0:
        said.append(
            f"{activation.flat} Here every gradient is 0: a small change of any slider does not change the output."
        )
    return said


def case_words(name: str | None, neuron: Neuron, corners: Sequence[Corner], best: BestScore | None) -> tuple[str, str]:
    """Say what to notice in a case, and how the neuron does on it: before and after the table of its corners.

    That no setting solves a gate is said once a person has tried one.
    """
    if not name:
        return "", ""
    case = CASES[name]
    before, after = f"**{name}.** {case.notice}", ""
    if corners:
        after = f"{sum(corner.right for corner in corners)} of {len(corners)} corners right. An output of {THRESHOLD} or more counts as 1."
    elif case.gate:
        before += f" It has {len(case.neuron.w)} inputs; this neuron has {len(neuron.w)}."
    elif neuron != case.neuron:
        before += " You have changed it since."
    tried = (neuron.w, neuron.b) != (case.neuron.w, case.neuron.b)
    if tried and best and best.right < len(corners):
        after += (
            " One neuron draws one straight line, and no line separates these corners: of "
            f"{best.tried:,} settings of the weights and b that torch tried, the best gets {best.right} of {len(corners)} right."
        )
    return before, after


def gradient_words(neuron: Neuron, slopes: Gradients | Refusal) -> str:
    """Say what a gradient is and which slider has the largest; where torch has none, say so in its words."""
    if isinstance(slopes, Refusal):
        return (
            f"{ACTIVATIONS[neuron.activation].flat} Asked for a gradient, torch answers “{slopes.words}”. Training follows "
            "gradients, so it needs another activation."
        )
    largest = max(map(abs, slopes.values.values()))
    names = [key for key, slope in slopes.values.items() if abs(slope) == largest]
    most = f"Largest gradient: {', '.join(names)}." if largest else "Here every gradient is 0."
    return f"A gradient tells how far the output moves for each small step of a slider. {most}"


def gradient_rows(neuron: Neuron, slopes: Gradients | Refusal) -> list[list[str]]:
    """Write a row for every slider: its name, its value, its gradient; none where torch has no gradient."""
    if isinstance(slopes, Refusal):
        return []
    return [[key, number_text(value), number_text(slopes.values[key])] for key, value in neuron.values.items()]


def map_words(around: Map) -> str:
    """Say between which values the output lies on the map, and where z = 0."""
    inputs = " and ".join(f"x{i}" for i in around.over)
    lowest, highest = number_text(around.least), number_text(around.most)
    span = f"lies between {lowest} and {highest}" if lowest != highest else f"is {lowest} everywhere"
    where = " The dashed line is where z = 0." if around.boundary else " z is 0 nowhere on this map."
    if around.level:
        where = " Here z = 0 everywhere."
    read = exponent_words(span)
    return f"For {inputs} from {number_text(around.low)} to {number_text(around.high)} the output {span}.{where} {read}".rstrip()
