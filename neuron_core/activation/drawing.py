"""An activation as a picture: its curve and its slope, each with a dot at z, and others to compare it with.

Nothing here knows a value: numbers arrive later, through slots. A drawing depends only on the curves and the slider, so equal
arguments give the same markup. All that has a `data-cover` can be covered while it would answer a question.
"""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from neuron_core.shared.axes import snug
from neuron_core.shared.drawing.charts import arrows, bends, beyond, place, readout, tick
from neuron_core.shared.drawing.diagram import tone
from neuron_core.shared.drawing.slots import Drawing, Move, Sketch

if TYPE_CHECKING:
    from neuron_core.activation.curves import Curve
    from neuron_core.activation.study import Study
    from neuron_core.shared.sweep import Axis

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
    return _drawing(study.curves, study.axis)


@lru_cache(maxsize=256)
def _drawing(curves: "tuple[Curve, ...]", z: "Axis") -> Drawing:
    sketch = Sketch()
    first = curves[0]
    box = sketch.add(sketch.root, "div", class_="readouts pair")
    readout(sketch, box, "Output", "what is sent on", f"out_{first.name}")
    box[-1].set("data-part", f"out_{first.name}")
    _slope_readout(sketch, box, first)
    charts = sketch.add(sketch.root, "div", class_="charts pair")
    outputs: list[Line] = [(curve.label, f"out_{curve.name}", curve.out) for curve in curves]
    up_axis = _ends([value for curve in curves for value in curve.out])
    _chart(sketch, charts, "output", outputs, first, up_axis, z)
    values = [value for curve in curves for value in curve.slope]
    fits = all(_SLOPE_AXIS[0] <= value <= _SLOPE_AXIS[1] for value in values)
    slopes: list[Line] = [(curve.label, f"slope_{curve.name}", curve.slope) for curve in curves]
    _chart(sketch, charts, "slope", slopes, first, _SLOPE_AXIS if fits else _ends(values), z)
    _table(sketch, curves)
    return sketch.drawing()


def _ends(values: Sequence[float]) -> tuple[float, float]:
    return snug((min(values), max(values)))


def _slope_readout(sketch: Sketch, box: ET.Element, curve: "Curve") -> None:
    says = (
        "▶ Slope: move z a little, and the output moves this many times as far, the other way.",
        "■ Slope 0: from this input the neuron's weights learn nothing.",
        "▶ Slope: move z a little, and the output moves this many times as far.",
    )
    if not curve.slope:
        sketch.add(box, "p", "Slope: torch has none to give, so the neuron's weights cannot learn.", class_="verdict")
        return
    column = f"slope_{curve.name}"
    readout(sketch, box, "Slope", "how much can be learnt", column)
    box[-1].attrib |= {"data-part": column, "data-cover": "slope"}
    verdict = sketch.add(box, "p", class_="verdict", data_cover="slope")
    sketch.sign(sketch.add(verdict, "span"), column, "", says)


