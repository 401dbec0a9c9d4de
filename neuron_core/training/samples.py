"""Rows to learn from, ready for a network: parted into training and test rows, standardised if wanted."""

import math
from dataclasses import dataclass, field
from functools import lru_cache

import torch
from torch import Tensor

from neuron_core.shared.seeding import seeded
from neuron_core.training.data import DATA_SETS, draw

FEWEST_ROWS, MOST_ROWS = 10, 400
"""How many rows a data set can have here; a person's own file may have more."""


@dataclass(frozen=True)
class Table:
    """Rows before anything is done to them: x (N, 2), y (N, 1), float32.

    `names` are those of both features and of what is to be learnt; `classes` name what y = 0 and y = 1 mean, and are empty where
    y is a number. Two tables of the same `key` are the same.
    """

    key: str
    names: tuple[str, str, str] = field(compare=False)
    classes: tuple[str, ...] = field(compare=False)
    x: Tensor = field(compare=False)
    y: Tensor = field(compare=False)


@dataclass(frozen=True)
class Samples:
    """A table, parted: `x_train` (n, 2), `y_train` (n, 1), `x_test`, `y_test`, as the network gets them.

    `mean` and `std` (2,) are what standardising subtracted and divided by: those of the training rows, or 0 and 1. All x lie in
    the square from `low` to `high` on both axes. `size` is the largest |y|.
    """

    table: Table
    test_share: float
    standardised: bool
    seed: int
    x_train: Tensor = field(compare=False)
    y_train: Tensor = field(compare=False)
    x_test: Tensor = field(compare=False)
    y_test: Tensor = field(compare=False)
    mean: Tensor = field(compare=False)
    std: Tensor = field(compare=False)
    low: float = field(compare=False)
    high: float = field(compare=False)

    @property
    def classes(self) -> bool:
        return bool(self.table.classes)

    @property
    def size(self) -> float:
        return self.table.y.abs().max().item()


@lru_cache(maxsize=64)
def drawn_table(name: str, n: int, noise: float, seed: int) -> Table:
    """Draw data set `name` of the registry as a table."""
    x, y = draw(name, n, noise, seed)
    classes = ("class 0", "class 1") if DATA_SETS[name].classes else ()
    return Table(f"{name} {n} {noise} {seed}", ("x1", "x2", "y"), classes, x, y)


def test_rows(rows: int, share: float) -> int:
    """Return how many of `rows` are kept for the test: `share` of them, and never so many that fewer than two are left."""
    return min(round(share * rows), rows - 2)


@lru_cache(maxsize=64)
def prepare(table: Table, test_share: float, standardise: bool, seed: int) -> Samples:
    """Shuffle the rows by `seed`, keep `test_share` of them for the test, standardise by the others' mean and deviation."""
    with seeded(seed):
        order = torch.randperm(len(table.x))
    kept = test_rows(len(table.x), test_share)
    test, train = order[:kept], order[kept:]
    mean, std = torch.zeros(2), torch.ones(2)
    if standardise:
        mean, std = table.x[train].mean(0), table.x[train].std(0)
        std = torch.where(std > 0, std, torch.ones(2))  # a constant column is only shifted
    x = (table.x - mean) / std
    low, high = _square(x)
    return Samples(
        table, test_share, standardise, seed, x[train], table.y[train], x[test], table.y[test], mean, std, low, high
    )


@dataclass(frozen=True)
class Standardising:
    """What standardising does to both inputs, whether or not it is on.

    `mean` and `std` are those of the training rows, `std` torch's own. `before` and `after` are the first few training rows.
    `divisor` is what their difference from the mean is divided by: `std`, or 1 where that is 0. `test_mean` is the mean of the
    test rows afterwards, nothing where there are none.
    """

    mean: tuple[float, ...]
    std: tuple[float, ...]
    divisor: tuple[float, ...]
    before: tuple[tuple[float, ...], ...]
    after: tuple[tuple[float, ...], ...]
    test_mean: tuple[float, ...]


def standardising(samples: Samples, rows: int = 3) -> Standardising:
    """Compare these samples as they are in the table with the same ones standardised, in their first few `rows`."""
    plain, scaled = (prepare(samples.table, samples.test_share, on, samples.seed) for on in (False, True))
    return Standardising(
        mean=tuple(plain.x_train.mean(0).tolist()),
        std=tuple(plain.x_train.std(0).tolist()),
        divisor=tuple(scaled.std.tolist()),
        before=tuple(map(tuple, plain.x_train[:rows].tolist())),
        after=tuple(map(tuple, scaled.x_train[:rows].tolist())),
        test_mean=tuple(scaled.x_test.mean(0).tolist()) if len(scaled.x_test) else (),
    )


def _square(x: Tensor) -> tuple[float, float]:
    """Return round ends that hold both columns with a little room; around 0 they are the same on both sides."""
    low, high = x.min().item(), x.max().item()
    if low < 0 < high and min(-low, high) > 0.3 * max(-low, high):
        low = -(high := max(-low, high))
    room = max(0.02 * (high - low), 1e-3)
    step = 10.0 ** math.floor(math.log10(high - low + 2 * room)) / 2
    return _down(low - room, step), 0.0 - _down(-high - room, step)


def _down(value: float, step: float) -> float:
    return round(value // step * step, 6) + 0.0
