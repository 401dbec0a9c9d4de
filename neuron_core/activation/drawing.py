"""An activation as a picture: its curve and its slope, each with a dot at z, and others to compare it with.

Nothing here knows a value: numbers arrive later, through slots. A drawing depends only on the curves and the slider's key, so
equal arguments give the same markup.
"""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from neuron_core.shared.axes import snug
from neuron_core.shared.drawing.charts import arrows, bends, place, readout, tick
from neuron_core.shared.drawing.diagram import tone
from neuron_core.shared.drawing.slots import Drawing, Sketch

if TYPE_CHECKING:
    from neuron_core.activation.curves import Curve
    from neuron_core.activation.study import Study

_ACROSS, _UP = (34.0, 308.0), (168.0, 12.0)
_SLOPE_AXIS = (-0.25, 1.25)  # holds the slopes of all that the registry has today; a steeper one gets its own axis
_HEIGHT = 192


Line = tuple[str, str, tuple[float, ...]]
"""A line of a chart: its label, the column of its dot, its values along z (none: it is left out)."""


def activation_drawing(study: "Study") -> Drawing:
    """Draw the first curve of `study` with a dot at z, the others behind it, and a table of their numbers.

    Columns: z (by its slider's key), `out_<name>` for each curve, `slope_<name>` for each that has a slope, and for the
    first, if it has one, `below` and `above`: the tangent's height 1 to the left of z and 1 to the right.
    """
    return _drawing(study.curves, study.axis.key)


@lru_cache(maxsize=256)
def _drawing(curves: "tuple[Curve, ...]", z: str) -> Drawing:
    sketch = Sketch()
    first = curves[0]
    box = sketch.add(sketch.root, "div", class_="readouts")
    readout(sketch, box, "Output", f"{first.label}(z)", f"out_{first.name}")
    _slope_readout(sketch, box, first)
    charts = sketch.add(sketch.root, "div", class_="charts")
    outputs: list[Line] = [(curve.label, f"out_{curve.name}", curve.out) for curve in curves]
    up_axis = _ends([value for curve in curves for value in curve.out])
    svg = _chart(sketch, charts, "output", outputs, first.z, up_axis, z)
    if first.slope:
        _tangent(sketch, svg, z, (first.z[0], first.z[-1]), up_axis)
    values = [value for curve in curves for value in curve.slope]
    fits = all(_SLOPE_AXIS[0] <= value <= _SLOPE_AXIS[1] for value in values)
    slopes: list[Line] = [(curve.label, f"slope_{curve.name}", curve.slope) for curve in curves]
    _chart(sketch, charts, "slope", slopes, first.z, _SLOPE_AXIS if fits else _ends(values), z)
    _table(sketch, curves)
    return sketch.drawing()


def _ends(values: Sequence[float]) -> tuple[float, float]:
    return snug((min(values), max(values)))


def _slope_readout(sketch: Sketch, box: ET.Element, curve: "Curve") -> None:
    says = (
        "▶ an error is passed back with its sign reversed",
        "■ no error is passed back: the weights before it learn nothing",
        "▶ an error is passed back, multiplied by this",
    )
    if curve.slope:
        readout(sketch, box, "Slope", "d output / d z", f"slope_{curve.name}")
        verdict = sketch.add(box, "p", class_="verdict")
        sketch.sign(sketch.add(verdict, "span"), f"slope_{curve.name}", "", says)
    else:
        sketch.add(box, "p", "Slope: torch has none to give, so the weights before it cannot learn.", class_="verdict")


