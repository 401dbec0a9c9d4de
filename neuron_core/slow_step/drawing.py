"""One step of training as a picture: a row's way through the network, its loss, every gradient, and how each parameter moves.

All is there from the start; each stop uncovers what it finds. Columns: those of `step_numbers`, and `at1..at4`.
"""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from neuron_core.shared.drawing.diagram import Number, Place, Term, arithmetic, badge, edge, line, node, tone
from neuron_core.shared.drawing.slots import Drawing, Sketch
from neuron_core.slow_step.stops import STOPS

if TYPE_CHECKING:
    from neuron_core.slow_step.step import SlowStep

FORWARD, LOSS, BACKWARD, UPDATE = range(1, len(STOPS) + 1)

_WIDTH = 940
_RADIUS = 36.0
_INPUT, _HIDDEN, _OUTPUT = 40.0, 452.0, 874.0
_CARD = 268.0
_INTO, _ON = 112.0, 526.0
"""Where the cards begin: those of a hidden neuron's own parameters, and those of what goes on to the output."""
_LINE = 44.0
"""How high a parameter is on its card: itself and its gradient, and below that its sum."""
_MOST_WRITTEN = 4
"""Up to so many hidden neurons have their numbers on the edges."""
_NARROW = 56.0
"""Half of how wide a hidden neuron is where there are more."""


@dataclass(frozen=True)
class Look:
    """What the drawing of a step depends on; the numbers in it are filled in.

    There are `units` hidden neurons with an activation of this name. `optimiser` is its key, `decay` tells whether weights decay.
    """

    units: int
    activation: str
    optimiser: str
    decay: bool


def step_drawing(step: "SlowStep") -> Drawing:
    """Draw a step; its stops are uncovered by the columns `at1..at4`."""
    settings = step.start.run.settings
    return _drawing(Look(settings.hidden, step.activation, settings.optimiser, settings.decay > 0))


@lru_cache(maxsize=64)
def _drawing(look: Look) -> Drawing:
    sketch = Sketch()
    written = look.units <= _MOST_WRITTEN
    pitch = 3 * _LINE + 20 if written else 50.0
    height = look.units * pitch + (_LINE + 12 if written else 0)
    net = sketch.add(sketch.root, "div", class_="slow", tabindex=0, role="group", aria_label="The network in this step")
    svg = sketch.add(
        net, "svg", viewBox=f"0 0 {_WIDTH} {height:g}", class_="ann step", role="group",
        aria_label=f"A row's way through two inputs, {look.units} hidden neurons and one output",
    )  # fmt: skip
    middle = look.units * pitch / 2
    inputs = {j: (_INPUT, middle + (j - 1.5) * 150) for j in (1, 2)}
    hidden = {i: (_HIDDEN, (i - 0.5) * pitch) for i in range(1, look.units + 1)}
    output = (_OUTPUT, middle)
    (_cards if written else _badges)(sketch, svg, inputs, hidden, output)
    for j, place in inputs.items():
        node(sketch, svg, place, f"x{j}", f"x{j}", radius=_RADIUS)
    found = _found(sketch, svg, FORWARD)
    for i, place in hidden.items():
        (_hidden if written else _hidden_narrow)(sketch, found, place, i)
    node(sketch, found, output, "out", "out", radius=_RADIUS)
    found = _found(sketch, svg, LOSS)
    for name, column, above in (("y = ", "y", 31), ("loss = ", "row_loss", 9)):
        text = sketch.add(found, "text", x=output[0] + 62, y=output[1] - _RADIUS - above, class_="label end")
        _write(sketch, text, name, column)
    _turns(sketch, look)
    return sketch.drawing()


def _hidden(sketch: Sketch, parent: ET.Element, place: Place, i: int) -> None:
    """Draw a hidden neuron with its value, and its weighted sum above it."""
    node(sketch, parent, place, f"h{i}", f"h{i}", radius=_RADIUS)
    text = sketch.add(parent, "text", x=place[0], y=place[1] - _RADIUS - 9, class_="label")
    _write(sketch, text, f"z{i} = ", f"z{i}")


