"""SimpleANN with a dropout layer between its two layers, one pass at a time."""

from functools import lru_cache

import torch
from torch import Tensor, nn

from neuron_core.shared.seeding import seeded
from neuron_core.simple_ann.model import SimpleANN

INPUTS = (-3.0, 5.0)
"""With this input both hidden neurons of the default seed are on, so that to drop either changes the output."""


class SimpleANNWithDropout(SimpleANN):
    """SimpleANN with dropout of its hidden values."""

    def __init__(self, p: float) -> None:
        super().__init__()
        self.dropout = nn.Dropout(p)

    def forward(self, x: Tensor) -> Tensor:
        hidden = torch.relu(self.fc1(x))  # (2,) -> (2,)
        out: Tensor = self.fc2(self.dropout(hidden))  # (2,) -> (1,)
        return out


@lru_cache(maxsize=4096)
def one_pass(p: float, training: bool, seed: int) -> tuple[float, ...]:
    """Return h1, h2 (hidden), d1, d2 (hidden after dropout), p1, p2 (what each adds to the output), out.

    The weights and the mask are each drawn right after `torch.manual_seed(seed)`.
    """
    with seeded(seed):
        model = SimpleANNWithDropout(p).train(training)
    seen: list[Tensor] = []
    model.dropout.register_forward_hook(lambda _layer, arrived, left: seen.extend([*arrived, left]))
    with seeded(seed), torch.no_grad():
        out = model(torch.tensor(INPUTS))
        hidden, kept = seen
        return tuple(torch.cat([hidden, kept, kept * model.fc2.weight[0], out]).tolist())
