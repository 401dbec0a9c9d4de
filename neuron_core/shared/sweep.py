"""Sweeps: every position of every slider, computed by torch before anyone drags.

A slider that moves alone can only visit its own positions. One batched forward computes them all, for all sliders; the
browser then looks rows up while the pointer is down.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

Columns = dict[str, Tensor]
"""Named results, each of shape (N,): one value a row."""


@dataclass(frozen=True)
class Axis:
    """A slider as the core sees it: its key and the grid it moves on (`maximum` lies on the grid)."""

    key: str
    minimum: float
    maximum: float
    step: float

    @property
    def count(self) -> int:
        return round((self.maximum - self.minimum) / self.step) + 1

    def positions(self) -> list[float]:
        """Return every value of the slider, in order, free of the drift that adding steps up would bring."""
        return [round(self.minimum + index * self.step, 9) for index in range(self.count)]


@dataclass(frozen=True)
class Sweep:
    """What torch computed for one commit.

    `values` holds the sliders at that commit, `now` every column there, and `rows` for each axis the columns that this
    axis changes, one entry a position. A row is true only while all other sliders stand at `values`.
    """

    axes: tuple[Axis, ...]
    values: dict[str, float]
    now: dict[str, float]
    rows: dict[str, Columns]


STILL = Sweep(axes=(), values={}, now={}, rows={})
"""The sweep of a drawing in which nothing is dragged."""


def sweep(
    axes: Sequence[Axis], values: Mapping[str, float], forward: Callable[[Mapping[str, Tensor]], Columns]
) -> Sweep:
    """Run `forward` once over the committed values and all positions of all axes.

    `forward` maps float32 columns of shape (N,), one for each key of `values`, to result columns of the same shape; its
    rows must not influence each other.
    """
    sizes = [1, *(axis.count for axis in axes)]
    table = torch.tensor(list(values.values())).repeat(sum(sizes), 1)  # (N, K)
    blocks = torch.split(table, sizes)[1:]
    keys = list(values)
    for axis, block in zip(axes, blocks, strict=True):
        block[:, keys.index(axis.key)] = _grid(axis)

    results = forward(dict(zip(keys, table.unbind(1), strict=True)))
    names = list(results)
    stacked = torch.stack([results[name] for name in names])  # (C, N)
    now, *swept = torch.split(stacked, sizes, dim=1)
    rows = {}
    for axis, block in zip(axes, swept, strict=True):
        moves = (block != now).any(1).tolist()
        rows[axis.key] = {name: block[i] for i, name in enumerate(names) if moves[i]}
    return Sweep(tuple(axes), dict(values), dict(zip(names, now.squeeze(1).tolist(), strict=True)), rows)


@lru_cache
def _grid(axis: Axis) -> Tensor:
    return torch.tensor(axis.positions())
