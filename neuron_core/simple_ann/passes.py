"""A pass forward through SimpleANN, and a pass back: what each neuron computes, and autograd's gradient of every parameter."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from neuron_core.simple_ann.model import SimpleANN
from neuron_core.simple_ann.parameters import PLACES, Parameters, build

Inputs = tuple[float, float]


def forward_pass(model: SimpleANN, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return the weighted sums z (..., 2), the hidden values (..., 2) and the output (..., 1) for inputs `x` (..., 2)."""
    z = model.fc1(x)
    hidden = torch.relu(z)
    return z, hidden, model.fc2(hidden)


def backward_pass(model: SimpleANN, x: Tensor) -> dict[str, Tensor]:
    """Return d output / d parameter for one input `x` (2,), by torch's names for the parameters and in their shapes."""
    parameters = dict(model.named_parameters())
    slopes = torch.autograd.grad(model(x), tuple(parameters.values()))
    return dict(zip(parameters, slopes, strict=True))


@dataclass(frozen=True)
class Pass:
    """One pass forward: the weighted sums and the values of the two hidden neurons, and the output."""

    z: tuple[float, float]
    hidden: tuple[float, float]
    out: float

    @classmethod
    def of(cls, row: Mapping[str, float]) -> "Pass":
        """Read one row of the columns z1, z2, h1, h2 and out."""
        return cls((row["z1"], row["z2"]), (row["h1"], row["h2"]), row["out"])


def run_network(parameters: Parameters, inputs: Inputs) -> Pass:
    """Run the network once, in float32 on the CPU."""
    with torch.no_grad():
        numbers = torch.cat(forward_pass(build(parameters), torch.tensor(inputs)))  # (5,)
    return Pass.of(dict(zip(("z1", "z2", "h1", "h2", "out"), numbers.tolist(), strict=True)))


def network_gradients(parameters: Parameters, inputs: Inputs) -> dict[str, float]:
    """Return autograd's d output / d parameter for each of the nine, by the page's names."""
    slopes = backward_pass(build(parameters), torch.tensor(inputs))
    return {name: slopes[layer][index].item() for name, (layer, index) in PLACES.items()}
