"""SimpleANN as a picture: the readout, the diagram, the arithmetic; a pass forward, or the gradients of a pass back.

Both passes are the same drawing with other columns in its slots, so an edge stays where it is and only changes its meaning.
"""

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from functools import lru_cache

from neuron_core.drawings.charts import MARKS, STRENGTHS, TONES, WIDTHS
from neuron_core.drawings.slots import Drawing, Sketch
from neuron_core.numbers import OUTPUT_DECIMALS

HIDDEN = (1, 2)
_ON_OFF = ("■ dead", "■ dead", "▶ on")

_Point = tuple[float, float]
_INPUTS = {1: (34.0, 62.0), 2: (34.0, 218.0)}
_SUMS = {1: (300.0, 62.0), 2: (300.0, 218.0)}
_RELUS = {1: (424.0, 62.0), 2: (424.0, 218.0)}
_OUT = (600.0, 140.0)


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
    _readouts(sketch, backward)
    _diagram(sketch, backward)
    box = sketch.add(sketch.root, "div", class_="arithmetic", role="group", aria_label="The arithmetic")
    (_chain_rule if backward else _sums)(sketch, box)
    return sketch.drawing()


def _readouts(sketch: Sketch, backward: bool) -> None:
    box = sketch.add(sketch.root, "div", class_="readouts")
    tile = sketch.add(box, "div", class_="readout")
    sketch.add(tile, "span", "Model output", class_="caption")
    # aria-live off: a screen reader hears the committed sentence instead, not every frame of a drag.
    value = sketch.add(tile, "output", aria_label="Model output", aria_live="off")
    sketch.number(value, "out", most=OUTPUT_DECIMALS, least=1)
    sketch.sign(value, "out", "class", TONES)
    says = sketch.add(box, "p", class_="verdict")
    for i in HIDDEN:
        line = sketch.add(says, "span", f"Hidden neuron {i} ")
        sketch.sign(sketch.add(line, "b"), f"h{i}", "", _ON_OFF)
    if backward:
        sketch.add(says, "span", "◀ ∂ is how far the output moves for a small step of that number.")


def _diagram(sketch: Sketch, backward: bool) -> None:
    way = "backward: the gradient of the output for each of its parts" if backward else "forward"
    svg = sketch.add(
        sketch.root, "svg", viewBox="0 0 640 286", class_="diagram network", role="img",
        aria_label=f"Two inputs, two hidden neurons with a ReLU each, one output; the pass {way}",
    )  # fmt: skip
    for i in HIDDEN:
        for j in (1, 2):
            wire = _Wire("∂ ", f"g_w{i}{j}", f"g_w{i}{j}") if backward else _Wire("× ", f"w{i}{j}", f"c{i}{j}")
            _edge(sketch, svg, _INPUTS[j], _SUMS[i], wire, 0.5 if i == j else 0.27)
        through = f"g_b{i}" if backward else f"z{i}"
        _plain_edge(sketch, svg, _SUMS[i], _RELUS[i], through)
        wire = _Wire("∂ ", f"g_v{i}", f"g_v{i}") if backward else _Wire("× ", f"v{i}", f"p{i}")
        _edge(sketch, svg, _RELUS[i], _OUT, wire, 0.5)
    nodes = [("g_c" if backward else "out", "output", _OUT, 36)]
    for i in HIDDEN:
        nodes += [
            (f"g_input{i}" if backward else f"input{i}", f"input{i}", _INPUTS[i], 30),
            (f"g_b{i}" if backward else f"z{i}", f"z{i}", _SUMS[i], 33),
            (f"g_h{i}" if backward else f"h{i}", f"h{i}" if backward else "ReLU", _RELUS[i], 33),
        ]
        _bias(sketch, svg, (_SUMS[i][0], _SUMS[i][1] + (58 if i == 2 else -48)), f"b{i}", backward)
        state = sketch.add(svg, "text", x=_RELUS[i][0], y=_RELUS[i][1] + (54 if i == 2 else -42), class_="label")
        sketch.sign(state, f"h{i}", "", _ON_OFF)
    _bias(sketch, svg, (638.0, _OUT[1] - 48), "c", backward, " end")
    for column, caption, centre, radius in nodes:
        _node(sketch, svg, centre, column, f"∂{caption}" if backward else caption, radius)


