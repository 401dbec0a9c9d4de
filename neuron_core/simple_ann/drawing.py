"""SimpleANN as a picture: inputs, weights, the two hidden neurons as maps of what turns them on, and the output as a map.

A pass forward and a pass back are the same picture with other columns in its slots, so an edge stays where it is and only
changes its meaning. The pass back appears step by step, from the output to the inputs.
"""

import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import lru_cache
from math import atan2, cos, sin
from typing import TYPE_CHECKING

from neuron_core.shared.drawing.charts import readout, tick
from neuron_core.shared.drawing.diagram import Choice, Number, Place, Term, arithmetic, badge, columns, edge, line
from neuron_core.shared.drawing.palette import surface_colour
from neuron_core.shared.drawing.pixels import cells_uri
from neuron_core.shared.drawing.plane import (
    LEFT,
    SIDE,
    TOP,
    Inputs,
    boundary,
    ground,
    held_ground,
    map_tile,
    on_map,
    point,
    shares,
)
from neuron_core.shared.drawing.slots import Drawing, Move, Sketch
from neuron_core.simple_ann.parts import CORNERS, GRADIENTS
from neuron_core.simple_ann.way_back import FINDS, USES, WAY_BACK

if TYPE_CHECKING:
    from neuron_core.simple_ann.study import Study

HIDDEN = (1, 2)
_ON_OFF = ("■ off", "■ off", "▶ on")
_SHARES = (-1.0, 0.0, 1 / 3, 2 / 3, 1.0)  # of the strongest colour: between these a surface's colours change evenly
_RELU = _SHARES, tuple(max(0.0, share) for share in _SHARES)
_HIDDEN_GROUNDS = {**held_ground("hidden1", _RELU, 1.0), **held_ground("hidden2", _RELU, 1.0)}

_WIDTH, _HEIGHT = 824, 374
_ROWS = {1: 68.0, 2: 262.0}
_INPUT = 36.0
_PILL, _TALL = 136.0, 52.0
_PILLS = {
    "w11": (212.0, 40.0), "w12": (212.0, 96.0), "w21": (212.0, 234.0), "w22": (212.0, 290.0),
    "v1": (534.0, 98.0), "v2": (534.0, 232.0),
}  # fmt: skip
_TILES = {1: (322.0, 6.0), 2: (322.0, 200.0)}
_DASHES = {1: "dashed", 2: "dotted"}
_TILE, _OUT_TILE = 124.0, 176.0
_OUT = (640.0, 62.0)


def network_drawing(study: "Study") -> Drawing:
    """Draw the network of `study`: its pass forward or its pass back. Columns: those of the study's sweep, and the sliders."""
    keys = tuple(study.sweep.values)[:2]
    inputs = Inputs(keys, study.plane.low, study.plane.high, study.map_step)
    wanted = tuple((corner.x, corner.wanted) for corner in study.corners)
    cells = tuple(tuple(row) for row in study.plane.surface.out)
    return replace(
        _drawing(study.backward, inputs, wanted), held=_HIDDEN_GROUNDS | {"cells": _image(cells, study.plane.top)}
    )


@lru_cache(maxsize=64)
def _image(cells: tuple[tuple[float, ...], ...], top: float) -> str:
    return cells_uri(cells, top)


@lru_cache(maxsize=64)
def _drawing(backward: bool, inputs: Inputs, wanted: tuple[tuple[tuple[float, ...], int], ...]) -> Drawing:
    sketch = Sketch()
    _readouts(sketch, backward)
    way = "backward: the gradient of the output for each of its parts" if backward else "forward"
    svg = sketch.add(
        sketch.root, "svg", viewBox=f"0 0 {_WIDTH} {_HEIGHT}", class_="ann", role="group",
        aria_label=f"Two inputs, two hidden neurons with a ReLU each, one output; the pass {way}",
    )  # fmt: skip
    _edges(sketch, svg, backward)
    for name in _PILLS:
        _pill(sketch, svg, name, backward)
    for i in HIDDEN:
        _input(sketch, svg, i, backward)
        _hidden(sketch, svg, i, inputs, backward)
    _output(sketch, svg, inputs, wanted, backward)
    if backward:
        _frames(sketch, svg)
        _steps(sketch)
    else:
        _sums(sketch)
    return sketch.drawing()