def _chart(
    sketch: Sketch, parent: ET.Element, title: str, lines: Sequence[Line],
    first: "Curve", up_axis: tuple[float, float], slider: "Axis",
) -> None:  # fmt: skip
    """Draw lines along z and a dot on each; the first is in front, and its dot moves `slider`."""
    axis, z = (first.z[0], first.z[-1]), slider.key
    names = ", ".join(label for label, _, values in lines if values) or "none of them"
    svg = sketch.add(
        parent, "svg", viewBox=f"0 0 320 {_HEIGHT}", class_="curve", role="group",
        aria_label=f"The {title} of {names} for z from {axis[0]:g} to {axis[1]:g}, with a dot at z",
    )  # fmt: skip
    x0, y0 = place(0, axis, _ACROSS), place(0, up_axis, _UP)
    sketch.add(svg, "line", x1=x0, x2=x0, y1=_UP[0], y2=_UP[1], class_="axis")
    sketch.add(svg, "line", x1=_ACROSS[0], x2=_ACROSS[1], y1=y0, y2=y0, class_="axis")
    for value in axis:
        sketch.add(svg, "text", tick(value), x=place(value, axis, _ACROSS), y=_HEIGHT - 4, class_="tick")
    sketch.add(svg, "text", "z", x=x0, y=_HEIGHT - 4, class_="tick")
    for value in (0.0, 1.0) if up_axis[1] < 2 else (0.0, up_axis[1]):
        sketch.add(svg, "text", tick(value), x=_ACROSS[0] - 6, y=place(value, up_axis, _UP) + 5, class_="tick end")
    sketch.add(svg, "text", title, x=_ACROSS[0] + 4, y=_UP[1] + 6, class_="small start")
    for index, (label, column, values) in reversed(list(enumerate(lines))):
        if not values:
            continue
        cover = {"data_cover": column} if title == "slope" else {}
        group = sketch.add(svg, "g", data_part=column, **cover)
        places = [(place(a, axis, _ACROSS), place(b, up_axis, _UP)) for a, b in zip(first.z, values, strict=True)]
        beside = (_ACROSS[0] + 4, _UP[1] + 32 + 24 * index)
        if cover:
            below = sum(a <= 0 for a in first.z)  # here a slope may jump, and what it is below 0 may be covered
            left = _line(sketch, group, places[:below], index)
            left.set("data-cover", f"{column}_below")
            sketch.add(group, "text", f"{label} below 0: ?", x=beside[0], y=beside[1], class_="instead start")
            _line(sketch, group, places[below:], index)
        else:
            _line(sketch, group, places, index)
        dots = [(4, f"dot line{index}")]
        if not index:
            if title == "output" and first.slope:
                _tangent(sketch, svg, z, first.name, axis, up_axis)
            group = sketch.add(svg, "g", data_part=column, **cover)
            sketch.handle(group, f"z, on the curve of the {title}", Move(z, "x", _ACROSS, axis, slider.step))
            group = sketch.add(group, "g", data_cover="slope") if cover else group
            dots = [(18, "grip"), (8, "dot line0")]
        for radius, css_class in dots:
            dot = sketch.add(group, "circle", r=radius, class_=css_class)
            sketch.scale(dot, z, "cx", axis, _ACROSS)
            sketch.scale(dot, column, "cy", up_axis, _UP)
        if not index:
            tone(sketch, dot, column, "dot")
        if cover:
            sketch.add(svg, "text", f"{label}: ?", x=beside[0], y=beside[1], class_="instead start")
    arrows(sketch, svg, z, beyond(axis), (_ACROSS[0] + 8, _ACROSS[1] - 4), _UP[0] - 6)


def _line(sketch: Sketch, group: ET.Element, places: Sequence[tuple[float, float]], index: int) -> ET.Element:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in bends(places))
    return sketch.add(group, "polyline", points=points, class_=f"function line{index}")


def _tangent(
    sketch: Sketch, svg: ET.Element, z: str, name: str, axis: tuple[float, float], up_axis: tuple[float, float]
) -> None:
    """Draw the tangent at z, from 1 to the left of it to 1 to the right, and the step of 1 below it."""
    group = sketch.add(svg, "g", data_part=f"slope_{name}", data_cover="slope")
    ends = {"x1": (z, -1), "x2": (z, 1), "y1": ("below", 0), "y2": ("above", 0)}
    step = {"x1": (z, 0), "x2": (z, 1), "y1": (f"out_{name}", 0), "y2": (f"out_{name}", 0)}
    rise = {"x1": (z, 1), "x2": (z, 1), "y1": (f"out_{name}", 0), "y2": ("above", 0)}
    for css_class, where in (("guide", step), ("guide", rise), ("tangent", ends)):
        line = sketch.add(group, "line", class_=css_class)
        for attribute, (column, by) in where.items():
            low, high = (axis[0] - by, axis[1] - by) if attribute[0] == "x" else up_axis
            sketch.scale(line, column, attribute, (low, high), _ACROSS if attribute[0] == "x" else _UP)


def _table(sketch: Sketch, curves: "tuple[Curve, ...]") -> None:
    table = sketch.add(sketch.root, "table", class_="numbers")
    head = sketch.add(sketch.add(table, "thead"), "tr")
    sketch.add(head, "th", "activation", scope="col", colspan=2, class_="words")
    for text, css_class in (("formula", "words aside"), ("output", ""), ("slope", "")):
        sketch.add(head, "th", text, scope="col", class_=css_class)
    body = sketch.add(table, "tbody")
    for index, curve in enumerate(curves):
        row = sketch.add(body, "tr")
        sample = sketch.add(sketch.add(row, "td"), "svg", viewBox="0 0 44 12", class_="sample", aria_hidden="true")
        sketch.add(sample, "line", x1=2, x2=42, y1=6, y2=6, class_=f"function line{index}")
        sketch.add(row, "th", curve.label, scope="row")
        sketch.add(row, "td", curve.formula, class_="words aside")
        sketch.number(sketch.add(row, "td", data_part=f"out_{curve.name}"), f"out_{curve.name}", least=1)
        if curve.slope:
            cell = sketch.add(row, "td", data_part=f"slope_{curve.name}", data_cover="slope")
            sketch.number(cell, f"slope_{curve.name}", least=1)
        else:
            sketch.add(row, "td", "none")