def _hidden_narrow(sketch: Sketch, parent: ET.Element, place: Place, i: int) -> None:
    """Draw a hidden neuron as a line with its value in it."""
    x, y = place
    box = sketch.add(parent, "rect", x=x - _NARROW, y=y - 18, width=2 * _NARROW, height=36, rx=18)
    tone(sketch, box, f"h{i}", "node")
    _write(sketch, sketch.add(parent, "text", x=x, y=y + 6, class_="label"), f"h{i} = ", f"h{i}")


def _write(sketch: Sketch, text: ET.Element, words: str, column: str) -> None:
    """Write words and the column's number after them into an SVG text."""
    sketch.add(text, "tspan", words)
    sketch.number(sketch.add(text, "tspan"), column)


def _found(sketch: Sketch, parent: ET.Element, stop: int) -> ET.Element:
    """Return a group for what a stop finds: unseen before it, marked at it."""
    return sketch.sign(sketch.add(parent, "g"), f"at{stop}", "class", ("later", "now", "done"))


def _cards(sketch: Sketch, svg: ET.Element, inputs: dict[int, Place], hidden: dict[int, Place], output: Place) -> None:
    """Write every parameter where its edge runs, with its gradient and its sum; the edge stops there and goes on behind it."""
    for i, (x, y) in hidden.items():
        top = y - 1.5 * _LINE
        _field(sketch, svg, (_INTO, top), 3)
        for number, name in enumerate((f"w{i}1", f"w{i}2", f"b{i}")):
            at = top + (number + 0.5) * _LINE
            if number < 2:
                start = inputs[number + 1]
                edge(sketch, svg, (start[0] + _RADIUS, start[1]), (_INTO, at), name, name)
            edge(sketch, svg, (_INTO + _CARD, at), (x - _RADIUS, y + (number - 1) * 12), name, name)
            _parameter(sketch, svg, (_INTO, at), name)
        edge(sketch, svg, (x + _RADIUS, y), (_ON, y), f"v{i}", f"v{i}")
        edge(sketch, svg, (_ON + _CARD, y), (output[0] - _RADIUS, output[1]), f"v{i}", f"v{i}")
        _field(sketch, svg, (_ON, y - _LINE / 2), 1)
        _parameter(sketch, svg, (_ON, y), f"v{i}")
    below = max(y for _, y in hidden.values()) + 2 * _LINE + 10
    edge(sketch, svg, (_ON + _CARD, below), (output[0] - 25, output[1] + 26), "c", "c")
    _field(sketch, svg, (_ON, below - _LINE / 2), 1)
    _parameter(sketch, svg, (_ON, below), "c")


def _field(sketch: Sketch, svg: ET.Element, at: Place, lines: int) -> None:
    sketch.add(svg, "rect", x=at[0], y=at[1] - 3, width=_CARD, height=lines * _LINE + 6, rx=10, class_="field")


def _parameter(sketch: Sketch, svg: ET.Element, at: Place, name: str) -> None:
    """Write a parameter; once it is found its gradient; and below it the sum that gives its new number."""
    x, y = at
    group = sketch.add(svg, "g", data_part=name)
    text = sketch.add(group, "text", x=x + 12, y=y - 5, class_="label start")
    sketch.add(text, "tspan", name, class_="name").tail = " = "
    sketch.number(sketch.add(text, "tspan"), name)
    text = sketch.add(_found(sketch, group, BACKWARD), "text", x=x + _CARD - 12, y=y - 5, class_="label end")
    _write(sketch, text, "∂ = ", f"g_{name}")
    text = sketch.add(_found(sketch, group, UPDATE), "text", x=x + 12, y=y + 15, class_="tiny start")
    for term in _sum(name):
        if isinstance(term, Number):
            bold = {"class_": "name"} if term.bold else {}
            sketch.number(sketch.add(text, "tspan", **bold), term.column, brackets=term.brackets)
        else:
            sketch.add(text, "tspan", str(term))


