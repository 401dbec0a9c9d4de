"""Shapes: how a person writes one, what Flatten makes of it, and what fits through a Linear's door.

Torch computes every result and words every refusal; what is bounded here is bounded before torch sees it.
"""

import math
import re
from dataclasses import dataclass

import torch
from torch import Tensor, nn

Shape = tuple[int, ...]

MAX_DIMENSIONS = 5
MAX_ELEMENTS = 100_000
MAX_FEATURES = 4096
MAX_WEIGHTS = 1_000_000
SCALAR = "scalar"


class BadInput(ValueError):  # noqa: N818 - it is what a person typed that is bad, not the program
    """Its message is one sentence for the person: which place is wrong, and what would be right."""


def read_shape(text: str, place: str, most: int = MAX_ELEMENTS) -> Shape:
    """Read a shape as people write it: `2x4`, `2, 4`, `(2, 4)`, `(3,)`, and `scalar` or `()` for no dimension.

    `place` names the field in the sentence of the BadInput that is raised for anything else, for an empty field, for
    numbers in place of a shape (`[[1, 2], [3, 4]]`, `1,2;3,4`), for a dimension below 1, for more than 5 dimensions and for
    more than `most` elements.
    """
    written = re.sub(r"^torch\.size\((.*)\)$", r"\1", text.strip().lower())
    if not written:
        raise BadInput(f"{place}: write a shape, such as 2x4, or “{SCALAR}” for a single number.")
    if not re.search("[a-z]", written) and (";" in written or len(re.findall(r"[(\[]", written)) > 1):
        raise BadInput(f"{place}: this field takes a shape, such as 2x2 or (2, 2), not the numbers.")
    plain = re.sub(r"[()\[\]]", " ", written).strip()
    if plain in ("", SCALAR):
        return ()
    parts = re.split(r"\s*[x×*,]\s*|\s+", plain.rstrip(" ,"))
    if not all(re.fullmatch(r"[-−+]?\d{1,18}", part) for part in parts):
        raise BadInput(f"{place}: write a shape as whole numbers with x between them, such as 2x4, or “{SCALAR}”.")
    shape = tuple(int(part.replace("−", "-")) for part in parts)
    if len(shape) > MAX_DIMENSIONS:
        raise BadInput(f"{place}: {len(shape)} dimensions are too many here; at most {MAX_DIMENSIONS}.")
    for number, size in enumerate(shape, 1):
        if size < 1:
            raise BadInput(f"{place}: dimension {number} is {size}; each one has to be at least 1.")
    if math.prod(shape) > most:
        raise BadInput(f"{place}: that is {math.prod(shape):,} elements; at most {most:,} here.")
    return shape


def write_shape(shape: Shape) -> str:
    """Write a shape the short way that a link carries.

    >>> write_shape((2, 4)), write_shape(())
    ('2x4', 'scalar')
    """
    return "x".join(map(str, shape)) or SCALAR


def counting(shape: Shape) -> Tensor:
    """Return a float tensor of `shape` that holds 1, 2, 3, ... in reading order."""
    return torch.arange(1.0, math.prod(shape) + 1).reshape(shape)


@dataclass(frozen=True)
class Outcome:
    """What a call came to: the shape of its result, or torch's refusal as raised (then `shape` is None)."""

    shape: Shape | None
    error: str = ""
    error_type: str = ""

    @classmethod
    def refused(cls, error: Exception) -> "Outcome":
        return cls(None, str(error), type(error).__name__)


TORCH_REFUSES = (RuntimeError, ValueError, IndexError)
"""What torch raises when a shape does not fit."""


def flatten(shape: Shape, start_dim: int, end_dim: int) -> Outcome:
    """Ask torch to flatten a tensor of `shape` from `start_dim` to `end_dim`, both included, negative from the end."""
    try:
        return Outcome(tuple(torch.flatten(counting(shape), start_dim, end_dim).shape))
    except TORCH_REFUSES as error:
        return Outcome.refused(error)


@dataclass(frozen=True)
class Doorway:
    """`nn.Linear(in_features, out_features)` and one tensor before its door.

    `weight` and `bias` are the shapes of its parameters, `parameters` how many numbers they hold.
    """

    arrives: Shape
    in_features: int
    out_features: int
    weight: Shape
    bias: Shape
    parameters: int
    result: Outcome

    @property
    def vectors(self) -> int:
        """How many vectors of the last dimension go through the door, one by one and all alike."""
        return math.prod(self.arrives[:-1])


def doorway(arrives: Shape, in_features: int, out_features: int) -> Doorway:
    """Send a tensor of shape `arrives` through a Linear of that size.

    Raises BadInput, before anything is allocated, when the weights or the output would be too many.
    """
    check_weights(in_features * out_features, "The Linear")
    check_output(arrives, out_features, "The Linear")
    linear = nn.utils.skip_init(nn.Linear, in_features, out_features)  # only shapes are asked for: nothing is drawn
    try:
        result = Outcome(tuple(linear(torch.zeros(arrives)).shape))
    except TORCH_REFUSES as error:
        result = Outcome.refused(error)
    return Doorway(
        arrives,
        in_features,
        out_features,
        tuple(linear.weight.shape),
        tuple(linear.bias.shape),
        sum(parameter.numel() for parameter in linear.parameters()),
        result,
    )


def check_weights(count: int, who: str) -> None:
    """Raise BadInput when `who` would hold more weights than this app allocates."""
    if count > MAX_WEIGHTS:
        raise BadInput(f"{who} would hold {count:,} weights; at most {MAX_WEIGHTS:,} here.")


def check_output(arrives: Shape, out_features: int, who: str) -> None:
    """Raise BadInput when `who` would make more numbers than this app allocates out of a tensor of shape `arrives`."""
    count = math.prod(arrives[:-1]) * out_features
    if count > MAX_ELEMENTS:
        raise BadInput(f"{who} would make {count:,} numbers; at most {MAX_ELEMENTS:,} here.")
