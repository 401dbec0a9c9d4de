"""Bars: for each name one with the mistake and one cured."""

import xml.etree.ElementTree as ET
from statistics import median

from neuron_core.errors.drawing_halves import (
    RIGHT,
    WRONG,
    Side,
    axis_of,
    both,
    finite,
    heading,
    legend,
    middle,
    middle_and_ends,
)
from neuron_core.errors.tell import Bars, Measured
from neuron_core.shared.drawing.charts import place
from neuron_core.shared.drawing.slots import Sketch
from neuron_core.shared.numbers import count_text

_ACROSS = (1.0, 99.0)


def bars(sketch: Sketch, parent: ET.Element, tell: Bars, measured: Measured) -> None:
    """Draw two bars for each name: the median with the mistake, and cured; a mark on each for every seed."""
    axis = axis_of([*finite(measured.wrong), *finite(measured.right)])
    sides = sketch.add(parent, "div", class_="keys")
    for side in (WRONG, RIGHT):
        heading(sketch, sides, side, side.name)
    table = sketch.add(parent, "div", class_="bars")
    for number, name in enumerate(tell.names):
        sketch.add(table, "span", name, class_="name")
        for side, runs in both(measured):
            _bar(sketch, table, side, [values[number] for values in runs], axis)
    legend(sketch, parent, f"{tell.axis}. The bars are medians over the seeds; the marks on them are the seeds.")


def bars_twin(tell: Bars, measured: Measured) -> str:
    """Say how long the bars are."""
    seeds = count_text(len(measured.wrong), "seed")
    pairs = (
        f"{name}: with the mistake {middle_and_ends([values[number] for values in measured.wrong])}; "
        f"cured {middle_and_ends([values[number] for values in measured.right])}."
        for number, name in enumerate(tell.names)
    )
    return f"Bars under {seeds}: {tell.axis}. {' '.join(pairs)}"


def _bar(sketch: Sketch, parent: ET.Element, side: Side, values: list[float], axis: tuple[float, float]) -> None:
    """Draw a bar from 0 to the median of `values`, a mark at each of them, and write the median beside it."""
    sketch.add(parent, "b", side.mark, class_=side.style)
    svg = sketch.add(
        parent, "svg", viewBox="0 0 100 20", preserveAspectRatio="none", class_=side.style, aria_hidden="true"
    )
    zero, *known = (place(value, axis, _ACROSS) for value in (0.0, *finite([tuple(values)])))
    if known:
        end = median(known)
        sketch.add(svg, "rect", x=min(zero, end), y=3, width=abs(end - zero), height=14)
    for x in known:
        sketch.add(svg, "line", x1=x, x2=x, y1=3, y2=17, class_="run")
    sketch.add(svg, "line", x1=zero, x2=zero, y1=0, y2=20, class_="axis")
    sketch.add(parent, "span", middle(values), class_="amount")
