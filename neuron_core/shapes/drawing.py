"""Flatten cell by cell, and a Linear's doorway: what arrives, the door, what leaves."""

import xml.etree.ElementTree as ET
from functools import lru_cache
from math import prod

from neuron_core.shapes.drawing_layout import CELL, Layout, layout
from neuron_core.shapes.shape import Doorway, Shape
from neuron_core.shared.drawing.slots import Drawing, Sketch

MAX_CELLS = 64
"""Flatten's picture draws every cell, and no more than these can be read."""

_WIDTH = 420.0
_WAYS = 24  # up to so many cells, a line leads each one to where it lands


@lru_cache(maxsize=128)
def flatten_drawing(before: Shape, after: Shape | None) -> Drawing:
    """Draw a tensor of shape `before` above the same cells in shape `after` (None: torch refused).

    Cells hold 1, 2, 3, ... in reading order, and keep their number and their colour wherever they land.
    """
    sketch = Sketch()
    source = layout(before)
    target = layout(after) if after is not None else None
    width = max(_WIDTH, source.width + 8, target.width + 8 if target else 0)
    below = 34 + source.height
    height = below + (84 + target.height if target else 46)
    svg = sketch.add(
        sketch.root, "svg", viewBox=f"0 0 {width:g} {height:g}", role="img", aria_label=flatten_sentence(before, after)
    )
    _caption(sketch, svg, width / 2, 18, f"x {_shape(before)}")
    here = _place(source, width, 28)
    if target is None or after is None:
        sketch.add(svg, "text", "✗ torch refuses", x=width / 2, y=below + 30, class_="broken")
    else:
        there = _place(target, width, below + 56)
        if len(here) <= _WAYS:
            for number, (start, end) in enumerate(zip(here, there, strict=True)):
                _way(sketch, svg, start, end, _colour(number, len(here)))
        _caption(sketch, svg, width / 2, height - 4, f"flattened {_shape(after)}")
        _cells(sketch, svg, target, there)
    _cells(sketch, svg, source, here)
    return sketch.drawing()


def flatten_sentence(before: Shape, after: Shape | None) -> str:
    """Say what the picture shows."""
    cells = _count(prod(before), "cell")
    if after is None:
        return f"A tensor of shape {_shape(before)} with {cells}. Torch refuses to flatten it so."
    if after == before:
        return f"A tensor of shape {_shape(before)} with {cells}, left as it was."
    return f"{cells} of a tensor of shape {_shape(before)}, in the same order in a tensor of shape {_shape(after)}."


def _cells(sketch: Sketch, svg: ET.Element, plan: Layout, places: list[tuple[float, float]]) -> None:
    dx, dy = places[0][0] - plan.cells[0][0], places[0][1] - plan.cells[0][1]
    outlines = [{"x": f.x + dx, "y": f.y + dy, "width": f.width, "height": f.height, "rx": 6} for f in plan.frames]
    for outline in outlines:
        sketch.add(svg, "rect", **outline, class_="ground")
    for number, (x, y) in enumerate(places):
        colour = _colour(number, len(places))
        sketch.add(
            svg, "rect", x=x + 1, y=y + 1, width=CELL - 2, height=CELL - 2, rx=4,
            fill=colour, fill_opacity=0.35, stroke=colour, class_="cell",
        )  # fmt: skip
        sketch.add(svg, "text", str(number + 1), x=x + CELL / 2, y=y + CELL / 2 + 6)
    for outline in outlines:
        sketch.add(svg, "rect", **outline, class_="frame")


