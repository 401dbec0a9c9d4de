"""What is said about shapes: each picture as a sentence, what was merged, what a Linear takes."""

from math import prod

from neuron_core.shapes.cures import Cure
from neuron_core.shapes.linear_numbers import LinearNumbers
from neuron_core.shapes.shape import LinearFit, Shape, write_shape
from neuron_core.shared.numbers import count_text, number_text
from neuron_core.shared.refusal import Refusal

START_AND_END = (
    "Flatten makes one dimension of those from start_dim to end_dim, counted from 0. Where there is a batch dimension, it is "
    "dimension 0: one entry for each sample."
)


def flatten_sentence(before: Shape, after: Shape | Refusal) -> str:
    """Say what becomes of a tensor of shape `before`: the text twin of its picture."""
    cells = count_text(prod(before), "cell")
    if isinstance(after, Refusal):
        return f"A tensor of shape {before} with {cells}. Torch refuses to flatten it like this."
    if after == before:
        return f"A tensor of shape {before} with {cells}, left as it was."
    return f"{cells} of a tensor of shape {before}, in the same order in a tensor of shape {after}."


def merged_words(before: Shape, merged: range, after: Shape | Refusal) -> str:
    """Say which dimensions of a tensor of shape `before` become one."""
    if isinstance(after, Refusal):
        return ""
    comma = f" {after}, with a comma, is how Python writes one dimension of {after[0]}." if len(after) == 1 else ""
    if not before:
        return f"A single number has no dimension; flattened it has one.{comma}"
    if len(merged) == 1:
        return f"start_dim and end_dim are both dimension {merged[0]}: nothing is merged, so the shape stays.{comma}"
    names = ", ".join(map(str, merged[:-1]))
    sizes = [before[i] for i in merged]
    return (
        f"Dimensions {names} and {merged[-1]} become one, of {' × '.join(map(str, sizes))} = **{prod(sizes)}**. "
        f"Only the grouping changes: the cells keep their order.{comma}"
    )


def missing_dimension(before: Shape, start_dim: int, end_dim: int) -> str:
    """Say which of the two dimensions a tensor of shape `before` does not have; "" where it has both."""
    last = max(len(before) - 1, 0)
    for name, dimension in (("start_dim", start_dim), ("end_dim", end_dim)):
        if not -(last + 1) <= dimension <= last:
            has = (
                f"the dimensions 0 to {last} (from the end −1 to −{last + 1})"
                if last
                else "only dimension 0 (from the end −1)"
            )
            return f"This tensor has {has}. It has no dimension {number_text(dimension)}, which {name} asks for."
    return ""


def linear_sentence(fit: LinearFit) -> str:
    """Say what a Linear makes of what arrives: the text twin of its picture."""
    weight = f"The weight has shape {fit.weight}, out by in."
    if isinstance(fit.leaves, Refusal):
        size = f"a last dimension of {fit.arrives[-1]}" if fit.arrives else "no dimension at all"
        return f"A tensor of shape {fit.arrives} arrives with {size}; the Linear takes {fit.in_features}. {weight}"
    times = (
        f"one vector of {fit.in_features}"
        if fit.vectors == 1
        else f"{fit.vectors:,} vectors of {fit.in_features}, each by itself,"
    )
    return f"A tensor of shape {fit.arrives} goes in as {times} and leaves with shape {fit.leaves}. {weight}"


def arithmetic_words(numbers: LinearNumbers) -> str:
    """Say how the chosen number of y comes about; nothing where torch refuses."""
    if not numbers.y:
        return ""
    x, weight = numbers.x[numbers.vector - 1], numbers.weight[numbers.output - 1]
    terms = [f"{number_text(a)} × {_bracketed(b)}" for a, b in zip(x, weight, strict=True)]
    rest = [] if numbers.rest is None else ["the other products"]
    bias = _bracketed(numbers.bias[numbers.output - 1])
    return (
        f"Output {numbers.output} of vector {numbers.vector}: {' + '.join([*terms, *rest, bias])} "
        f"= {number_text(numbers.chosen, 2)}."
    )


def _bracketed(value: float) -> str:
    text = number_text(value)
    return f"({text})" if value < 0 else text


def linear_words(fit: LinearFit) -> str:
    """Say what a Linear works on."""
    vectors = "The vector goes" if fit.vectors == 1 else f"Each of the {fit.vectors:,} vectors goes"
    return (
        f"A Linear works on the **last dimension**: its size has to equal in_features, here {fit.in_features}. {vectors} through the "
        "same weight; all other dimensions stay as they are."
    )


def clash_words(fit: LinearFit) -> str:
    """Say why a Linear refuses what arrives."""
    size = (
        f"the last dimension of the input is **{fit.arrives[-1]}**" if fit.arrives else "a scalar has **no dimension**"
    )
    return f"✗ Torch refuses: {size}, and the Linear takes vectors of **{fit.in_features}**."


def cure_words(fit: LinearFit, cure: Cure) -> str:
    """Say what a cure changes, for its button."""
    if cure.arrives == fit.arrives:
        return f"Use nn.Linear({cure.in_features}, {fit.out_features})"
    return f"Give the input the shape {write_shape(cure.arrives)}"


def use_words(out_features: int) -> str:
    """Say what that many outputs are for."""
    if out_features == 1:
        return "One output gives one value, such as a price or a temperature."
    return f"{out_features:,} outputs can be the scores of {out_features:,} classes. For a single value there would be 1 output."
