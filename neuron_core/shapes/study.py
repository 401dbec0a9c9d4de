"""All that the shapes page shows at rest, computed in one go: one study for Flatten, one for a Linear."""

from dataclasses import dataclass

from neuron_core.shapes.questions import flatten_questions, linear_questions
from neuron_core.shapes.shape import LinearFit, Shape, fit_linear, flatten
from neuron_core.shapes.words import flatten_sentence, linear_sentence, use_words
from neuron_core.shared.question import Question
from neuron_core.shared.refusal import Refusal
from neuron_core.shared.typed_input import InputError

CALLS = {"nn.Flatten()": (1, -1), "torch.flatten(x)": (0, -1)}
"""torch's two ways to flatten, each with the start_dim and end_dim that it uses unless told otherwise."""


@dataclass(frozen=True)
class FlattenStudy:
    """A tensor's shape and what flattening makes of it.

    `call` is the one of `CALLS` whose defaults these are, if any, and `calls` says what each of them makes of the tensor.
    """

    tensor: Shape
    start_dim: int
    end_dim: int
    result: Shape | Refusal
    call: str | None
    calls: dict[str, Shape | Refusal]
    sentence: str
    questions: list[Question]


def study_flatten(tensor: Shape, start_dim: int, end_dim: int) -> FlattenStudy:
    """Study what becomes of a tensor of shape `tensor`, flattened from `start_dim` to `end_dim`."""
    result = flatten(tensor, start_dim, end_dim)
    return FlattenStudy(
        tensor,
        start_dim,
        end_dim,
        result,
        next((name for name, ends in CALLS.items() if ends == (start_dim, end_dim)), None),
        {name: flatten(tensor, *ends) for name, ends in CALLS.items()},
        flatten_sentence(tensor, result),
        flatten_questions(),
    )


@dataclass(frozen=True)
class LinearStudy:
    """A Linear and what it makes of a tensor.

    `complaint` says where the output would be too large; then `fit` is that of one vector of the tensor. `use` says what so many outputs are for.
    """

    fit: LinearFit
    complaint: str
    sentence: str
    use: str
    questions: list[Question]


def study_linear(arrives: Shape, in_features: int, out_features: int) -> LinearStudy:
    """Study what a Linear makes of a tensor of shape `arrives`."""
    complaint = ""
    try:
        fit = fit_linear(arrives, in_features, out_features)
    except InputError as error:
        complaint = (
            f"{error} Choose fewer out_features or a smaller input. Until then, one vector of the input is used."
        )
        fit = fit_linear(arrives[-1:], in_features, out_features)
    return LinearStudy(fit, complaint, linear_sentence(fit), use_words(out_features), linear_questions())