def _readouts(sketch: Sketch, backward: bool) -> None:
    box = sketch.add(sketch.root, "div", class_="readouts")
    readout(sketch, box, "Model output", "fc2", "out")
    says = sketch.add(box, "p", class_="verdict")
    for i in HIDDEN:
        state = sketch.add(says, "span", f"Hidden neuron {i} ", data_part=f"h{i}")
        sketch.sign(sketch.add(state, "b"), _state(i, backward), "", _ON_OFF)


def _state(i: int, backward: bool) -> str:
    """The column that is above 0 where a hidden neuron is on: its value, or the gradient of its v, which is its value."""
    return f"g_v{i}" if backward else f"h{i}"


def _found(sketch: Sketch, parent: ET.Element, name: str, *, back: bool = True) -> ET.Element:
    """Return a group for what the pass back finds of `name`: unseen before its step, marked in it."""
    if not back:
        return parent
    cover = sketch.add(parent, "g", data_cover=GRADIENTS)
    step = next(number for number, names in enumerate(FINDS, 1) if name in names)
    return sketch.sign(sketch.add(cover, "g"), f"at{step}", "class", ("later", "now", "done"))


def _edges(sketch: Sketch, svg: ET.Element, backward: bool) -> None:
    """Draw every edge up to its label and on from there: nothing runs behind a number."""

    def draw(name: str, *ends: tuple[Place, Place]) -> None:
        group = _found(sketch, svg, name, back=backward)
        for start, end in ends:
            edge(sketch, group, start, end, f"g_{name}" if backward else _carries(name), name)

    half = _PILL / 2
    for i in HIDDEN:
        left, right = (_TILES[i][0], _ROWS[i]), (_TILES[i][0] + _TILE, _ROWS[i])
        for j in HIDDEN:
            x, y = _PILLS[f"w{i}{j}"]
            away = atan2(y - _ROWS[j], x - half - _INPUT)  # from the circle of the input, straight to the label
            start = (_INPUT + 33 * cos(away), _ROWS[j] + 33 * sin(away))
            draw(f"w{i}{j}", (start, (x - half, y)), ((x + half, y), (left[0], left[1] + (8 if j == 2 else -8))))
        draw(f"b{i}", ((266, _ROWS[i] + 84), (left[0], left[1] + 48)))
        x, y = _PILLS[f"v{i}"]
        into = (_OUT[0], 150 + (24 if i == 2 else -24))
        draw(f"v{i}", (right, (x - half, y)), ((x + half, y), into))
    draw("c", ((602, 165), (_OUT[0], 150)))


def _carries(name: str) -> str:
    """The column of what an edge carries forward: a product, or a bias."""
    return {"w": f"c{name[1:]}", "v": f"p{name[1:]}"}.get(name[0], name)


def _pill(sketch: Sketch, svg: ET.Element, name: str, backward: bool) -> None:
    """Write a weight where its edge bends; below it what the edge carries, or the weight's gradient, with the mark of its sign."""
    x, y = _PILLS[name]
    group = sketch.add(svg, "g", data_part=name)
    sketch.add(group, "rect", x=x - _PILL / 2, y=y - _TALL / 2, width=_PILL, height=_TALL, rx=12, class_="field")
    text = sketch.add(group, "text", x=x, y=y - 5, class_="label")
    sketch.add(text, "tspan", name, class_="name")
    sketch.number(sketch.add(sketch.add(text, "tspan", " = ", class_="detail"), "tspan"), name)
    below = _found(sketch, group, name, back=backward)
    column = f"g_{name}" if backward else _carries(name)
    badge(sketch, below, (x - 55, y + 12), column)
    result = sketch.add(below, "text", x=x - 42, y=y + 19, class_="label start carried")
    sketch.add(result, "tspan", "∂ = " if backward else "adds ")
    sketch.number(sketch.add(result, "tspan"), column)


