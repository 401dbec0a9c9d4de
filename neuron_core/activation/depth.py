"""What becomes of a gradient in layers: ten activations in a row, two Linears with none between, a ReLU that is dead."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor, nn

from neuron_core.activation.gradient import slopes, why_no_slope
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.shared.refusal import Refusal, attempt
from neuron_core.shared.seeding import seeded

DEPTH, WIDTH, SAMPLES, DRAWS = 10, 16, 64, 50
STACK_SEED = 0
HE_GAIN = nn.init.calculate_gain("relu")  # the square root of 2
START_WEIGHT, START_BIAS = 1.0, -4.0
STEPS, LEARNING_RATE = 200, 0.5


def signals(x: Tensor, weights: Sequence[Tensor], function: Callable[[Tensor], Tensor]) -> list[Tensor]:
    """Return x, of shape (..., width), and each layer's output h = f(W h); one W of shape (..., width, width) a layer."""
    found = [x]
    for weight in weights:
        found.append(function(found[-1] @ weight.mT))
    return found


def merge(first: nn.Linear, second: nn.Linear) -> tuple[Tensor, Tensor]:
    """Return weight and bias of the one Linear that does what the two do: W = W2 W1 and b = W2 b1 + b2."""
    return second.weight @ first.weight, second.weight @ first.bias + second.bias


@dataclass(frozen=True)
class TenLayers:
    """A gradient on its way back through ten layers.

    `path` is its size after 0, 1, ..., 10 layers, as a share of the size it starts with: the median over all draws and inputs.
    Of all the slopes it is multiplied by, `zero_share` is the share that is exactly 0, and `mean_slope` the mean.
    """

    path: tuple[float, ...]
    zero_share: float
    mean_slope: float


@lru_cache
def draws() -> tuple[Tensor, Tensor, Tensor]:
    """Draw 50 networks: weights (DEPTH, DRAWS, WIDTH, WIDTH), inputs and gradients at the end (DRAWS, SAMPLES, WIDTH).

    The weights are orthogonal (`torch.nn.init.orthogonal_`, Saxe et al. 2013): they keep a gradient's length.
    """
    weights, inputs, ends = [], [], []
    for seed in range(DRAWS):
        with seeded(seed):
            weights.append(torch.stack([nn.init.orthogonal_(torch.empty(WIDTH, WIDTH)) for _ in range(DEPTH)]))
            inputs.append(torch.randn(SAMPLES, WIDTH))
            ends.append(torch.randn(SAMPLES, WIDTH))
    return torch.stack(weights, 1), torch.stack(inputs), torch.stack(ends)


@lru_cache
def ten_layers(activation: str, gain: float = 1.0) -> TenLayers | Refusal:
    """Send a random gradient back through ten layers, whose orthogonal weights are multiplied by `gain`.

    A step has no derivative: torch refuses.
    """
    weights, x, end = draws()
    layers = list((gain * weights).unbind())
    forth = signals(x.clone().requires_grad_(), layers, ACTIVATIONS[activation].function)
    back = attempt(lambda: torch.autograd.grad(forth[-1], forth, end))
    if isinstance(back, Refusal):
        return back
    sizes = torch.stack(
        [(gradient.norm(dim=-1) / end.norm(dim=-1)).median() for gradient in reversed(back)]
    )  # (DEPTH + 1,)
    met = torch.stack([slopes(activation, h @ layer.mT) for layer, h in zip(layers, forth, strict=False)])
    return TenLayers(tuple(sizes.tolist()), (met == 0).float().mean().item(), met.mean().item())


Matrix = list[list[float]]


@dataclass(frozen=True)
class Collapse:
    """Two Linears on the input `x`, and the one Linear that does the same.

    `first` is (3, 2), `second` (2, 3), `merged` their product (2, 2), each with its bias; `stacked` is the output of the two,
    `single` that of the one, `between` that of the two with an activation between them.
    """

    x: list[float]
    first: Matrix
    first_bias: list[float]
    second: Matrix
    second_bias: list[float]
    merged: Matrix
    merged_bias: list[float]
    stacked: list[float]
    single: list[float]
    between: list[float]


@lru_cache
def collapse(activation: str) -> Collapse:
    """Merge two seeded Linears into one, and run the two, the one, and the two with `activation` between on the input 1, 2."""
    with seeded(STACK_SEED):
        first, second = nn.Linear(2, 3), nn.Linear(3, 2)
    (weight, bias), x = merge(first, second), torch.tensor([1.0, 2.0])
    between = second(ACTIVATIONS[activation].function(first(x)))
    parts = [
        x, first.weight, first.bias, second.weight, second.bias, weight, bias,
        second(first(x)), nn.functional.linear(x, weight, bias), between,
    ]  # fmt: skip
    return Collapse(*(part.tolist() for part in parts))


@dataclass(frozen=True)
class Sleeper:
    """A neuron that starts with z far below 0: the first gradient of its bias, and what training made of it."""

    gradient: float
    bias: float
    loss_before: float
    loss_after: float


@lru_cache
def sleeper(activation: str) -> Sleeper | Refusal:
    """Train one neuron, w = 1 and b = -4, on ten inputs from 0.1 to 1 whose wanted output is 1: 200 steps of SGD."""
    refusal = why_no_slope(activation)
    if refusal:
        return refusal
    x, wanted = torch.linspace(0.1, 1, 10), torch.ones(10)
    w, b = torch.tensor(START_WEIGHT, requires_grad=True), torch.tensor(START_BIAS, requires_grad=True)
    optimiser = torch.optim.SGD([w, b], lr=LEARNING_RATE)

    def loss() -> Tensor:
        return nn.functional.mse_loss(ACTIVATIONS[activation].function(w * x + b), wanted)

    before = loss()
    gradient = torch.autograd.grad(before, b)[0].item()
    for _ in range(STEPS):
        optimiser.zero_grad()
        torch.autograd.backward(loss())
        optimiser.step()
    return Sleeper(gradient, b.item(), before.item(), loss().item())
