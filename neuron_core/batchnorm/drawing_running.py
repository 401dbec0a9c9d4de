"""The running statistics in the picture: where they come from, how far they have moved, and what the next pass does."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass

from neuron_core.shared.drawing.diagram import Number, arithmetic, line
from neuron_core.shared.drawing.slots import Sketch

STATISTICS = ("mean", "biased", "unbiased", "rm", "rv", "rm_next", "rv_next")
"""The columns of a feature's statistics: those of the batch, the running ones, and these after the next pass."""

COVER = "running"


@dataclass(frozen=True)
class Running:
    """What this part of the picture depends on besides the numbers in its slots.

    `cell` is the followed (row, feature); `weight` the weight of a new batch, in words; `ends` the mean and the unbiased variance that
    the running ones move to (nothing where torch refuses to train); `digits` how many decimals each of `STATISTICS` is shown with.
    """

    cell: tuple[int, int]
    refused: bool
    weight: str
    ends: tuple[float, ...]
    digits: tuple[tuple[str, int], ...]


def running(sketch: Sketch, plan: Running) -> None:
    """Write the batch's statistics and the running ones of the followed feature, and how one more pass changes these."""
    digits = dict(plan.digits)
    table = sketch.add(
        sketch.add(sketch.root, "div", class_="wide", data_cover=COVER), "table", class_="units dense"
    )  # fmt: skip
    head = sketch.add(sketch.add(table, "thead"), "tr")
    for text in (
        f"feature {plan.cell[1]}",
        "this batch: train()",
        "running: eval()",
        "from a new layer’s to the batch’s",
    ):
        sketch.add(head, "th", text, scope="col")
    body = sketch.add(table, "tbody")
    starts = (0.0, 1.0)
    for i, (title, used, kept, aside) in enumerate(
        [("mean", "mean", "rm", ""), ("variance", "biased", "rv", "unbiased")]
    ):
        row = sketch.add(body, "tr")
        sketch.add(row, "th", title, scope="row")
        this = sketch.add(row, "td")
        sketch.number(sketch.add(this, "b"), used, most=digits[used])
        if aside and not plan.refused:
            note = sketch.add(this, "small", "÷ N; to the running one: ")
            sketch.number(sketch.add(note, "span"), aside, most=digits[aside])
            sketch.add(note, "span", " (÷ N − 1)")
        sketch.number(sketch.add(sketch.add(row, "td"), "b"), kept, most=digits[kept])
        way = sketch.add(row, "td")
        if plan.ends:
            _way(sketch, way, kept, starts[i], plan.ends[i])
    row = sketch.add(body, "tr")
    sketch.add(row, "th", f"row {plan.cell[0]} comes out as", scope="row")
    for name in ("train", "eval"):
        value = sketch.add(row, "td")
        if name == "train" and plan.refused:
            value.text = "refused"
        else:
            sketch.number(sketch.add(value, "b"), name)
    sketch.add(row, "td")
    if not plan.refused:
        _next_pass(sketch, digits, plan.weight)
    float32 = "Torch keeps these numbers in float32, which holds about 7 digits: more are not shown, as they would be rounding noise."
    sketch.add(sketch.root, "small", float32, data_cover=COVER)


def _way(sketch: Sketch, cell: ET.Element, column: str, start: float, end: float) -> None:
    """Draw how far a running number has come from where a new layer starts (left) to the batch's own (right)."""
    svg = sketch.add(cell, "svg", viewBox="0 0 100 12", class_="way", aria_hidden="true")
    sketch.add(svg, "line", x1=6, x2=94, y1=6, y2=6, class_="grid")
    sketch.add(svg, "line", x1=94, x2=94, y1=1, y2=11, class_="axis")
    dot = sketch.add(svg, "circle", cy=6, r=5, class_="dot going")
    if start == end:
        dot.set("cx", "94")
    else:
        (low, x_low), (high, x_high) = sorted([(start, 6.0), (end, 94.0)])
        sketch.scale(dot, column, "cx", (low, high), (x_low, x_high))


def _next_pass(sketch: Sketch, digits: dict[str, int], weight: str) -> None:
    """Write how one more pass in training changes the running statistics of the followed feature."""
    box = arithmetic(sketch, sketch.root, "The next training pass")
    box.set("data-cover", COVER)
    sketch.add(
        box,
        "p",
        f"The next training pass: the old value and the batch’s, each times its weight. The batch’s weight is {weight}.",
    )
    for name, old, new in (("mean", "rm", "mean"), ("variance", "rv", "unbiased")):
        before, batch, after = (
            Number(column, most=digits[column], brackets=column != f"{old}_next")
            for column in (old, new, f"{old}_next")
        )
        line(
            sketch, box,
            [f"running {name} = ", Number("keep"), " × ", before, " + ", Number("take"), " × ", batch, " = ", after],
        )  # fmt: skip