def _input(sketch: Sketch, svg: ET.Element, i: int, backward: bool) -> None:
    y = _ROWS[i]
    group = sketch.add(svg, "g", data_part=f"input{i}")
    sketch.add(group, "circle", cx=_INPUT, cy=y, r=32, class_="node")
    sketch.number(sketch.add(group, "text", x=_INPUT, y=y + 3, class_="value"), f"input{i}", least=1)
    sketch.add(group, "text", f"input{i}", x=_INPUT, y=y + 20, class_="tiny")
    sketch.handle(group, f"Input {i}", Move(f"input{i}", "x", (0, 200), (0, 10), 0.1, relative=True))
    if backward:
        _gradient(sketch, svg, f"input{i}", (_INPUT - 34, y + (54 if i == 2 else -42)), "∂ = ", f"g_input{i}")


def _gradient(
    sketch: Sketch, svg: ET.Element, name: str, place: Place, words: str, column: str, anchor: str = "start"
) -> None:
    text = sketch.add(
        _found(sketch, svg, name), "text", words, x=place[0], y=place[1], class_=f"label {anchor}", data_part=name
    )
    sketch.number(sketch.add(text, "tspan"), column)


def _turn(i: int) -> tuple[str, str, str]:
    return f"m{i}_a", f"m{i}_b", f"m{i}_h"


def _hidden(sketch: Sketch, svg: ET.Element, i: int, inputs: Inputs, backward: bool) -> None:
    """Draw a hidden neuron as a map of its value; below it z and h, or their gradients; beside it the bias."""
    x, y = _TILES[i]
    tile = map_tile(
        sketch,
        svg,
        (x, y),
        _TILE,
        f"The value of hidden neuron {i} over both inputs; a {_DASHES[i]} line where z{i} is 0",
    )
    tile.set("data-part", f"h{i}")
    ground(sketch, tile, inputs, f"hidden{i}", shares(_RELU[0]), _turn(i), f"of{i}")
    ring = sketch.add(tile, "circle", class_="here still", r=22)
    ends = on_map(inputs, (inputs.low, inputs.low)), on_map(inputs, (inputs.high, inputs.high))
    for key, attribute, low, high in zip(inputs.keys, ("cx", "cy"), *ends, strict=True):
        sketch.scale(ring, key, attribute, inputs.axis, (low, high))
    under = y + _TILE
    if backward:
        _gradient(sketch, svg, f"h{i}", (x + 2, under + 40), f"h{i}: ∂ = ", f"g_h{i}")
        _gradient(sketch, svg, f"z{i}", (x + 2, under + 19), f"z{i}: ∂ = ", f"g_b{i}")
    else:
        for name, below in ((f"z{i}", 19), (f"h{i}", 40)):
            text = sketch.add(svg, "text", f"{name} = ", x=x + 2, y=under + below, class_="label start", data_part=name)
            sketch.number(sketch.add(text, "tspan"), name, least=1)
    state = sketch.add(svg, "text", x=x + _TILE + 8, y=under + 40, class_="label start detail")
    sketch.sign(state, _state(i, backward), "", _ON_OFF)
    _bias(sketch, svg, f"b{i}", (260.0, _ROWS[i] + 90), backward)


def _bias(sketch: Sketch, svg: ET.Element, name: str, at: Place, backward: bool) -> None:
    """Write a bias where its edge begins; going back, its gradient."""
    if backward:
        return _gradient(sketch, svg, name, at, f"{name}: ∂ = ", f"g_{name}", "end")
    text = sketch.add(svg, "text", x=at[0], y=at[1], class_="label end", data_part=name)
    sketch.add(text, "tspan", name, class_="name").tail = " = "
    sketch.number(sketch.add(text, "tspan"), name)
    return None


