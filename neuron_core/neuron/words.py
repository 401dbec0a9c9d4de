"""What is special about a neuron right now, in sentences: exact zeros, saturation, missing slopes."""

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.neuron.model import Gradients, Neuron, Result
from neuron_core.shared.numbers import number_text


def edge_notes(neuron: Neuron, result: Result, slopes: Gradients) -> list[str]:
    """Return a sentence for each edge state that holds; an ordinary neuron gets none."""
    activation = ACTIVATIONS[neuron.activation]
    z, out = number_text(result.z), number_text(result.out)
    notes = []
    if result.z == 0:
        notes.append("z is exactly 0: the neuron stands on its own boundary, where the slightest push decides.")
    if not any(result.contributions):
        notes.append("Nothing comes in: every weight × input is 0, so the bias alone makes z.")
    for limit in activation.limits:
        if result.out == limit and result.z:
            notes.append(
                f"On paper {activation.label} only approaches {out}. At z = {z} what is missing is too small for float32, "
                f"so torch stores exactly {out}."
            )
        elif out == number_text(limit) and result.z:
            notes.append(f"The output is shown as {out}; torch holds {result.out:.9g}, so it has not quite arrived.")
    if slopes.slope == 0:
        notes.append(f"{activation.flat} Here every gradient is 0: no small turn of any knob changes the output.")
    return notes
