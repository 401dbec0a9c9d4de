"""Batch-norm as a picture: every number before and after on one scale, one cell's arithmetic, and the running statistics."""

import math
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from neuron_core.shared.drawing.charts import place, readout
from neuron_core.shared.drawing.diagram import Number, arithmetic, line, tone
from neuron_core.shared.drawing.slots import Drawing, Sketch

if TYPE_CHECKING:
    from neuron_core.batchnorm.study import Study

_LEFT, _RIGHT, _EDGE = 92.0, 600.0, 640.0
_LETTER = 11.0  # the width of a tick's letter where it is largest, on a phone
_BAND, _DROP = 56.0, 30.0  # a feature's height, and how far `after` lies below `before`

Ends = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class _Plan:
    """What the picture depends on besides the numbers in its slots.

    `mode` is 't' (training) or 'e' (eval), the one that is on; `refused` says that torch refuses to train on the batch.
    `cell` is the chosen (row, feature), from 1. `weight` is the weight of a new batch in the running statistics, in words.
    `powers` are the scale's ends as powers of ten: (1, 4) is -10 to 10,000. `ends` holds, for each feature, the batch's mean
    and unbiased variance: what the running ones move to (nothing where torch refuses).
    """

    rows: int
    features: int
    mode: str
    refused: bool
    cell: tuple[int, int]
    weight: str
    powers: tuple[int, int]
    ends: Ends


def batchnorm_drawing(study: "Study") -> Drawing:
    """Draw the batch of `study` before and after, and its running statistics; columns as the sweep of `study` has them."""
    norm, now, refused = study.norm, study.sweep.now, study.refusal is not None
    rows, features = len(norm.batch), len(norm.batch[0])
    ends = [] if refused else [(now[f"mean{f}"], now[f"unbiased{f}"]) for f in range(1, features + 1)]
    plan = _Plan(
        rows,
        features,
        "t" if norm.training and not refused else "e",
        refused,
        study.cell,
        "1 / (training passes + 1), as momentum is None" if norm.momentum is None else "momentum",
        scale_powers(
            [2 * value for row in norm.batch for value in row]
        ),  # gamma is at most 2; a negative one can lead past the end
        tuple(ends),
    )
    return _drawing(plan)


@lru_cache(maxsize=256)
def _drawing(plan: _Plan) -> Drawing:
    sketch = Sketch()
    r, f = plan.cell
    box = sketch.add(sketch.root, "div", class_="readouts")
    readout(sketch, box, "Before", f"row {r}, feature {f}", "in")
    mode = "train()" if plan.mode == "t" else "eval(): torch refuses train()" if plan.refused else "eval()"
    readout(sketch, box, "After", mode, "out")
    _arithmetic(sketch, plan)
    _before_and_after(sketch, plan)
    _numbers(sketch, plan)
    _statistics(sketch, plan)
    return sketch.drawing()


def _arithmetic(sketch: Sketch, plan: _Plan) -> None:
    box = arithmetic(sketch, sketch.root)
    whose = "the batch’s mean and biased variance" if plan.mode == "t" else "the running mean and variance"
    center, gamma, beta = (Number(column, brackets=True) for column in ("center", "gamma", "beta"))
    formula = line(
        sketch, box, ["(", Number("in"), " − ", center, ") / √(", Number("var"), " + ", Number("eps", most=7), ") × ", gamma, " + ", beta],
    )  # fmt: skip
    sketch.add(formula, "small", f"   with {whose}, gamma, beta")
    steps = line(
        sketch, box,
        ["= ", Number("deviation"), " / ", Number("root"), " × ", gamma, " + ", beta, " = ", Number("hat"), " × ", gamma, " + ", beta,
         " = ", Number("out", least=1)],
    )  # fmt: skip
    rounding = "   torch’s own number: it computes in another order, so float32 rounds in other places"
    sketch.sign(sketch.add(steps, "small"), "slip", "", ("", "", rounding))


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


def _before_and_after(sketch: Sketch, plan: _Plan) -> None:
    values, places = _scale(plan.powers)
    height = _BAND * plan.features + 20
    svg = sketch.add(
        sketch.root, "svg", viewBox=f"0 0 640 {height:g}", class_="bands", role="img",
        aria_label="Every number of the batch before and after, a band for each feature, all on one scale in powers of ten",
    )  # fmt: skip
    for value, x in zip(values, places, strict=True):
        sketch.add(svg, "line", x1=x, x2=x, y1=6.0, y2=height - 20, class_="axis" if value == 0 else "grid")
    for text, x in tick_labels(plan.powers):
        sketch.add(svg, "text", text, x=x, y=height - 3, class_="tick")
    scale = "The scale is even from −1 to 1; beyond that, each line stands for ten times the one before."
    sketch.add(sketch.root, "small", scale)
    chosen = plan.cell
    for f in range(1, plan.features + 1):
        top = _BAND * (f - 1) + 12
        sketch.add(svg, "text", f"feature {f}", x=0, y=top + 5, class_="small start")
        sketch.add(svg, "text", "after", x=0, y=top + _DROP + 4, class_="tiny start")
        others = [r for r in range(1, plan.rows + 1) if (r, f) != chosen]
        for r in [*others, *[chosen[0]] * (chosen[1] == f)]:  # the chosen one lies on top
            is_chosen = (r, f) == chosen
            before, after = f"x{r}_{f}", f"{plan.mode}{r}_{f}"
            thread = sketch.add(svg, "line", y1=top, y2=top + _DROP, class_="tangent" if is_chosen else "thread")
            sketch.scale(thread, before, "x1", values, places)
            sketch.scale(thread, after, "x2", values, places)
            for column, y, size in ((before, top, 5), (after, top + _DROP, 6)):
                dot = sketch.add(svg, "circle", cy=y, r=size + 2 * is_chosen)
                sketch.scale(dot, column, "cx", values, places)
                tone(sketch, dot, column, "dot")