def _output(
    sketch: Sketch,
    svg: ET.Element,
    inputs: Inputs,
    wanted: tuple[tuple[tuple[float, ...], int], ...],
    backward: bool,
) -> None:
    """Draw the output as a map that stands still, both hidden neurons' lines, a gate's corners, and the point to drag."""
    _bias(sketch, svg, "c", (596.0, 170.0), backward)
    x, y = _OUT
    middle = x + _OUT_TILE / 2
    text = sketch.add(svg, "text", "output = ", x=middle, y=24, class_="value", data_part="out")
    sketch.number(sketch.add(text, "tspan"), "out", least=1)
    if backward:
        _gradient(sketch, svg, "out", (x + _OUT_TILE, 50), "∂ = ", "g_out", "end")
    sketch.add(svg, "text", f"↑ {inputs.keys[1]}", x=x, y=y - 8, class_="tick start detail")
    for value, place, anchor in ((inputs.low, x, " start"), (inputs.high, x + _OUT_TILE, " end")):
        sketch.add(svg, "text", tick(value), x=place, y=y + _OUT_TILE + 18, class_=f"tick{anchor}")
    sketch.add(svg, "text", f"{inputs.keys[0]} →", x=middle, y=y + _OUT_TILE + 18, class_="tick")
    tile = map_tile(
        sketch,
        svg,
        _OUT,
        _OUT_TILE,
        "The output over both inputs; both hidden neurons' lines; a ring where the inputs are",
    )
    sketch.add(tile, "text", "?", x=LEFT + SIDE / 2, y=TOP + SIDE / 2 + 24, class_="unseen")
    seen = sketch.add(tile, "g", data_cover=CORNERS) if wanted else tile
    cells = sketch.add(
        seen, "svg", viewBox="0.5 0.5 40 40", x=LEFT, y=TOP, width=SIDE, height=SIDE, aria_hidden="true",
        style="width: 300px; height: 300px; overflow: hidden",
    )  # fmt: skip
    sketch.text(sketch.add(cells, "image", width=41, height=41), "cells", "href")
    for i in HIDDEN:
        boundary(sketch, tile, inputs, _turn(i), f"of{i}")
    sketch.add(tile, "rect", x=LEFT, y=TOP, width=SIDE, height=SIDE, class_="rim")
    for corner, answer in wanted:
        across, up = on_map(inputs, corner)
        sketch.add(tile, "circle", cx=across, cy=up, r=17, class_=f"wanted one{answer}")
        sketch.add(tile, "text", str(answer), x=across, y=up + 9, class_=f"wanted one{answer}")
    point(sketch, tile, inputs)
    _legend(sketch, svg, (x, y + _OUT_TILE + 36))


def _legend(sketch: Sketch, svg: ET.Element, at: Place) -> None:
    """Show which colour is which output, and how strong a hidden neuron's strongest colour is."""
    x, y = at
    left, step = x + 34, 4.5
    for i in range(24):
        shade = surface_colour((i - 11.5) / 11.5)
        sketch.add(svg, "rect", x=left + step * i, y=y, width=step + 0.5, height=10, fill=shade)
    for column, place, anchor in (("low", left - 5, "end"), ("top", left + 24 * step + 6, "start")):
        sketch.number(sketch.add(svg, "text", x=place, y=y + 10, class_=f"tick {anchor}"), column)
    middle = x + _OUT_TILE / 2
    sketch.add(svg, "text", "output", x=middle, y=y + 26, class_="tick")
    says = sketch.add(
        svg, "text", "small maps: white is off, darkest is h = ", x=x + _OUT_TILE, y=y + 48, class_="tick end detail"
    )
    sketch.number(sketch.add(says, "tspan"), "top_h")


def _in(column: str) -> Number:
    """A number inside a line: in brackets if it is negative."""
    return Number(column, brackets=True)


def _result(column: str) -> Number:
    """A number that a line computes."""
    return Number(column, least=1, bold=True)


def _sums(sketch: Sketch) -> None:
    """Write every weighted sum with its numbers in it, term below term."""
    box = arithmetic(sketch, sketch.root)
    rows: list[list[tuple[str, Term]]] = [
        [
            (f"z{i}", [f"z{i} ="]), (f"w{i}1", [Number("input1"), " × ", _in(f"w{i}1")]),
            (f"w{i}2", ["+ ", _in("input2"), " × ", _in(f"w{i}2")]), (f"b{i}", ["+ ", _in(f"b{i}")]),
            (f"z{i}", ["= ", _result(f"z{i}")]), (f"h{i}", [f"→ ReLU: h{i} = ", _result(f"h{i}")]),
        ]
        for i in HIDDEN
    ]  # fmt: skip
    rows.append([
        ("out", ["output ="]), ("v1", [Number("h1"), " × ", _in("v1")]), ("v2", ["+ ", Number("h2"), " × ", _in("v2")]),
        ("c", ["+ ", _in("c")]), ("out", ["= ", _result("out")]),
    ])  # fmt: skip
    columns(sketch, box, rows)


