"""SimpleANN as a picture: the readout, the diagram, the arithmetic; a pass forward, or the gradients of a pass back.

Both passes are the same drawing with other columns in its slots, so an edge stays where it is and only changes its meaning.
"""

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from neuron_core.shared.drawing.charts import readout
from neuron_core.shared.drawing.diagram import Choice, Number, Place, arithmetic, badge, edge, field, line, node
from neuron_core.shared.drawing.slots import Drawing, Sketch

if TYPE_CHECKING:
    from neuron_core.simple_ann.study import Study

HIDDEN = (1, 2)
_ON_OFF = ("■ off", "■ off", "▶ on")

_INPUTS = {1: (42.0, 62.0), 2: (42.0, 218.0)}
_SUMS = {1: (288.0, 62.0), 2: (288.0, 218.0)}
_RELUS = {1: (406.0, 62.0), 2: (406.0, 218.0)}
_OUT = (596.0, 140.0)


def network_drawing(study: "Study") -> Drawing:
    """Draw the network of `study`: its pass forward or its pass back. Columns: those of the study's sweep, and the inputs."""
    return _drawing(study.backward)


@lru_cache
def _drawing(backward: bool) -> Drawing:
    sketch = Sketch()
    _readouts(sketch)
    _diagram(sketch, backward)
    box = arithmetic(sketch, sketch.root)
    (_chain_rule if backward else _sums)(sketch, box)
    return sketch.drawing()


def _readouts(sketch: Sketch) -> None:
    box = sketch.add(sketch.root, "div", class_="readouts")
    readout(sketch, box, "Model output", "fc2", "out")
    says = sketch.add(box, "p", class_="verdict")
    for i in HIDDEN:
        state = sketch.add(says, "span", f"Hidden neuron {i} ")
        sketch.sign(sketch.add(state, "b"), f"h{i}", "", _ON_OFF)


@dataclass(frozen=True)
class _Wire:
    """An edge between two neurons: the words around the number on it, and the columns of that number and of its strength.

    The strength is what the edge carries: it sets the width, the colour and the mark of the sign.
    """

    start: Place
    end: Place
    along: float
    words: tuple[str, str]
    number: str
    strength: str


def _wires(backward: bool) -> list[_Wire]:
    def wire(start: Place, end: Place, along: float, parameter: str, product: str) -> _Wire:
        if backward:
            return _Wire(start, end, along, ("∂ ", ""), f"g_{parameter}", f"g_{parameter}")
        return _Wire(start, end, along, ("× ", " ="), parameter, product)

    wires = []
    for i in HIDDEN:
        for j in (1, 2):
            along = 0.5 if i == j else 0.33  # of a crossing pair, each is written near its start
            wires.append(wire(_INPUTS[j], _SUMS[i], along, f"w{i}{j}", f"c{i}{j}"))
        wires.append(wire(_RELUS[i], _OUT, 0.5, f"v{i}", f"p{i}"))
    return wires


def _diagram(sketch: Sketch, backward: bool) -> None:
    way = "backward: the gradient of the output for each of its parts" if backward else "forward"
    svg = sketch.add(
        sketch.root, "svg", viewBox="0 -8 640 298", class_="diagram network", role="img",
        aria_label=f"Two inputs, two hidden neurons with a ReLU each, one output; the pass {way}",
    )  # fmt: skip
    wires = _wires(backward)
    for i in HIDDEN:
        edge(sketch, svg, _SUMS[i], _RELUS[i], f"g_b{i}" if backward else f"z{i}")
    for wire in wires:
        edge(sketch, svg, wire.start, wire.end, wire.strength)
    for wire in wires:  # after all edges, so that none crosses a number
        _label(sketch, svg, wire)
    _nodes(sketch, svg, backward)


def _label(sketch: Sketch, svg: ET.Element, wire: _Wire) -> None:
    """Write 'times weight = sign of the product' on an edge, in a field of its own; or the gradient and its sign."""
    x, y = (a + (b - a) * wire.along for a, b in zip(wire.start, wire.end, strict=True))
    before, after = wire.words
    field(sketch, svg, x - 60, y, 120)
    text = sketch.add(svg, "text", before, x=x + 34, y=y + 5, class_="label end")
    sketch.number(sketch.add(text, "tspan"), wire.number).tail = after
    badge(sketch, svg, (x + 47, y), wire.strength)


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
    for column, caption, place in nodes:
        node(sketch, svg, place, column, f"∂{caption}" if backward else caption, radius=42)


def _bias(sketch: Sketch, svg: ET.Element, place: Place, name: str, backward: bool, anchor: str = "") -> None:
    """Write what a bias adds to the node beside it."""
    text = sketch.add(
        svg, "text", f"∂{name} = " if backward else f"+ {name} = ", x=place[0], y=place[1], class_=f"label{anchor}"
    )
    sketch.number(sketch.add(text, "tspan"), f"g_{name}" if backward else name)


def _in(column: str) -> Number:
    """A number inside a line: in brackets if it is negative."""
    return Number(column, brackets=True)


def _result(column: str) -> Number:
    """A number that a line computes."""
    return Number(column, least=1, bold=True)


def _sums(sketch: Sketch, box: ET.Element) -> None:
    """Write every weighted sum with its numbers in it."""
    for i in HIDDEN:
        line(sketch, box, [
            f"z{i} = ", Number("input1"), " × ", _in(f"w{i}1"), " + ", _in("input2"), " × ", _in(f"w{i}2"), " + ", _in(f"b{i}"),
            " = ", _result(f"z{i}"), f"  →  ReLU(z{i}) = ", _result(f"h{i}"),
        ])  # fmt: skip
    line(sketch, box, [
        "output = ", Number("h1"), " × ", _in("v1"), " + ", Number("h2"), " × ", _in("v2"), " + ", _in("c"), " = ", _result("out"),
    ])  # fmt: skip


def _chain_rule(sketch: Sketch, box: ET.Element) -> None:
    """Write the pass back: from the output to each hidden neuron, through the slope of its ReLU, to its weights."""
    line(sketch, box, ["∂ is a gradient: how far the output moves for each small step of that number."])
    line(sketch, box, ["∂c = ", _result("g_c"), "    ∂v1 = h1 = ", _result("g_v1"), "    ∂v2 = h2 = ", _result("g_v2")])
    for i in HIDDEN:
        slope = Choice(f"h{i}", ("0", "0", "1"))
        of_z = Number(f"g_b{i}", bold=True)
        line(sketch, box, [f"∂z{i} = ∂b{i} = v{i} × slope of ReLU = ", Number(f"v{i}"), " × ", slope, " = ", of_z])
        of_weights: list[str | Number | Choice] = []
        for j in (1, 2):
            of_weights += [
                f"  ∂w{i}{j} = ",
                Number(f"g_b{i}"),
                " × ",
                _in(f"input{j}"),
                " = ",
                _result(f"g_w{i}{j}"),
                "  ",
            ]
        line(sketch, box, of_weights)
