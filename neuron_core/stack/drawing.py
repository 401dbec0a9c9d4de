"""A stack as a picture: every layer between the tensors that arrive and leave, a row for each sample; and both modes beside each other.

It is HTML, with a small picture for each layer: so numbers stay readable on a phone, where they stand below the layers.
"""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from functools import lru_cache
from math import log2, prod
from typing import TYPE_CHECKING, Literal, NamedTuple

from neuron_core.shared.drawing.diagram import TONES
from neuron_core.shared.drawing.slots import Drawing, Sketch
from neuron_core.shared.numbers import number_text

if TYPE_CHECKING:
    from neuron_core.stack.flow import FlowStep, Rows
    from neuron_core.stack.run import Trace
    from neuron_core.stack.study import Study

_WIDTH, _HEIGHT = 230.0, 37.0

State = Literal["", "broken", "off"]
"""How a layer, or what lies before it, is drawn: it ran, it broke, it was not reached."""


class _Row(NamedTuple):
    """A layer as it is drawn: `words` are its name and its numbers, each with the size it stands for ("": none).

    `arrives` and `leaves` are the sizes that its body is as wide as, `aside` what the mode makes of it.
    """

    words: tuple[tuple[str, str], ...]
    role: str
    parameters: int
    arrives: int
    leaves: int
    state: State
    aside: str


class _Seam(NamedTuple):
    """What goes from one layer to the next: its shape (None: not reached) and its first numbers, those in `dropped` set to 0 here.

    `size` names the size of its last dimension, `fit` says whether the next layer takes it, `whole` whether its samples are
    still those of the input, `other` what the other mode gives. Where there are no numbers, `stop` says so.
    """

    shape: tuple[int, ...] | None
    rows: "Rows"
    dropped: frozenset[tuple[int, int]]
    size: str
    fit: str
    state: State
    whole: bool
    other: str
    stop: str = ""


def stack_drawing(study: "Study") -> Drawing:
    """Draw the layers from top to bottom, each as wide as what it takes and sends, with the tensors of the mode that is on between.

    The first layer that breaks is dashed, with a cross and the two that do not agree before it; what comes after it is grey.
    """
    trace = study.trace
    sizes = _names_of_sizes(trace)
    rows = [
        _Row(_words(trace, index, sizes), role, parameters, *_sizes(trace, index), _state(trace, index), aside)
        for index, (role, parameters, aside) in enumerate(zip(study.roles, trace.parameters, study.asides, strict=True))
    ]
    seams = [_seam(study, index, sizes[index]) for index in range(len(rows) + 1)]
    mode = "train()" if trace.stack.training else "eval()"
    return _stack_drawing(tuple(rows), tuple(seams), mode, study.sentence)


@lru_cache(maxsize=128)
def _stack_drawing(rows: tuple[_Row, ...], seams: tuple[_Seam, ...], mode: str, sentence: str) -> Drawing:
    sketch = Sketch()
    box = sketch.add(sketch.root, "div", class_="layers", role="group", aria_label=sentence)
    count = sum(row.parameters for row in rows)
    sketch.add(
        sketch.add(box, "p", class_="heading"),
        "span",
        f"total {count:,} parameter{'s' * (count != 1)}",
        data_cover="parameters",
    )
    heading = sketch.add(box, "p", "numbers in ", class_="heading")
    sketch.add(heading, "b", mode).tail = ", one row for each sample"
    for index, seam in enumerate(seams):
        _between(sketch, box, seam)
        if index < len(rows):
            _body(sketch, box, rows[index])
    return sketch.drawing()


def _state(trace: "Trace", index: int) -> State:
    if index < len(trace.ran):
        return ""
    return "broken" if trace.broken and index == trace.broken.index else "off"


def _names_of_sizes(trace: "Trace") -> list[str]:
    """Name the size that each tensor has last; it is the same one until a layer sends another, or flattens."""
    names, number = ["size0"], 0
    for layer in trace.stack.layers:
        number += bool(layer.sends or layer.kind.flattens)
        names.append(f"size{number}")
    return names


