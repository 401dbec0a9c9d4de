"""One neuron as a picture: readouts, the diagram, the arithmetic, a waterfall of the sum, the activation's curve.

Nothing here knows a value: numbers arrive later, through slots. A drawing depends only on the arguments of its function, so
equal arguments give the same markup, and the page need not replace what it already shows.
"""

import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING

from neuron_core.shared.drawing.charts import Bar, Ends, curve_with_dot, held_curve, readout, waterfall
from neuron_core.shared.drawing.diagram import Number, Term, arithmetic, badge, columns, edge, node
from neuron_core.shared.drawing.plane import Inputs, ground, held_ground, legend, on_map, plane, point, shares
from neuron_core.shared.drawing.slots import Drawing, Held, Move, Sketch

if TYPE_CHECKING:
    from neuron_core.neuron.study import Study

_HALF = 66.0  # of the width of a weight's label
_SUM, _MAP = Ends("sum"), "map"


def neuron_drawing(study: "Study", *, charts: bool = True) -> Drawing:
    """Draw the neuron of `study`: readouts, diagram, arithmetic, and, with `charts`, the map over its inputs and two charts.

    Columns: x1..xn, w1..wn, b, c1..cn (contributions), s2..sn (running sums), z, out, and those that place the map.
    """
    n, entry = len(study.neuron.x), study.activation
    if not charts:
        return _drawing(n, entry.label, entry.verdict)
    around = study.map
    inputs = Inputs(tuple(f"x{i}" for i in around.over), around.low, around.high, study.map_step)
    wanted = tuple((corner.x, corner.wanted) for corner in study.corners)
    drawn = _drawing(n, entry.label, entry.verdict, Ground(inputs, shares(around.z), wanted))
    colours = held_ground(_MAP, (around.z, around.out), around.top)
    ends: Held = {"map_low": -around.top, "map_high": around.top, "map_words": study.map_words}
    return replace(drawn, held={**_SUM.held(study.z_axis), **held_curve(study.curve), **colours, **ends})


@dataclass(frozen=True)
class Ground:
    """What the map stands on: its inputs, where the points of its colours lie, a gate's corners."""

    inputs: Inputs
    shares: tuple[float, ...]
    wanted: tuple[tuple[tuple[float, ...], int], ...]


@lru_cache(maxsize=256)
def _drawing(
    n: int,
    label: str,
    verdict: tuple[str, str, str],
    map_ground: Ground | None = None,
) -> Drawing:
    """Draw a neuron of `n` inputs; `verdict` says what becomes of a negative, a zero and a positive output."""
    sketch = Sketch()
    _readouts(sketch, label, verdict)
    beside = sketch.add(sketch.root, "div", class_="beside") if map_ground else sketch.root
    left = sketch.add(beside, "div") if map_ground else sketch.root
    _diagram(sketch, left, n, label)
    _arithmetic(sketch, left, n, label)
    if map_ground:
        box = sketch.add(left, "div", class_="charts")
        running = ["c1", *(f"s{i}" for i in range(2, n + 1))]
        bars = [
            Bar(f"x{i} × w{i}", f"c{i}", start, end, f"{i}") for i, start, end in zip(count(1), ["", *running], running)
        ]
        bars += [Bar("b", "b", running[-1], "z", "b"), Bar("z", "z", "", "z", "z")]
        waterfall(sketch, box, bars, _SUM, "Every contribution and the bias, end to end, adding up to z")
        curve_with_dot(sketch, box, label, "z", "out")
        _map(sketch, beside, map_ground)
        sketch.text(sketch.add(sketch.root, "p", class_="committed"), "map_words")
    return sketch.drawing()


def _map(sketch: Sketch, parent: ET.Element, on: Ground) -> None:
    """Draw the output over the inputs; a gate's corners say what is wanted there."""
    box = sketch.add(parent, "div", class_="map")
    over = " and ".join(on.inputs.keys)
    sketch.add(box, "p", f"The output over {over}")
    svg = plane(sketch, box, on.inputs, f"The output over {over}, as colours; a dashed line where z is 0")
    ground(sketch, svg, on.inputs, _MAP, on.shares, ("map_a", "map_b", "held"))
    for x, wanted in on.wanted:
        across, up = on_map(on.inputs, x)
        sketch.add(svg, "circle", cx=across, cy=up, r=10, class_=f"wanted one{wanted}")
        sketch.add(svg, "text", str(wanted), x=across, y=up + 5, class_=f"wanted one{wanted}")
    point(sketch, svg, on.inputs)
    legend(sketch, box, "map_low", "map_high")