def _numbers(sketch: Sketch, plan: _Plan) -> None:
    """Write the batch three times side by side: before, after in training, after in eval."""
    table = sketch.add(sketch.add(sketch.root, "div", class_="wide"), "table", class_="units dense")
    head = sketch.add(table, "thead")
    groups, names = sketch.add(head, "tr"), sketch.add(head, "tr")
    sketch.add(groups, "td")
    sketch.add(names, "th", "feature", scope="col")
    titles = {"x": "before", "t": "after, train()", "e": "after, eval()"}
    for name, title in titles.items():
        now = "now" if name == plan.mode else ""
        mark = "▶ " if now else ""
        sketch.add(groups, "th", mark + title, scope="colgroup", colspan=plan.features, class_=now)
        for f in range(1, plan.features + 1):
            sketch.add(names, "th", str(f), scope="col", class_=now)
    body = sketch.add(table, "tbody")
    for r in range(1, plan.rows + 1):
        row = sketch.add(body, "tr")
        sketch.add(row, "th", f"row {r}", scope="row")
        for name in titles:
            for f in range(1, plan.features + 1):
                css_class = " ".join(["now"] * (name == plan.mode) + ["chosen"] * ((r, f) == plan.cell))
                cell = sketch.add(row, "td", class_=css_class)
                if name == "t" and plan.refused:
                    cell.text = "refused"
                else:
                    sketch.number(cell, f"{name}{r}_{f}", most=3)
    why = (
        "train() uses the mean and variance of this batch; eval() uses the running ones, so a row’s output does not depend "
        "on the other rows."
    )
    sketch.add(sketch.root, "small", why)


def _statistics(sketch: Sketch, plan: _Plan) -> None:
    """Write the batch's mean and variances and the running ones, where each is used, and how far the running ones have moved."""
    table = sketch.add(sketch.add(sketch.root, "div", class_="wide"), "table", class_="units dense")
    head = sketch.add(sketch.add(table, "thead"), "tr")
    for text in ("per feature", *(f"feature {f}" for f in range(1, plan.features + 1))):
        sketch.add(head, "th", text, scope="col")
    body = sketch.add(table, "tbody")
    rows = [
        ("mean", "batch’s mean", "train() subtracts it"),
        ("biased", "variance, biased", "÷ N: train() divides by its root"),
    ]
    if plan.rows > 1:
        rows.append(("unbiased", "variance, unbiased", "÷ (N − 1): it goes into the running variance"))
    rows += [("rm", "running mean", "eval() subtracts it"), ("rv", "running variance", "eval() divides by its root")]
    for name, title, hint in rows:
        row = sketch.add(body, "tr")
        label = sketch.add(row, "th", title, scope="row")
        sketch.add(label, "small", hint, class_="aside")
        for f in range(1, plan.features + 1):
            cell = sketch.add(row, "td")
            sketch.number(sketch.add(cell, "b"), f"{name}{f}")
            if name in ("rm", "rv") and plan.ends:
                mean, variance = plan.ends[f - 1]
                start, end = (0.0, mean) if name == "rm" else (1.0, variance)
                _way(sketch, cell, f"{name}{f}", start, end)
    if not plan.refused:
        _next_pass(sketch, plan)


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


def _next_pass(sketch: Sketch, plan: _Plan) -> None:
    """Write how one more pass in training changes the running statistics of the chosen cell's feature."""
    f = plan.cell[1]
    box = arithmetic(sketch, sketch.root, "The next training pass")
    says = f"The next training pass, feature {f}: the old value and the batch’s, each times its weight. The batch’s weight is {plan.weight}."
    sketch.add(box, "p", says)
    for name, old, new in (("mean", "rm", "mean"), ("variance", "rv", "unbiased")):
        before, batch = Number(f"{old}{f}", brackets=True), Number(f"{new}{f}", brackets=True)
        line(
            sketch, box,
            [f"running {name} = ", Number("keep"), " × ", before, " + ", Number("take"), " × ", batch, " = ", Number(f"{old}_next")],
        )  # fmt: skip


def scale_powers(values: Sequence[float]) -> tuple[int, int]:
    """Return the scale's ends as powers of ten: wide enough for `values`, and at least -10 to 10.

    >>> scale_powers([2.0, 200.0, 4000.0])
    (1, 4)
    """

    def power(value: float) -> int:
        return max(1, math.ceil(round(math.log10(max(value, 1.0)), 9)))

    return power(max(0.0, *(-value for value in values))), power(max(0.0, *values))
