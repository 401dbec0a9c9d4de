"""Curves and dots: a line or a column of dots for each seed; the numbers written are medians over the seeds."""

import math
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from statistics import median

from neuron_core.errors.drawing_halves import WRONG, Side, axis_of, both, finite, half, legend, middle, middle_and_ends
from neuron_core.errors.tell import SEEDS, Curves, Dots, Measured, Values
from neuron_core.shared.drawing.charts import bends, place, tick
from neuron_core.shared.drawing.slots import Sketch
from neuron_core.shared.numbers import count_text, number_text

_ACROSS, _UP = (52.0, 236.0), (134.0, 32.0)
_FOOT = _UP[0] + 24  # where what stands below the axis is written
_CROWDED = 12  # from so many answers on a dot is small


def curves(sketch: Sketch, parent: ET.Element, tell: Curves, measured: Measured) -> None:
    """Draw a line for each seed across the steps, and the floor, where there is one, across both halves."""
    floor = [] if measured.floor is None else [measured.floor]
    axis = axis_of([*finite(measured.wrong), *finite(measured.right), *floor])
    sides = sketch.add(parent, "div", class_="sides")
    for side, runs in both(measured):
        svg = _plot(sketch, half(sketch, sides, side, side.name), tell.axis, axis)
        most = len(runs[0])
        for step, anchor in ((1, "start"), (most, "end")):
            sketch.add(svg, "text", str(step), x=_step_at(step, most), y=_FOOT, class_=f"tick {anchor}")
        sketch.add(svg, "text", "step", x=sum(_ACROSS) / 2, y=_FOOT, class_="tick")
        for values in runs:
            sketch.add(svg, "polyline", points=_points(values, axis), class_="run")
        for value in floor:
            _floor(sketch, svg, axis, side, value)
        _end(sketch, svg, axis, median(_ends(runs)))
    legend(sketch, parent, "A line for each seed. The number beside the lines is the median of where they end.")


def curves_twin(tell: Curves, measured: Measured) -> str:
    """Say where the curves end."""
    seeds, steps = count_text(len(measured.wrong), "seed"), count_text(len(measured.wrong[0]), "step")
    wrong, right = (middle_and_ends(_ends(runs)) for runs in (measured.wrong, measured.right))
    floor = "" if measured.floor is None else f" A dashed line marks the floor at {number_text(measured.floor)}."
    return (
        f"Curves of the {tell.axis} over {steps}, under {seeds}. Where they end, with the mistake: {wrong}. "
        f"Cured: {right}.{floor}"
    )


def _ends(runs: Sequence[Values]) -> list[float]:
    return [values[-1] for values in runs]


def _step_at(step: int, most: int) -> float:
    return place(step, (1, max(2, most)), _ACROSS)


def _points(values: Values, axis: tuple[float, float]) -> str:
    """Return a run's line, as far as it can be drawn."""
    known = [number for number, value in enumerate(values) if math.isfinite(value)]
    places = [(_step_at(number + 1, len(values)), place(values[number], axis, _UP)) for number in known]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in (bends(places) if len(places) > 2 else places))


def _floor(sketch: Sketch, svg: ET.Element, axis: tuple[float, float], side: Side, value: float) -> None:
    """Draw the floor, with its number where no line runs: below it on the left of the wrong half, above it on the right of the other."""
    y = place(value, axis, _UP)
    sketch.add(svg, "line", x1=_ACROSS[0], x2=_ACROSS[1], y1=y, y2=y, class_="floor")
    x, anchor, y = (
        (_ACROSS[0] + 6, "start", y + 19) if side is WRONG and y + 19 < _UP[0] else (_ACROSS[1], "end", y - 7)
    )
    sketch.add(svg, "text", f"floor {number_text(value)}", x=x, y=y, class_=f"halo {anchor}")


def _end(sketch: Sketch, svg: ET.Element, axis: tuple[float, float], value: float) -> None:
    """Write the number at which the lines end beside them."""
    y = place(value, axis, _UP) if math.isfinite(value) else _UP[1]
    sketch.add(svg, "text", number_text(value), x=_ACROSS[1] + 6, y=y + 6, class_="value start")


def dots(sketch: Sketch, parent: ET.Element, tell: Dots, measured: Measured) -> None:
    """Draw a dot for each answer, in the order in which they were given, in a column for each seed."""
    axis = axis_of([*finite(measured.wrong), *finite(measured.right)])
    sides = sketch.add(parent, "div", class_="sides")
    for side, runs in both(measured):
        apart = middle(_spans(runs))
        svg = _plot(sketch, half(sketch, sides, side, f"{side.name}: {apart} apart"), tell.axis, axis)
        wide = (_ACROSS[1] - _ACROSS[0]) / len(SEEDS)
        sketch.add(svg, "text", "seed", x=0, y=_FOOT, class_="tick start")
        for seed in SEEDS:
            sketch.add(svg, "text", str(seed), x=_ACROSS[0] + (seed + 0.5) * wide, y=_FOOT, class_="tick")
        for seed, values in enumerate(runs):
            size = 5 if len(values) > _CROWDED else 10
            sketch.add(svg, "path", d=_answers(values, axis, seed, wide), class_="answers", stroke_width=size)
    legend(
        sketch, parent, "A dot for each answer, one after the other. The number above is how far apart the highest and the "
        "lowest answer of a seed are: the median over the seeds.",
    )  # fmt: skip


def dots_twin(tell: Dots, measured: Measured) -> str:
    """Say how far apart the answers are."""
    seeds, count = count_text(len(measured.wrong), "seed"), len(measured.wrong[0])
    wrong, right = (middle_and_ends(_spans(runs)) for runs in (measured.wrong, measured.right))
    return (
        f"{count} answers under each of {seeds}, a dot for each: {tell.axis}. How far apart the highest and the lowest are, "
        f"with the mistake: {wrong}. Cured: {right}."
    )


def _spans(runs: Sequence[Values]) -> list[float]:
    return [max(values) - min(values) for values in runs]


def _answers(values: Values, axis: tuple[float, float], seed: int, wide: float) -> str:
    """Return the path of a seed's dots: points without a length, which the style sheet makes round or square."""
    left, within = _ACROSS[0] + seed * wide, 0.8 * wide
    places = [
        (left + 0.1 * wide + within * (number + 0.5) / len(values), place(value, axis, _UP))
        for number, value in enumerate(values)
        if math.isfinite(value)
    ]
    return "".join(f"M{x:.1f} {y:.1f}h0" for x, y in places)


def _plot(sketch: Sketch, parent: ET.Element, name: str, axis: tuple[float, float]) -> ET.Element:
    """Draw the axis upwards, with its name, its ends and 0."""
    svg = sketch.add(parent, "svg", viewBox="0 0 300 164", aria_hidden="true")
    sketch.add(svg, "text", name, x=0, y=15, class_="tick start")
    for value in sorted({*axis, 0.0}):
        y = place(value, axis, _UP)
        sketch.add(svg, "line", x1=_ACROSS[0], x2=_ACROSS[1], y1=y, y2=y, class_="axis" if value == 0 else "rule")
        sketch.add(svg, "text", tick(value), x=_ACROSS[0] - 6, y=y + 6, class_="tick end")
    return svg
