"""Flatten, cell by cell: every cell slides from its place in the tensor to its place in the flattened one.

First all cells slide sideways, each vector in its own line, until they stand where they will stand; then they close up. So no
cell passes through another, and one sees that their order stays.
"""

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from neuron_core.shapes.drawing_layout import CELL, Layout, layout
from neuron_core.shared.drawing.palette import reading_order
from neuron_core.shared.drawing.slots import Drawing, Move, Sketch
from neuron_core.shared.refusal import Refusal

if TYPE_CHECKING:
    from neuron_core.shapes.study import FlattenStudy

Shape = tuple[int, ...]

MAX_CELLS = 64
"""Flatten's picture draws every cell, and no more than these can be read."""

TURN = 70.0
"""Up to here, in percent of the way, the cells slide sideways; then they close up."""

_STEP = 5.0  # by how many percent an arrow key moves the cells
_SIZE = 34.0  # the room for one size of a shape
_LABELS = 106.0  # the room for what stands before a shape
_HEAD = 90.0  # the height of the two shapes above the cells
_GAP = 56.0
_WIDEST = 820.0  # what is wider side by side stands one below the other
_NARROWEST = 400.0
_MARGIN = 6.0


@dataclass(frozen=True)
class Side:
    """A tensor in the picture: its cells in place, its shape with the dimensions that are merged, and where that is written."""

    cells: Layout
    shape: Shape
    merged: range
    middle: float
    top: float
    numbered: bool


def flatten_drawing(study: "FlattenStudy", key: str = "", *, covered: bool = False) -> Drawing:
    """Draw the tensor, the flattened one, and cells that slide from one to the other; or torch's refusal.

    The column is `step`, in percent of the way. Dragging the cells moves the slider `key`. What is `covered` is not drawn: where
    the cells go, or whether they go anywhere.
    """
    if covered:
        return _at_rest(study.tensor, study.merged, "?")
    if isinstance(study.result, Refusal):
        return _at_rest(study.tensor, study.merged, "✗ torch refuses")
    return _sliding(study.tensor, study.result, study.merged, key)


@lru_cache(maxsize=128)
def _at_rest(before: Shape, merged: range, says: str) -> Drawing:
    """Draw the tensor alone, and beside it what is said in place of the flattened one."""
    sketch = Sketch()
    plan = layout(before)
    wide = max(plan.width, _LABELS + _SIZE * len(before) + 10)
    svg = _picture(sketch, before, wide + _GAP + 150, _HEAD + plan.height)
    source = _side(plan, before, merged, (_MARGIN, 0), wide, numbered=True)
    css_class = "value broken" if says.startswith("✗") else "value"
    sketch.add(svg, "text", says, x=_MARGIN + wide + _GAP + 75, y=42, class_=css_class)
    _head(sketch, svg, source, "x")
    _ghosts(sketch, svg, source.cells)
    group = sketch.add(svg, "g", class_="cells")
    for number, place in enumerate(source.cells.cells):
        _cell(sketch, group, number, len(source.cells.cells), place)
    return sketch.drawing()


@lru_cache(maxsize=128)
def _sliding(before: Shape, after: Shape, merged: range, key: str) -> Drawing:
    sketch = Sketch()
    plan, there = layout(before), layout(after)
    wide = max(plan.width, _LABELS + _SIZE * len(before) + 10)
    across = max(there.width, _SIZE * len(after) + 10, 110)
    beside = wide + _GAP + across <= _WIDEST
    if beside:
        width, height = wide + _GAP + across, max(plan.height, there.height)
        place = (_MARGIN + wide + _GAP, 0.0)
    else:
        width, height = max(wide, across), plan.height + 20 + _HEAD + there.height
        wide = across = width
        place = (_MARGIN, _HEAD + plan.height + 20)
    svg = _picture(sketch, before, width, _HEAD + height)
    source = _side(plan, before, merged, (_MARGIN, 0), wide, numbered=True)
    target = _side(there, after, range(merged.start, merged.start + bool(merged)), place, across, numbered=False)
    _head(sketch, svg, source, "x")
    if beside:
        sketch.add(svg, "text", "→", x=_MARGIN + wide + _GAP / 2, y=42, class_="value")
    _head(sketch, svg, target, "flattened")
    for side in (source, target):
        _ghosts(sketch, svg, side.cells)
    _moving(sketch, svg, source, target, "x" if beside else "y", key)
    return sketch.drawing()


def _picture(sketch: Sketch, before: Shape, width: float, height: float) -> ET.Element:
    """Add the picture, with what is on it in its middle."""
    seen = max(_NARROWEST, width + 2 * _MARGIN)
    left = (width + 2 * _MARGIN - seen) / 2
    return sketch.add(
        sketch.root, "svg", class_="regroup", role="group", viewBox=f"{left:g} 0 {seen:g} {height + _MARGIN:g}",
        aria_label=f"The cells of x {before}, and where Flatten puts them",
    )  # fmt: skip


