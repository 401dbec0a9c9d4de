"""What gives silent mistakes with modules away: nets and trainings under a seed, with the mistake (`wrong`) or without."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.optim import Adam, Optimizer

from neuron_core.errors.snippets.trained import Trained, train
from neuron_core.errors.tell import Values
from neuron_core.shared.seeding import seeded
from neuron_core.training.data import draw_moons


def _train(model: nn.Module, optimizer: Optimizer, x: Tensor, y: Tensor, steps: int) -> Trained:
    """Train on rows of two classes."""
    losses = train(model, optimizer, nn.BCEWithLogitsLoss(), x, y, steps)
    return Trained(losses, ((model(x) > 0) == (y == 1)).float().mean().item())


STEPS = 60
"""How long a net trains on two moons."""


class Listed(nn.Module):
    """The net of `mixed_list`, which can also be run; `wrong` puts its hidden layer into a plain list."""

    def __init__(self, *, wrong: bool) -> None:
        super().__init__()
        hidden = [nn.Linear(2, 16)]
        self.hidden: Sequence[nn.Module] | nn.ModuleList = hidden if wrong else nn.ModuleList(hidden)
        self.output = nn.Linear(16, 1)

    def forward(self, x: Tensor) -> Tensor:
        hidden: Tensor = self.hidden[0](x)
        out: Tensor = self.output(torch.relu(hidden))
        return out


def numbers_seen(seed: int, *, wrong: bool) -> Values:
    """Return how many numbers of its hidden layer and of its output layer a net finds."""
    with seeded(seed):
        seen = dict(Listed(wrong=wrong).named_parameters())
    return tuple(
        float(sum(parameter.numel() for name, parameter in seen.items() if name.startswith(layer)))
        for layer in ("hidden", "output")
    )


@cache
def of_listed(seed: int, *, wrong: bool) -> Trained:
    """Train what the net finds, on two moons."""
    with seeded(seed):
        x, y = draw_moons(100, 0.5)
        model = Listed(wrong=wrong)
        return _train(model, Adam(model.parameters(), lr=0.05), x, y, STEPS)


class Moved(NamedTuple):
    """How far the weights of two layers moved at most, and the training that moved them."""

    layers: Values
    trained: Trained


@cache
def of_new_layer(seed: int, *, wrong: bool) -> Moved:
    """Train on two moons a net whose last layer was replaced: before (right) or after (wrong) the optimiser was made."""
    with seeded(seed):
        x, y = draw_moons(100, 0.5)
        first, old, new = nn.Linear(2, 8), nn.Linear(8, 3), nn.Linear(8, 1)
        model = nn.Sequential(first, nn.ReLU(), old if wrong else new)
        optimizer = Adam(model.parameters(), lr=0.05)
        model[2] = new
        before = [layer.weight.detach().clone() for layer in (first, new)]
        trained = _train(model, optimizer, x, y, STEPS)
        pairs = zip((first, new), before, strict=True)
        moved = ((layer.weight - weight).abs().max().item() for layer, weight in pairs)
        return Moved(tuple(moved), trained)


@cache
def of_xor(seed: int, *, wrong: bool) -> Trained:
    """Train as the snippet does."""
    with seeded(seed):
        x = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
        y = torch.tensor([[0.0], [1.0], [1.0], [0.0]])
        layers = [] if wrong else [nn.ReLU()]
        model = nn.Sequential(nn.Linear(2, 16), *layers, nn.Linear(16, 1))
        return _train(model, Adam(model.parameters(), lr=0.1), x, y, 100)
