"""Shapes: what Flatten makes of one, whether a Linear takes one, and how a person writes one.

Torch computes every result and words every refusal. Sizes are bounded here, before torch allocates anything.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from neuron_core.shared.refusal import Refusal, attempt
from neuron_core.shared.typed_input import InputError

Shape = tuple[int, ...]

MAX_DIMENSIONS = 5
MAX_ELEMENTS = 100_000
MAX_FEATURES = 4096
MAX_WEIGHTS = 1_000_000
SCALAR = "scalar"


def counting(shape: Shape) -> Tensor:
    """Return a float tensor of `shape` that holds 1, 2, 3, ... in reading order."""
    return torch.arange(1.0, math.prod(shape) + 1).reshape(shape)


def flatten(shape: Shape, start_dim: int, end_dim: int) -> Shape | Refusal:
    """Flatten a tensor of `shape` from `start_dim` to `end_dim`, both included, negative from the end; return its new shape."""
    return attempt(lambda: tuple(torch.flatten(counting(shape), start_dim, end_dim).shape))


def merged_dimensions(shape: Shape, start_dim: int, end_dim: int) -> range:
    """Return the numbers, from the front, of the dimensions that such a flattening merges; of a scalar, none."""
    count = len(shape)
    return range(start_dim % count, end_dim % count + 1) if shape else range(0)


@dataclass(frozen=True)
class LinearFit:
    """`nn.Linear(in_features, out_features)`, and what it makes of a tensor of shape `arrives`.

    `weight` and `bias` are the shapes of its parameters, `parameters` how many numbers they hold. `leaves` is the shape of
    the result.
    """

    arrives: Shape
    in_features: int
    out_features: int
    weight: Shape
    bias: Shape
    parameters: int
    leaves: Shape | Refusal

    @property
    def vectors(self) -> int:
        """How many vectors arrive: each one of the last dimension is multiplied by the weight on its own."""
        return math.prod(self.arrives[:-1])


def fit_linear(arrives: Shape, in_features: int, out_features: int) -> LinearFit:
    """Send a tensor of shape `arrives` through a Linear of that size.

    Raises `InputError`, before anything is allocated, when the weights or the output would be too many.
    """
    check_weights(in_features * out_features, "The Linear")
    check_output(arrives, out_features, "The Linear")
    skip_init: Callable[..., nn.Linear] = nn.utils.skip_init  # torch gives it no types
    linear = skip_init(nn.Linear, in_features, out_features)  # only shapes are asked for: no weight is drawn
    return LinearFit(
        arrives,
        in_features,
        out_features,
        tuple(linear.weight.shape),
        tuple(linear.bias.shape),
        sum(parameter.numel() for parameter in linear.parameters()),
        attempt(lambda: tuple(linear(torch.zeros(arrives)).shape)),
    )


def check_weights(count: int, who: str) -> None:
    """Raise `InputError` when `who` would hold more weights than this app allocates."""
    if count > MAX_WEIGHTS:
        raise InputError(f"{who} would hold {count:,} weights; at most {MAX_WEIGHTS:,} here.")


def check_output(arrives: Shape, out_features: int, who: str) -> None:
    """Raise `InputError` when `who` would make more numbers than this app allocates out of a tensor of shape `arrives`."""
    count = math.prod(arrives[:-1]) * out_features
    if count > MAX_ELEMENTS:
        raise InputError(f"{who} would make {count:,} numbers; at most {MAX_ELEMENTS:,} here.")


def read_shape(text: str, place: str, most: int = MAX_ELEMENTS) -> Shape:
    """Read a shape as people write it: `2x4`, `2, 4`, `(2, 4)`, `(3,)`, and `scalar` or `()` for no dimension.

    `place` names the field in the sentence of the `InputError` that is raised for anything else, for an empty field, for
    numbers in place of a shape (`[[1, 2], [3, 4]]`, `1,2;3,4`), for a dimension below 1, for more than 5 dimensions and for
    more than `most` elements.
    """
    written = re.sub(r"^torch\.size\((.*)\)$", r"\1", text.strip().lower())
    if not written:
        raise InputError(f"{place}: write a shape, such as 2x4, or “{SCALAR}” for a single number.")
    if not re.search("[a-z]", written) and (";" in written or len(re.findall(r"[(\[]", written)) > 1):
        raise InputError(f"{place}: this field takes a shape, such as 2x2 or (2, 2), not the numbers.")
    plain = re.sub(r"[()\[\]]", " ", written).strip()
    if plain in ("", SCALAR):
        return ()
    parts = re.split(r"\s*[x×*,]\s*|\s+", plain.rstrip(" ,"))
    if not all(re.fullmatch(r"[-−+]?\d{1,18}", part) for part in parts):
        raise InputError(f"{place}: write a shape as whole numbers with x between them, such as 2x4, or “{SCALAR}”.")
    shape = tuple(int(part.replace("−", "-")) for part in parts)
    if len(shape) > MAX_DIMENSIONS:
        raise InputError(f"{place}: {len(shape)} dimensions are too many here; at most {MAX_DIMENSIONS}.")
    for number, size in enumerate(shape, 1):
        if size < 1:
            raise InputError(f"{place}: dimension {number} is {size}; each one has to be at least 1.")
    if math.prod(shape) > most:
        raise InputError(f"{place}: that is {math.prod(shape):,} elements; at most {most:,} here.")
    return shape


def write_shape(shape: Shape) -> str:
    """Write a shape the short way that a link carries.

    >>> write_shape((2, 4)), write_shape(())
    ('2x4', 'scalar')
    """
    return "x".join(map(str, shape)) or SCALAR
