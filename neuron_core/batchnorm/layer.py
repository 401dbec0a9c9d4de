"""Batch-norm: each feature is rescaled by its mean and variance over the batch, in eval by running means and variances."""

import math
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor, nn

from neuron_core.shared.refusal import Refusal, attempt
from neuron_core.shared.typed_input import Rows, parse_number

FEATURES = 3
MOST_ROWS = 16
MOST_PASSES = 50
LEAST_EPS = 1e-12
MOST_STEPS = 10
"""How far a number of the batch can be moved, in steps; see `step_of`."""

Cell = tuple[int, int]
"""A place in a batch: its row and its feature, both from 1."""


def batch_norm(x: Tensor, mean: Tensor, var: Tensor, gamma: Tensor, beta: Tensor, eps: float) -> Tensor:
    """Return (x − mean) / sqrt(var + eps) · gamma + beta; `x` has shape (N, C), the other tensors (C,).

    In training `mean` and `var` are the batch's own: `x.mean(0)` and the biased `x.var(0, correction=0)`. In eval they are the
    running ones.
    """
    return (x - mean) / torch.sqrt(var + eps) * gamma + beta


def running(old: Tensor, new: Tensor, momentum: float | Tensor) -> Tensor:
    """Return a running mean or variance after one more pass in training; all tensors have shape (C,).

    `new` is the batch's `x.mean(0)` or its unbiased `x.var(0, correction=1)`. A new layer starts at mean 0 and variance 1
    (Ioffe and Szegedy 2015; torch.nn.BatchNorm1d for the meaning of momentum).
    """
    return (1 - momentum) * old + momentum * new


@dataclass(frozen=True)
class BatchNorm:
    """The settings of a `BatchNorm1d(3)` and the batch it was trained on: 1 to 16 rows of 3 features.

    `passes` is how often the layer has seen this batch in training (0 to 50). `momentum` runs from 0 to 1; None asks torch for
    the plain average of all batches. `gamma` and `beta` count only where `affine` is on.
    """

    batch: Rows
    training: bool
    affine: bool
    gamma: tuple[float, ...]
    beta: tuple[float, ...]
    momentum: float | None
    eps: float
    passes: int

    def __post_init__(self) -> None:
        if not 1 <= len(self.batch) <= MOST_ROWS or any(len(row) != FEATURES for row in self.batch):
            raise ValueError(f"a batch has 1 to {MOST_ROWS} rows of {FEATURES} features here")

    @property
    def refusal(self) -> Refusal | None:
        """Torch's own words where it refuses to train on the batch: one row only, or an eps of 0."""
        return memory(self.batch, self.momentum, self.eps).refusal

    @property
    def trains(self) -> bool:
        """Whether the outputs in use are those of training: where torch refuses, eval's are used."""
        return self.training and self.refusal is None

    def layer(self, channels: int = FEATURES) -> nn.BatchNorm1d:
        return nn.BatchNorm1d(channels, eps=self.eps, momentum=self.momentum, affine=self.affine)


@dataclass(frozen=True)
class Memory:
    """Running mean and variance after 0, 1, 2, ... passes in training, each of shape (MOST_PASSES + 2, 3).

    `refusal` is torch's where it refuses to train on the batch; then mean and variance never change.
    """

    mean: Tensor
    var: Tensor
    refusal: Refusal | None


@lru_cache(maxsize=256)
def memory(batch: Rows, momentum: float | None, eps: float) -> Memory:
    """Send `batch` again and again through a new layer in training, and note its running statistics each time."""
    layer, rows = nn.BatchNorm1d(FEATURES, eps=eps, momentum=momentum), torch.tensor(batch)
    mean, var = running_statistics(layer)
    means, variances, refusal = [mean.clone()], [var.clone()], None
    with torch.no_grad():
        for _ in range(MOST_PASSES + 1):
            out = attempt(lambda: layer(rows))
            refusal = out if isinstance(out, Refusal) else refusal
            means.append(mean.clone())
            variances.append(var.clone())
    return Memory(torch.stack(means), torch.stack(variances), refusal)


def running_statistics(layer: nn.BatchNorm1d) -> tuple[Tensor, Tensor]:
    """Return the layer's running mean and variance, each of shape (C,): its own tensors, which a pass in training changes."""
    mean, var = layer.running_mean, layer.running_var
    assert mean is not None  # None only with track_running_stats=False
    assert var is not None
    return mean, var


def step_of(batch: Rows, cell: Cell) -> float:
    """Return by how much one step moves the number at `cell`: 1, 2 or 5 times a power of ten, at most a quarter of the spread.

    The spread is the standard deviation of the feature in `batch`. A feature without any moves in steps of 1.
    """
    column = torch.tensor([row[cell[1] - 1] for row in batch], dtype=torch.float64)
    spread = column.std(correction=0).item()
    if not spread:
        return 1.0
    power = 10.0 ** math.floor(math.log10(spread / 4))
    return max(step * power for step in (1, 2, 5) if step * power <= spread / 4 * (1 + 1e-9))


def moved(batch: Rows, cell: Cell, steps: float) -> Rows:
    """Return `batch` with the number at `cell` moved by `steps` steps."""
    r, f = cell
    row = list(batch[r - 1])
    row[f - 1] = round(row[f - 1] + steps * step_of(batch, cell), 12)
    return (*batch[: r - 1], tuple(row), *batch[r:])


def cell_name(cell: Cell) -> str:
    return f"row {cell[0]}, feature {cell[1]}"


def read_momentum(text: str) -> float | None:
    """Read a number from 0 to 1, or None. Raises `InputError`."""
    if text.strip().lower() == "none":
        return None
    return parse_number(text, "Momentum is a number from 0 to 1, or None.", lambda value: 0 <= value <= 1)


def read_eps(text: str) -> float:
    """Read 0 or a number from 1e-12 to 1. Raises `InputError`."""
    return parse_number(
        text,
        "eps is 0, or a number from 1e-12 to 1. Torch's default is 1e-5.",
        lambda value: value == 0 or LEAST_EPS <= value <= 1,
    )
