"""A stack as a picture: every layer between the shapes that enter and leave it; and what flows through it, in numbers."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from functools import lru_cache
from math import log2

from neuron_core.shapes.shape import Shape
from neuron_core.shared.drawing.charts import TONES
from neuron_core.shared.drawing.slots import Drawing, Sketch
from neuron_core.shared.numbers import number_text
from neuron_core.stack.flow import FlowStep
from neuron_core.stack.run import Break, Stack, Trace, roles

_WIDTH, _MIDDLE = 640.0, 330.0
_LAYER, _SEAM = 46.0, 42.0


def stack_drawing(trace: Trace) -> Drawing:
    """Draw the layers of a run from top to bottom, each as wide as what it takes and gives, shapes at every seam.

    The first seam that breaks is dashed, carries a cross and the two that do not agree; what lies behind it is grey.
    """
    return _stack_drawing(trace.stack, trace.shapes, trace.parameters, trace.broken)


@lru_cache(maxsize=128)
def _stack_drawing(
    stack: Stack, shapes: tuple[Shape, ...], parameters: tuple[int, ...], broken: Break | None
) -> Drawing:
    sketch = Sketch()
    count = len(stack.layers)
    height = 44 + count * (_LAYER + _SEAM) + _SEAM
    svg = sketch.add(
        sketch.root, "svg", viewBox=f"0 0 {_WIDTH:g} {height:g}", role="img", class_="scene",
        aria_label=stack_sentence(stack, shapes, parameters, broken),
    )  # fmt: skip
    for text, x, side in (("role", 0, "start"), ("layer", _MIDDLE, ""), ("parameters", _WIDTH, "end")):
        sketch.add(svg, "text", text, x=x, y=18, class_=f"tiny {side}")
    y = 26.0
    words = roles(stack.layers)
    for index, layer in enumerate(stack.layers):
        _seam(sketch, svg, y, shapes, index, broken)
        y += _SEAM
        reached = index < len(shapes) - 1
        state = "" if reached else "broken" if broken and index == broken.index else "off"
        _body(sketch, svg, y, _sizes(stack, shapes, index), state)
        sketch.add(svg, "text", layer.code.removeprefix("nn."), x=_MIDDLE, y=y + 29, class_=f"value {state}")
        sketch.add(svg, "text", words[index], x=0, y=y + 29, class_=f"start {state}")
        sketch.add(svg, "text", f"{parameters[index]:,}", x=_WIDTH, y=y + 29, class_=f"end {state}")
        y += _LAYER
    _seam(sketch, svg, y, shapes, count, broken)
    sketch.add(svg, "text", f"in all {sum(parameters):,}", x=_WIDTH, y=y + 30, class_="end value")
    return sketch.drawing()


def stack_sentence(stack: Stack, shapes: tuple[Shape, ...], parameters: tuple[int, ...], broken: Break | None) -> str:
    """Say what the picture shows."""
    steps = [f"Input {shapes[0]}"]
    for layer, shape in zip(stack.layers, shapes[1:], strict=False):
        steps.append(f"{layer.code.removeprefix('nn.')} gives {shape}")
    if broken:
        arrived, wanted = broken.clash
        layer = stack.layers[broken.index].code.removeprefix("nn.")
        steps.append(f"layer {broken.index + 1}, {layer}, breaks: {arrived} arrives, it takes {wanted}")
    return "; ".join(steps) + f". {sum(parameters):,} parameters in all."


def _sizes(stack: Stack, shapes: tuple[Shape, ...], index: int) -> tuple[int, int]:
    """Return how wide a layer's mouth and its end are: what its arguments say, else what came and what left."""
    layer = stack.layers[index]
    arrives = shapes[min(index, len(shapes) - 1)]
    leaves = shapes[min(index + 1, len(shapes) - 1)]
    mouth = int(layer.get(layer.kind.door[0])) if layer.kind.door else _last(arrives)
    end = int(layer.get(layer.kind.sends)) if layer.kind.sends else mouth
    if layer.name == "flatten":
        end = _last(leaves)
    return mouth, end


