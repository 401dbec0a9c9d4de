"""Batch-norm as a picture: one feature's numbers in two steps, minus the mean and divided by the spread.

What is opened beside it is drawn below: gamma and beta as a third step, and the running statistics.
"""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from neuron_core.batchnorm.drawing_running import STATISTICS, Running, running
from neuron_core.batchnorm.rounding import decimals
from neuron_core.shared.drawing.charts import arrows, beyond, place, readout, tick
from neuron_core.shared.drawing.diagram import Number, Term, arithmetic, tone, write
from neuron_core.shared.drawing.slots import Drawing, Move, Sketch
from neuron_core.shared.numbers import number_text

if TYPE_CHECKING:
    from neuron_core.batchnorm.study import Study

_ACROSS = (152.0, 612.0)
_BAND = 70.0  # from one line of dots to the next
_TOP = 34.0
_MOST_WRITTEN = 6  # rows up to which the mean is written out as a sum

Axis = tuple[float, float]
Terms = list[tuple[str, Term]]


@dataclass(frozen=True)
class _Plan:
    """What the picture depends on besides the numbers in its slots.

    `cell` is the followed (row, feature), from 1. `trains`: the numbers are those of training; `refused`: torch refuses to train.
    `before` and `after` are the ends of the scales; `digits` and `out_digits` how many decimals the numbers on them have,
    `var_digits` those of the variance.
    `reach` is the slider that moves the followed number: its key, how many steps it has to a side, and how large one is.
    """

    rows: int
    cell: tuple[int, int]
    trains: bool
    refused: bool
    before: Axis
    after: Axis
    digits: int
    out_digits: int
    var_digits: int
    affine: bool
    running: Running | None
    reach: tuple[str, float, float]


def batchnorm_drawing(study: "Study") -> Drawing:
    """Draw the followed feature of `study`; columns as its sweep has them."""
    norm, axes, now = study.norm, study.scales, study.sweep.now
    size = max(map(abs, axes.before))
    plan = _Plan(
        rows=len(norm.batch),
        cell=study.cell,
        trains=norm.trains,
        refused=study.refusal is not None,
        before=axes.before,
        after=axes.after,
        digits=decimals(size),
        out_digits=decimals(max(map(abs, axes.after))),
        var_digits=decimals(now["var"]),
        affine="affine" in study.shows,
        running=_running(study) if "running" in study.shows else None,
        reach=(study.axes[0].key, study.axes[0].maximum, study.step),
    )
    return _drawing(plan)


def _running(study: "Study") -> Running:
    """Return what the drawing of the running statistics depends on."""
    norm, now = study.norm, study.sweep.now
    column = [row[study.cell[1] - 1] for row in norm.batch]
    mean = sum(column) / len(column)
    return Running(
        study.cell,
        refused=study.refusal is not None,
        weight="1 / (training passes + 1), as momentum is None" if norm.momentum is None else "momentum",
        ends=() if study.refusal else (mean, sum((x - mean) ** 2 for x in column) / (len(column) - 1)),
        digits=tuple((name, decimals(now[name])) for name in STATISTICS if name in now),
    )


@lru_cache(maxsize=256)
def _drawing(plan: _Plan) -> Drawing:
    sketch = Sketch()
    r, f = plan.cell
    headline = sketch.add(sketch.root, "div", class_="headline")
    box = sketch.add(headline, "div", class_="readouts")
    readout(sketch, box, "Before", f"row {r}, feature {f}", "in")
    mode = "train()" if plan.trains else "eval(): torch refuses train()" if plan.refused else "eval()"
    readout(sketch, box, "After", mode, "out")
    _arithmetic(sketch, headline, plan)
    _steps(sketch, plan)
    _numbers(sketch, plan)
    if plan.running:
        running(sketch, plan.running)
    return sketch.drawing()


