"""Linears in a row are one Linear: the weights of that one, and how far its output is from theirs."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from neuron_core.shapes.shape import MAX_ELEMENTS
from neuron_core.shared.seeding import seeded
from neuron_core.stack.findings import linears_in_a_row
from neuron_core.stack.run import Trace, draw


def merge(w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> tuple[Tensor, Tensor]:
    """Return the weight and bias of the one Linear that does what two do: W₂(W₁x + b₁) + b₂ = (W₂W₁)x + (W₂b₁ + b₂).

    `w1` has shape (hidden, in), `w2` (out, hidden); the one weight has (out, in).
    """
    return w2 @ w1, w2 @ b1 + b2


@dataclass(frozen=True)
class MergedLinear:
    """Linears in a row, from layer `first` to `last`, and the one Linear that does the same.

    `weight` and `bias` are that one's, `parameters` the number before and after, `difference` the largest between the
    two outputs on what arrives there.
    """

    first: int
    last: int
    weight: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]
    parameters: tuple[int, int]
    difference: float

    @property
    def size(self) -> tuple[int, int]:
        """The one Linear's in_features and out_features."""
        return len(self.weight[0]), len(self.weight)


def merged_linear(trace: Trace, seed: int) -> MergedLinear | None:
    """Merge the first row of Linears that ran, with the stack's own weights under `seed`.

    None where there is no such row, or where the one weight would be too large to show anything.
    """
    row = next(linears_in_a_row(trace.ran), None)
    if row is None:
        return None
    first, last = row
    with seeded(seed):
        modules = draw(trace.stack)[1][first : last + 1]
    linears = [module for module in modules if isinstance(module, nn.Linear)]
    if linears[0].in_features * linears[-1].out_features > MAX_ELEMENTS:
        return None
    with torch.no_grad():
        weight, bias = linears[0].weight.detach(), linears[0].bias.detach()
        for linear in linears[1:]:
            weight, bias = merge(weight, bias, linear.weight, linear.bias)
        difference = (F.linear(trace.tensors[first], weight, bias) - trace.tensors[last + 1]).abs().max().item()
    return MergedLinear(
        first,
        last,
        tuple(map(tuple, weight.tolist())),
        tuple(bias.tolist()),
        (sum(trace.parameters[first : last + 1]), weight.numel() + bias.numel()),
        difference,
    )
