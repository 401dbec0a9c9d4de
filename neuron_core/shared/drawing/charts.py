"""Charts that several drawings share: a large number, a waterfall, a curve with a dot on it."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from neuron_core.shared.axes import snug
from neuron_core.shared.drawing.diagram import tone
from neuron_core.shared.drawing.slots import Sketch

_HAIR = 1e-4  # the share of an axis over which an arrow appears: a step, in practice


def readout(sketch: Sketch, parent: ET.Element, name: str, hint: str, column: str, *, least: int = 1) -> None:
    """Add a tile with the column's value in large figures; `name` is also its accessible name."""
    tile = sketch.add(parent, "div", class_="readout")
    title = sketch.add(tile, "span", f"{name} ", class_="caption")
    sketch.add(title, "i", hint)
    # aria-live off: a screen reader hears the committed sentence instead, not every frame of a drag.
    value = sketch.add(tile, "output", aria_label=name, aria_live="off")
    sketch.number(value, column, least=least)
    tone(sketch, value, column)


@dataclass(frozen=True)
class Bar:
    """A bar of a waterfall: its name, the column written beside it, the columns it runs from ("": zero) and to."""

    name: str
    value: str
    start: str
    end: str
    part: str = ""


def waterfall(
    sketch: Sketch, parent: ET.Element, bars: Sequence[Bar], axis: tuple[float, float], description: str
) -> None:
    """Draw horizontal bars, each from where the last one ended; a bar that leaves the axis carries an arrow."""
    left, right, row = 78.0, 250.0, 25.0
    height = 24 + row * len(bars)
    svg = sketch.add(
        parent, "svg", viewBox=f"0 0 320 {height:g}", class_="waterfall", role="img", aria_label=description
    )
    across = (left, right)
    zero = place(0, axis, across)
    sketch.add(svg, "line", x1=zero, y1=4.0, x2=zero, y2=height - 18, class_="axis")
    for value in (axis[0], 0.0, axis[1]):
        sketch.add(svg, "text", tick(value), x=place(value, axis, across), y=height - 3, class_="tick")
    for index, (bar, after) in enumerate(zip(bars, [*bars[1:], None], strict=True)):
        y = 4 + row * (index + 0.5)
        sketch.add(svg, "text", bar.name, x=left - 14, y=y + 5, class_="label end")
        if after and after.start:  # the next bar begins where this one ends
            link = sketch.add(svg, "line", y1=y, y2=y + row, class_="guide")
            for attribute in ("x1", "x2"):
                sketch.scale(link, bar.end, attribute, axis, across)
        line = sketch.add(svg, "line", x1=zero, y1=y, y2=y, stroke_width=15)
        tone(sketch, line, bar.value, "bar")
        if bar.part:
            line.set("data-part", bar.part)
        if bar.start:
            sketch.scale(line, bar.start, "x1", axis, across)
        sketch.scale(line, bar.end, "x2", axis, across)
        arrows(sketch, svg, bar.end, axis, (left - 6, right + 6), y + 5)
        sketch.number(sketch.add(svg, "text", x=318, y=y + 5, class_="label end"), bar.value, least=1)


def curve_with_dot(
    sketch: Sketch,
    parent: ET.Element,
    label: str,
    across_column: str,
    up_column: str,
    curve: tuple[tuple[float, ...], tuple[float, ...]],
) -> None:
    """Draw a function as (across, up) points, with a dot at the two columns and guides from the dot to the axes."""
    up_axis = snug(curve[1])
    across, up = (34.0, 308.0), (148.0, 10.0)
    axis = (curve[0][0], curve[0][-1])
    svg = sketch.add(
        parent, "svg", viewBox="0 0 320 172", class_="curve", role="img",
        aria_label=f"The curve of {label} from {axis[0]:g} to {axis[1]:g}, with a dot where this neuron stands",
    )  # fmt: skip
    x0, y0 = place(0, axis, across), place(0, up_axis, up)
    sketch.add(svg, "line", x1=x0, x2=x0, y1=up[0], y2=up[1], class_="axis")
    sketch.add(svg, "line", x1=across[0], x2=across[1], y1=y0, y2=y0, class_="axis")
    for text, value in ((tick(axis[0]), axis[0]), (across_column, 0.5 * axis[1]), (tick(axis[1]), axis[1])):
        sketch.add(svg, "text", text, x=place(value, axis, across), y=up[0] + 17, class_="tick")
    for value in up_axis:
        sketch.add(svg, "text", tick(value), x=x0 - 5, y=place(value, up_axis, up) + 5, class_="tick end")
    sketch.add(svg, "text", label, x=across[0], y=up[1] + 5, class_="tick start")
    places = [(place(a, axis, across), place(b, up_axis, up)) for a, b in zip(*curve, strict=True)]
    points = " ".join(f"{x:.0f},{y:.0f}" for x, y in bends(places))
    sketch.add(svg, "polyline", points=points, class_="function")

    upright = sketch.add(svg, "line", y1=y0, class_="guide")
    level = sketch.add(svg, "line", x1=x0, class_="guide")
    dot = sketch.add(svg, "circle", r=7)
    for element, attribute in ((upright, "x1"), (upright, "x2"), (level, "x2"), (dot, "cx")):
        sketch.scale(element, across_column, attribute, axis, across)
    for element, attribute in ((upright, "y2"), (level, "y1"), (level, "y2"), (dot, "cy")):
        sketch.scale(element, up_column, attribute, up_axis, up)
    tone(sketch, dot, up_column, "dot")
    arrows(sketch, svg, across_column, axis, (across[0] + 8, across[1] - 4), up[1] + 10)


def arrows(
    sketch: Sketch, svg: ET.Element, column: str, axis: tuple[float, float], places: tuple[float, float], y: float
) -> None:
    """Add an arrow at each end of an axis, seen only while the column lies beyond that end."""
    hair = _HAIR * (axis[1] - axis[0])
    for text, x, domain, opacity in (
        ("◀", places[0], (axis[0] - hair, axis[0]), (1, 0)),
        ("▶", places[1], (axis[1], axis[1] + hair), (0, 1)),
    ):
        sketch.scale(sketch.add(svg, "text", text, x=x, y=y, class_="arrow"), column, "opacity", domain, opacity)


def bends(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Drop the points that lie on a straight stretch; measured from the last one kept, so that a slow bend adds up."""
    kept = [points[0]]
    for (x, y), (x1, y1) in pairwise(points[1:]):
        x0, y0 = kept[-1]
        if abs((y - y0) * (x1 - x) - (y1 - y) * (x - x0)) > 1e-2:
            kept.append((x, y))
    return [*kept, points[-1]]


def place(value: float, axis: tuple[float, float], target: tuple[float, float]) -> float:
    """Return where `value` of `axis` lies on `target`, both as (from, to)."""
    return target[0] + (target[1] - target[0]) * (value - axis[0]) / (axis[1] - axis[0])


def tick(value: float) -> str:
    """Write a round number under an axis."""
    return f"{value:g}".replace("-", "−")