def _edge(sketch: Sketch, svg: ET.Element, start: _Point, end: _Point, wire: _Wire, along: float) -> None:
    """Draw an edge with its sign mark and label `along` of the way from `start` to `end`."""
    _plain_edge(sketch, svg, start, end, wire.strength)
    x, y = (a + (b - a) * along for a, b in zip(start, end, strict=True))
    mark = sketch.add(svg, "circle", cx=x - 36, cy=y, r=9)
    sketch.sign(mark, wire.strength, "class", TONES)
    sketch.sign(sketch.add(svg, "text", x=x - 36, y=y + 5, class_="mark"), wire.strength, "", MARKS)
    label = sketch.add(svg, "text", wire.label, x=x - 22, y=y + 5, class_="label start")
    sketch.number(sketch.add(label, "tspan"), wire.value)


def _plain_edge(sketch: Sketch, svg: ET.Element, start: _Point, end: _Point, column: str) -> None:
    edge = sketch.add(svg, "line", x1=start[0], y1=start[1], x2=end[0], y2=end[1])
    sketch.sign(edge, column, "class", [f"edge {tone}" for tone in TONES])
    sketch.scale(edge, column, "stroke-width", STRENGTHS, WIDTHS)


def _bias(sketch: Sketch, svg: ET.Element, place: _Point, name: str, backward: bool, anchor: str = "") -> None:
    """Write what a bias adds to the node beside it."""
    text = sketch.add(
        svg, "text", f"∂{name} = " if backward else f"+ {name} = ", x=place[0], y=place[1], class_=f"label{anchor}"
    )
    sketch.number(sketch.add(text, "tspan"), f"g_{name}" if backward else name)


def _node(sketch: Sketch, svg: ET.Element, centre: _Point, column: str, caption: str, radius: int) -> None:
    x, y = centre
    circle = sketch.add(svg, "circle", cx=x, cy=y, r=radius)
    sketch.sign(circle, column, "class", [f"node {tone}" for tone in TONES])
    sketch.number(sketch.add(svg, "text", x=x, y=y + 3, class_="value"), column, least=1)
    sketch.add(svg, "text", caption, x=x, y=y + 19, class_="tiny")


class _Line:
    """A line of arithmetic in the making: words and figures, one after the other."""

    def __init__(self, sketch: Sketch, box: ET.Element):
        self.sketch, self.line = sketch, sketch.add(box, "p")

    def say(self, words: str, css_class: str = "") -> "_Line":
        self.sketch.add(self.line, "i", words, **({"class_": css_class} if css_class else {}))
        return self

    def figure(self, column: str, css_class: str = "", **numbers: object) -> "_Line":
        element = self.sketch.add(self.line, "span", class_=f"figure {css_class}".strip())
        self.sketch.number(element, column, **numbers)
        return self

    def choice(self, column: str, choices: tuple[str, str, str]) -> "_Line":
        self.sketch.sign(self.sketch.add(self.line, "b"), column, "", choices)
        return self


def _sums(sketch: Sketch, box: ET.Element) -> None:
    """Write every weighted sum with its numbers in it."""
    for i in HIDDEN:
        line = _Line(sketch, box).say(f"z{i} = ")
        for j in (1, 2):
            line.figure(f"input{j}", brackets=j > 1).say(" × ").figure(f"w{i}{j}", brackets=True).say(" + ")
        line.figure(f"b{i}", brackets=True).say(" = ").figure(f"z{i}", "strong", least=1)
        line.say(f"ReLU(z{i}) = ", "then").figure(f"h{i}", "strong", least=1)
    line = _Line(sketch, box).say("output = ")
    for i in HIDDEN:
        line.figure(f"h{i}").say(" × ").figure(f"v{i}", brackets=True).say(" + ")
    line.figure("c", brackets=True).say(" = ").figure("out", "strong", most=OUTPUT_DECIMALS, least=1)


def _chain_rule(sketch: Sketch, box: ET.Element) -> None:
    """Write the pass back: from the output to each hidden neuron, through its ReLU or not, to its weights."""
    line = _Line(sketch, box).say("∂c = ").figure("g_c", "strong")
    for i in HIDDEN:
        line.say(f"∂v{i} = h{i} = ", "then").figure(f"g_v{i}", "strong")
    for i in HIDDEN:
        line = _Line(sketch, box).say(f"∂z{i} = ∂b{i} = v{i} × slope of ReLU = ").figure(f"v{i}")
        line.choice(f"h{i}", (" × 0", " × 0", " × 1")).say(" = ").figure(f"g_b{i}", "strong")
        line = _Line(sketch, box)
        for j in (1, 2):
            line.say(f"∂w{i}{j} = ", "then").figure(f"g_b{i}").say(" × ").figure(f"input{j}", brackets=True).say(" = ")
            line.figure(f"g_w{i}{j}", "strong")