def _readouts(sketch: Sketch, label: str, verdict: tuple[str, str, str]) -> None:
    box = sketch.add(sketch.root, "div", class_="readouts")
    readout(sketch, box, "Weighted sum", "z", "z")
    readout(sketch, box, "Output", label, "out")
    says = sketch.add(box, "p", class_="verdict")
    sketch.sign(sketch.add(says, "b"), "out", "", ("▶ passed on", "■ sends 0", "▶ passed on"))
    sketch.sign(sketch.add(says, "span"), "out", "", verdict)


def _diagram(sketch: Sketch, parent: ET.Element, n: int, label: str) -> None:
    height = max(184, 78 * n)
    middle = height / 2
    svg = sketch.add(
        parent, "svg", viewBox=f"0 0 600 {height}", class_="diagram one", role="group",
        aria_label=f"{n} input{'s' * (n > 1)}, each times its weight, and the bias flow into a sum, then through {label}",
    )  # fmt: skip
    x_in, x_label, x_sum, x_act, x_out = 36.0, 184.0, 340.0, 452.0, 556.0
    rows = [(i, height * (i - 0.5) / n) for i in range(1, n + 1)]
    for i, y in rows:
        at = y + 0.3 * (middle - y)  # an edge bends at its label, and ends there: nothing runs behind a number
        edge(sketch, svg, (x_in + 32, y), (x_label - _HALF, at), f"c{i}", f"{i}")
        edge(sketch, svg, (x_label + _HALF, at), (x_sum - 38, middle + 0.2 * (at - middle)), f"c{i}", f"{i}")
        _contribution(sketch, svg, i, x_label, at)
        input_node = sketch.add(svg, "g", data_part=f"{i}")
        sketch.add(input_node, "circle", cx=x_in, cy=y, r=32, class_="node")
        sketch.number(sketch.add(input_node, "text", x=x_in, y=y + 4, class_="value"), f"x{i}")
        sketch.add(input_node, "text", f"x{i}", x=x_in, y=y + 22, class_="tiny")
        sketch.handle(input_node, f"Input x{i}", Move(f"x{i}", "x", (0, 200), (0, 10), 0.1, relative=True))
    edge(sketch, svg, (x_sum, height - 30), (x_sum, middle + 40), "b", "b")
    text = sketch.add(svg, "text", "b = ", x=x_sum, y=height - 10, class_="label", data_part="b")
    sketch.number(sketch.add(text, "tspan"), "b")
    sketch.handle(text, "Bias b", Move("b", "x", (0, 200), (0, 10), 0.1, relative=True))
    edge(sketch, svg, (x_sum + 40, middle), (x_act - 44, middle), "z", "z")
    edge(sketch, svg, (x_act + 44, middle), (x_out - 40, middle), "out")
    node(sketch, svg, (x_sum, middle), "z", "sum Σ")
    sketch.add(svg, "rect", x=x_act - 44, y=middle - 24, width=88, height=48, rx=8, class_="node")
    sketch.add(svg, "text", label, x=x_act, y=middle + 7)
    node(sketch, svg, (x_out, middle), "out", "output")


def _contribution(sketch: Sketch, svg: ET.Element, i: int, x: float, y: float) -> None:
    """Write 'times weight' and 'equals contribution', with the mark of its sign, in a field where its edge bends."""
    group = sketch.add(svg, "g", data_part=f"{i}")
    sketch.add(group, "rect", x=x - _HALF, y=y - 25, width=2 * _HALF, height=50, rx=12, class_="field")
    badge(sketch, group, (x - _HALF + 17, y + 12), f"c{i}")
    for words, column, below in (("× ", f"w{i}", -4), ("= ", f"c{i}", 20)):
        text = sketch.add(group, "text", words, x=x - _HALF + 32, y=y + below, class_="label start")
        sketch.number(sketch.add(text, "tspan"), column)
    sketch.handle(group, f"Weight w{i}", Move(f"w{i}", "x", (0, 200), (0, 5), 0.05, relative=True))


def _arithmetic(sketch: Sketch, parent: ET.Element, n: int, label: str) -> None:
    """Write the sum three times, term below term: as products, as contributions, as one number; then the activation of it."""
    products: list[tuple[str, Term]] = [("", ["z ="])]
    parts: list[tuple[str, Term]] = [("", ["="])]
    for i in range(1, n + 1):
        plus = ["+ "] if i > 1 else []
        products.append((f"{i}", [*plus, Number(f"x{i}", brackets=i > 1), " × ", Number(f"w{i}", brackets=True)]))
        parts.append((f"{i}", [*plus, Number(f"c{i}", brackets=i > 1)]))
    products.append(("b", ["+ ", Number("b", brackets=True)]))
    parts.append(("b", ["+ ", Number("b", brackets=True)]))
    z, out = Number("z", bold=True), Number("out", bold=True)
    columns(sketch, arithmetic(sketch, parent), [products, parts, [("", ["="]), ("z", [z, f" → {label}(z) = ", out])]])
