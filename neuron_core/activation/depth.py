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

DEPTH, WIDTH, SAMPLES = 10, 16, 64
STACK_SEED = 0
START_WEIGHT, START_BIAS = 1.0, -4.0
STEPS, LEARNING_RATE = 200, 0.5


def signals(x: Tensor, layers: Sequence[nn.Linear], function: Callable[[Tensor], Tensor]) -> list[Tensor]:
    """Return x and the output of each layer, h = f(W h + b): len(layers) + 1 tensors of x's shape."""
    found = [x]
    for layer in layers:
        found.append(function(layer(found[-1])))
    return found


def merge(first: nn.Linear, second: nn.Linear) -> tuple[Tensor, Tensor]:
    """Return weight and bias of the one Linear that does what the two do: W = W2 W1 and b = W2 b1 + b2."""
    return second.weight @ first.weight, second.weight @ first.bias + second.bias


@dataclass(frozen=True)
class TenLayers:
    """A gradient on its way back through ten layers.

    `path` is its size after 0, 1, ..., 10 layers, as a share of the size it starts with. Of all the slopes it is multiplied
    by, `zero_share` is the share that is exactly 0, and `mean_slope` the mean.
    """

    path: tuple[float, ...]
    zero_share: float
    mean_slope: float


@lru_cache
def ten_layers(activation: str) -> TenLayers | Refusal:
    """Send a gradient back through ten real layers; sizes are the mean over 64 random inputs.

    The Linears are orthogonal (`torch.nn.init.orthogonal_`, Saxe et al. 2013): they keep a gradient's length, so only the
    activation changes it. A step has no derivative: torch refuses.
    """
    with seeded(STACK_SEED):
        layers = [nn.Linear(WIDTH, WIDTH) for _ in range(DEPTH)]
        for layer in layers:
            nn.init.orthogonal_(layer.weight)
            nn.init.zeros_(layer.bias)
        x = torch.randn(SAMPLES, WIDTH, requires_grad=True)
    forth = signals(x, layers, ACTIVATIONS[activation].function)
    back = attempt(lambda: torch.autograd.grad(forth[-1].sum(), forth))
    if isinstance(back, Refusal):
        return back
    sizes = torch.stack([gradient.norm(dim=1).mean() for gradient in reversed(back)])  # (DEPTH + 1,)
    met = [slopes(activation, layer(h)) for layer, h in zip(layers, forth[:-1], strict=True)]
    slope = torch.stack(met)  # (DEPTH, SAMPLES, WIDTH)
    return TenLayers(tuple((sizes / sizes[0]).tolist()), (slope == 0).float().mean().item(), slope.mean().item())


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
