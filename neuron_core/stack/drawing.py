"""A stack as a picture: every layer between the shapes that arrive and leave; and the numbers in it, mode by mode."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from functools import lru_cache
from math import log2
from typing import TYPE_CHECKING, Literal, NamedTuple

from neuron_core.shared.drawing.diagram import TONES
from neuron_core.shared.drawing.slots import Drawing, Sketch
from neuron_core.shared.numbers import number_text

if TYPE_CHECKING:
    from neuron_core.stack.flow import FlowStep
    from neuron_core.stack.run import Trace
    from neuron_core.stack.study import Study

_WIDTH, _MIDDLE = 640.0, 330.0
_LAYER, _GAP = 46.0, 42.0
_BLOCK = 104.0

State = Literal["", "broken", "off"]
"""How a layer, or what lies before it, is drawn: it ran, it broke, it was not reached."""


class _Row(NamedTuple):
    """A layer as it is drawn: `arrives` and `leaves` are the sizes that its body is as wide as."""

    role: str
    code: str
    parameters: int
    arrives: int
    leaves: int
    state: State


def stack_drawing(study: "Study") -> Drawing:
    """Draw the layers from top to bottom, each as wide as what it takes and sends, with the shapes between them.

    The first layer that breaks is dashed, with a cross and the two that do not agree before it; what comes after it is grey.
    """
    trace = study.trace
    rows = [
        _Row(role, layer.short, parameters, *_sizes(trace, index), _state(trace, index))
        for index, (role, layer, parameters) in enumerate(
            zip(study.roles, trace.stack.layers, trace.parameters, strict=True)
        )
    ]
    cross = ""
    if study.clash:
        cross = (
            f"✗ {study.clash.arrived} ≠ {study.clash.taken}" if study.clash.taken else f"✗ not {study.clash.arrived}"
        )
    return _stack_drawing(tuple(rows), tuple(map(str, trace.shapes)), cross, study.sentence)


@lru_cache(maxsize=128)
def _stack_drawing(rows: tuple[_Row, ...], shapes: tuple[str, ...], cross: str, sentence: str) -> Drawing:
    """Draw `rows` with `shapes` between them, as far as they go; `cross` stands where it breaks, if it does."""
    sketch = Sketch()
    height = 44 + len(rows) * (_LAYER + _GAP) + _GAP
    svg = sketch.add(
        sketch.root, "svg", viewBox=f"0 0 {_WIDTH:g} {height:g}", role="img", class_="scene", aria_label=sentence
    )
    for text, x, side in (("role", 0, "start"), ("layer", _MIDDLE, ""), ("parameters", _WIDTH, "end")):
        sketch.add(svg, "text", text, x=x, y=18, class_=f"tiny {side}")
    y = 26.0
    for index, row in enumerate(rows):
        shape = shapes[index] if index < len(shapes) else ""
        _between(sketch, svg, y, shape, cross if row.state == "broken" else "")
        y += _GAP
        _body(sketch, svg, y, row)
        sketch.add(svg, "text", row.code, x=_MIDDLE, y=y + 29, class_=f"value {row.state}")
        sketch.add(svg, "text", row.role, x=0, y=y + 29, class_=f"start {row.state}")
        sketch.add(svg, "text", f"{row.parameters:,}", x=_WIDTH, y=y + 29, class_=f"end {row.state}")
        y += _LAYER
    _between(sketch, svg, y, shapes[-1] if len(shapes) > len(rows) else "", "")
    total = sum(row.parameters for row in rows)
    sketch.add(svg, "text", f"total {total:,}", x=_WIDTH, y=y + 30, class_="end value")
    return sketch.drawing()


def _state(trace: "Trace", index: int) -> State:
    if index < len(trace.ran):
        return ""
    return "broken" if trace.broken and index == trace.broken.index else "off"


def _sizes(trace: "Trace", index: int) -> tuple[int, int]:
    """Return how wide a layer's upper and lower edge are: what its arguments say, else what arrived and what left."""
    layer, shapes = trace.stack.layers[index], trace.shapes
    arrives, leaves = (shapes[min(place, len(shapes) - 1)] for place in (index, index + 1))
    upper = layer.takes or (arrives[-1] if arrives else 1)
    if layer.kind.flattens:
        return upper, leaves[-1] if leaves else 1
    return upper, layer.sends or upper


