"""Batch-norm as a picture: every number before and after on one scale, one cell's arithmetic, and what is remembered."""

import math
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from neuron_core.shared.drawing.charts import TONES, place, readout
from neuron_core.shared.drawing.slots import Drawing, Sketch

_LEFT, _RIGHT, _EDGE = 92.0, 600.0, 640.0
_LETTER = 11.0  # the width of a tick's letter where it is largest, on a phone
_BAND, _DROP = 56.0, 30.0  # a feature's height, and how far `after` lies below `before`


@dataclass(frozen=True)
class Shape:
    """What the picture depends on besides the numbers.

    `mode` is 't' (training) or 'e' (eval), the one that is on; `trains` is false where torch refuses to train on the batch.
    `cell` is the chosen (row, feature), from 1. `powers` are the scale's ends as powers of ten: (1, 4) is -10 to 10,000.
    """

    rows: int
    features: int
    mode: str
    trains: bool
    cell: tuple[int, int]
    powers: tuple[int, int]


@lru_cache(maxsize=256)
def batchnorm_drawing(shape: Shape, ends: tuple[tuple[float, float], ...]) -> Drawing:
    """Draw the batch before and after; columns as `neuron_core.batchnorm.layer.batchnorm_columns` names them.

    `ends` holds, for each feature, the batch's mean and unbiased variance: where the running numbers are heading.
    """
    sketch = Sketch()
    r, f = shape.cell
    box = sketch.add(sketch.root, "div", class_="readouts")
    readout(sketch, box, "Before", f"row {r}, feature {f}", "in")
    readout(
        sketch,
        box,
        "After",
        "train()" if shape.mode == "t" else "eval()" if shape.trains else "eval(): train() is refused",
        "out",
    )
    _arithmetic(sketch, shape)
    _before_and_after(sketch, shape)
    _numbers(sketch, shape)
    _remembered(sketch, shape, ends)
    return sketch.drawing()


def _line(sketch: Sketch, box: ET.Element, *parts: str | tuple) -> None:
    """Write a line of words and of columns; a column is a tuple of its name and how it is written."""
    line = sketch.add(box, "p")
    for part in parts:
        if isinstance(part, str):
            sketch.add(line, "span", part)
        else:
            column, ways = part
            sketch.number(sketch.add(line, "i"), column, **ways)


def _arithmetic(sketch: Sketch, shape: Shape) -> None:
    box = sketch.add(sketch.root, "div", class_="arithmetic", role="group", aria_label="The arithmetic")
    plain, signed = {}, {"brackets": True}
    whose = "the batch’s mean and biased variance" if shape.mode == "t" else "the running mean and variance"
    _line(
        sketch, box, "(", ("in", plain), " − ", ("center", signed), ") / √(", ("var", plain), " + ", ("eps", {"most": 7}),
        ") × ", ("gamma", signed), " + ", ("beta", signed),
    )  # fmt: skip
    sketch.add(box.find("p"), "small", f"   with {whose}, gamma, beta")
    _line(
        sketch, box, "= ", ("deviation", plain), " / ", ("root", plain), " × ", ("gamma", signed), " + ", ("beta", signed),
        " = ", ("hat", {}), " × ", ("gamma", signed), " + ", ("beta", signed),
        " = ", ("out", {"least": 1}),
    )  # fmt: skip
    slip = sketch.add(box.findall("p")[1], "small")
    rounding = "   torch’s own: its steps differ, and float32’s rounding shows"
    sketch.sign(slip, "slip", "", ("", "", rounding))


def _scale(powers: tuple[int, int]) -> tuple[list[float], list[float]]:
    """Return a scale with a step for each power of ten, on both sides of 0: the values and where they lie."""
    low, high = powers
    values = [-(10.0**power) for power in range(low, -1, -1)] + [0.0] + [10.0**power for power in range(high + 1)]
    last = len(values) - 1
    return values, [place(i, (0, last), (_LEFT, _RIGHT)) for i in range(len(values))]


def tick_labels(powers: tuple[int, int]) -> list[tuple[str, float]]:
    """Return the scale's labels and their middles: 0 and every k-th line from there, k the least that keeps them apart.

    >>> [text for text, _ in tick_labels((1, 2))]
    ['−10', '−1', '0', '1', '10', '100']
    """
    values, places = _scale(powers)
    texts = [f"{value:,.0f}".replace("-", "−") for value in values]
    zero = values.index(0.0)
    halves = [len(text) * _LETTER / 2 for text in texts]
    middles = [min(x, _EDGE - half) for x, half in zip(places, halves, strict=True)]
    for k in range(1, len(values)):
        kept = [i for i in range(len(values)) if (i - zero) % k == 0]
        if all(middles[j] - halves[j] >= middles[i] + halves[i] for i, j in pairwise(kept)):
            break
    return [(texts[i], middles[i]) for i in kept]


