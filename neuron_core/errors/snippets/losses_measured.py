"""What gives silent mistakes with losses away: trainings under a seed, with the mistake (`wrong`) or without."""

from functools import cache

import torch
from torch import nn
from torch.optim import SGD, Adam

from neuron_core.errors.snippets.trained import Trained, train
from neuron_core.errors.tell import Values
from neuron_core.shared.seeding import seeded
from neuron_core.training.data import draw_moons, halves

_STEPS = 80


@cache
def of_three_classes(seed: int, *, wrong: bool) -> Trained:
    """Train on three clouds; return the loss of each step, and the accuracy at the end."""
    with seeded(seed):
        target = torch.arange(90) % 3
        x = torch.eye(3)[target] + 0.45 * torch.randn(90, 3)
        model = nn.Sequential(
            nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 3), nn.Softmax(dim=1) if wrong else nn.Identity()
        )
        losses = train(model, Adam(model.parameters(), lr=0.05), nn.CrossEntropyLoss(), x, target, _STEPS)
        return Trained(losses, (model(x).argmax(dim=1) == target).float().mean().item())


@cache
def of_two_classes(seed: int, *, wrong: bool) -> Trained:
    """Train on two moons; return the loss of each step, and the accuracy at the end."""
    with seeded(seed):
        x, y = draw_moons(100, 0.5)
        model = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 1), nn.Sigmoid() if wrong else nn.Identity())
        losses = train(model, Adam(model.parameters(), lr=0.05), nn.BCEWithLogitsLoss(), x, y, _STEPS)
        half = 0.5 if wrong else 0.0  # what is above is class 1: a probability, or a logit
        return Trained(losses, ((model(x) > half) == (y == 1)).float().mean().item())


SHAKEN = 10
"""How many steps of `of_large_inputs` are not drawn: the first losses are too large for a picture."""


@cache
def of_large_inputs(seed: int, *, wrong: bool) -> Values:
    """Train as the snippet does; return the loss of each step."""
    with seeded(seed):
        y = halves(100)
        x = 1000 + 300 * y + 100 * torch.randn(100, 2)
        if not wrong:
            x = (x - x.mean(dim=0)) / x.std(dim=0)
        model = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 1))
        return train(model, SGD(model.parameters(), lr=0.1), nn.BCEWithLogitsLoss(), x, y, 100)


def of_one_logit(seed: int, loss_function: nn.Module) -> Values:
    """Train a net with one output; return its loss in the first step and in the last, and how far its weights moved at most."""
    with seeded(seed):
        x, y = draw_moons(100, 0.5)
        model = nn.Linear(2, 1)
        before = model.weight.detach().clone()
        losses = train(model, SGD(model.parameters(), lr=0.5), loss_function, x, y, 50)
        moved = (model.weight - before).abs().max().item()
        return abs(losses[0]), abs(losses[-1]), moved  # torch's loss is -0.0


def differences(seed: int, batch: int, *, wrong: bool) -> Values:
    """Subtract targets from outputs that are exactly right: from a column, or from a list like theirs."""
    with seeded(seed):
        t = torch.randn(batch)
    p = t.unsqueeze(1) if wrong else t
    return tuple((p - t).flatten().tolist())


@cache
def explained(seed: int, *, wrong: bool) -> float:
    """Train on a line with the loss written by hand; return R², the share of the targets' variance that the net explains."""
    with seeded(seed):
        x = torch.randn(50, 1)
        t = 3 * x.squeeze(1) + 0.1 * torch.randn(50)
        model = nn.Sequential(nn.Linear(1, 1), nn.Identity() if wrong else nn.Flatten(0))
        train(model, SGD(model.parameters(), lr=0.1), lambda p, t: ((p - t) ** 2).mean(), x, t, 60)
        left: float = (((model(x).flatten() - t) ** 2).mean() / t.var(correction=0)).item()
        return 1 - left


def cost_of_right_classes() -> float:
    """Ask torch for the loss of three exactly right answers, taken for logits."""
    cost: float = nn.CrossEntropyLoss()(torch.eye(3), torch.arange(3)).item()
    return cost


def cost_of_right_halves() -> float:
    """Ask torch for the loss of exactly right answers, taken for logits, where both classes have as many rows."""
    cost: float = nn.BCEWithLogitsLoss()(halves(2), halves(2)).item()
    return cost


def cost_of_one_half() -> float:
    """Ask torch for the loss of logits that are 0, each a probability of one half: ln 2."""
    cost: float = nn.BCEWithLogitsLoss()(torch.zeros(2, 1), halves(2)).item()
    return cost
