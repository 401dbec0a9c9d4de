"""One neuron: out = activation(w · x + b)."""

from dataclasses import dataclass

import torch
from torch import Tensor

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.shared.refusal import Refusal

MAX_INPUTS = 4


def weighted_sum(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    """Return z = w1 x1 + ... + wn xn + b; `x` and `w` have shape (..., n), `b` and z (...)."""
    return (w * x).sum(-1) + b


def output(x: Tensor, w: Tensor, b: Tensor, activation: str) -> Tensor:
    """Return the activation of the weighted sum; shapes as for `weighted_sum`."""
    return ACTIVATIONS[activation].function(weighted_sum(x, w, b))


@dataclass(frozen=True)
class Neuron:
    """A neuron and the input it looks at: `x` and `w` have one entry an input (1 to 4), `activation` is a registry name."""

    x: tuple[float, ...]
    w: tuple[float, ...]
    b: float
    activation: str

    def __post_init__(self) -> None:
        if len(self.x) != len(self.w):
            raise ValueError(f"every input needs a weight: got {len(self.x)} inputs and {len(self.w)} weights")

    @property
    def values(self) -> dict[str, float]:
        """The numbers by the names they have on the page and in the URL: x1..xn, w1..wn, b."""
        inputs = {f"x{i}": value for i, value in enumerate(self.x, 1)}
        weights = {f"w{i}": value for i, value in enumerate(self.w, 1)}
        return inputs | weights | {"b": self.b}


@dataclass(frozen=True)
class Result:
    """One forward pass: the contributions w_i x_i, the weighted sum z and the output."""

    contributions: tuple[float, ...]
    z: float
    out: float


def run(neuron: Neuron) -> Result:
    """Compute one neuron in float32."""
    x, w, b = torch.tensor(neuron.x), torch.tensor(neuron.w), torch.tensor(neuron.b)
    z, out = weighted_sum(x, w, b), output(x, w, b, neuron.activation)
    return Result(tuple((w * x).tolist()), z.item(), out.item())


@dataclass(frozen=True)
class Gradients:
    """autograd's d out / d value for every x, w and b, and `slope`, d out / d z."""

    values: dict[str, float]
    slope: float


def gradients(neuron: Neuron) -> Gradients | Refusal:
    """Let autograd differentiate the output by z and by every x, w and b. A step has no derivative: torch refuses."""
    x = torch.tensor(neuron.x, requires_grad=True)
    w = torch.tensor(neuron.w, requires_grad=True)
    b = torch.tensor(neuron.b, requires_grad=True)
    z = weighted_sum(x, w, b)
    out = ACTIVATIONS[neuron.activation].function(z)
    try:
        of_x, of_w, of_b, of_z = torch.autograd.grad(out, (x, w, b, z))
    except RuntimeError as error:
        return Refusal.of(error)
    parts = [*of_x.tolist(), *of_w.tolist(), of_b.item()]
    return Gradients(dict(zip(neuron.values, parts, strict=True)), of_z.item())
