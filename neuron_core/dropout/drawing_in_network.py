"""SimpleANN with dropout as a picture: which hidden unit is dropped on this pass, and what the others add to the output."""

from functools import lru_cache
from typing import TYPE_CHECKING

from neuron_core.shared.drawing.charts import readout
from neuron_core.shared.drawing.diagram import edge, node
from neuron_core.shared.drawing.slots import Drawing, Sketch

if TYPE_CHECKING:
    from neuron_core.dropout.study import InNetwork

_X = {"input": 40.0, "h": 210.0, "d": 400.0, "out": 590.0}
_Y = {1: 56.0, 2: 166.0}
_MIDDLE = 111.0
_RADIUS = 36.0


def network_drawing(network: "InNetwork") -> Drawing:
    """Draw the network; its columns are those of `network.sweep`."""
    return _drawing(network.training)


@lru_cache
def _drawing(training: bool) -> Drawing:
    sketch = Sketch()
    box = sketch.add(sketch.root, "div", class_="readouts")
    readout(sketch, box, "Network output", "train(), this pass" if training else "eval()", "out")
    readout(sketch, box, "Without dropout", "eval()", "eval")
    svg = sketch.add(
        sketch.root, "svg", viewBox="0 0 640 222", class_="diagram", role="img",
        aria_label="Two inputs, two hidden ReLU neurons, dropout after each, one output; a dropped unit is crossed out",
    )  # fmt: skip
    for i, y in _Y.items():
        for target in _Y.values():
            sketch.add(svg, "line", x1=_X["input"], y1=y, x2=_X["h"], y2=target, class_="thread")
        edge(sketch, svg, (_X["h"], y), (_X["d"], y), f"d{i}")
        edge(sketch, svg, (_X["d"], y), (_X["out"], _MIDDLE), f"p{i}")
        factor = sketch.add(svg, "text", "× ", x=(_X["h"] + _X["d"]) / 2, y=y - 14, class_="label")
        sketch.number(sketch.add(factor, "tspan"), f"k{i}", most=2)
    for i, y in _Y.items():
        node(sketch, svg, (_X["input"], y), f"input{i}", f"input{i}", radius=_RADIUS)
        node(sketch, svg, (_X["h"], y), f"h{i}", f"hidden {i}", radius=_RADIUS)
        node(sketch, svg, (_X["d"], y), f"d{i}", "dropout", radius=_RADIUS)
        ring = sketch.add(svg, "circle", cx=_X["d"], cy=y, r=_RADIUS + 6, class_="dropped")
        sketch.scale(ring, f"k{i}", "opacity", (0, 1), (1, 0))
        note = sketch.add(svg, "text", x=_X["d"] + 48, y=y + 36, class_="label start")
        sketch.sign(note, f"k{i}", "", ("", "✕ dropped", ""))
    node(sketch, svg, (_X["out"], _MIDDLE), "out", "output", radius=_RADIUS)
    return sketch.drawing()