def _last(shape: Shape) -> int:
    return shape[-1] if shape else 1


def _half(size: int) -> float:
    """Half the width that a size is drawn with: it grows with every doubling, and stays on the paper."""
    return min(205.0, 85 + 22 * log2(size))


def _body(sketch: Sketch, svg: ET.Element, y: float, sizes: tuple[int, int], state: str) -> None:
    top, bottom = (_half(size) for size in sizes)
    points = [
        (_MIDDLE - top, y),
        (_MIDDLE + top, y),
        (_MIDDLE + bottom, y + _LAYER),
        (_MIDDLE - bottom, y + _LAYER),
    ]
    sketch.add(
        svg, "polygon", points=" ".join(f"{x:.0f},{y:.0f}" for x, y in points), class_=f"layer {state}".strip()
    )  # fmt: skip


def _seam(
    sketch: Sketch, svg: ET.Element, y: float, shapes: tuple[Shape, ...], index: int, broken: Break | None
) -> None:
    """Draw what goes from one layer to the next: its shape; where it breaks, the two that do not agree."""
    here = broken is not None and broken.index == index
    state = "broken" if here else "off" if index >= len(shapes) else ""
    gap = 0 if state else 13  # the shape stands in the wire's way; on a phone it is written larger
    for y1, y2 in ((y, y + _SEAM / 2 - gap), (y + _SEAM / 2 + gap, y + _SEAM)):
        sketch.add(svg, "line", x1=_MIDDLE, x2=_MIDDLE, y1=y1, y2=y2, class_=f"wire {state}")
    if index < len(shapes):
        x = _MIDDLE - 12 if here else _MIDDLE
        side = "end" if here else ""
        sketch.add(svg, "text", str(shapes[index]), x=x, y=y + 27, class_=f"label shape {side}")
    if here and broken:
        arrived, wanted = broken.clash
        sketch.add(svg, "text", f"✗ {arrived} ≠ {wanted}", x=_MIDDLE + 14, y=y + 27, class_="value start broken")


@lru_cache(maxsize=64)
def flow_drawing(steps: tuple[FlowStep, ...]) -> Drawing:
    """Draw the numbers of the input and of every layer's output, those in train() above those in eval()."""
    sketch = Sketch()
    block = 104.0
    svg = sketch.add(
        sketch.root, "svg", viewBox=f"0 0 {_WIDTH:g} {block * len(steps):g}", role="img", class_="scene",
        aria_label="The input and every layer's output as numbers, train() above eval()",
    )  # fmt: skip
    for index, step in enumerate(steps):
        y = block * index
        title = sketch.add(svg, "text", f"{step.label} ", x=0, y=y + 20, class_="start value")
        if step.shape is not None:
            shown = max(len(step.train or ()), len(step.evaluated or ()))
            rest = f", {shown} of {step.count:,}" if shown < step.count else ""
            sketch.add(title, "tspan", f"{step.shape}{rest}", class_="plainly")
        if step.differ:
            sketch.add(svg, "text", "≠ they differ", x=_WIDTH, y=y + 20, class_="end value accent")
        for mode, values, top in (("train", step.train, y + 30), ("eval", step.evaluated, y + 62)):
            sketch.add(svg, "text", mode, x=0, y=top + 20, class_="start")
            if values is None:
                sketch.add(svg, "text", "✗ not reached", x=64, y=top + 20, class_="start")
            else:
                _strip(sketch, svg, values, top)
    return sketch.drawing()


def _strip(sketch: Sketch, svg: ET.Element, values: Sequence[float], y: float) -> None:
    for place, value in enumerate(values):
        x = 64 + 96 * place
        tone = TONES[(value > 0) - (value < 0) + 1]
        sketch.add(svg, "path", d=f"M{x} {y:g}h93v28h-93z", class_=f"number {tone}")
        sketch.add(svg, "text", number_text(value), x=x + 46, y=y + 20)
