"""What is said about shapes: each picture as a sentence."""

from math import prod

from neuron_core.shapes.shape import LinearFit, Shape
from neuron_core.shared.numbers import count_text
from neuron_core.shared.refusal import Refusal


def flatten_sentence(before: Shape, after: Shape | Refusal) -> str:
    """Say what becomes of a tensor of shape `before`: the text twin of its picture."""
    cells = count_text(prod(before), "cell")
    if isinstance(after, Refusal):
        return f"A tensor of shape {before} with {cells}. Torch refuses to flatten it like this."
    if after == before:
        return f"A tensor of shape {before} with {cells}, left as it was."
    return f"{cells} of a tensor of shape {before}, in the same order in a tensor of shape {after}."


def linear_sentence(fit: LinearFit) -> str:
    """Say what a Linear makes of what arrives: the text twin of its picture."""
    weight = f"The weight has shape {fit.weight}, out by in."
    if isinstance(fit.leaves, Refusal):
        size = f"a last dimension of {fit.arrives[-1]}" if fit.arrives else "no dimension at all"
        return f"A tensor of shape {fit.arrives} arrives with {size}; the Linear takes {fit.in_features}. {weight}"
    times = "one vector" if fit.vectors == 1 else f"{fit.vectors:,} vectors, each by itself"
    return (
        f"A tensor of shape {fit.arrives} goes in as {times} of {fit.in_features}, "
        f"and leaves with shape {fit.leaves}. {weight}"
    )


def use_words(out_features: int) -> str:
    """Say what that many outputs are for."""
    if out_features == 1:
        return "One output gives one value, such as a price or a temperature."
    return f"{out_features:,} outputs can be the scores of {out_features:,} classes. For a single value there would be 1 output."
