"""SimpleANN as a picture: the readout, the diagram, the arithmetic; a pass forward, or the gradients of a pass back.

Both passes are the same drawing with other columns in its slots, so an edge stays where it is and only changes its meaning.
"""

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from functools import lru_cache

from neuron_core.shared.drawing.charts import MARKS, STRENGTHS, TONES, WIDTHS, readout
from neuron_core.shared.drawing.slots import Drawing, Sketch

HIDDEN = (1, 2)
_ON_OFF = ("■ dead", "■ dead", "▶ on")

_Point = tuple[float, float]
_INPUTS = {1: (42.0, 62.0), 2: (42.0, 218.0)}
_SUMS = {1: (288.0, 62.0), 2: (288.0, 218.0)}
_RELUS = {1: (406.0, 62.0), 2: (406.0, 218.0)}
_OUT = (596.0, 140.0)


@dataclass(frozen=True)
class _Wire:
    """An edge: what its label says and holds, and the column that sets its width and sign."""

    label: str
    value: str
    strength: str


@lru_cache
def network_drawing(backward: bool) -> Drawing:
    """Draw the network. Columns: those of `network.forward`, or of `network.backward`, with the inputs beside them."""
    sketch = Sketch()
    _readouts(sketch)
    _diagram(sketch, backward)
    box = sketch.add(sketch.root, "div", class_="arithmetic", role="group", aria_label="The arithmetic")
    (_chain_rule if backward else _sums)(sketch, box)
    return sketch.drawing()


def _readouts(sketch: Sketch) -> None:
    box = sketch.add(sketch.root, "div", class_="readouts")
    readout(sketch, box, "Model output", "fc2", "out")
    says = sketch.add(box, "p", class_="verdict")
    for i in HIDDEN:
        line = sketch.add(says, "span", f"Hidden neuron {i} ")
        sketch.sign(sketch.add(line, "b"), f"h{i}", "", _ON_OFF)


def _diagram(sketch: Sketch, backward: bool) -> None:
    way = "backward: the gradient of the output for each of its parts" if backward else "forward"
    svg = sketch.add(
        sketch.root, "svg", viewBox="0 -8 640 298", class_="diagram network", role="img",
        aria_label=f"Two inputs, two hidden neurons with a ReLU each, one output; the pass {way}",
    )  # fmt: skip
    wires = []
    for i in HIDDEN:
        _edge(sketch, svg, _SUMS[i], _RELUS[i], f"g_b{i}" if backward else f"z{i}")
        for j in (1, 2):
            along = 0.5 if i == j else 0.33  # of a crossing pair, each is written where it leaves
            wires.append((_INPUTS[j], _SUMS[i], _wire(f"w{i}{j}", f"c{i}{j}", backward), along))
        wires.append((_RELUS[i], _OUT, _wire(f"v{i}", f"p{i}", backward), 0.5))
    for start, end, wire, _ in wires:
        _edge(sketch, svg, start, end, wire.strength)
    for start, end, wire, along in wires:  # after all edges, so that none crosses a number
        x, y = (a + (b - a) * along for a, b in zip(start, end, strict=True))
        _field(sketch, svg, x, y, wire)
    _nodes(sketch, svg, backward)


def _wire(parameter: str, product: str, backward: bool) -> _Wire:
    gradient = f"g_{parameter}"
    return _Wire("∂ ", gradient, gradient) if backward else _Wire("× ", parameter, product)


def _edge(sketch: Sketch, svg: ET.Element, start: _Point, end: _Point, column: str) -> None:
    edge = sketch.add(svg, "line", x1=start[0], y1=start[1], x2=end[0], y2=end[1])
    sketch.sign(edge, column, "class", [f"edge {tone}" for tone in TONES])
    sketch.scale(edge, column, "stroke-width", STRENGTHS, WIDTHS)


def _field(sketch: Sketch, svg: ET.Element, x: float, y: float, wire: _Wire) -> None:
    """Write an edge's label in a field of its own, behind the mark of its sign."""
    sketch.add(svg, "rect", x=x - 54, y=y - 13, width=114, height=26, rx=13, class_="field")
    sketch.sign(sketch.add(svg, "circle", cx=x - 38, cy=y, r=10), wire.strength, "class", TONES)
    sketch.sign(sketch.add(svg, "text", x=x - 38, y=y + 5, class_="mark"), wire.strength, "", MARKS)
    label = sketch.add(svg, "text", wire.label, x=x - 24, y=y + 5, class_="label start")
    sketch.number(sketch.add(label, "tspan"), wire.value)