def _way(sketch: Sketch, svg: ET.Element, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
    (x0, y0), (x1, y1) = start, end
    x0, x1, y0 = x0 + CELL / 2, x1 + CELL / 2, y0 + CELL
    bend = (y1 - y0) / 2
    sketch.add(
        svg, "path", d=f"M{x0:g} {y0:g}C{x0:g} {y0 + bend:g} {x1:g} {y1 - bend:g} {x1:g} {y1:g}", stroke=colour, class_="way"
    )  # fmt: skip


def _place(plan: Layout, width: float, top: float) -> list[tuple[float, float]]:
    """Centre a layout below `top`."""
    left = (width - plan.width) / 2
    return [(x + left, y + top) for x, y in plan.cells]


def _colour(number: int, count: int) -> str:
    """Violet to green along the reading order: next to one another in the tensor, next to one another in colour."""
    return f"hsl({270 - 150 * number / max(1, count - 1):.0f} 65% 48%)"


def _caption(sketch: Sketch, svg: ET.Element, x: float, y: float, text: str) -> None:
    sketch.add(svg, "text", text, x=x, y=y, class_="value")


def _shape(shape: Shape) -> str:
    return str(tuple(shape))


_X, _W, _Y = 105.0, 325.0, 545.0
_CAPS = (2, 2, 4, 10, 10)  # how much of each dimension is drawn, from the fifth last to the last


@lru_cache(maxsize=128)
def doorway_drawing(door: Doorway) -> Drawing:
    """Draw what arrives, the Linear's weight and what leaves; the first vector's way through them is picked out.

    Where the rule is broken, the two numbers that disagree are marked, and nothing leaves.
    """
    sketch = Sketch()
    result = door.result.shape
    blocks = [_shown(door.arrives), _shown(door.weight), _shown(result or ())]
    tall = max(plan.height * _fit(plan) for _, plan in blocks)
    svg = sketch.add(
        sketch.root, "svg", viewBox=f"0 0 640 {tall + 124:.0f}", role="img", aria_label=doorway_sentence(door), class_="scene"
    )  # fmt: skip
    middle = 62 + tall / 2
    last = door.arrives[-1:]
    mark = "broken" if result is None else "accent"
    _dimensions(sketch, svg, _X, "x", door.arrives, mark)
    _block(sketch, svg, _X, middle, door.arrives, last[0] if last else 1)
    _dimensions(sketch, svg, _W, "weight", door.weight, mark)
    _block(sketch, svg, _W, middle, door.weight, door.in_features)
    sketch.add(svg, "text", "→" if result is not None else "≠", x=(_X + _W) / 2, y=middle + 6, class_=f"value {mark}")
    _vectors(sketch, svg, _X, tall, door.arrives)
    _lines(sketch, svg, _W, tall, f"{_count(door.out_features, 'row')} of {door.in_features}:", "one for each output")
    if result is None:
        arrives = str(last[0]) if last else "no dimension"
        sketch.add(svg, "text", f"✗ {arrives} ≠ {door.in_features}", x=_Y, y=middle - 4, class_="value broken")
        sketch.add(svg, "text", "nothing leaves", x=_Y, y=middle + 20, class_="small")
    else:
        _dimensions(sketch, svg, _Y, "y", result, "accent")
        sketch.add(svg, "text", "→", x=(_W + _Y) / 2, y=middle + 6, class_="value accent")
        _block(sketch, svg, _Y, middle, result, 1)
        _vectors(sketch, svg, _Y, tall, result)
    return sketch.drawing()


def doorway_sentence(door: Doorway) -> str:
    """Say what the picture shows."""
    weight = f"The weight has shape {_shape(door.weight)}, out by in."
    if door.result.shape is None:
        arrives = f"a last dimension of {door.arrives[-1]}" if door.arrives else "no dimension at all"
        return f"A tensor of shape {_shape(door.arrives)} arrives with {arrives}; the door wants {door.in_features}. {weight}"
    times = "one vector" if door.vectors == 1 else f"{door.vectors:,} vectors, each by itself"
    return (
        f"A tensor of shape {_shape(door.arrives)} goes in as {times} of {door.in_features}, "
        f"and leaves with shape {_shape(door.result.shape)}. {weight}"
    )


def _dimensions(sketch: Sketch, svg: ET.Element, x: float, name: str, shape: Shape, mark: str) -> None:
    """Write a shape with its last dimension, the one a Linear works on, marked."""
    sketch.add(svg, "text", name, x=x, y=20, class_="small")
    text = sketch.add(svg, "text", "(" + "".join(f"{size}, " for size in shape[:-1]), x=x, y=44, class_="value")
    if shape:
        sketch.add(text, "tspan", str(shape[-1]), class_=mark)
    sketch.add(text, "tspan", ",)" if len(shape) == 1 else ")")


def _shown(shape: Shape) -> tuple[Shape, Layout]:
    """Return how much of a tensor is drawn, and its cells."""
    shown = tuple(min(size, cap) for size, cap in zip(shape, _CAPS[len(_CAPS) - len(shape) :], strict=True))
    return shown, layout(shown)


def _fit(plan: Layout) -> float:
    return min(1.2, 170 / plan.width, 230 / plan.height)


def _block(sketch: Sketch, svg: ET.Element, x: float, middle: float, shape: Shape, picked: int) -> None:
    """Draw a tensor's cells as large as there is room, the first `picked` of them picked out."""
    shown, plan = _shown(shape)
    scale = _fit(plan)
    left, top = x - plan.width * scale / 2, middle - plan.height * scale / 2
    group = sketch.add(svg, "g", transform=f"translate({left:.1f} {top:.1f}) scale({scale:.3f})")
    first = min(picked, shown[-1] if shown else 1)
    sketch.add(group, "path", d=_squares(plan.cells[first:]), class_="cell plain")
    sketch.add(group, "path", d=_squares(plan.cells[:first]), class_="cell picked")


def _vectors(sketch: Sketch, svg: ET.Element, x: float, tall: float, shape: Shape) -> None:
    """Say below a block how many vectors it holds, and where not all of it is drawn."""
    says = f"{_count(prod(shape[:-1]), 'vector')} of {shape[-1]}" if shape else "a single number"
    _lines(sketch, svg, x, tall, says, "" if _shown(shape)[0] == shape else "(not all drawn)")


def _lines(sketch: Sketch, svg: ET.Element, x: float, tall: float, *lines: str) -> None:
    for number, line in enumerate(lines):
        sketch.add(svg, "text", line, x=x, y=tall + 90 + 25 * number, class_="small")


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" + "s" * (number != 1)


def _squares(cells: list[tuple[float, float]]) -> str:
    side = f"{CELL - 4:g}"
    return "".join(f"M{x + 2:g} {y + 2:g}h{side}v{side}h-{side}z" for x, y in cells)
