"""What becomes of a gradient on its way through layers: ten activations in a row, none at all, and a ReLU that sleeps."""

from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor, nn

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.activation.slope import refusal, slopes
from neuron_core.shared.seeding import seeded

DEPTH, WIDTH, SAMPLES = 10, 16, 64
STACK_SEED = 0
SLEEPING_BIAS = -4.0
WAKING_STEPS = 200
LEARNING_RATE = 0.5


@dataclass(frozen=True)
class TenLayers:
    """A gradient's way back: its size at each seam (11 numbers), and of all slopes it met the share that is exactly 0, and the mean."""

    path: tuple[float, ...]
    zero_share: float
    mean_slope: float


def gradient_path(activation: str) -> tuple[float, ...]:
    """Return the sizes of `ten_layers`."""
    return ten_layers(activation).path


@lru_cache
def ten_layers(activation: str) -> TenLayers:
    """Send a gradient back through ten real layers, and return its size at every seam, as a share of the size it starts with.

    11 numbers: behind layer 10 (1.0), then before layers 10, 9, ..., 1; the mean over 64 random inputs. The Linears are
    orthogonal (`torch.nn.init.orthogonal_`, Saxe et al. 2013): they turn a gradient without changing its length, so what is
    lost is the activation's doing. RuntimeError where torch has no derivative.
    """
    with seeded(STACK_SEED):
        layers = [nn.Linear(WIDTH, WIDTH) for _ in range(DEPTH)]
        for layer in layers:
            nn.init.orthogonal_(layer.weight)
            nn.init.zeros_(layer.bias)
        seams = [torch.randn(SAMPLES, WIDTH, requires_grad=True)]
    met = []
    for layer in layers:
        z = layer(seams[-1])  # (SAMPLES, WIDTH)
        met.append(slopes(activation, z))
        seams.append(ACTIVATIONS[activation].function(z))
    gradients = torch.autograd.grad(seams[-1].sum(), seams)
    sizes = torch.stack([gradient.norm(dim=1).mean() for gradient in reversed(gradients)])
    slope = torch.stack(met)  # (DEPTH, SAMPLES, WIDTH)
    return TenLayers(tuple((sizes / sizes[0]).tolist()), (slope == 0).float().mean().item(), slope.mean().item())


Matrix = list[list[float]]


@dataclass(frozen=True)
class Collapse:
    """Two Linears on the input `x`, and the one Linear they come to.

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
    """Merge two seeded Linears into one, W = W2 W1 and b = W2 b1 + b2, and run all three ways on the input 1, 2."""
    with seeded(STACK_SEED):
        first, second = nn.Linear(2, 3), nn.Linear(3, 2)
    single = torch.nn.utils.skip_init(nn.Linear, 2, 2)
    x = torch.tensor([1.0, 2.0])
    with torch.no_grad():
        single.weight.copy_(second.weight @ first.weight)  # (2, 3) @ (3, 2)
        single.bias.copy_(second.weight @ first.bias + second.bias)
        between = second(ACTIVATIONS[activation].function(first(x)))
        parts = [
            x, first.weight, first.bias, second.weight, second.bias, single.weight, single.bias,
            second(first(x)), single(x), between,
        ]  # fmt: skip
        return Collapse(*(part.tolist() for part in parts))


@dataclass(frozen=True)
class Sleeper:
    """A neuron started far below 0, and what training made of it; all but `name` is None where torch has no gradient."""

    name: str
    gradient: float | None = None
    bias: float | None = None
    loss_before: float | None = None
    loss_after: float | None = None


@lru_cache
def sleeper(activation: str) -> Sleeper:
    """Train one neuron, w = 1 and b = -4, on ten inputs from 0.1 to 1 that should all give 1: 200 steps of SGD."""
    if refusal(activation):
        return Sleeper(activation)
    x, wanted = torch.linspace(0.1, 1, 10), torch.ones(10)
    w, b = torch.tensor(1.0, requires_grad=True), torch.tensor(SLEEPING_BIAS, requires_grad=True)
    optimiser = torch.optim.SGD([w, b], lr=LEARNING_RATE)

    def loss() -> Tensor:
        return nn.functional.mse_loss(ACTIVATIONS[activation].function(w * x + b), wanted)

    before = loss()
    gradient = torch.autograd.grad(before, b)[0].item()
    for _ in range(WAKING_STEPS):
        optimiser.zero_grad()
        loss().backward()
        optimiser.step()
    return Sleeper(activation, gradient, b.item(), before.item(), loss().item())