def _arithmetic(sketch: Sketch, parent: ET.Element, plan: _Plan) -> None:
    """Write the mean, the variance, the spread, and what becomes of the followed number; terms light up with what they came from."""
    box = arithmetic(sketch, parent)
    whose = "" if plan.trains else "running "
    own = f"r{plan.cell[0]}"
    center = Number("center", most=plan.digits, brackets=True)
    mean_now = Number("center", most=plan.digits, bold=True)
    variance_now = Number("var", most=plan.var_digits, bold=True)
    if plan.trains and plan.rows <= _MOST_WRITTEN:
        rows = range(1, plan.rows + 1)
        numbers: list[Term] = [[Number(f"x{i}", most=plan.digits, brackets=i > 1)] for i in rows]
        squares: list[Term] = [[Number(f"d{i}", most=plan.digits, brackets=True), "²"] for i in rows]
        mean = _average("mean", "mean", numbers, mean_now)
        variance = _average("variance", "spread", squares, variance_now)
    else:
        of_rows = f"of the {plan.rows} rows = " if plan.trains else "= "
        mean = [("mean", [f"{whose}mean {of_rows}", mean_now])]
        variance = [("spread", [f"{whose}variance {of_rows}", variance_now])]
    spread: Terms = [
        ("spread", [f"{whose}spread = √(variance + eps) = √(", Number("var", most=plan.var_digits), " + ", Number("eps", most=7), ") = ",
                    Number("spread", most=plan.digits, bold=True)]),
    ]  # fmt: skip
    steps: Terms = [
        (own, [f"row {plan.cell[0]}: (", Number("in", most=plan.digits), " − "]), ("mean", [center, ") / "]),
        ("spread", [Number("spread", most=plan.digits), " = "]),
        (own, [Number("hat", most=plan.out_digits, bold=True)]),
    ]  # fmt: skip
    if plan.affine:
        steps += [
            ("scale", [" × ", Number("gamma", brackets=True), " + ", Number("beta", brackets=True), " = "]),
            (own, [Number("out", most=plan.out_digits, bold=True)]),
        ]
    for line in (mean, variance, spread, steps):
        paragraph = sketch.add(box, "p")
        for part, term in line:
            _term(sketch, paragraph, part, term)
    slip = sketch.add(box, "small")
    rounding = "The output is torch’s own: it computes in another order, so float32 rounds elsewhere."
    sketch.sign(slip, "slip", "", ("", "", rounding))


def _average(name: str, part: str, terms: Sequence[Term], result: Number) -> Terms:
    """Write an average out: a term for each row, added up, by their number."""
    added: Terms = [(f"r{i}", [" + " if i > 1 else "(", *term]) for i, term in enumerate(terms, 1)]
    return [(part, [f"{name} = "]), *added, (part, [f") / {len(terms)} = ", result])]


def _term(sketch: Sketch, paragraph: ET.Element, part: str, term: Term) -> None:
    write(sketch, sketch.add(paragraph, "span", data_part=part), term)


def _steps(sketch: Sketch, plan: _Plan) -> None:
    """Draw the numbers of the column one line below the other: before, minus the mean, divided by the spread."""
    lines = _lines(plan)
    height = _TOP + _BAND * (len(lines) - 1) + 26
    svg = sketch.add(
        sketch.root, "svg", viewBox=f"0 0 640 {height:g}", class_="bands", role="group",
        aria_label="The numbers of one feature as dots: before, minus the mean, divided by the spread",
    )  # fmt: skip
    whose = "" if plan.trains else "running "
    for (upper, axis, y), (lower, below, y_below) in pairwise(lines):
        for r in range(1, plan.rows + 1):
            css = "tangent" if r == plan.cell[0] else "thread"
            thread = sketch.add(svg, "line", y1=y, y2=y_below, class_=css, data_part=f"r{r}")
            sketch.scale(thread, f"{upper}{r}", "x1", axis, _ACROSS)
            sketch.scale(thread, f"{lower}{r}", "x2", below, _ACROSS)
    for name, axis, y in lines:
        _line(sketch, svg, name, axis, y, whose, plan)
    for name, axis, y in lines:
        order = [
            *(r for r in range(1, plan.rows + 1) if r != plan.cell[0]),
            plan.cell[0],
        ]  # the followed one lies on top
        for r in order:
            dot = sketch.add(svg, "circle", cy=y, r=10 if r == plan.cell[0] else 7, data_part=f"r{r}")
            sketch.scale(dot, f"{name}{r}", "cx", axis, _ACROSS)
            tone(sketch, dot, f"{name}{r}", "dot handle" if name == "x" and r == plan.cell[0] else "dot")
            if name == "x" and r == plan.cell[0]:
                key, steps, step = plan.reach
                reach = steps * step * (_ACROSS[1] - _ACROSS[0]) / (axis[1] - axis[0])
                sketch.handle(
                    dot, f"The number of row {r}", Move(key, "x", (0.0, reach), (0.0, steps), 1, relative=True)
                )
    name, axis, y = lines[-1]
    arrows(sketch, svg, "least", beyond(axis), (_ACROSS[0] - 8, _ACROSS[1] + 8), y + 5)
    arrows(sketch, svg, "most", beyond(axis), (_ACROSS[0] - 8, _ACROSS[1] + 8), y + 5)


