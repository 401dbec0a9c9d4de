"""Networks to test with: torch's own for a seed, and one that is a gate."""

from collections.abc import Iterator

import torch
from torch import Tensor, nn

from neuron_core.shared.sweep import Axis
from neuron_core.simple_ann.parameters import Parameters, drawn
from neuron_core.simple_ann.study import Study, study

GATE = Parameters(1.0, 1.0, 1.0, 1.0, 0.0, -1.0, 1.0, -2.0, 0.0)  # XOR, as two ReLUs can do it
AXES = (Axis("input1", -10, 10, 0.1), Axis("input2", -10, 10, 0.1))
BACK = Axis("back_step", 1, 6, 1)


def at_home(seed: int) -> nn.Sequential:
    """The same network, made by torch alone."""
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1))


def cases(count: int = 40) -> Iterator[tuple[Parameters, nn.Sequential, Tensor]]:
    generator = torch.Generator().manual_seed(1)
    for seed in range(count):
        model = at_home(seed)
        x = torch.empty(2).uniform_(-10, 10, generator=generator)
        yield drawn(seed), model, x


def any_parameters(count: int, limit: float = 10.0) -> Iterator[Parameters]:
    """Parameters from the whole of the page's range, some of them exactly 0."""
    generator = torch.Generator().manual_seed(2)
    for _ in range(count):
        values = torch.empty(9).uniform_(-limit, limit, generator=generator)
        values[torch.rand(9, generator=generator) < 0.1] = 0
        yield Parameters(*values.tolist())


FIRST = drawn(1429)
"""The network that the page opens with."""


def studied(
    parameters: Parameters = FIRST, inputs: tuple[float, float] = (1.0, 2.0), *, backward: bool = False, step: float = 1
) -> Study:
    back = (BACK, step) if backward else None
    return study(1429, parameters, inputs, AXES, back=back, show_backward={"pass": "back"})