def _nodes(sketch: Sketch, svg: ET.Element, backward: bool) -> None:
    nodes = [("g_c" if backward else "out", "output", _OUT)]
    for i in HIDDEN:
        nodes += [
            (f"g_input{i}" if backward else f"input{i}", f"input{i}", _INPUTS[i]),
            (f"g_b{i}" if backward else f"z{i}", f"z{i}", _SUMS[i]),
            (f"g_h{i}" if backward else f"h{i}", f"h{i}" if backward else "ReLU", _RELUS[i]),
        ]
        _bias(sketch, svg, (_SUMS[i][0], _SUMS[i][1] + (62 if i == 2 else -50)), f"b{i}", backward)
        state = sketch.add(svg, "text", x=_RELUS[i][0], y=_RELUS[i][1] + (62 if i == 2 else -50), class_="label")
        sketch.sign(state, f"h{i}", "", _ON_OFF)
    _bias(sketch, svg, (638.0, _OUT[1] - 58), "c", backward, " end")
    for column, caption, (x, y) in nodes:
        circle = sketch.add(svg, "circle", cx=x, cy=y, r=42)
        sketch.sign(circle, column, "class", [f"node {tone}" for tone in TONES])
        sketch.number(sketch.add(svg, "text", x=x, y=y + 3, class_="value"), column, least=1)
        sketch.add(svg, "text", f"∂{caption}" if backward else caption, x=x, y=y + 19, class_="tiny")


def _bias(sketch: Sketch, svg: ET.Element, place: _Point, name: str, backward: bool, anchor: str = "") -> None:
    """Write what a bias adds to the node beside it."""
    text = sketch.add(
        svg, "text", f"∂{name} = " if backward else f"+ {name} = ", x=place[0], y=place[1], class_=f"label{anchor}"
    )
    sketch.number(sketch.add(text, "tspan"), f"g_{name}" if backward else name)


def _line(sketch: Sketch, box: ET.Element, *parts: str | tuple[str, ...]) -> None:
    """Write a line of arithmetic: words as they are, (column, *options) as its number."""
    paragraph = sketch.add(box, "p")
    last = None
    for part in parts:
        if isinstance(part, tuple):
            column, *options = part
            last = sketch.add(paragraph, "b" if "bold" in options else "i")
            sketch.number(last, column, least=int("bold" in options), brackets="brackets" in options)
        elif last is None:
            paragraph.text = part
        else:
            last.tail = (last.tail or "") + part


def _sums(sketch: Sketch, box: ET.Element) -> None:
    """Write every weighted sum with its numbers in it."""
    for i in HIDDEN:
        _line(
            sketch, box, f"z{i} = ", ("input1",), " × ", (f"w{i}1", "brackets"), " + ", ("input2", "brackets"), " × ",
            (f"w{i}2", "brackets"), " + ", (f"b{i}", "brackets"), " = ", (f"z{i}", "bold"),
            f"  →  ReLU(z{i}) = ", (f"h{i}", "bold"),
        )  # fmt: skip
    _line(
        sketch, box, "output = ", ("h1",), " × ", ("v1", "brackets"), " + ", ("h2",), " × ", ("v2", "brackets"), " + ",
        ("c", "brackets"), " = ", ("out", "bold"),
    )  # fmt: skip


def _chain_rule(sketch: Sketch, box: ET.Element) -> None:
    """Write the pass back: from the output to each hidden neuron, through its ReLU or not, to its weights."""
    sketch.add(box, "p", "∂ is how far the output moves for a small step of that number.")
    _line(
        sketch, box, "∂c = ", ("g_c", "bold"), "    ∂v1 = h1 = ", ("g_v1", "bold"), "    ∂v2 = h2 = ", ("g_v2", "bold")
    )
    for i in HIDDEN:
        paragraph = sketch.add(box, "p", f"∂z{i} = ∂b{i} = v{i} × slope of ReLU = ")
        sketch.number(sketch.add(paragraph, "i"), f"v{i}").tail = " × "
        sketch.sign(slope := sketch.add(paragraph, "i"), f"h{i}", "", ("0", "0", "1"))
        slope.tail = " = "
        sketch.number(sketch.add(paragraph, "b"), f"g_b{i}")
        for_weight = [
            (f"  ∂w{i}{j} = ", (f"g_b{i}",), " × ", (f"input{j}", "brackets"), " = ", (f"g_w{i}{j}", "bold"), "  ")
            for j in (1, 2)
        ]
        _line(sketch, box, *for_weight[0], *for_weight[1])
