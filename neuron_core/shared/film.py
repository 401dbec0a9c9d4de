"""A film: what follows one slider alone, for a whole run, and stands for many commits.

A sweep is true only while all other sliders stand; a film is true wherever they stand. So it is sent once, packed small, and
the commits that move its slider send nothing of it again.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

import torch
from torch import Tensor

from neuron_core.shared.levels import LEVELS
from neuron_core.shared.sweep import Axis, Columns


@dataclass(frozen=True)
class Film:
    """A value of every one of `columns` and a square picture of every one of `frames` (name, cells a side) for each position of `axis`.

    `body` holds them packed, see `film`. Films with the same `name` show the same.
    """

    name: str
    axis: Axis = field(compare=False)
    columns: tuple[str, ...] = field(compare=False)
    frames: tuple[tuple[str, int], ...] = field(compare=False)
    body: bytes = field(compare=False, repr=False)


def film(axis: Axis, rows: Columns, frames: Mapping[str, Tensor] | None = None) -> Film:
    """Pack columns (n,) and frames (n, side, side), uint8, row by row from the top down, n at most `axis.count`.

    Where there are fewer positions than the axis has, the last one stands for all that follow. Packed are the columns' float32
    bits, taken as integers, as differences of differences, which are small where a curve is smooth: all first bytes of a column,
    all second ones, and so on; then every frame as its difference to the one before; all of it deflated.
    """
    bits = (
        torch.stack([_filled(column, axis.count) for column in rows.values()]).contiguous().view(torch.int32)
    )  # (C, N)
    for _ in range(2):
        bits = _differences(bits.T).T
    planes = bits.contiguous().numpy().astype("<i4").view("u1").reshape(len(rows), axis.count, 4).transpose(0, 2, 1)
    pictures = [_differences(_filled(frame, axis.count)).numpy().tobytes() for frame in (frames or {}).values()]
    body = zlib.compress(b"".join([planes.tobytes(), *pictures]), 6)
    sides = tuple((name, frame.shape[1]) for name, frame in (frames or {}).items())
    head = repr((axis, tuple(rows), sides)).encode()
    return Film(blake2b(body + head, digest_size=9).hexdigest(), axis, tuple(rows), sides, body)


def _filled(values: Tensor, count: int) -> Tensor:
    return torch.cat([values, values[-1:].expand(count - len(values), *values.shape[1:])])


def _differences(values: Tensor) -> Tensor:
    """Return each row's difference to the one before it, with the overflow that undoing it has too."""
    return torch.cat([values[:1], values[1:] - values[:-1]])


def levels(values: Tensor) -> Tensor:
    """Turn values of any shape, -1 to 1 (others are clamped), into uint8 levels, 0 to `LEVELS` - 1.

    0 counts as positive. `LEVEL_VALUES` undoes it.
    """
    half = LEVELS // 2
    size = (values.abs().clamp(max=1).sqrt() * half).floor().clamp(max=half - 1)
    return torch.where(values >= 0, half + size, half - 1 - size).to(torch.uint8)
