"""A Linear in numbers: the vectors of x with those of y beside them, and below x the weight, a row for each output.

Each weight stands below the number it multiplies, so one sees why the last dimension has to equal in_features. Below the weight
stand the products of one output, which add up with its bias to one number of y.
"""

import xml.etree.ElementTree as ET
from functools import lru_cache
from typing import TYPE_CHECKING

from neuron_core.shared.drawing.slots import Drawing, Sketch
from neuron_core.shared.numbers import count_text, number_text
from neuron_core.shared.refusal import Refusal

if TYPE_CHECKING:
    from neuron_core.shapes.linear_numbers import LinearNumbers
    from neuron_core.shapes.study import LinearStudy

Shape = tuple[int, ...]
Rows = tuple[tuple[float, ...], ...]

_SIDE = 92.0  # the room for the names of the rows
_CELL, _LINE = 58.0, 34.0
_OUT = 68.0  # numbers of y and of the bias are wider
_GAP = 34.0
_HEAD = 30.0  # the room for a shape above its rows
_NARROWEST = 440.0


def linear_drawing(study: "LinearStudy") -> Drawing:
    """Draw x, the weight, the bias and y; of the chosen output, all that it came from.

    Where the sizes do not match, the numbers that have no partner are marked, and nothing comes out.
    """
    fit, given = study.fit, study.numbers
    leaves = None if isinstance(fit.leaves, Refusal) else fit.leaves
    return _drawing(fit.arrives, fit.weight, leaves, fit.vectors, given)


@lru_cache(maxsize=128)
def _drawing(arrives: Shape, weight: Shape, leaves: Shape | None, vectors: int, given: "LinearNumbers") -> Drawing:
    sketch = Sketch()
    out_features, in_features = weight
    last = arrives[-1] if arrives else 1
    across = max(
        len(given.x[0]) + (last > len(given.x[0])), len(given.weight[0]) + (in_features > len(given.weight[0]))
    )
    right = _SIDE + across * _CELL + _GAP
    width = max(_NARROWEST, right + max(2, len(given.weight)) * _OUT + 8)
    top, hidden_vectors = _HEAD, vectors - len(given.x)
    below = top + len(given.x) * _LINE + (20 if hidden_vectors else 0) + 26 + _HEAD
    hidden_outputs = out_features - len(given.weight)
    bottom = below + len(given.weight) * _LINE + (20 if hidden_outputs else 0)
    height = bottom + (54 if leaves else 12)
    svg = sketch.add(
        sketch.root, "svg", viewBox=f"0 0 {width:g} {height:g}", class_="worked", role="img",
        aria_label="x, the weight, the bias and y of the Linear, in numbers",
    )  # fmt: skip
    mark = "accent" if leaves else "broken"
    row, out = given.vector - 1, given.output - 1

    _shape(sketch, svg, _SIDE, top, "x", arrives, mark)
    for number, values in enumerate(given.x):
        y = top + number * _LINE
        name = f"vector {number + 1}" if arrives else "no vector"
        _name(sketch, svg, y, name)
        chosen = bool(leaves) and number == row
        _row(sketch, svg, y, values, last, "picked" if chosen else "plain", in_features if arrives else 0)
    if hidden_vectors:
        _more(sketch, svg, top + len(given.x) * _LINE, count_text(hidden_vectors, "more vector"))

    of_weight = sketch.add(svg, "g", data_cover="weight")
    _shape(sketch, of_weight, _SIDE, below, "weight", weight, mark)
    for number, values in enumerate(given.weight):
        y = below + number * _LINE
        _name(sketch, of_weight, y, f"output {number + 1}")
        chosen = bool(leaves) and number == out
        _row(sketch, of_weight, y, values, in_features, "picked" if chosen else "plain", last if arrives else 0)
    if hidden_outputs:
        _more(sketch, of_weight, below + len(given.weight) * _LINE, count_text(hidden_outputs, "more output"))

    _unknown(sketch, svg, _SIDE, below)

    of_bias = sketch.add(svg, "g", data_cover="weight")
    _shape(sketch, of_bias, right, below, "bias", (out_features,), "")
    for number, value in enumerate(given.bias):
        chosen = bool(leaves) and number == out
        part = "b" if chosen else ""
        _cell(
            sketch,
            of_bias,
            right,
            below + number * _LINE,
            _OUT,
            number_text(value),
            "picked" if chosen else "plain",
            part,
        )

    if leaves is None:
        size = str(last) if arrives else "no dimension"
        sketch.add(svg, "text", f"✗ {size} ≠ {in_features}", x=right, y=top + 18, class_="value start broken")
        sketch.add(svg, "text", "nothing comes out", x=right, y=top + 42, class_="label start")
        return sketch.drawing()

    of_y = sketch.add(svg, "g", data_cover="y")
    _shape(sketch, of_y, right, top, "y", leaves, "")
    for number, values in enumerate(given.y):
        for place, value in enumerate(values):
            chosen = (number, place) == (row, out)
            _cell(
                sketch, of_y, right + place * _OUT, top + number * _LINE, _OUT, number_text(value, 2),
                "picked" if chosen else "plain", "y" if chosen else "",
            )  # fmt: skip
    if hidden_outputs:
        sketch.add(of_y, "text", "…", x=right + len(given.weight) * _OUT + 4, y=top + 22, class_="label start")
    _unknown(sketch, svg, right, top)
    _products(sketch, sketch.add(svg, "g", data_cover="weight"), bottom + 14, right, given)
    return sketch.drawing()


