"""The network that learns: SimpleANN, and its relatives with more hidden neurons or another activation."""

from collections.abc import Callable

from torch import Tensor, nn

from neuron_core.activation.gradient import why_no_slope
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.shared.seeding import seeded

WIDTHS = (2, 3, 4, 8)
"""How many hidden neurons there can be; 2 is the lesson's network."""

LEARNERS = tuple(name for name in ACTIVATIONS if not why_no_slope(name))
"""The activations that a network can learn with: those that have a gradient."""


class Network(nn.Module):
    """Two numbers in, `hidden` neurons with one activation, one number out. With two neurons and ReLU it is SimpleANN."""

    def __init__(self, hidden: int, activation: Callable[[Tensor], Tensor]) -> None:
        super().__init__()
        self.fc1 = nn.Linear(2, hidden)
        self.fc2 = nn.Linear(hidden, 1)
        self.activation = activation

    def forward(self, x: Tensor) -> Tensor:
        hidden = self.activation(self.fc1(x))  # (..., 2) -> (..., hidden)
        out: Tensor = self.fc2(hidden)  # (..., hidden) -> (..., 1)
        return out


def drawn(hidden: int, activation: str, seed: int) -> Network:
    """Return the network that `torch.manual_seed(seed)` draws; `activation` is a name of the registry."""
    with seeded(seed):
        return Network(hidden, ACTIVATIONS[activation].function)


def names(hidden: int) -> list[str]:
    """Name every parameter in torch's own order: w11, w12, ..., b1, ..., v1, ..., c."""
    units = range(1, hidden + 1)
    return [*(f"w{i}{j}" for i in units for j in (1, 2)), *(f"b{i}" for i in units), *(f"v{i}" for i in units), "c"]
