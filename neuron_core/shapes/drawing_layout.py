"""Where the cells of a tensor are drawn: in rows, rows one below the other, blocks of rows side by side and wrapped like words."""

from dataclasses import dataclass, field
from math import prod

CELL = 36.0
LONGEST_ROW = 16  # a longer row goes on below itself
_GAP = 6.0
_FLOW = 600.0  # blocks flow on below once a line is this wide


@dataclass(frozen=True)
class Frame:
    """The outline of one vector of the last dimension."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Layout:
    """The upper left corner of every cell in reading order, the outline of every vector, and the size of it all."""

    cells: list[tuple[float, float]] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    width: float = CELL
    height: float = CELL


def layout(shape: tuple[int, ...], cell: float = CELL) -> Layout:
    """Lay out a tensor of `shape` with square cells of side `cell`."""
    if len(shape) < 2:
        return _row(prod(shape), cell)
    part = layout(shape[1:], cell)
    gap = _GAP * (len(shape) - 1)
    upright = len(shape) == 2
    cells, frames = [], []
    x = y = widest = 0.0
    for index in range(shape[0]):
        if index:
            x, y = (x, y + part.height + gap) if upright else (x + part.width + gap, y)
            if x + part.width > _FLOW and x:
                x, y = 0.0, y + part.height + gap
        cells += [(a + x, b + y) for a, b in part.cells]
        frames += [Frame(f.x + x, f.y + y, f.width, f.height) for f in part.frames]
        widest = max(widest, x + part.width)
    return Layout(cells, frames, widest, y + part.height)


def _row(count: int, cell: float) -> Layout:
    across, lines = min(count, LONGEST_ROW), -(-count // LONGEST_ROW)
    width, height = across * cell, lines * cell
    cells = [(cell * (i % LONGEST_ROW), cell * (i // LONGEST_ROW)) for i in range(count)]
    return Layout(cells, [Frame(0.0, 0.0, width, height)], width, height)
