"""Batch-norm layers to test with, and what torch gives for them."""

import random
from collections.abc import Iterator

import torch
from torch import Tensor, nn

from neuron_core.batchnorm.layer import MOST_PASSES, MOST_ROWS, MOST_STEPS, BatchNorm, Cell, moved
from neuron_core.batchnorm.questions import Keys
from neuron_core.batchnorm.study import Study, study
from neuron_core.shared.sweep import Axis

AXES = [
    Axis("move", -MOST_STEPS, MOST_STEPS, 1),
    *(Axis(f"{name}{f}", -2.0, 2.0, 0.1) for name in ("gamma", "beta") for f in (1, 2, 3)),
    Axis("feeds", 0, MOST_PASSES, 1),
]
KEYS = Keys(
    training="training", batch="batch", momentum="momentum", passes="feeds", eps="eps", cell="cell", move="move"
)
BATCH = ((2.0, 200.0, 4000.0), (4.0, 180.0, 1000.0), (6.0, 260.0, 2500.0), (8.0, 120.0, 3500.0))
PLAIN = BatchNorm(BATCH, True, True, (1.0, 1.0, 1.0), (0.0, 0.0, 0.0), 0.1, 1e-5, 1)


ALL = ("affine", "running")
"""Everything that the picture can show is open."""


def studied(norm: BatchNorm, cell: Cell = (1, 1), move: float = 0, opened: tuple[str, ...] = ALL) -> Study:
    return study(norm, cell, move, AXES, KEYS, opened)


def at_home(norm: BatchNorm, cell: Cell = (1, 1), move: float = 0) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Training output, eval output, running mean and variance after the passes, as anyone gets them from torch.

    The passes see the batch as typed; the outputs are those of the batch with the number at `cell` moved.
    """
    layer, x = nn.BatchNorm1d(3, eps=norm.eps, momentum=norm.momentum, affine=norm.affine), torch.tensor(norm.batch)
    with torch.no_grad():
        if norm.affine:
            layer.weight.copy_(torch.tensor(norm.gamma))
            layer.bias.copy_(torch.tensor(norm.beta))
        for _ in range(norm.passes):
            layer(x)
        remembered = layer.running_mean.clone(), layer.running_var.clone()
        x = torch.tensor(moved(norm.batch, cell, move))
        evaluated = layer.eval()(x)
        return layer.train()(x), evaluated, *remembered


def some_norms(count: int, seed: int = 0) -> Iterator[BatchNorm]:
    draw = random.Random(seed)
    for _ in range(count):
        scales = [10 ** draw.uniform(-1, 5) for _ in range(3)]
        rows = tuple(
            tuple(round(draw.gauss(0.5, 1) * scale, 3) for scale in scales) for _ in range(draw.randint(2, MOST_ROWS))
        )
        gamma, beta = (tuple(round(draw.uniform(-2, 2), 1) for _ in range(3)) for _ in "gb")
        momentum = draw.choice([None, 0.0, 0.1, 0.37, 0.9, 1.0])
        eps = draw.choice([1e-5, 1e-3, 1e-8, 1.0])
        yield BatchNorm(
            rows, draw.random() < 0.5, draw.random() < 0.7, gamma, beta, momentum, eps, draw.randint(0, MOST_PASSES)
        )


def close(shown: list[float], truth: Tensor) -> None:
    torch.testing.assert_close(torch.tensor(shown), truth, rtol=2e-4, atol=2e-4)
