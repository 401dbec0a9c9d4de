"""What every drawing has to hold, whatever it shows."""

import xml.etree.ElementTree as ET
from collections.abc import Collection
from html.parser import HTMLParser

from neuron_core.shared.drawing.slots import Drawing


class Parsed(HTMLParser):
    """The ids, the texts and the tags of a drawing."""

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.words: list[str] = []
        self.tags: list[str] = []
        self.feed(drawing.markup)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_data(self, data):
        self.words.append(data)


def check(drawing: Drawing, columns: Collection[str]) -> None:
    """Every slot finds its element and what fills it, every picture has a text twin, and the markup is well formed."""
    parsed = Parsed(drawing)
    assert not drawing.held.keys() & set(columns)
    given = drawing.held.keys() | set(columns)
    assert len(parsed.ids) == len(set(parsed.ids))
    for element, column, _target, fill in drawing.slots:
        assert element in parsed.ids
        assert {column} <= given if isinstance(column, str) else set(column) <= given
        kind, *rest = drawing.fills[fill]
        assert kind in {"number", "scale", "sign", "turn", "undo", "text", "cells"}
        assert kind != "scale" or {end for end in rest[0] if isinstance(end, str)} <= drawing.held.keys()
    for element, moves in drawing.handles:
        assert element in parsed.ids
        assert moves
    assert {element for element, _ in drawing.players} <= set(parsed.ids)
    root = ET.fromstring(drawing.markup)
    inside = {id(part) for svg in root.iter("svg") for part in svg.iter("svg") if part is not svg}  # parts of a picture
    pictures = [svg for svg in root.iter("svg") if svg.get("aria-hidden") != "true" and id(svg) not in inside]
    assert all(picture.get("role") in ("img", "group") and picture.get("aria-label") for picture in pictures)
