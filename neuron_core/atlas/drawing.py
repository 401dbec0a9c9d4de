"""An atlas as a picture: a cell for each start, marked by what became of it at the epoch under the thumb, and the shares.

Columns: those of `atlas_columns`, by the epoch; held is which start is open above.
"""

import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import lru_cache

from neuron_core.shared.drawing.charts import tick
from neuron_core.shared.drawing.diagram import TONES
from neuron_core.shared.drawing.slots import Drawing, Move, Sketch

SIDE = 16
"""How many starts stand in a row, and how many rows there are."""
MARKS = ("✗", "·", "✓")
_SHARE = 100 / (SIDE + 1)
"""How wide a cell is, in percent: the numbers of the seeds take one row and one column."""


def atlas_drawing(key: str, most: float, seed_key: str, opened: int) -> Drawing:
    """Draw the starts at the epoch, whose slider `key` ends at `most`.

    A frame is around the seed that is `opened` above; a click on another one moves the slider `seed_key` there.
    """
    row, column = divmod(opened, SIDE)
    frame = f"top: {_SHARE * (row + 1):.3f}%; left: {_SHARE * (column + 1):.3f}%" if row < SIDE else "display: none"
    return replace(_drawing(key, most, seed_key), held={"frame": frame})


@lru_cache(maxsize=1)
def _drawing(key: str, most: float, seed_key: str) -> Drawing:
    sketch = Sketch()
    box = sketch.add(sketch.root, "div", class_="atlas")
    _grid(sketch, box, seed_key)
    shares = sketch.add(box, "div", class_="shares", role="group", aria_label="How many of the starts")
    _time(sketch, shares, key, most)
    for number, name in ((2, "solved"), (1, "stuck"), (0, "dead")):
        _share(sketch, shares, number, name)
    return sketch.drawing()


def _grid(sketch: Sketch, parent: ET.Element, seed_key: str) -> None:
    """Add a cell for each seed; above and beside them, the numbers that add up to it."""
    says = "A cell for each start, by its seed: ✓ solved, · stuck, ✗ dead. The frame is the seed that is open above."
    grid = sketch.add(parent, "div", class_="starts", role="img", aria_label=says)
    sketch.add(grid, "b")
    for column in range(SIDE):
        sketch.add(grid, "b", f"+{column}")
    for first in range(0, SIDE * SIDE, SIDE):
        sketch.add(grid, "b", str(first))
        for seed in range(first, first + SIDE):
            cell = sketch.pick(sketch.add(grid, "i", title=f"seed {seed}"), seed_key, seed)
            sketch.sign(cell, f"seed{seed}", "class", TONES)
            sketch.sign(cell, f"seed{seed}", "", MARKS)
    sketch.text(sketch.add(grid, "u"), "frame", "style")


def _time(sketch: Sketch, parent: ET.Element, key: str, most: float) -> None:
    """Draw the epoch as a line of its own to drag along: its slider is far above."""
    line = sketch.add(parent, "p", "epoch ")
    sketch.number(sketch.add(line, "output", aria_label="Epoch of the starts", aria_live="off"), key, most=0)
    says = "The epochs; the dot is the one that is shown"
    svg = sketch.add(parent, "svg", viewBox="0 0 256 34", class_="time", role="group", aria_label=says)
    across = (10.0, 246.0)
    sketch.add(svg, "line", x1=across[0], x2=across[1], y1=10, y2=10, class_="axis")
    for value, x, anchor in ((0.0, 0, "start"), (most, 256, "end")):
        sketch.add(svg, "text", tick(value), x=x, y=32, class_=f"tick {anchor}")
    dot = sketch.scale(sketch.add(svg, "circle", r=9, cy=10, class_="dot"), key, "cx", (0, most), across)
    sketch.handle(dot, "The epoch", Move(key, "x", across, (0, most), 10))


def _share(sketch: Sketch, parent: ET.Element, number: int, name: str) -> None:
    """Write how many starts are in a state, and draw it as a part of all."""
    line = sketch.add(parent, "p", f"{MARKS[number]} {name} ")
    value = sketch.add(line, "output", aria_label=name.capitalize(), aria_live="off")
    sketch.number(value, name, most=0)
    value.tail = f" of {SIDE * SIDE}, "
    share = sketch.add(line, "span")
    sketch.number(share, f"{name}_share", most=1)
    share.tail = " %"
    svg = sketch.add(parent, "svg", viewBox="0 0 256 14", role="img", aria_label=f"{name} as a part of all starts")
    sketch.add(svg, "line", x1=0, x2=256, y1=7, y2=7, class_="whole")
    bar = sketch.add(svg, "line", x1=0, y1=7, y2=7, class_=f"bar {TONES[number]}")
    sketch.scale(bar, name, "x2", (0, SIDE * SIDE), (0, 256))