def _words(trace: "Trace", index: int, sizes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return a layer as it is written, in pieces: its numbers apart, each with the name of the size that it is."""
    layer = trace.stack.layers[index]
    kind, code = layer.kind, layer.short
    if layer.plain or layer.kind.by_name or not layer.values:
        return ((code, ""),)
    pieces = [(f"{code.partition('(')[0]}(", "")]
    for place, (argument, value) in enumerate(zip(kind.arguments, layer.values, strict=True)):
        shape = trace.shapes[index] if index < len(trace.shapes) else ()
        last = kind.takes is not None and (kind.takes.dimension in (-1, len(shape) - 1) or not shape)
        taken = last and kind.takes is not None and argument.name == kind.takes.argument
        size = sizes[index] if taken else sizes[index + 1] if argument.name == kind.sends else ""
        pieces += [(", ", "")] * bool(place) + [(str(value), size)]
    return (*pieces, (")", ""))


def _seam(study: "Study", index: int, size: str) -> _Seam:
    trace = study.trace
    step = study.flow[index]
    if index >= len(trace.shapes):
        stop = str(step.train if trace.stack.training else step.evaluated)
        return _Seam(None, (), frozenset(), size, "", "off", False, "", stop)
    shape, rows = trace.shapes[index], _shown(step, trace.stack.training)
    dropped = frozenset[tuple[int, int]]()
    layer = trace.stack.layers[index - 1] if index else None
    if layer and layer.kind.drops:
        arrived = _shown(study.flow[index - 1], trace.stack.training)
        dropped = frozenset(
            (i, j) for i, row in enumerate(rows) for j, value in enumerate(row) if not value and arrived[i][j]
        )
    whole = len(shape) > 1 and shape[0] == trace.shapes[0][0]
    other = f"≠ in {'eval()' if trace.stack.training else 'train()'}" if step.differ else ""
    fit, state = _fit(study, index)
    return _Seam(shape, rows, dropped, size, fit, state, whole, other)


def _fit(study: "Study", index: int) -> tuple[str, State]:
    """Say whether what arrives is what the next layer takes."""
    trace = study.trace
    if trace.broken and study.clash and index == trace.broken.index:
        clash = study.clash
        return (f"✗ {clash.arrived} ≠ {clash.taken}" if clash.taken else f"✗ not {clash.arrived}"), "broken"
    if index < len(trace.ran):
        layer = trace.stack.layers[index]
        if layer.kind.takes:
            return f"✓ {layer.kind.takes.size(trace.shapes[index])} = {layer.takes}", ""
        return "✓ takes any", ""
    return "", ""


def _shown(step: "FlowStep", training: bool) -> "Rows":
    rows = step.train if training else step.evaluated
    return () if isinstance(rows, str) else rows


def _sizes(trace: "Trace", index: int) -> tuple[int, int]:
    """Return how wide a layer's upper and lower edge are: what its arguments say, else what arrived and what left."""
    layer, shapes = trace.stack.layers[index], trace.shapes
    arrives, leaves = (shapes[min(place, len(shapes) - 1)] for place in (index, index + 1))
    upper = layer.takes or (arrives[-1] if arrives else 1)
    if layer.kind.flattens:  # it regroups the numbers, and there are as many after it
        size = leaves[-1] if leaves else 1
        return size, size
    return upper, layer.sends or upper


def _half(size: int) -> float:
    """Half the width that a size is drawn with: it grows with every doubling, and stays on the paper."""
    return min(_WIDTH / 2 - 2, 66 + 11 * log2(size))


def _body(sketch: Sketch, box: ET.Element, row: _Row) -> None:
    """Draw a layer, and beside it what the mode makes of it."""
    upper, lower, middle = _half(row.arrives), _half(row.leaves), _WIDTH / 2
    svg = sketch.add(box, "svg", viewBox=f"0 0 {_WIDTH:g} {_HEIGHT:g}", class_="body", aria_hidden="true")
    corners = [(middle - upper, 1), (middle + upper, 1), (middle + lower, _HEIGHT - 1), (middle - lower, _HEIGHT - 1)]
    points = " ".join(f"{x:.0f},{y:.0f}" for x, y in corners)
    sketch.add(svg, "polygon", points=points, class_=f"layer {row.state}".strip())
    name = sketch.add(svg, "text", x=middle, y=17, class_=f"value {row.state}".strip())
    for text, size in row.words:
        piece = sketch.add(name, "tspan", text)
        if size:
            piece.set("data-part", size)
    below = sketch.add(svg, "text", x=middle, y=31, class_=f"small {row.state}".strip())
    sketch.add(below, "tspan", row.role)
    if row.parameters:
        count = f", {row.parameters:,} parameter{'s' * (row.parameters != 1)}"
        sketch.add(below, "tspan", count, data_cover="parameters")
    sketch.add(box, "p", row.aside, class_="aside")


def _between(sketch: Sketch, box: ET.Element, seam: _Seam) -> None:
    """Draw what goes from one layer to the next, its shape and its numbers, and how it fits; nothing where it is not reached."""
    joint = sketch.add(box, "div", class_=f"joint {seam.state}".strip())
    held = sketch.add(box, "div", class_="held")
    if seam.shape is None:
        sketch.add(held, "p", seam.stop, class_="cut")
        return
    label = sketch.add(joint, "span", "(", class_="shape")
    for place, size in enumerate(seam.shape):
        last = place == len(seam.shape) - 1
        piece = sketch.add(label, "span", str(size))
        if last:
            piece.set("data-part", seam.size)
        piece.tail = ("," if len(seam.shape) == 1 else "") + ")" if last else ", "
    if not seam.shape:
        label.text = "()"
    if seam.fit:
        fit = sketch.add(joint, "span", seam.fit, class_=f"fit {seam.state}".strip())
        if not seam.state:
            fit.set("data-cover", "fits")
    _table(sketch, held, seam.shape, seam.rows, seam.dropped, whole=seam.whole)
    if seam.other:
        sketch.add(held, "small", seam.other, class_="other", data_cover="modes")


def _table(
    sketch: Sketch,
    parent: ET.Element,
    shape: tuple[int, ...],
    rows: "Rows",
    dropped: frozenset[tuple[int, int]] = frozenset(),
    *,
    whole: bool = False,
) -> None:
    """Write the first numbers of a tensor, a row for each sample; with `whole` a sample lights up in every tensor at once."""
    count = shape[0] if len(shape) > 1 else 1
    size = prod(shape) // count
    body = sketch.add(sketch.add(parent, "table", class_="numbers"), "tbody")
    for i, row in enumerate(rows):
        line = sketch.add(body, "tr", data_part=f"sample{i}") if whole else sketch.add(body, "tr")
        head = sketch.add(line, "th", scope="row")
        if len(shape) > 1:
            sketch.add(head, "span", "sample ").tail = str(i + 1)
        elif shape:
            sketch.add(head, "span", "no batch")
        for j, value in enumerate(row):
            tone = TONES[(value > 0) - (value < 0) + 1]
            more = " dropped" if (i, j) in dropped else ""
            ends = " ends" if len(shape) > 2 and j + 1 < len(row) and not (j + 1) % shape[-1] else ""
            sketch.add(line, "td", number_text(value), class_=f"number {tone}{more}{ends}")
    shown = [f"{len(rows)} of {count:,} samples"] * (count > len(rows))
    shown += [f"{len(rows[0])} of {size:,} numbers each"] * (size > len(rows[0]))
    says = [f"Shown are {' and '.join(shown)}."] if shown else []
    if len(shape) > 2 and 1 < shape[-1] < len(rows[0]):
        says.append(f"There is a double line after every {shape[-1]} numbers.")
    if says:
        sketch.add(parent, "p", " ".join(says), class_="cut")


def flow_drawing(steps: "Sequence[FlowStep]", sentence: str) -> Drawing:
    """Draw the numbers of the input and of every layer's output, those in train() beside those in eval()."""
    return _flow_drawing(tuple(steps), sentence)


@lru_cache(maxsize=64)
def _flow_drawing(steps: "tuple[FlowStep, ...]", sentence: str) -> Drawing:
    sketch = Sketch()
    box = sketch.add(
        sketch.root, "div", class_="modes", role="group",
        aria_label=f"The input and every layer's output as numbers, in train() and in eval(). {sentence}",
    )  # fmt: skip
    for step in steps:
        title = sketch.add(box, "p", class_="title")
        name = sketch.add(title, "b", step.label)
        name.tail = f" {step.shape}" if step.shape is not None else ""
        if step.differ:
            sketch.add(title, "strong", " ≠ they differ", class_="accent")
        for mode, half in (("train", step.train), ("eval", step.evaluated)):
            held = sketch.add(box, "div", class_="held")
            sketch.add(held, "p", f"{mode}()", class_="mode")
            if isinstance(half, str) or step.shape is None:
                sketch.add(held, "p", str(half))
            else:
                _table(sketch, held, step.shape, half)
    return sketch.drawing()