def _sum(name: str) -> Term:
    return [
        Number(name),
        " − ",
        Number("rate"),
        " × ",
        Number(f"d_{name}", brackets=True),
        " = ",
        Number(f"n_{name}", bold=True),
    ]


def _badges(sketch: Sketch, svg: ET.Element, inputs: dict[int, Place], hidden: dict[int, Place], output: Place) -> None:
    """Where there is no room for numbers, only mark the sign of each gradient on its edge."""
    for i, (x, y) in hidden.items():
        for j, start in inputs.items():
            left, right = (start[0] + _RADIUS, start[1]), (x - _NARROW, y)
            edge(sketch, svg, left, right, f"w{i}{j}", f"w{i}{j}")
            _mark(sketch, svg, left, right, 0.62 if j == 1 else 0.78, f"w{i}{j}")
        left, right = (x + _NARROW, y), (output[0] - _RADIUS, output[1])
        edge(sketch, svg, left, right, f"v{i}", f"v{i}")
        _mark(sketch, svg, left, right, 0.4, f"v{i}")


def _mark(sketch: Sketch, svg: ET.Element, start: Place, end: Place, share: float, name: str) -> None:
    """Draw the sign of a gradient on an edge, at this share of its way."""
    place = start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])
    badge(sketch, _found(sketch, svg, BACKWARD), place, f"g_{name}")


def _turns(sketch: Sketch, look: Look) -> None:
    """Write one stop at a time: what it is, its code, and its numbers."""
    box = arithmetic(sketch, sketch.root, "The stop in numbers")
    for number, stop in enumerate(STOPS, 1):
        part = sketch.sign(sketch.add(box, "div"), f"at{number}", "class", ("unused", "turn", "unused"))
        title = sketch.add(part, "p")
        sketch.add(title, "b", f"{number} of {len(STOPS)}, {stop.name}: ").tail = " "
        sketch.add(title, "code", stop.code).tail = f" {stop.says}"
        for terms in _lines(number, look):
            line(sketch, part, terms)


def _lines(stop: int, look: Look) -> Sequence[Term]:
    if stop == FORWARD:
        return [
            ["In the picture: the row with the largest loss. Each h is ", look.activation, " of its z."],
            ["Rows in this batch: ", Number("rows"), ". Mean of their outputs: ", Number("mean_out", bold=True)],
        ]
    if stop == LOSS:
        return [["Loss of this row: ", Number("row_loss"), ". Mean loss of the batch: ", Number("loss", bold=True)]]
    if stop == BACKWARD:
        signs = "" if look.units <= _MOST_WRITTEN else " In the picture: the sign of each weight's."
        return [["Length of all gradients together: ", Number("norm", bold=True), f".{signs}"]]
    return _rule(look)


def _rule(look: Look) -> list[Term]:
    """How the optimiser goes from a gradient to a new number, with its own numbers in it."""
    decayed: Term = ["(gradient + ", Number("decay"), " × w)"] if look.decay else ["gradient"]
    moved: Term = ["new w = w − ", Number("rate"), " × "]
    if look.optimiser == "momentum":
        buffer: Term = ["buffer = ", Number("momentum"), " × old buffer + ", *decayed]
        return [buffer, [*moved, "buffer"]]
    if look.optimiser == "adam":
        return [
            ["m = ", Number("beta1"), " × old m + ", Number("rest1"), " × ", *decayed],
            ["v = ", Number("beta2"), " × old v + ", Number("rest2"), " × ", *decayed, "²"],
            ["m̂ = m / (1 − ", Number("beta1"), "^", Number("taken"), "), v̂ = v / (1 − ", Number("beta2"), "^", Number("taken"), ")"],
            [*moved, "m̂ / (√v̂ + ", Number("eps"), ")"],
        ]  # fmt: skip
    return [[*moved, *decayed]]
