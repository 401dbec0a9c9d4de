"""Grids: rows of numbers in cells, with the mistake and cured. Those of the first seed: to be read, not compared."""

import math
import xml.etree.ElementTree as ET
from collections.abc import Sequence

from neuron_core.errors.drawing_halves import RIGHT, WRONG, finite, half, legend
from neuron_core.errors.tell import SEEDS, Grids, Measured, Values
from neuron_core.shared.drawing.diagram import TONES
from neuron_core.shared.drawing.slots import Sketch
from neuron_core.shared.numbers import number_text

MOST = 8
"""Up to so many rows and columns the numbers are written; beyond, they are marks whose size is the number's."""
_ROOMY = 5  # columns that even a phone shows side by side
_CELL = 10.0


def grids(sketch: Sketch, parent: ET.Element, tell: Grids, measured: Measured, columns: tuple[int, int]) -> None:
    """Draw a cell for each number: with the mistake in rows of `columns[0]`, cured in rows of `columns[1]`."""
    wrong, right = _tables(measured, columns)
    written = _can_be_read(wrong, right)
    largest = max(map(abs, finite([*wrong, *right])), default=0.0) or 1.0
    if written and max(columns) > _ROOMY:
        parent.set("tabindex", "0")  # on a phone it scrolls
    sides = sketch.add(parent, "div", class_="sides cells")
    for side, rows in ((WRONG, wrong), (RIGHT, right)):
        box = half(sketch, sides, side, f"{side.name}: {_size(rows)}")
        if written:
            _numbers(sketch, box, rows)
        else:
            _marks(sketch, box, rows, largest)
    marks = "" if written else " A square is a positive number, a flat bar a negative one; the larger, the larger."
    legend(sketch, parent, f"{tell.axis}, under seed {SEEDS[0]}.{marks}")


def grids_twin(tell: Grids, measured: Measured, columns: tuple[int, int]) -> str:
    """Say how many rows and columns there are, and the numbers, row by row, or where they lie if they are many."""
    wrong, right = _tables(measured, columns)
    tables = (_said(rows, _can_be_read(wrong, right)) for rows in (wrong, right))
    return "Cells under seed {}: {}. With the mistake {} Cured {}".format(SEEDS[0], tell.axis, *tables)


def _tables(measured: Measured, columns: tuple[int, int]) -> tuple[list[Values], list[Values]]:
    """Cut the first seed's values into rows."""
    wrong, right = (
        [values[start : start + count] for start in range(0, len(values), count)]
        for values, count in zip((measured.wrong[0], measured.right[0]), columns, strict=True)
    )
    return wrong, right


def _can_be_read(*tables: Sequence[Values]) -> bool:
    return all(max(len(rows), len(rows[0])) <= MOST for rows in tables)


def _size(rows: Sequence[Values]) -> str:
    return f"{len(rows)} × {len(rows[0])}"


def _said(rows: Sequence[Values], written: bool) -> str:
    if written:
        return f"{_size(rows)}: {'; '.join(', '.join(map(number_text, row)) for row in rows)}."
    known = finite(rows) or [math.nan]
    return f"{_size(rows)}: numbers between {number_text(min(known))} and {number_text(max(known))}."


def _numbers(sketch: Sketch, parent: ET.Element, rows: Sequence[Values]) -> None:
    body = sketch.add(sketch.add(parent, "table"), "tbody")
    for row in rows:
        line = sketch.add(body, "tr")
        for value in row:
            sketch.add(line, "td", number_text(value, most=2), class_=_tone(value))


def _tone(value: float) -> str:
    return TONES[(value > 0) - (value < 0) + 1]


def _marks(sketch: Sketch, parent: ET.Element, rows: Sequence[Values], largest: float) -> None:
    """Draw a mark in each cell, whose area is the number's size: squares are positive, flat bars negative."""
    wide, high = _CELL * len(rows[0]), _CELL * len(rows)
    svg = sketch.add(parent, "svg", viewBox=f"0 0 {wide:g} {high:g}", aria_hidden="true")
    sketch.add(svg, "rect", x=0, y=0, width=wide, height=high, class_="ground")
    for tone in ("negative", "positive"):
        path = "".join(
            _mark(_CELL * (column + 0.5), _CELL * (line + 0.5), value / largest)
            for line, row in enumerate(rows)
            for column, value in enumerate(row)
            if _tone(value) == tone
        )
        sketch.add(svg, "path", d=path, class_=tone)


def _mark(x: float, y: float, share: float) -> str:
    """Return a square of this share of a cell; where the share is negative, a bar that is a third as high."""
    side = (_CELL - 1) * abs(share) ** 0.5
    high = side if share > 0 else side / 3
    return f"M{x - side / 2:.1f} {y - high / 2:.1f}h{side:.1f}v{high:.1f}h{-side:.1f}z"