def _lines(plan: _Plan) -> list[tuple[str, Axis, float]]:
    """Return the lines of dots from above: the columns' letter, the scale, the height."""
    names = [("x", plan.before), ("d", plan.before), ("h", plan.after), *([("y", plan.after)] if plan.affine else [])]
    return [(name, axis, _TOP + _BAND * i) for i, (name, axis) in enumerate(names)]


def _line(sketch: Sketch, svg: ET.Element, name: str, axis: Axis, y: float, whose: str, plan: _Plan) -> None:
    """Draw one scale with its name, and on it what the step is about: the mean, the spread, or a spread of 1."""
    title = {"x": "before", "d": f"− {whose}mean", "h": f"÷ {whose}spread", "y": "× gamma + beta"}[name]
    part = {"x": "before", "d": "mean", "h": "spread", "y": "scale"}[name]
    sketch.add(svg, "text", title, x=0, y=y + 5, class_="label start", data_part=part)
    sketch.add(svg, "line", x1=_ACROSS[0], x2=_ACROSS[1], y1=y, y2=y, class_="axis")
    values = sorted({axis[0], 0.0, axis[1]} | ({-1.0, 1.0} if name in "hy" and axis[1] <= 6 else set()))
    for value in values:
        x = place(value, axis, _ACROSS)
        sketch.add(svg, "line", x1=x, x2=x, y1=y - 5, y2=y + 5, class_="axis")
        sketch.add(svg, "text", tick(value), x=x, y=y + 23, class_="tick")
    if name == "x":
        mark = sketch.add(svg, "line", y1=y - 16, y2=y + 10, class_="marked", data_part="mean")
        text = sketch.add(svg, "text", f"{whose}mean ", y=y - 19, class_="marks", data_part="mean")
        sketch.number(sketch.add(text, "tspan"), "center", most=plan.digits)
        for element, attribute in ((mark, "x1"), (mark, "x2"), (text, "x")):
            sketch.scale(element, "center", attribute, axis, _ACROSS)
    elif name == "d":
        bar = sketch.add(svg, "line", y1=y - 15, y2=y - 15, class_="marked", data_part="spread")
        sketch.scale(bar, "under", "x1", axis, _ACROSS)
        sketch.scale(bar, "spread", "x2", axis, _ACROSS)
        says = sketch.add(svg, "text", "bar: ± ", x=0, y=y + 23, class_="marks start", data_part="spread")
        sketch.number(sketch.add(says, "tspan"), "spread", most=plan.digits)
    elif name == "h":
        ends = [place(value, axis, _ACROSS) for value in (-1, 1)]
        sketch.add(svg, "line", x1=ends[0], x2=ends[1], y1=y - 15, y2=y - 15, class_="marked", data_part="spread")
        # The dots would all lie on 0 on the scale above: this one is drawn larger, and says so.
        zoom = number_text((plan.before[1] - plan.before[0]) / (axis[1] - axis[0]), 2)
        words = f"bar: ± 1, zoom × {zoom}"
        sketch.add(svg, "text", words, x=0, y=y + 23, class_="marks start", data_part="spread")


def _numbers(sketch: Sketch, plan: _Plan) -> None:
    """Write the numbers of every row under each other, one line for each step."""
    table = sketch.add(sketch.add(sketch.root, "div", class_="wide"), "table", class_="units dense")
    head = sketch.add(sketch.add(table, "thead"), "tr")
    sketch.add(head, "th", f"feature {plan.cell[1]}", scope="col")
    for r in range(1, plan.rows + 1):
        sketch.add(head, "th", f"row {r}", scope="col", data_part=f"r{r}", class_="now" if r == plan.cell[0] else "")
    body = sketch.add(table, "tbody")
    whose = "" if plan.trains else "running "
    titles = {"x": "before", "d": f"− {whose}mean", "h": f"÷ {whose}spread", "y": "× gamma + beta"}
    for name, _, _ in _lines(plan):
        row = sketch.add(body, "tr")
        sketch.add(row, "th", titles[name], scope="row")
        for r in range(1, plan.rows + 1):
            cell = sketch.add(row, "td", data_part=f"r{r}", class_="now" if r == plan.cell[0] else "")
            sketch.number(cell, f"{name}{r}", most=plan.digits if name in "xd" else min(3, plan.out_digits))