def _side(
    plan: Layout, shape: Shape, merged: range, place: tuple[float, float], width: float, *, numbered: bool
) -> Side:  # fmt: skip
    """Put a tensor's cells below its shape, or as near to that as there is room; `numbered` dimensions have labels before them."""
    left, top = place
    middle = left + width / 2 + (_LABELS / 2 if numbered else 0)
    start = max(left, min(middle - plan.width / 2, left + width - plan.width))
    return Side(plan.at(start, top + _HEAD), shape, merged, middle, top, numbered)


def _head(sketch: Sketch, parent: ET.Element, side: Side, name: str) -> None:
    """Write a shape, each size above the number of its dimension, from the front and from the end; mark those merged."""
    count = len(side.shape)
    middle, numbered = side.middle, side.numbered
    places = [middle + _SIZE * (i - (count - 1) / 2) for i in range(count)]
    group = sketch.add(parent, "g")
    if side.merged and places:
        start, end = places[side.merged[0]], places[side.merged[-1]]
        sketch.add(
            group, "rect", x=start - 16, y=side.top + 22, width=end - start + 32, height=60 if numbered else 28, rx=6,
            class_="merged",
        )  # fmt: skip
    if not numbered:
        sketch.add(group, "text", name, x=middle, y=side.top + 15, class_="label")
    if not places:
        sketch.add(group, "text", "()", x=middle, y=side.top + 42, class_="value")
    for i, (x, size) in enumerate(zip(places, side.shape, strict=True)):
        text = (
            f"{'(' if i == 0 else ''}{size}{',' if i < count - 1 or count == 1 else ''}{')' if i == count - 1 else ''}"
        )
        sketch.add(
            group, "text", text, x=x, y=side.top + 42, class_="value accent" if i in side.merged else "value"
        )  # fmt: skip
        if numbered:
            sketch.add(group, "text", str(i), x=x, y=side.top + 60, class_="index")
            sketch.add(group, "text", f"−{count - i}", x=x, y=side.top + 78, class_="index")
    if numbered:
        edge = min([middle, *places]) - 24
        sketch.add(group, "text", name, x=edge, y=side.top + 42, class_="value end")
        if places:
            sketch.add(group, "text", "dimension", x=edge, y=side.top + 60, class_="index end")
            sketch.add(group, "text", "from the end", x=edge, y=side.top + 78, class_="index end")


def _ghosts(sketch: Sketch, parent: ET.Element, plan: Layout) -> None:
    """Draw the places of the cells, with the numbers that belong there."""
    group = sketch.add(parent, "g", class_="ghost")
    squares = "".join(f"M{x + 2:g} {y + 2:g}h{CELL - 4:g}v{CELL - 4:g}h{4 - CELL:g}z" for x, y in plan.cells)
    frames = "".join(f"M{f.x:g} {f.y:g}h{f.width:g}v{f.height:g}h-{f.width:g}z" for f in plan.frames)
    sketch.add(group, "path", d=squares)
    sketch.add(group, "path", d=frames, class_="frame")
    for number, (x, y) in enumerate(plan.cells):
        sketch.add(group, "text", str(number + 1), x=x + CELL / 2, y=y + CELL / 2 + 6, data_part=f"{number}")


def _cell(
    sketch: Sketch, parent: ET.Element, number: int, count: int, place: tuple[float, float] | None = None
) -> ET.Element:
    """Draw a cell: still at `place`, or else to be placed by its `x` and `y`."""
    cell = sketch.add(parent, "svg", aria_hidden="true", color=reading_order(number, count), data_part=f"{number}")
    if place:
        cell.attrib |= {"x": f"{place[0]:g}", "y": f"{place[1]:g}"}
    sketch.add(cell, "path", d=f"M2 2h{CELL - 4:g}v{CELL - 4:g}H2z")
    sketch.add(cell, "text", str(number + 1), x=CELL / 2, y=CELL / 2 + 6)
    return cell


def _moving(sketch: Sketch, parent: ET.Element, source: Side, target: Side, along: str, key: str) -> None:
    """Draw the cells that slide from `source` to `target`; all together they are a handle."""
    starts, ends = source.cells.cells, target.cells.cells
    group = sketch.add(parent, "g", class_="cells")
    for number, ((x0, y0), (x1, y1)) in enumerate(zip(starts, ends, strict=True)):
        cell = _cell(sketch, group, number, len(starts))
        sketch.scale(cell, "step", "x", (0, TURN), (round(x0, 1), round(x1, 1)))
        sketch.scale(cell, "step", "y", (TURN, 100), (round(y0, 1), round(y1, 1)))
    if key:
        axis = 0 if along == "x" else 1
        way = sum(end[axis] - start[axis] for start, end in zip(starts, ends, strict=True)) / len(starts)
        whole = way / (TURN / 100) if along == "x" else way
        sketch.handle(group, "The cells", Move(key, along, (0, round(whole, 1)), (0, 100), _STEP, relative=True))