def _frames(sketch: Sketch, svg: ET.Element) -> None:
    """Frame what each step uses, while it is that step's turn."""
    places = {name: (x - _PILL / 2, y - _TALL / 2, _PILL, 27.0) for name, (x, y) in _PILLS.items()}
    for i in HIDDEN:
        x, under = _TILES[i][0], _TILES[i][1] + _TILE
        places |= {
            f"input{i}": (_INPUT - 34, _ROWS[i] - 34, 68.0, 68.0),
            f"z{i}": (x - 4, under + 3, 128.0, 21.0), f"h{i}": (x - 4, under + 24, 128.0, 21.0),
            f"state{i}": (x + _TILE + 2, under + 24, 56.0, 21.0), f"map{i}": (*_TILES[i], _TILE, _TILE),
        }  # fmt: skip
    places["out"] = (_OUT[0] + _OUT_TILE - 74, 33.0, 78.0, 23.0)
    for number, used in enumerate(USES, 1):
        group = sketch.sign(sketch.add(svg, "g"), f"at{number}", "class", ("unused", "uses", "unused"))
        for name in used:
            x, y, width, height = places[name]
            sketch.add(group, "rect", x=x, y=y, width=width, height=height, rx=8)


def _steps(sketch: Sketch) -> None:
    """Write the pass back as one step at a time: what it is, and its sums with the numbers in them."""
    box = arithmetic(sketch, sketch.root)
    for number, step in enumerate(WAY_BACK, 1):
        part = sketch.sign(sketch.add(box, "div"), f"at{number}", "class", ("unused", "turn", "unused"))
        title = sketch.add(part, "p")
        sketch.add(title, "b", f"{number} of {len(WAY_BACK)}, {step.name}. ").tail = step.says
        sums = sketch.add(part, "div", data_cover=GRADIENTS)
        for row in _chain(number):
            line(sketch, sums, row)


def _chain(number: int) -> list[list[str | Number | Choice]]:
    """The sums of one step of the way back."""
    if number == 1:
        return [["∂output = ", _result("g_out")]]
    if number == 2:
        first: list[str | Number | Choice] = ["∂c = ∂output = ", _result("g_c")]
        for i in HIDDEN:
            first += [f";  ∂v{i} = ∂output × h{i} = ", _result(f"g_v{i}")]
        return [first]
    if number == 3:
        return [[f"∂h{i} = ∂output × v{i} = 1 × ", _in(f"v{i}"), " = ", _result(f"g_h{i}")] for i in HIDDEN]
    if number == 4:
        return [
            [f"∂z{i} = ∂h{i} × ", Choice(f"g_v{i}", ("0 (off)", "0 (off)", "1 (on)")), " = ", _in(f"g_h{i}"), " × ",
             Choice(f"g_v{i}", ("0", "0", "1")), " = ", _result(f"g_b{i}")]
            for i in HIDDEN
        ]  # fmt: skip
    if number == 5:
        rows: list[list[str | Number | Choice]] = []
        for i in HIDDEN:
            row: list[str | Number | Choice] = [f"∂b{i} = ∂z{i} = ", _result(f"g_b{i}")]
            for j in HIDDEN:
                row += [f";  ∂w{i}{j} = ", _in(f"g_b{i}"), " × ", _in(f"input{j}"), " = ", _result(f"g_w{i}{j}")]
            rows.append(row)
        return rows
    return [
        [f"∂input{j} = ∂z1 × w1{j} + ∂z2 × w2{j} = ", _in("g_b1"), " × ", _in(f"w1{j}"), " + ", _in("g_b2"), " × ", _in(f"w2{j}"),
         " = ", _result(f"g_input{j}")]
        for j in HIDDEN
    ]  # fmt: skip
