"""Charts that several drawings share: a large number, a waterfall, a curve with a dot on it."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from neuron_core.shared.axes import snug
from neuron_core.shared.drawing.diagram import tone
from neuron_core.shared.drawing.slots import Held, Sketch
from neuron_core.shared.numbers import DECIMALS

_HAIR = 1e-4  # the share of an axis over which an arrow appears: a step, in practice


def readout(
    sketch: Sketch, parent: ET.Element, name: str, hint: str, column: str, *, most: int = DECIMALS, least: int = 1
) -> None:
    """Add a tile with the column's value in large figures; `name` is also its accessible name."""
    tile = sketch.add(parent, "div", class_="readout")
    title = sketch.add(tile, "span", f"{name} ", class_="caption")
    sketch.add(title, "i", hint)
    # aria-live off: a screen reader hears the committed sentence instead, not every frame of a drag.
    value = sketch.add(tile, "output", aria_label=name, aria_live="off")
    sketch.number(value, column, most=most, least=least)
    tone(sketch, value, column)


@dataclass(frozen=True)
class Bar:
    """A bar of a waterfall: its name, the column written beside it, the columns it runs from ("": zero) and to."""

    name: str
    value: str
    start: str
    end: str
    part: str = ""


@dataclass(frozen=True)
class Ends:
    """An axis whose ends are held values: a drawing on it stands while the axis grows."""

    name: str

    @property
    def low(self) -> str:
        return f"{self.name}_low"

    @property
    def high(self) -> str:
        return f"{self.name}_high"

    @property
    def both(self) -> tuple[str, str]:
        return self.low, self.high

    @property
    def beyond(self) -> tuple[str, str, str, str]:
        return f"{self.low}_out", self.low, self.high, f"{self.high}_out"

    def held(self, axis: tuple[float, float]) -> Held:
        """Return what the axis holds for one commit: its ends, where arrows beyond them appear, and 0."""
        return dict(zip(self.beyond, beyond(axis), strict=True)) | {"zero": 0.0}


def waterfall(sketch: Sketch, parent: ET.Element, bars: Sequence[Bar], axis: Ends, description: str) -> None:
    """Draw horizontal bars, each from where the last one ended; a bar that leaves the axis carries an arrow."""
    left, right, row = 104.0, 234.0, 31.0
    height = 32 + row * len(bars)
    svg = sketch.add(
        parent, "svg", viewBox=f"0 0 320 {height:g}", class_="waterfall", role="img", aria_label=description
    )
    across = (left, right)

    def put(element: ET.Element, column: str, *attributes: str) -> None:
        for attribute in attributes:
            sketch.scale(element, column, attribute, axis.both, across)

    put(sketch.add(svg, "line", y1=4.0, y2=height - 26, class_="axis"), "zero", "x1", "x2")
    put(sketch.add(svg, "text", "0", y=height - 5, class_="tick"), "zero", "x")
    for column, x, anchor in ((axis.low, left + 8, " end"), (axis.high, right, "")):  # away from the 0 between them
        sketch.number(sketch.add(svg, "text", x=x, y=height - 5, class_=f"tick{anchor}"), column)
    for index, (bar, after) in enumerate(zip(bars, [*bars[1:], None], strict=True)):
        y = 4 + row * (index + 0.5)
        sketch.add(svg, "text", bar.name, x=left - 14, y=y + 8, class_="label end")
        if after and after.start:  # the next bar begins where this one ends
            put(sketch.add(svg, "line", y1=y, y2=y + row, class_="guide"), bar.end, "x1", "x2")
        line = sketch.add(svg, "line", y1=y, y2=y, stroke_width=18)
        tone(sketch, line, bar.value, "bar")
        if bar.part:
            line.set("data-part", bar.part)
        put(line, bar.start or "zero", "x1")
        put(line, bar.end, "x2")
        arrows(sketch, svg, bar.end, axis.beyond, (left - 6, right + 6), y + 5)
        sketch.number(sketch.add(svg, "text", x=320, y=y + 8, class_="label end"), bar.value, least=1)