def _chart(
    sketch: Sketch, parent: ET.Element, title: str, lines: Sequence[Line],
    z: tuple[float, ...], up_axis: tuple[float, float], z_column: str,
) -> ET.Element:  # fmt: skip
    """Draw lines along `z` and a dot on each; the first is in front."""
    axis = (z[0], z[-1])
    names = ", ".join(label for label, _, values in lines if values) or "none of them"
    svg = sketch.add(
        parent, "svg", viewBox=f"0 0 320 {_HEIGHT}", class_="curve", role="img",
        aria_label=f"The {title} of {names} for z from {axis[0]:g} to {axis[1]:g}, with a dot at z",
    )  # fmt: skip
    x0, y0 = place(0, axis, _ACROSS), place(0, up_axis, _UP)
    sketch.add(svg, "line", x1=x0, x2=x0, y1=_UP[0], y2=_UP[1], class_="axis")
    sketch.add(svg, "line", x1=_ACROSS[0], x2=_ACROSS[1], y1=y0, y2=y0, class_="axis")
    for value in axis:
        sketch.add(svg, "text", tick(value), x=place(value, axis, _ACROSS), y=_HEIGHT - 6, class_="tick")
    sketch.add(svg, "text", "z", x=x0, y=_HEIGHT - 6, class_="tick")
    for value in (up_axis[0], 1.0, up_axis[1]) if up_axis[1] < 2 else up_axis:
        sketch.add(svg, "text", tick(value), x=_ACROSS[0] - 4, y=place(value, up_axis, _UP) + 5, class_="tick end")
    sketch.add(svg, "text", title, x=_ACROSS[0] + 4, y=_UP[1] + 6, class_="small start")
    for index, (_, column, values) in reversed(list(enumerate(lines))):
        if values:
            places = [(place(a, axis, _ACROSS), place(b, up_axis, _UP)) for a, b in zip(z, values, strict=True)]
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in bends(places))
            sketch.add(svg, "polyline", points=points, class_=f"function line{index}")
            dot = sketch.add(svg, "circle", r=4 if index else 7, class_=f"dot line{index}")
            sketch.scale(dot, z_column, "cx", axis, _ACROSS)
            sketch.scale(dot, column, "cy", up_axis, _UP)
            if not index:
                tone(sketch, dot, column, "dot")
    arrows(sketch, svg, z_column, axis, (_ACROSS[0] + 8, _ACROSS[1] - 4), _UP[0] - 6)
    return svg


def _tangent(sketch: Sketch, svg: ET.Element, z: str, axis: tuple[float, float], up_axis: tuple[float, float]) -> None:
    """Draw the tangent at z, from 1 to the left of it to 1 to the right."""
    line = sketch.add(svg, "line", class_="tangent")
    for attribute, step in (("x1", -1), ("x2", 1)):
        sketch.scale(line, z, attribute, (axis[0] - step, axis[1] - step), _ACROSS)
    for attribute, column in (("y1", "below"), ("y2", "above")):
        sketch.scale(line, column, attribute, up_axis, _UP)


def _table(sketch: Sketch, curves: "tuple[Curve, ...]") -> None:
    table = sketch.add(sketch.root, "table", class_="numbers")
    head = sketch.add(sketch.add(table, "thead"), "tr")
    titles = (("", ""), ("activation", "words"), ("formula", "words aside"), ("output", ""), ("slope", ""))
    for text, css_class in titles:
        sketch.add(head, "th", text, scope="col", class_=css_class)
    body = sketch.add(table, "tbody")
    for index, curve in enumerate(curves):
        row = sketch.add(body, "tr")
        sample = sketch.add(sketch.add(row, "td"), "svg", viewBox="0 0 44 12", class_="sample", aria_hidden="true")
        sketch.add(sample, "line", x1=2, x2=42, y1=6, y2=6, class_=f"function line{index}")
        sketch.add(row, "th", curve.label, scope="row")
        sketch.add(row, "td", curve.formula, class_="words aside")
        sketch.number(sketch.add(row, "td"), f"out_{curve.name}", least=1)
        cell = sketch.add(row, "td", "" if curve.slope else "none")
        if curve.slope:
            sketch.number(cell, f"slope_{curve.name}", least=1)
