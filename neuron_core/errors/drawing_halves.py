"""The two halves that the picture of every tell has: with the mistake, and cured."""

import math
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from statistics import median
from typing import NamedTuple

from neuron_core.errors.tell import Measured, Values
from neuron_core.shared.axes import round_up
from neuron_core.shared.drawing.slots import Sketch
from neuron_core.shared.numbers import number_text


class Side(NamedTuple):
    """A half of the picture: its style, its mark, its name."""

    style: str
    mark: str
    name: str


WRONG = Side("wrong", "✗", "with the mistake")
RIGHT = Side("right", "✓", "cured")


def both(measured: Measured) -> tuple[tuple[Side, tuple[Values, ...]], tuple[Side, tuple[Values, ...]]]:
    """Return each side with its runs."""
    return (WRONG, measured.wrong), (RIGHT, measured.right)


def half(sketch: Sketch, parent: ET.Element, side: Side, title: str) -> ET.Element:
    """Add a half with its title; returns where its picture belongs."""
    box = sketch.add(parent, "div", class_=f"half {side.style}")
    heading(sketch, box, side, title)
    return box


def heading(sketch: Sketch, parent: ET.Element, side: Side, text: str) -> None:
    """Write a line that begins with the side's mark."""
    line = sketch.add(parent, "p", class_=f"heading {side.style}")
    sketch.add(line, "b", side.mark).tail = f" {text}"


def legend(sketch: Sketch, parent: ET.Element, text: str) -> None:
    """Write below both halves what their marks mean."""
    sketch.add(parent, "p", f"{text[:1].upper()}{text[1:]}", class_="legend")


def finite(runs: Iterable[Values]) -> list[float]:
    """Return all values that can be drawn: a loss may have grown out of what a float holds."""
    return [value for values in runs for value in values if math.isfinite(value)]


def axis_of(values: Iterable[float]) -> tuple[float, float]:
    """Return an axis (low <= 0 <= high, low < high) that holds `values`, on round ends.

    >>> axis_of([0.55, 0.03]), axis_of([-2.0, 7.5]), axis_of([0.0])
    ((0.0, 0.6), (-2.0, 8.0), (0.0, 1.0))
    """
    some = [0.0, *values]
    low, high = 0.0 - round_up(-min(some)), round_up(max(some))
    return (low, high) if low < high else (0.0, 1.0)


def middle(values: Iterable[float]) -> str:
    """Write the median."""
    return number_text(median(values))


def middle_and_ends(values: list[float]) -> str:
    """Say the median, and where the values lie if they are not all the same.

    >>> middle_and_ends([0.5, 0.5]), middle_and_ends([1.0, 2.0, 4.0])
    ('0.5', '2, between 1 and 4')
    """
    low, high = number_text(min(values)), number_text(max(values))
    return middle(values) if low == high else f"{middle(values)}, between {low} and {high}"
