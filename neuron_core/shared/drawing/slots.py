"""Drawings with named slots: Python draws once, the live view fills the slots from whatever row it looks up.

A slot says which column goes where and how: element id, column, target ("" for its text, else an attribute), and the number
of a fill. The fills are the whole vocabulary of the live view's JavaScript: `number` (most, least, brackets), `scale`
(domain, range: piecewise linear, clamped), `sign` (what to put for a negative, a zero, a positive value), `turn` (a turn
and a stretch, from two columns), `undo` (a length that such a stretch makes `size`), `text` (as it is), `cells` (a frame of a film: the colour and the value of each level).

What holds for a whole commit, the ends of an axis or the points of a curve, is held: given by name beside the columns. So a
drawing stands, and is sent once, while its axes grow.

A handle is an element that a person drags; its moves say which native slider follows it. A player is an element whose buttons
move a slider by themselves. What carries a `data-pick` sets a slider when it is clicked.
"""

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from neuron_core.shared.numbers import DECIMALS

Slot = tuple[str, str | tuple[str, ...], str, int]
Fill = tuple[str | float | tuple[float, ...] | tuple[str, ...] | tuple[float | str, ...], ...]
Held = Mapping[str, float | str]


@dataclass(frozen=True)
class Move:
    """How a slider follows a handle: `along` x (to the right) or y (upwards), from `places` in the drawing to `values`.

    Values lie on a grid of `step`. A `relative` move adds to where the slider stood when the handle was taken.
    """

    key: str
    along: str
    places: tuple[float, float]
    values: tuple[float, float]
    step: float
    relative: bool = False


@dataclass(frozen=True)
class Drawing:
    """Markup to insert once, and the slots in it to fill again and again; slots name their fill by its index.

    `held` are the values that its slots take for this commit, beside the columns of a sweep.
    """

    markup: str
    slots: tuple[Slot, ...]
    fills: tuple[Fill, ...]
    handles: tuple[tuple[str, tuple[Move, ...]], ...] = ()
    players: tuple[tuple[str, str], ...] = ()
    held: Held = field(default_factory=dict, compare=False)


class Sketch:
    """A drawing in the making: elements are added below `root`, slots are tied to them.

    Text and attributes go through the XML library, so nothing in a drawing can become markup by accident.
    """

    def __init__(self) -> None:
        self.root = ET.Element("div")
        self._slots: list[Slot] = []
        self._fills: dict[Fill, int] = {}
        self._handles: list[tuple[str, tuple[Move, ...]]] = []
        self._players: list[tuple[str, str]] = []
        self._named = 0

    def add(self, parent: ET.Element, tag: str, text: str = "", **attributes: object) -> ET.Element:
        """Add an element; attribute names use `_` for `-`, and a trailing `_` is dropped (`class_`)."""
        names = {name.rstrip("_").replace("_", "-"): _short(value) for name, value in attributes.items()}
        element = ET.SubElement(parent, tag, names)
        if text:
            element.text = text
        return element

    def number(
        self, element: ET.Element, column: str, *, most: int = DECIMALS, least: int = 0, brackets: bool = False
    ) -> ET.Element:
        """Fill the element's text with the column's value; `brackets` puts negative numbers in parentheses."""
        return self._slot(element, column, "", ("number", most, least, int(brackets)))

    def scale(
        self, element: ET.Element, column: str, attribute: str, domain: Sequence[float | str], target: Sequence[float]
    ) -> ET.Element:
        """Fill an attribute: the column's value, mapped piecewise linearly from `domain` (ascending) to `target`.

        The domain may name held values.
        """
        numbers = [end for end in domain if not isinstance(end, str)]
        if numbers != sorted(numbers) or len(domain) != len(target):
            raise ValueError(f"a scale needs an ascending domain and a target of its length, got {domain} and {target}")
        return self._slot(element, column, attribute, ("scale", tuple(domain), tuple(target)))

    def sign(self, element: ET.Element, column: str, attribute: str, choices: Sequence[str]) -> ET.Element:
        """Fill an attribute (or, for "", the text) by sign: `choices` are for a negative, a zero, a positive value."""
        negative, zero, positive = choices
        return self._slot(element, column, attribute, ("sign", (negative, zero, positive)))

    def text(self, element: ET.Element, column: str, attribute: str = "") -> ET.Element:
        """Fill an attribute (or, for "", the text) with a held value, as it is."""
        return self._slot(element, column, attribute, ("text",))

    def turn(self, element: ET.Element, columns: tuple[str, str]) -> ET.Element:
        """Turn and stretch the element about its origin: the columns say where its step (1, 0) lands."""
        return self._slot(element, columns, "transform", ("turn",))

    def cells(self, canvas: ET.Element, frame: str, colours: Sequence[str], values: Sequence[float]) -> ET.Element:
        """Paint a film's frame on a canvas: each level has one of `colours` and stands for one of `values`, which a line parts at 0."""
        return self._slot(canvas, frame, "cells", ("cells", tuple(colours), tuple(values)))

    def pick(self, element: ET.Element, key: str, value: int) -> ET.Element:
        """Let a click on the element set the slider of this key, as if a person had moved it there."""
        element.set("data-pick", f"{key} {value}")
        return element

    def player(self, element: ET.Element, key: str) -> ET.Element:
        """Let the element's buttons, by their `data-play`, move the slider of this key: toggle, back, forward, start, speed."""
        self._players.append((self._name(element), key))
        return element

    def undo(self, element: ET.Element, columns: tuple[str, str], attribute: str, size: float) -> ET.Element:
        """Fill an attribute with the length that is `size` once the element is stretched by `turn` with the same columns."""
        return self._slot(element, columns, attribute, ("undo", size))

    def handle(self, element: ET.Element, name: str, *moves: Move) -> ET.Element:
        """Let a person take the element, which is called `name`, with the pointer or the arrow keys: sliders follow."""
        element.attrib |= {"tabindex": "0", "role": "button", "aria-label": name}
        element.set("class", f"{element.get('class', '')} handle".strip())
        self._handles.append((self._name(element), moves))
        return element

    def drawing(self) -> Drawing:
        markup = ET.tostring(self.root, encoding="unicode", method="html")
        return Drawing(markup, tuple(self._slots), tuple(self._fills), tuple(self._handles), tuple(self._players))

    def _slot(self, element: ET.Element, column: str | tuple[str, ...], attribute: str, fill: Fill) -> ET.Element:
        number = self._fills.setdefault(fill, len(self._fills))
        self._slots.append((self._name(element), column, attribute, number))
        return element

    def _name(self, element: ET.Element) -> str:
        if "id" not in element.attrib:
            self._named += 1
            element.set("id", f"s{self._named}")
        return element.get("id", "")


def _short(value: object) -> str:
    """Write a coordinate with no more digits than a screen can show."""
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
