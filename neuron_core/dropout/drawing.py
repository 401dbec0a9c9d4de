"""Dropout as a picture: a column for each unit, and below each other its input, the mask alone, training and eval."""

import xml.etree.ElementTree as ET
from functools import lru_cache
from typing import TYPE_CHECKING

from neuron_core.shared.drawing.charts import readout
from neuron_core.shared.drawing.diagram import tone
from neuron_core.shared.drawing.slots import Drawing, Sketch

if TYPE_CHECKING:
    from neuron_core.dropout.study import Study

_ROOMY = 6  # units up to which a row has room for large numbers
_SIZES = (-20, -4, -2, -1, 0, 1, 2, 4, 20)  # in units of the largest input; 1/(1−p) grows up to 20
_RADII = (19, 16, 13, 10, 3, 10, 13, 16, 19)

_ROWS = (
    ("x", "input", "", False),
    ("m", "mask only", "not scaled", True),
    ("t", "torch, train()", "mask, times 1/(1−p)", True),
    ("e", "torch, eval()", "passed on unchanged", False),
)


def dropout_drawing(study: "Study") -> Drawing:
    """Draw the units of `study`; the row of the mode that is on is marked.

    Columns, for each unit i: x{i}, k{i} (the factor; 0: dropped), m{i}, t{i}, e{i}; and kept, mean_in, mean_now.
    """
    vector = study.settings.vector
    return _drawing(len(vector), max(map(abs, vector)) or 1.0, study.settings.training)


@lru_cache(maxsize=256)
def _drawing(n: int, largest: float, training: bool) -> Drawing:
    """Draw `n` units whose inputs are at most `largest` in size."""
    sketch = Sketch()
    box = sketch.add(sketch.root, "div", class_="readouts")
    mode = "train()" if training else "eval()"
    readout(sketch, box, "Units kept", f"of {n}, {mode}", "kept", least=0)
    readout(sketch, box, "Mean output", mode, "mean_now")
    says = sketch.add(box, "p", class_="verdict")
    given = sketch.add(says, "span", "mean input: ")
    sketch.number(sketch.add(given, "b"), "mean_in")
    table = sketch.add(
        sketch.add(sketch.root, "div", class_="wide"), "table", class_="units many" if n > _ROOMY else "units"
    )
    head = sketch.add(sketch.add(table, "thead"), "tr")
    for text in ("unit", *map(str, range(1, n + 1))):
        sketch.add(head, "th", text, scope="col")
    body = sketch.add(table, "tbody")
    on = "t" if training else "e"
    for row, title, hint, masked in _ROWS:
        line = sketch.add(body, "tr", class_="now" if row == on else "")
        name = sketch.add(line, "th", f"{'▶ ' * (row == on)}{title}", scope="row")
        sketch.add(name, "small", hint, class_="aside")
        for i in range(1, n + 1):
            _unit(sketch, sketch.add(line, "td"), row, i, largest, masked)
    return sketch.drawing()


def _unit(sketch: Sketch, cell: ET.Element, row: str, i: int, largest: float, masked: bool) -> None:
    """Draw one unit: a disc as large as its number; crossed out where it is dropped; its number below."""
    column = f"{row}{i}"
    svg = sketch.add(cell, "svg", viewBox="0 0 40 40", aria_hidden="true")
    disc = sketch.add(svg, "circle", cx=20, cy=20)
    sketch.scale(disc, column, "r", [size * largest for size in _SIZES], _RADII)
    tone(sketch, disc, column)
    if masked:
        ring = sketch.add(svg, "circle", cx=20, cy=20, r=16, class_="dropped")
        sketch.scale(ring, f"k{i}", "opacity", (0, 1), (1, 0))
        sketch.sign(sketch.add(svg, "text", x=20, y=28.5), f"k{i}", "", ("", "✕", ""))
    sketch.number(sketch.add(cell, "b"), column, most=2)
    if row == "t":
        factor = sketch.add(cell, "small", "× ")
        sketch.number(sketch.add(factor, "span"), f"k{i}", most=2)