def _before_and_after(sketch: Sketch, shape: Shape) -> None:
    values, places = _scale(shape.powers)
    height = _BAND * shape.features + 20
    svg = sketch.add(
        sketch.root, "svg", viewBox=f"0 0 640 {height:g}", class_="bands", role="img",
        aria_label="Every number of the batch before and after, a band for each feature, all on one scale in powers of ten",
    )  # fmt: skip
    for value, x in zip(values, places, strict=True):
        sketch.add(svg, "line", x1=x, x2=x, y1=6.0, y2=height - 20, class_="axis" if value == 0 else "grid")
    for text, x in tick_labels(shape.powers):
        sketch.add(svg, "text", text, x=x, y=height - 3, class_="tick")
    scale = "By powers of ten: past 1, each line is ten times the last."
    sketch.add(sketch.root, "small", scale)
    chosen = shape.cell
    for f in range(1, shape.features + 1):
        top = _BAND * (f - 1) + 12
        sketch.add(svg, "text", f"feature {f}", x=0, y=top + 5, class_="small start")
        sketch.add(svg, "text", "after", x=0, y=top + _DROP + 4, class_="tiny start")
        order = sorted(range(1, shape.rows + 1), key=lambda r, f=f: (r, f) == chosen)  # the chosen one lies on top
        for r in order:
            is_chosen = (r, f) == chosen
            before, after = f"x{r}_{f}", f"{shape.mode}{r}_{f}"
            thread = sketch.add(svg, "line", y1=top, y2=top + _DROP, class_="tangent" if is_chosen else "thread")
            sketch.scale(thread, before, "x1", values, places)
            sketch.scale(thread, after, "x2", values, places)
            for column, y, size in ((before, top, 5), (after, top + _DROP, 6)):
                dot = sketch.add(svg, "circle", cy=y, r=size + 2 * is_chosen)
                sketch.scale(dot, column, "cx", values, places)
                sketch.sign(dot, column, "class", [f"dot {tone}" for tone in TONES])


def _numbers(sketch: Sketch, shape: Shape) -> None:
    """Write the batch three times side by side: before, after in training, after in eval."""
    table = sketch.add(sketch.add(sketch.root, "div", class_="wide"), "table", class_="units dense")
    head = sketch.add(table, "thead")
    groups, names = sketch.add(head, "tr"), sketch.add(head, "tr")
    sketch.add(groups, "td")
    sketch.add(names, "th", "feature", scope="col")
    titles = {"x": "before", "t": "after, train()", "e": "after, eval()"}
    for name, title in titles.items():
        now = "now" if name == shape.mode else ""
        mark = "▶ " if now else ""
        sketch.add(groups, "th", mark + title, scope="colgroup", colspan=shape.features, class_=now)
        for f in range(1, shape.features + 1):
            sketch.add(names, "th", str(f), scope="col", class_=now)
    body = sketch.add(table, "tbody")
    for r in range(1, shape.rows + 1):
        line = sketch.add(body, "tr")
        sketch.add(line, "th", f"row {r}", scope="row")
        for name in titles:
            for f in range(1, shape.features + 1):
                css_class = " ".join(["now"] * (name == shape.mode) + ["chosen"] * ((r, f) == shape.cell))
                cell = sketch.add(line, "td", class_=css_class)
                if name == "t" and not shape.trains:
                    cell.text = "refused"
                else:
                    sketch.number(cell, f"{name}{r}_{f}", most=3)
    why = (
        "train() takes mean and variance from this batch; eval() takes the running ones, so that a row’s output does "
        "not hang on the rows beside it."
    )
    sketch.add(sketch.root, "small", why)


def _remembered(sketch: Sketch, shape: Shape, ends: tuple[tuple[float, float], ...]) -> None:
    """Write the batch's statistics and the running ones, each where it is used, and how far the latter have come."""
    table = sketch.add(sketch.add(sketch.root, "div", class_="wide"), "table", class_="units dense")
    head = sketch.add(sketch.add(table, "thead"), "tr")
    for text in ("per feature", *(f"feature {f}" for f in range(1, shape.features + 1))):
        sketch.add(head, "th", text, scope="col")
    body = sketch.add(table, "tbody")
    rows = [
        ("mean", "batch’s mean", "train() subtracts it"),
        ("biased", "variance, biased", "÷ N: train() divides by its root"),
    ]
    if shape.rows > 1:
        rows.append(("unbiased", "variance, unbiased", "÷ (N − 1): this one is remembered"))
    rows += [("rm", "running mean", "eval() subtracts it"), ("rv", "running variance", "eval() divides by its root")]
    for name, title, hint in rows:
        line = sketch.add(body, "tr")
        label = sketch.add(line, "th", title, scope="row")
        sketch.add(label, "small", hint, class_="aside")
        for f in range(1, shape.features + 1):
            cell = sketch.add(line, "td")
            sketch.number(sketch.add(cell, "b"), f"{name}{f}")
            if name in ("rm", "rv") and ends:
                start, end = (0.0, ends[f - 1][0]) if name == "rm" else (1.0, ends[f - 1][1])
                _way(sketch, cell, f"{name}{f}", start, end)
    if shape.trains:
        _next_feed(sketch, shape)


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


def _next_feed(sketch: Sketch, shape: Shape) -> None:
    f = shape.cell[1]
    box = sketch.add(sketch.root, "div", class_="arithmetic", role="group", aria_label="The next feed")
    sketch.add(box, "p", f"With the next feed, feature {f}: what is kept of the old, and momentum’s share of the new")
    for old, new, result in ((f"rm{f}", f"mean{f}", "rm_next"), (f"rv{f}", f"unbiased{f}", "rv_next")):
        _line(
            sketch, box, f"running {'mean' if old.startswith('rm') else 'variance'} = ", ("keep", {}), " × ", (old, {"brackets": True}),
            " + ", ("take", {}), " × ", (new, {"brackets": True}), " = ", (result, {}),
        )  # fmt: skip


def scale_powers(values: list[float]) -> tuple[int, int]:
    """Return the scale's ends as powers of ten: wide enough for `values`, and at least -10 to 10.

    >>> scale_powers([2.0, 200.0, 4000.0])
    (1, 4)
    """

    def power(value: float) -> int:
        return max(1, math.ceil(round(math.log10(max(value, 1.0)), 9)))

    return power(max(0.0, *(-value for value in values))), power(max(0.0, *values))
