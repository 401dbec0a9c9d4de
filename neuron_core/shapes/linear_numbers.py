"""A Linear in numbers: small ones to follow, the first few of each tensor, and the products of one output."""

from dataclasses import dataclass
from math import prod

import torch
from torch import Tensor, nn

from neuron_core.shapes.shape import LinearFit, Shape
from neuron_core.shared.refusal import Refusal
from neuron_core.shared.seeding import seeded

MAX_VECTORS = 3
MAX_OUTPUTS = 3
MAX_INPUTS = 8
"""How much of each tensor can be read beside the others."""

SEED = 5
"""What draws the weights: they are far from 0, and no two alike, in the lesson's Linear(3, 2)."""

Rows = tuple[tuple[float, ...], ...]


def small_numbers(shape: Shape) -> Tensor:
    """Return a tensor of `shape` that holds 1, 2, ... 9, 1, 2, ... in reading order."""
    return (torch.arange(prod(shape)) % 9 + 1.0).reshape(shape)


def rounded_linear(in_features: int, out_features: int) -> nn.Linear:
    """Return a Linear as torch draws it, its weights and biases rounded to two decimals."""
    with seeded(SEED):
        layer = nn.Linear(in_features, out_features)
    layer.weight.data = layer.weight.data.round(decimals=2)
    layer.bias.data = layer.bias.data.round(decimals=2)
    return layer


@dataclass(frozen=True)
class LinearNumbers:
    """The first vectors of x, the first rows of the weight, their biases, and the first vectors of y (none where torch refuses).

    A row longer than `MAX_INPUTS` is cut one before that. `vector` and `output` (from 1) are chosen; `products` are x times weight
    of that vector and that output, number by number, and `rest` the sum of the products that are cut off.
    """

    x: Rows
    weight: Rows
    bias: tuple[float, ...]
    y: Rows
    vector: int
    output: int
    products: tuple[float, ...]
    rest: float | None

    @property
    def chosen(self) -> float:
        """The chosen number of y."""
        return self.y[self.vector - 1][self.output - 1]


def choices(arrives: Shape, out_features: int) -> tuple[range, range]:
    """Return which vectors of a tensor of that shape, and which outputs, can be chosen (from 1)."""
    return range(1, min(MAX_VECTORS, prod(arrives[:-1])) + 1), range(1, min(MAX_OUTPUTS, out_features) + 1)


def linear_numbers(fit: LinearFit, vector: int, output: int) -> LinearNumbers:
    """Compute what `fit` does in numbers; a `vector` or an `output` that is not there gives the last one that is shown."""
    vectors, outputs = map(len, choices(fit.arrives, fit.out_features))
    vector, output = min(vector, vectors), min(output, outputs)
    layer = rounded_linear(fit.in_features, fit.out_features)
    x = small_numbers(fit.arrives).reshape(fit.vectors, -1)[:vectors]  # of a scalar, one vector of one number
    weight, bias = layer.weight.detach()[:MAX_OUTPUTS], layer.bias.detach()[:MAX_OUTPUTS]
    y: Rows = ()
    products: tuple[float, ...] = ()
    rest = None
    if not isinstance(fit.leaves, Refusal):
        with torch.no_grad():
            y = _rows(layer(x)[:, :MAX_OUTPUTS], MAX_OUTPUTS)  # the other vectors change nothing about these
        each = x[vector - 1] * weight[output - 1]  # (in,)
        shown = _shown(len(each))
        products = tuple(each[:shown].tolist())
        rest = each[shown:].sum().item() if shown < len(each) else None
    return LinearNumbers(
        _rows(x, MAX_INPUTS), _rows(weight, MAX_INPUTS), tuple(bias.tolist()), y, vector, output, products, rest
    )


def _shown(count: int) -> int:
    return count if count <= MAX_INPUTS else MAX_INPUTS - 1


def _rows(table: Tensor, most: int) -> Rows:
    width = table.shape[1]
    return tuple(map(tuple, table[:, : width if width <= most else most - 1].tolist()))
