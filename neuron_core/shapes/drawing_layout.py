"""Where the cells of a tensor are drawn: vectors of the last dimension as rows, one below the other, as torch prints them.

So every vector has a line of its own, and cells that move to another layout never pass through each other. What would be too
tall goes on in a column beside it.
"""

from dataclasses import dataclass, field
from math import ceil, prod

CELL = 36.0
LONGEST_ROW = 16  # a longer row goes on below itself
TALLEST = 520.0  # what is taller goes on beside itself
_GAP = 4.0


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

    def at(self, x: float, y: float) -> "Layout":
        """Return the same layout with its upper left corner at (x, y)."""
        cells = [(a + x, b + y) for a, b in self.cells]
        return Layout(cells, [Frame(f.x + x, f.y + y, f.width, f.height) for f in self.frames], self.width, self.height)


def layout(shape: tuple[int, ...], cell: float = CELL) -> Layout:
    """Lay out a tensor of `shape` with square cells of side `cell`."""
    if len(shape) < 2:
        return _row(prod(shape), cell)
    part = layout(shape[1:], cell)
    gap = _GAP * (len(shape) - 1)
    columns = ceil(shape[0] / max(1, (TALLEST + gap) // (part.height + gap)))
    lines = ceil(shape[0] / columns)
    right, down = part.width + 3 * gap, part.height + gap
    parts = [part.at(i // lines * right, i % lines * down) for i in range(shape[0])]
    return Layout(
        [cell for one in parts for cell in one.cells],
        [frame for one in parts for frame in one.frames],
        (columns - 1) * right + part.width,
        (lines - 1) * down + part.height,
    )


def _row(count: int, cell: float) -> Layout:
    across, lines = min(count, LONGEST_ROW), -(-count // LONGEST_ROW)
    width, height = across * cell, lines * cell
    cells = [(cell * (i % LONGEST_ROW), cell * (i // LONGEST_ROW)) for i in range(count)]
    return Layout(cells, [Frame(0.0, 0.0, width, height)], width, height)