def _products(sketch: Sketch, svg: ET.Element, y: float, right: float, given: "LinearNumbers") -> None:
    """Write what the chosen number of y adds up from: each product below its weight, then the bias."""
    _name(sketch, svg, y, "x × weight + bias")
    middle = y + _LINE / 2 + 6
    terms = [*given.products, *([] if given.rest is None else [given.rest])]
    for i, value in enumerate(terms):
        left = _SIDE + i * _CELL
        text = number_text(abs(value) if i else value, 2)
        sketch.add(svg, "text", text, x=left + _CELL / 2, y=middle, data_part=f"{i}")
        if i:
            sketch.add(svg, "text", _sign(value), x=left, y=middle, class_="sign")
    bias = given.bias[given.output - 1]
    sketch.add(svg, "text", f"{_sign(bias)} {number_text(abs(bias))}", x=right + _OUT / 2, y=middle, data_part="b")
    sketch.add(
        svg, "text", f"= {number_text(given.chosen, 2)}", x=right + _OUT * 1.5 + 4, y=middle, class_="value accent",
        data_part="y",
    )  # fmt: skip
    sketch.add(svg, "line", x1=_SIDE, x2=right + 2 * _OUT, y1=y - 6, y2=y - 6, class_="rule")


def _sign(value: float) -> str:
    return "−" if value < 0 else "+"


def _shape(sketch: Sketch, parent: ET.Element, x: float, top: float, name: str, shape: Shape, mark: str) -> None:
    """Write a name and its shape above the rows, with the last dimension marked: the one that a Linear works on."""
    text = sketch.add(
        parent, "text", f"{name} (" + "".join(f"{size}, " for size in shape[:-1]), x=x, y=top - 9, class_="value start"
    )
    if shape:
        sketch.add(text, "tspan", str(shape[-1]), **({"class_": mark} if mark else {}))
    sketch.add(text, "tspan", ",)" if len(shape) == 1 else ")")


def _unknown(sketch: Sketch, svg: ET.Element, x: float, top: float) -> None:
    """Write what stands in the place of the part before it, while that is covered."""
    sketch.add(svg, "text", "?", x=x, y=top - 9, class_="value start unknown")


def _name(sketch: Sketch, parent: ET.Element, top: float, text: str) -> None:
    sketch.add(parent, "text", text, x=_SIDE - 8, y=top + _LINE / 2 + 5, class_="row end")


def _more(sketch: Sketch, parent: ET.Element, top: float, text: str) -> None:
    sketch.add(parent, "text", f"… {text}", x=_SIDE, y=top + 16, class_="row start")


def _row(
    sketch: Sketch, parent: ET.Element, top: float, values: tuple[float, ...], size: int, css_class: str, partners: int
) -> None:  # fmt: skip
    """Draw one vector of `size` numbers, of which `values` are the first; those past `partners` are marked as broken."""
    for i, value in enumerate(values):
        broken = i >= partners
        part = f"{i}" if css_class == "picked" else ""
        _cell(
            sketch, parent, _SIDE + i * _CELL, top, _CELL, number_text(value), "lonely" if broken else css_class, part
        )
    if size > len(values):
        part = f"{len(values)}" if css_class == "picked" else ""
        _cell(sketch, parent, _SIDE + len(values) * _CELL, top, _CELL, "…", css_class, part)


def _cell(
    sketch: Sketch, parent: ET.Element, left: float, top: float, width: float, text: str, css_class: str, part: str
) -> None:  # fmt: skip
    group = sketch.add(parent, "g", **({"data_part": part} if part else {}))
    sketch.add(
        group, "rect", x=left + 2, y=top + 2, width=width - 4, height=_LINE - 4, rx=5, class_=f"cell {css_class}"
    )
    sketch.add(group, "text", text, x=left + width / 2, y=top + _LINE / 2 + 6)
