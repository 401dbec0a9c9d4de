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


Two = tuple[Axis, Axis]
"""Two sliders that move together, as a point on a map does; their steps may be coarser than the sliders' own."""


@dataclass(frozen=True)
class Pair:
    """What torch computed for two sliders moved together: the columns that both of them change.

    One entry for each two positions, the second axis running faster. Columns that one of them changes alone are in its rows.
    """

    axes: Two
    rows: Columns


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
    pairs: tuple[Pair, ...] = ()


STILL = Sweep(axes=(), values={}, now={}, rows={})
"""The sweep of a drawing in which nothing is dragged."""


def sweep(
    axes: Sequence[Axis],
    values: Mapping[str, float],
    forward: Callable[[Mapping[str, Tensor]], Columns],
    pairs: Sequence[Two] = (),
) -> Sweep:
    """Run `forward` once over the committed values, all positions of all axes, and all of each of `pairs`.

    `forward` maps float32 columns of shape (N,), one for each key of `values`, to result columns of the same shape; its
    rows must not influence each other. The axes of a pair have keys of `axes`, and lie on their grids.
    """
    sizes = [1, *(axis.count for axis in axes), *(one.count * other.count for one, other in pairs)]
    table = torch.tensor(list(values.values())).repeat(sum(sizes), 1)  # (N, K)
    blocks = torch.split(table, sizes)[1:]
    keys = list(values)
    for axis, block in zip(axes, blocks, strict=False):
        block[:, keys.index(axis.key)] = _grid(axis)
    for two, block in zip(pairs, blocks[len(axes) :], strict=True):
        block[:, [keys.index(axis.key) for axis in two]] = torch.cartesian_prod(*map(_grid, two))

    results = forward(dict(zip(keys, table.unbind(1), strict=True)))
    names = list(results)
    stacked = torch.stack([results[name] for name in names])  # (C, N)
    now, *swept = torch.split(stacked, sizes, dim=1)
    rows = {}
    for axis, block in zip(axes, swept, strict=False):
        moves = (block != now).any(1).tolist()
        rows[axis.key] = {name: block[i] for i, name in enumerate(names) if moves[i]}
    together = []
    for two, block in zip(pairs, swept[len(axes) :], strict=True):
        both = rows[two[0].key].keys() & rows[two[1].key].keys()
        together.append(Pair(two, {name: block[i] for i, name in enumerate(names) if name in both}))
    held = dict(zip(names, now.squeeze(1).tolist(), strict=True))
    return Sweep(tuple(axes), dict(values), held, rows, tuple(together))


@lru_cache
def _grid(axis: Axis) -> Tensor:
    return torch.tensor(axis.positions(), dtype=torch.float32)
