"""Dropout layers to test with, and what torch gives for them."""

import random
from collections.abc import Iterator

import torch
from torch import nn

from neuron_core.dropout.layer import MOST_UNITS, Dropout
from neuron_core.dropout.study import Study, study
from neuron_core.shared.sweep import Axis

AXIS = Axis("p", 0.0, 1.0, 0.05)
LESSON = Dropout((10.0, 20.0, 30.0, 40.0), 0.5, True, 74)


def studied(settings: Dropout) -> Study:
    return study(settings, AXIS, "training")


def row(now: dict[str, float], name: str, n: int) -> list[float]:
    return [now[f"{name}{i}"] for i in range(1, n + 1)]


def at_home(settings: Dropout) -> list[float]:
    """What anyone gets who seeds torch and calls the layer."""
    torch.manual_seed(settings.seed)
    return nn.Dropout(settings.p)(torch.tensor(settings.vector)).tolist()


def some_dropouts(count: int) -> Iterator[Dropout]:
    draw = random.Random(0)
    for _ in range(count):
        vector = tuple(round(draw.uniform(-1e3, 1e3), 2) for _ in range(draw.randint(1, MOST_UNITS)))
        yield Dropout(vector, draw.choice(AXIS.positions()), draw.random() < 0.5, draw.randrange(2**31))
