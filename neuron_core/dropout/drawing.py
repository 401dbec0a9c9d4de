"""Dropout as a picture: a column for each unit, and below each other its input, the mask alone, training and eval."""

import xml.etree.ElementTree as ET
from functools import lru_cache
from typing import TYPE_CHECKING

from neuron_core.shared.drawing.charts import readout
from neuron_core.shared.drawing.diagram import tone
from neuron_core.shared.drawing.slots import Drawing, Move, Sketch

if TYPE_CHECKING:
    from neuron_core.dropout.study import Study

COVER = "scaled"
"""What answers the page's first question: how the units that are kept come out in training."""

_ROOMY = 6  # units up to which a row has room for large numbers
_SIZES = (-20, -4, -2, -1, 0, 1, 2, 4, 20)  # in units of the largest input; 1/(1−p) grows up to 20
_RADII = (19, 16, 13, 10, 3, 10, 13, 16, 19)

_ROWS = (
    ("x", "input", "", False),
    ("m", "input × mask", "mask: 0 where dropped, else 1", True),
    ("t", "torch, train()", "while learning", True),
    ("e", "torch, eval()", "in use: passed on unchanged", False),
)


def dropout_drawing(study: "Study") -> Drawing:
    """Draw the units of `study`; the row of the mode that is on is marked.

    Columns, for each unit i: x{i}, k{i} (the factor; 0: dropped), m{i}, t{i}, e{i}; and p, share (1 − p), kept, mean_in, mean_now.
    """
    vector, axis = study.settings.vector, study.sweep.axes[0]
    return _drawing(len(vector), max(map(abs, vector)) or 1.0, study.settings.training, (axis.key, axis.step))


@lru_cache(maxsize=256)
def _drawing(n: int, largest: float, training: bool, slider: tuple[str, float]) -> Drawing:
    """Draw `n` units whose inputs are at most `largest` in size; `slider` is that of p: its key and its step."""
    sketch = Sketch()
    box = sketch.add(sketch.root, "div", class_="readouts")
    mode = "train()" if training else "eval()"
    readout(sketch, box, "Units kept", f"of {n}, {mode}", "kept", least=0)
    readout(sketch, box, "Mean output", mode, "mean_now")
    if training:
        box[-1].set("data-cover", COVER)
    says = sketch.add(box, "p", class_="verdict aside")
    given = sketch.add(says, "span", "mean input: ")
    sketch.number(sketch.add(given, "b"), "mean_in")
    _chance(sketch, slider)
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
            cell = sketch.add(line, "td", data_part=f"u{i}")
            box = sketch.add(cell, "div", data_cover=COVER) if row == "t" else cell
            _unit(sketch, box, row, i, largest, masked)
    return sketch.drawing()


def _chance(sketch: Sketch, slider: tuple[str, float]) -> None:
    """Draw p as a share of a bar, whose border can be dragged."""
    left, right = 8.0, 632.0
    key, step = slider
    svg = sketch.add(
        sketch.root, "svg", viewBox="0 0 640 40", class_="chance", role="group",
        aria_label="The chance of a unit to be dropped as a share of a bar, and of being kept as the rest",
    )  # fmt: skip
    sketch.add(svg, "rect", x=left, y=8, width=right - left, height=24, class_="keeps")
    drops = sketch.add(svg, "rect", x=left, y=8, height=24, class_="drops")
    sketch.scale(drops, "p", "width", (0, 1), (0, right - left))
    texts = (("p", "✕ dropped: p = ", left + 8, "start"), ("share", "kept: 1 − p = ", right - 8, "end"))
    for column, words, x, anchor in texts:
        text = sketch.add(svg, "text", words, x=x, y=25.5, class_=f"label {anchor}")
        sketch.number(sketch.add(text, "tspan"), column, most=2)
    grip = sketch.add(svg, "rect", y=2, width=12, height=36, rx=6, class_="border")
    sketch.scale(grip, "p", "x", (0, 1), (left - 6, right - 6))
    sketch.handle(grip, "p, the chance of a unit to be dropped", Move(key, "x", (left, right), (0.0, 1.0), step))


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
