"""All that the shapes page shows at rest, computed in one go: a study for Flatten, and one for a Linear."""

from dataclasses import dataclass

from neuron_core.shapes.cures import Cure, cures
from neuron_core.shapes.linear_numbers import LinearNumbers, linear_numbers
from neuron_core.shapes.questions import flatten_questions, linear_questions
from neuron_core.shapes.shape import LinearFit, Shape, fit_linear, flatten, merged_dimensions
from neuron_core.shapes.words import (
    arithmetic_words,
    clash_words,
    cure_words,
    flatten_sentence,
    linear_sentence,
    linear_words,
    merged_words,
    missing_dimension,
    use_words,
)
from neuron_core.shared.question import Question
from neuron_core.shared.refusal import Refusal
from neuron_core.shared.typed_input import InputError

CALLS = {"nn.Flatten()": (1, -1), "torch.flatten(x)": (0, -1)}
"""torch's two ways to flatten, each with the start_dim and end_dim that it uses unless told otherwise."""


@dataclass(frozen=True)
class FlattenStudy:
    """A tensor's shape and what flattening makes of it.

    `merged` are the dimensions that become one, and `words` says so. `call` is the one of `CALLS` whose defaults these are, if
    any, and `calls` says what each of them makes of the tensor. `missing` says which dimension the tensor does not have, if torch
    refuses for that.
    """

    tensor: Shape
    start_dim: int
    end_dim: int
    result: Shape | Refusal
    merged: range
    call: str | None
    calls: dict[str, Shape | Refusal]
    sentence: str
    words: str
    missing: str
    questions: list[Question]


def study_flatten(tensor: Shape, start_dim: int, end_dim: int) -> FlattenStudy:
    """Study what becomes of a tensor of shape `tensor`, flattened from `start_dim` to `end_dim`."""
    result = flatten(tensor, start_dim, end_dim)
    merged = range(0) if isinstance(result, Refusal) else merged_dimensions(tensor, start_dim, end_dim)
    return FlattenStudy(
        tensor,
        start_dim,
        end_dim,
        result,
        merged,
        next((name for name, ends in CALLS.items() if ends == (start_dim, end_dim)), None),
        {name: flatten(tensor, *ends) for name, ends in CALLS.items()},
        flatten_sentence(tensor, result),
        merged_words(tensor, merged, result),
        missing_dimension(tensor, start_dim, end_dim) if isinstance(result, Refusal) else "",
        flatten_questions(tensor, start_dim, end_dim),
    )


@dataclass(frozen=True)
class LinearStudy:
    """A Linear and what it makes of a tensor, in shapes and, for the first of them, in numbers.

    `complaint` says where the output would be too large; then `fit` is that of one vector of the tensor. Where torch refuses,
    `clash` says what does not fit, and `cures` are what would, each with the text for its button; else both are empty. `use` says
    what so many outputs are for.
    """

    fit: LinearFit
    numbers: LinearNumbers
    complaint: str
    clash: str
    cures: dict[str, Cure]
    sentence: str
    words: str
    use: str
    questions: list[Question]


def study_linear(
    arrives: Shape, in_features: int, out_features: int, vector: int = 1, output: int = 1, most_features: int = 1000
) -> LinearStudy:
    """Study what a Linear makes of a tensor of shape `arrives`, and how `output` of `vector` (both from 1) comes about.

    A cure never takes a Linear of more than `most_features`.
    """
    complaint = ""
    try:
        fit = fit_linear(arrives, in_features, out_features)
    except InputError as error:
        complaint = (
            f"{error} Choose fewer out_features or a smaller input. Until then, one vector of the input is used."
        )
        fit = fit_linear(arrives[-1:], in_features, out_features)
    numbers = linear_numbers(fit, vector, output)
    refused = isinstance(fit.leaves, Refusal)
    return LinearStudy(
        fit,
        numbers,
        complaint,
        clash_words(fit) if refused else "",
        {cure_words(fit, cure): cure for cure in cures(fit, most_features)},
        " ".join(filter(None, (linear_sentence(fit), arithmetic_words(numbers)))),
        linear_words(fit),
        use_words(out_features),
        linear_questions(fit.arrives),
    )