def _half(size: int) -> float:
    """Half the width that a size is drawn with: it grows with every doubling, and stays on the paper."""
    return min(205.0, 85 + 22 * log2(size))


def _body(sketch: Sketch, svg: ET.Element, y: float, row: _Row) -> None:
    upper, lower = _half(row.arrives), _half(row.leaves)
    points = [
        (_MIDDLE - upper, y),
        (_MIDDLE + upper, y),
        (_MIDDLE + lower, y + _LAYER),
        (_MIDDLE - lower, y + _LAYER),
    ]
    text = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
    sketch.add(svg, "polygon", points=text, class_=f"layer {row.state}".strip())


def _between(sketch: Sketch, svg: ET.Element, y: float, shape: str, cross: str) -> None:
    """Draw what goes from one layer to the next: its `shape`, or nothing where it is not reached; and the `cross` where it breaks."""
    state = "broken" if cross else "" if shape else "off"
    gap = 0 if state else 13  # the shape stands in the line's way; on a phone it is written larger
    for y1, y2 in ((y, y + _GAP / 2 - gap), (y + _GAP / 2 + gap, y + _GAP)):
        sketch.add(svg, "line", x1=_MIDDLE, x2=_MIDDLE, y1=y1, y2=y2, class_=f"wire {state}")
    if shape:
        x, side = (_MIDDLE - 12, "end") if cross else (_MIDDLE, "")
        sketch.add(svg, "text", shape, x=x, y=y + 27, class_=f"label shape {side}")
    if cross:
        sketch.add(svg, "text", cross, x=_MIDDLE + 14, y=y + 27, class_="value start broken")


def flow_drawing(steps: "Sequence[FlowStep]", sentence: str) -> Drawing:
    """Draw the numbers of the input and of every layer's output, those in train() above those in eval()."""
    return _flow_drawing(tuple(steps), sentence)


@lru_cache(maxsize=64)
def _flow_drawing(steps: "tuple[FlowStep, ...]", sentence: str) -> Drawing:
    sketch = Sketch()
    svg = sketch.add(
        sketch.root, "svg", viewBox=f"0 0 {_WIDTH:g} {_BLOCK * len(steps):g}", role="img", class_="scene",
        aria_label=f"The input and every layer's output as numbers, train() above eval(). {sentence}",
    )  # fmt: skip
    for index, step in enumerate(steps):
        y = _BLOCK * index
        title = sketch.add(svg, "text", f"{step.label} ", x=0, y=y + 20, class_="start value")
        if step.shape is not None:
            shown = max(len(half) for half in (step.train, step.evaluated) if not isinstance(half, str))
            rest = f", {shown} of {step.count:,}" if shown < step.count else ""
            sketch.add(title, "tspan", f"{step.shape}{rest}", class_="plainly")
        if step.differ:
            sketch.add(svg, "text", "≠ they differ", x=_WIDTH, y=y + 20, class_="end value accent")
        for mode, half, top in (("train", step.train, y + 30), ("eval", step.evaluated, y + 62)):
            sketch.add(svg, "text", mode, x=0, y=top + 20, class_="start")
            if isinstance(half, str):
                sketch.add(svg, "text", half, x=64, y=top + 20, class_="start")
            else:
                _numbers(sketch, svg, half, top)
    return sketch.drawing()


def _numbers(sketch: Sketch, svg: ET.Element, values: Sequence[float], y: float) -> None:
    for place, value in enumerate(values):
        x = 64 + 96 * place
        tone = TONES[(value > 0) - (value < 0) + 1]
        sketch.add(svg, "path", d=f"M{x} {y:g}h93v28h-93z", class_=f"number {tone}")
        sketch.add(svg, "text", number_text(value), x=x + 46, y=y + 20)