_CURVE_ACROSS, _CURVE_UP = (24.0, 300.0), (146.0, 12.0)
_CURVE_X, _CURVE_Y = Ends("curve_across"), Ends("curve_up")


def curve_with_dot(sketch: Sketch, parent: ET.Element, label: str, across_column: str, up_column: str) -> None:
    """Draw the function `label`, with a dot at the two columns and guides from the dot to the axes; `held_curve` is its line.

    0 is in the middle of the axis across.
    """
    across, up = _CURVE_ACROSS, _CURVE_UP
    svg = sketch.add(
        parent, "svg", viewBox="0 0 320 178", class_="curve", role="img",
        aria_label=f"The curve of {label}, with a dot where this neuron stands",
    )  # fmt: skip
    x0 = sum(across) / 2

    def put(column: str, axis: Ends, target: tuple[float, float], *places: tuple[ET.Element, str]) -> None:
        for element, attribute in places:
            sketch.scale(element, column, attribute, axis.both, target)

    sketch.add(svg, "line", x1=x0, x2=x0, y1=up[0], y2=up[1], class_="axis")
    floor = sketch.add(svg, "line", x1=across[0], x2=across[1], class_="axis")
    put("zero", _CURVE_Y, up, (floor, "y1"), (floor, "y2"))
    for column, x in zip(_CURVE_X.both, across, strict=True):
        sketch.number(sketch.add(svg, "text", x=x, y=up[0] + 27, class_="tick"), column)
    sketch.add(svg, "text", across_column, x=x0 + (across[1] - x0) / 2, y=up[0] + 27, class_="tick")
    for column, y in zip(_CURVE_Y.both, up, strict=True):
        sketch.number(sketch.add(svg, "text", x=x0 - 7, y=y + 7, class_="tick end"), column)
    sketch.add(svg, "text", label, x=0, y=up[1] + 8, class_="tick start")
    sketch.text(sketch.add(svg, "polyline", class_="function"), "curve", "points")

    upright = sketch.add(svg, "line", class_="guide")
    level = sketch.add(svg, "line", x1=x0, class_="guide")
    dot = sketch.add(svg, "circle", r=7)
    put("zero", _CURVE_Y, up, (upright, "y1"))
    put(across_column, _CURVE_X, across, (upright, "x1"), (upright, "x2"), (level, "x2"), (dot, "cx"))
    put(up_column, _CURVE_Y, up, (upright, "y2"), (level, "y1"), (level, "y2"), (dot, "cy"))
    tone(sketch, dot, up_column, "dot")
    arrows(sketch, svg, across_column, _CURVE_X.beyond, (across[0] + 8, across[1] - 4), up[1] + 10)


@lru_cache(maxsize=256)
def held_curve(curve: tuple[tuple[float, ...], tuple[float, ...]]) -> Held:
    """Return what `curve_with_dot` holds: a function as (across, up) points, across from -r to r, and axes that fit it."""
    axis, up_axis = (curve[0][0], curve[0][-1]), snug(curve[1])
    places = [
        (place(a, axis, _CURVE_ACROSS), place(b, up_axis, _CURVE_UP)) for a, b in zip(*curve, strict=True)
    ]  # fmt: skip
    points = " ".join(f"{x:.0f},{y:.0f}" for x, y in bends(places))
    return {**_CURVE_X.held(axis), **_CURVE_Y.held(up_axis), "curve": points}


Beyond = tuple[float, float, float, float] | tuple[str, str, str, str]
"""The ends of an axis, or their names, between the places where an arrow beyond each is at its strongest."""


def beyond(axis: tuple[float, float]) -> tuple[float, float, float, float]:
    """Return where the arrows at the ends of an axis appear."""
    hair = _HAIR * (axis[1] - axis[0])
    return axis[0] - hair, axis[0], axis[1], axis[1] + hair


def arrows(
    sketch: Sketch, svg: ET.Element, column: str, ends: Beyond, places: tuple[float, float], y: float
) -> None:  # fmt: skip
    """Add an arrow at each end of an axis, seen only while the column lies beyond that end."""
    for text, x, domain, opacity in (("◀", places[0], ends[:2], (1, 0)), ("▶", places[1], ends[2:], (0, 1))):
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
