"""The parts of a network's picture, drawn once for all pages: an edge, a node, a label on an edge, a line of arithmetic."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass

from neuron_core.shared.drawing.slots import Sketch
from neuron_core.shared.numbers import DECIMALS

Place = tuple[float, float]

TONES = ("negative", "zero", "positive")
"""The style sheets' names for a sign: what is negative is orange and dashed, what is positive blue."""
MARKS = ("−", "0", "+")

# How thick a signal is drawn, in pixels for its value: steepest near 0, where most signals live.
_STRENGTHS = (-50, -10, -2, 0, 2, 10, 50)
_WIDTHS = (18, 11, 5, 1, 5, 11, 18)


def tone(sketch: Sketch, element: ET.Element, column: str, css_class: str = "") -> None:
    """Give the element, which is of `css_class`, the colour of the column's sign."""
    sketch.sign(element, column, "class", [f"{css_class} {name}".strip() for name in TONES])


def edge(sketch: Sketch, parent: ET.Element, start: Place, end: Place, column: str, part: str = "") -> None:
    """Draw a line whose colour and dash are the column's sign, and whose width is its size.

    All that carries the same `part` lights up together under the pointer.
    """
    element = sketch.add(parent, "line", x1=start[0], y1=start[1], x2=end[0], y2=end[1])
    tone(sketch, element, column, "edge")
    sketch.scale(element, column, "stroke-width", _STRENGTHS, _WIDTHS)
    if part:
        element.set("data-part", part)


def node(
    sketch: Sketch, parent: ET.Element, place: Place, column: str, caption: str, *, radius: float = 40, least: int = 1
) -> None:
    """Draw a circle with the column's number in it and a caption below that."""
    x, y = place
    tone(sketch, sketch.add(parent, "circle", cx=x, cy=y, r=radius), column, "node")
    sketch.number(sketch.add(parent, "text", x=x, y=y + 3, class_="value"), column, least=least)
    sketch.add(parent, "text", caption, x=x, y=y + 10 + 0.27 * radius, class_="tiny")


def badge(sketch: Sketch, parent: ET.Element, place: Place, column: str) -> None:
    """Draw a disc with the column's sign on it: what colour alone must not tell."""
    x, y = place
    tone(sketch, sketch.add(parent, "circle", cx=x, cy=y, r=10), column)
    sketch.sign(sketch.add(parent, "text", x=x, y=y + 5, class_="mark"), column, "", MARKS)


@dataclass(frozen=True)
class Number:
    """A column's number in a line of arithmetic; `brackets` are put around a negative one."""

    column: str
    least: int = 0
    most: int = DECIMALS
    brackets: bool = False
    bold: bool = False


@dataclass(frozen=True)
class Choice:
    """One of three texts in a line of arithmetic, by the column's sign: negative, zero, positive."""

    column: str
    texts: tuple[str, str, str]


def arithmetic(sketch: Sketch, parent: ET.Element, name: str = "The arithmetic") -> ET.Element:
    """Add the box that lines of arithmetic stand in; `name` is its accessible name."""
    return sketch.add(parent, "div", class_="arithmetic", role="group", aria_label=name)


def line(sketch: Sketch, box: ET.Element, parts: Sequence[str | Number | Choice]) -> ET.Element:
    """Write words and numbers one after the other; returns the line."""
    return write(sketch, sketch.add(box, "p"), parts)


def write(sketch: Sketch, paragraph: ET.Element, parts: Sequence[str | Number | Choice]) -> ET.Element:
    """Write words and numbers into an element, and return it."""
    last = None
    for part in parts:
        if isinstance(part, Number):
            last = sketch.add(paragraph, "b" if part.bold else "i")
            sketch.number(last, part.column, least=part.least, most=part.most, brackets=part.brackets)
        elif isinstance(part, Choice):
            last = sketch.add(paragraph, "i")
            sketch.sign(last, part.column, "", part.texts)
        elif last is None:
            paragraph.text = (paragraph.text or "") + part
        else:
            last.tail = (last.tail or "") + part
    return paragraph


Term = Sequence[str | Number | Choice]


def columns(sketch: Sketch, box: ET.Element, rows: Sequence[Sequence[tuple[str, Term]]]) -> None:
    """Write lines of arithmetic whose terms stand one below the other; each term is (part, what to write)."""
    table = sketch.add(box, "table", class_="sums", role="presentation")
    body = sketch.add(table, "tbody")
    widest = max(map(len, rows))
    for row in rows:
        line_of = sketch.add(body, "tr")
        for place, (part, term) in enumerate(row):
            cell = sketch.add(line_of, "td")
            if part:
                cell.set("data-part", part)
            if place == len(row) - 1 and len(row) < widest:
                cell.set("colspan", str(widest - len(row) + 1))
            write(sketch, cell, term)
