"""Flatten cell by cell; and a Linear: what arrives, its weight, what leaves."""

import xml.etree.ElementTree as ET
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING

from neuron_core.shapes.drawing_layout import CELL, Layout, layout
from neuron_core.shared.drawing.palette import reading_order
from neuron_core.shared.drawing.slots import Drawing, Sketch
from neuron_core.shared.numbers import count_text
from neuron_core.shared.refusal import Refusal

if TYPE_CHECKING:
    from neuron_core.shapes.study import FlattenStudy, LinearStudy

Shape = tuple[int, ...]

MAX_CELLS = 64
"""Flatten's picture draws every cell, and no more than these can be read."""

_WIDTH = 420.0
_CURVES = 24  # up to so many cells, a line leads from each one to where it is afterwards


def flatten_drawing(study: "FlattenStudy") -> Drawing:
    """Draw the tensor above the same cells in their new shape, or torch's refusal.

    Cells hold 1, 2, 3, ... in reading order, and keep their number and their colour.
    """
    after = None if isinstance(study.result, Refusal) else study.result
    return _flatten_drawing(study.tensor, after, study.sentence)


@lru_cache(maxsize=128)
def _flatten_drawing(before: Shape, after: Shape | None, sentence: str) -> Drawing:
    sketch = Sketch()
    source = layout(before)
    target = layout(after) if after is not None else None
    width = max(_WIDTH, source.width + 8, target.width + 8 if target else 0)
    below = 34 + source.height
    height = below + (84 + target.height if target else 46)
    svg = sketch.add(sketch.root, "svg", viewBox=f"0 0 {width:g} {height:g}", role="img", aria_label=sentence)
    _caption(sketch, svg, width / 2, 18, f"x {before}")
    here = _place(source, width, 28)
    if target is None:
        sketch.add(svg, "text", "✗ torch refuses", x=width / 2, y=below + 30, class_="broken")
    else:
        there = _place(target, width, below + 56)
        if len(here) <= _CURVES:
            for number, (start, end) in enumerate(zip(here, there, strict=True)):
                _curve(sketch, svg, start, end, reading_order(number, len(here)))
        _caption(sketch, svg, width / 2, height - 4, f"flattened {after}")
        _cells(sketch, svg, target, there)
    _cells(sketch, svg, source, here)
    return sketch.drawing()


def _cells(sketch: Sketch, svg: ET.Element, plan: Layout, places: list[tuple[float, float]]) -> None:
    dx, dy = places[0][0] - plan.cells[0][0], places[0][1] - plan.cells[0][1]

    def outlines(css_class: str) -> None:
        for f in plan.frames:
            sketch.add(svg, "rect", x=f.x + dx, y=f.y + dy, width=f.width, height=f.height, rx=6, class_=css_class)

    outlines("ground")
    for number, (x, y) in enumerate(places):
        colour = reading_order(number, len(places))
        sketch.add(
            svg, "rect", x=x + 1, y=y + 1, width=CELL - 2, height=CELL - 2, rx=4,
            fill=colour, fill_opacity=0.35, stroke=colour, class_="cell",
        )  # fmt: skip
        sketch.add(svg, "text", str(number + 1), x=x + CELL / 2, y=y + CELL / 2 + 6)
    outlines("frame")


def _curve(sketch: Sketch, svg: ET.Element, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
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


def _caption(sketch: Sketch, svg: ET.Element, x: float, y: float, text: str) -> None:
    sketch.add(svg, "text", text, x=x, y=y, class_="value")


_X, _W, _Y = 105.0, 325.0, 545.0
_CAPS = (2, 2, 4, 10, 10)  # how much of each dimension is drawn, from the fifth last to the last


def linear_drawing(study: "LinearStudy") -> Drawing:
    """Draw what arrives, the Linear's weight and what leaves; the first vector is picked out in all three.

    Where the sizes do not match, the two numbers are marked, and nothing comes out.
    """
    fit = study.fit
    leaves = None if isinstance(fit.leaves, Refusal) else fit.leaves
    return _linear_drawing(fit.arrives, fit.weight, leaves, study.sentence)


@lru_cache(maxsize=128)
def _linear_drawing(arrives: Shape, weight: Shape, leaves: Shape | None, sentence: str) -> Drawing:
    sketch = Sketch()
    out_features, in_features = weight
    tall = max(plan.height * _fit(plan) for _, plan in map(_shown, (arrives, weight, leaves or ())))
    svg = sketch.add(
        sketch.root, "svg", viewBox=f"0 0 640 {tall + 124:.0f}", role="img", aria_label=sentence, class_="scene"
    )
    middle = 62 + tall / 2
    last = arrives[-1:]
    mark = "broken" if leaves is None else "accent"
    _dimensions(sketch, svg, _X, "x", arrives, mark)
    _block(sketch, svg, _X, middle, arrives, last[0] if last else 1)
    _dimensions(sketch, svg, _W, "weight", weight, mark)
    _block(sketch, svg, _W, middle, weight, in_features)
    sketch.add(svg, "text", "→" if leaves is not None else "≠", x=(_X + _W) / 2, y=middle + 6, class_=f"value {mark}")
    _vectors(sketch, svg, _X, tall, arrives)
    _lines(sketch, svg, _W, tall, f"{count_text(out_features, 'row')} of {in_features}:", "one for each output")
    if leaves is None:
        size = str(last[0]) if last else "no dimension"
        sketch.add(svg, "text", f"✗ {size} ≠ {in_features}", x=_Y, y=middle - 4, class_="value broken")
        sketch.add(svg, "text", "nothing comes out", x=_Y, y=middle + 20, class_="small")
    else:
        _dimensions(sketch, svg, _Y, "y", leaves, "accent")
        sketch.add(svg, "text", "→", x=(_W + _Y) / 2, y=middle + 6, class_="value accent")
        _block(sketch, svg, _Y, middle, leaves, 1)
        _vectors(sketch, svg, _Y, tall, leaves)
    return sketch.drawing()


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
    says = f"{count_text(prod(shape[:-1]), 'vector')} of {shape[-1]}" if shape else "a single number"
    _lines(sketch, svg, x, tall, says, "" if _shown(shape)[0] == shape else "(not all drawn)")


def _lines(sketch: Sketch, svg: ET.Element, x: float, tall: float, *lines: str) -> None:
    for number, line in enumerate(lines):
        sketch.add(svg, "text", line, x=x, y=tall + 90 + 25 * number, class_="small")


def _squares(cells: list[tuple[float, float]]) -> str:
    side = f"{CELL - 4:g}"
    return "".join(f"M{x + 2:g} {y + 2:g}h{side}v{side}h-{side}z" for x, y in cells)
