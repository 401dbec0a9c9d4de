"""SimpleANN with dropout as a picture: which hidden unit is gone on this pass, and what is left for the output."""

import xml.etree.ElementTree as ET
from functools import lru_cache

from neuron_core.shared.drawing.charts import STRENGTHS, TONES, WIDTHS, readout
from neuron_core.shared.drawing.slots import Drawing, Sketch

_X = {"input": 40.0, "h": 210.0, "d": 400.0, "out": 590.0}
_Y = {1: 56.0, 2: 166.0}
_MIDDLE = 111.0


@lru_cache
def dropout_network_drawing(training: bool) -> Drawing:
    """Draw the network; columns as `neuron_core.dropout.in_network.network_columns` names them."""
    sketch = Sketch()
    box = sketch.add(sketch.root, "div", class_="readouts")
    readout(sketch, box, "Network output", "train(), this pass" if training else "eval()", "out")
    readout(sketch, box, "Without dropout", "eval()", "eval")
    svg = sketch.add(
        sketch.root, "svg", viewBox="0 0 640 222", class_="diagram", role="img",
        aria_label="Two inputs, two hidden ReLU neurons, a dropout of each, one output; a dropped unit is crossed out",
    )  # fmt: skip
    for i, y in _Y.items():
        for target in _Y.values():
            sketch.add(svg, "line", x1=_X["input"], y1=y, x2=_X["h"], y2=target, class_="thread")
        _wire(sketch, svg, (_X["h"], y), (_X["d"], y), f"d{i}")
        _wire(sketch, svg, (_X["d"], y), (_X["out"], _MIDDLE), f"p{i}")
        factor = sketch.add(svg, "text", "× ", x=(_X["h"] + _X["d"]) / 2, y=y - 14, class_="label")
        sketch.number(sketch.add(factor, "tspan"), f"k{i}", most=2)
    for i, y in _Y.items():
        _node(sketch, svg, _X["input"], y, f"input{i}", f"input{i}")
        _node(sketch, svg, _X["h"], y, f"h{i}", f"hidden {i}")
        _node(sketch, svg, _X["d"], y, f"d{i}", "dropout")
        ring = sketch.add(svg, "circle", cx=_X["d"], cy=y, r=42, class_="dropped")
        sketch.scale(ring, f"k{i}", "opacity", (0, 1), (1, 0))
        sketch.sign(
            sketch.add(svg, "text", x=_X["d"] + 48, y=y + 36, class_="label start"), f"k{i}", "", ("", "✕ gone", "")
        )
    _node(sketch, svg, _X["out"], _MIDDLE, "out", "output")
    return sketch.drawing()


def _wire(sketch: Sketch, svg: ET.Element, start: tuple[float, float], end: tuple[float, float], column: str) -> None:
    line = sketch.add(svg, "line", x1=start[0], y1=start[1], x2=end[0], y2=end[1])
    sketch.sign(line, column, "class", [f"edge {tone}" for tone in TONES])
    sketch.scale(line, column, "stroke-width", STRENGTHS, WIDTHS)


def _node(sketch: Sketch, svg: ET.Element, x: float, y: float, column: str, caption: str) -> None:
    sketch.sign(sketch.add(svg, "circle", cx=x, cy=y, r=36), column, "class", [f"node {tone}" for tone in TONES])
    sketch.number(sketch.add(svg, "text", x=x, y=y + 4, class_="value"), column, least=1)
    sketch.add(svg, "text", caption, x=x, y=y + 20, class_="tiny")
