"""One neuron as a picture: readouts, the diagram, the arithmetic, a waterfall of the sum, the activation's curve.

Nothing here knows a value: numbers arrive later, through slots. A drawing depends only on the arguments of its function, so
equal arguments give the same markup, and the page need not replace what it already shows.
"""

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

from neuron_core.shared.drawing.charts import MARKS, STRENGTHS, TONES, WIDTHS, Bar, curve_with_dot, readout, waterfall
from neuron_core.shared.drawing.slots import Drawing, Sketch


@dataclass(frozen=True)
class Charts:
    """What the two charts stand on: the waterfall's axis, and the activation's curve as its z and its outputs."""

    z_axis: tuple[float, float]
    z: tuple[float, ...]
    out: tuple[float, ...]


@lru_cache(maxsize=256)
def neuron_drawing(n: int, label: str, verdict: tuple[str, str, str], charts: Charts | None = None) -> Drawing:
    """Draw a neuron of `n` inputs: readouts, diagram and arithmetic, and below them `charts`, where given.

    `label` names the activation, `verdict` says what becomes of a negative, a zero and a positive output.
    Columns: x1..xn, w1..wn, b, c1..cn (contributions), s2..sn (running sums), z, out.
    """
    sketch = Sketch()
    _readouts(sketch, label, verdict)
    _diagram(sketch, n, label)
    _arithmetic(sketch, n, label)
    if charts:
        box = sketch.add(sketch.root, "div", class_="charts")
        running = ["c1", *(f"s{i}" for i in range(2, n + 1))]
        bars = [Bar(f"x{i} × w{i}", f"c{i}", start, end) for i, start, end in zip(count(1), ["", *running], running)]
        bars += [Bar("b", "b", running[-1], "z"), Bar("z", "z", "", "z")]
        waterfall(sketch, box, bars, charts.z_axis, "Every contribution and the bias, end to end, adding up to z")
        curve_with_dot(sketch, box, label, "z", "out", (charts.z, charts.out))
    return sketch.drawing()


def _readouts(sketch: Sketch, label: str, verdict: tuple[str, str, str]) -> None:
    box = sketch.add(sketch.root, "div", class_="readouts")
    readout(sketch, box, "Weighted sum", "z", "z")
    readout(sketch, box, "Output", label, "out")
    says = sketch.add(box, "p", class_="verdict")
    sketch.sign(sketch.add(says, "b"), "out", "", ("▶ passed on", "■ ignored", "▶ passed on"))
    sketch.sign(sketch.add(says, "span"), "out", "", verdict)


def _diagram(sketch: Sketch, n: int, label: str) -> None:
    height = max(170, 62 * n)
    middle = height / 2
    svg = sketch.add(
        sketch.root, "svg", viewBox=f"0 0 640 {height}", class_="diagram", role="img",
        aria_label=f"{n} input{'s' * (n > 1)}, each times its weight, and the bias flow into a sum, then through {label}",
    )  # fmt: skip
    x_in, x_sum, x_act, x_out = 40.0, 352.0, 476.0, 594.0
    rows = [(i, height * (i - 0.5) / n) for i in range(1, n + 1)]
    for i, y in rows:
        edge = sketch.add(svg, "line", x1=x_in + 26, y1=y, x2=x_sum - 40, y2=middle)
        sketch.sign(edge, f"c{i}", "class", [f"edge {tone}" for tone in TONES])
        sketch.scale(edge, f"c{i}", "stroke-width", STRENGTHS, WIDTHS)
    for i, y in rows:  # after all edges, so that none crosses a number
        _contribution(sketch, svg, i, x_in + 0.45 * (x_sum - x_in), y + 0.4 * (middle - y))
        sketch.add(svg, "circle", cx=x_in, cy=y, r=26, class_="node")
        sketch.number(sketch.add(svg, "text", x=x_in, y=y + 2, class_="value"), f"x{i}")
        sketch.add(svg, "text", f"x{i}", x=x_in, y=y + 17, class_="tiny")
    _bias_edge(sketch, svg, (x_sum, middle), height)
    for start, end, column in ((x_sum + 40, x_act - 48, "z"), (x_act + 48, x_out - 40, "out")):
        wire = sketch.add(svg, "line", x1=start, y1=middle, x2=end, y2=middle)
        sketch.sign(wire, column, "class", [f"edge {tone}" for tone in TONES])
        sketch.scale(wire, column, "stroke-width", STRENGTHS, WIDTHS)
    _node(sketch, svg, x_sum, middle, "z", "sum Σ")
    sketch.add(svg, "rect", x=x_act - 48, y=middle - 24, width=96, height=48, rx=8, class_="node")
    sketch.add(svg, "text", label, x=x_act, y=middle + 5)
    _node(sketch, svg, x_out, middle, "out", "output")


def _contribution(sketch: Sketch, svg: ET.Element, i: int, x: float, y: float) -> None:
    """Write 'times weight = contribution' on its edge, in a field of its own, around the mark of its sign."""
    sketch.add(svg, "rect", x=x - 86, y=y - 13, width=172, height=26, rx=13, class_="field")
    sketch.sign(sketch.add(svg, "circle", cx=x, cy=y, r=10), f"c{i}", "class", TONES)
    sketch.sign(sketch.add(svg, "text", x=x, y=y + 5, class_="mark"), f"c{i}", "", MARKS)
    times = sketch.add(svg, "text", "× ", x=x - 16, y=y + 5, class_="label end")
    sketch.number(sketch.add(times, "tspan"), f"w{i}")
    equals = sketch.add(svg, "text", "= ", x=x + 16, y=y + 5, class_="label start")
    sketch.number(sketch.add(equals, "tspan"), f"c{i}", least=1)


def _bias_edge(sketch: Sketch, svg: ET.Element, end: tuple[float, float], height: float) -> None:
    x, middle = end
    edge = sketch.add(svg, "line", x1=x, y1=height - 30, x2=x, y2=middle + 40)
    sketch.sign(edge, "b", "class", [f"edge {tone}" for tone in TONES])
    sketch.scale(edge, "b", "stroke-width", STRENGTHS, WIDTHS)
    text = sketch.add(svg, "text", "b = ", x=x, y=height - 10, class_="label")
    sketch.number(sketch.add(text, "tspan"), "b")


def _node(sketch: Sketch, svg: ET.Element, x: float, y: float, column: str, caption: str) -> None:
    circle = sketch.add(svg, "circle", cx=x, cy=y, r=40)
    sketch.sign(circle, column, "class", [f"node {tone}" for tone in TONES])
    sketch.number(sketch.add(svg, "text", x=x, y=y + 4, class_="value"), column, least=1)
    sketch.add(svg, "text", caption, x=x, y=y + 21, class_="tiny")


def _arithmetic(sketch: Sketch, n: int, label: str) -> None:
    """Write the sum three times: as products, as contributions, as one number; then the activation of it."""
    box = sketch.add(sketch.root, "div", class_="arithmetic", role="group", aria_label="The arithmetic")

    def line(start: str, *figures: tuple[str, str, dict]) -> None:
        """Write `start`, then each column's number (tag "b": in bold) and the text after it."""
        paragraph = sketch.add(box, "p", start)
        for column, after, numbers in figures:
            tag = "b" if column in ("z", "out") else "i"
            sketch.number(sketch.add(paragraph, tag), column, **numbers).tail = after

    products = []
    for i in range(1, n + 1):
        products += [(f"x{i}", " × ", {}), (f"w{i}", " + ", {"brackets": True})]
    parts = [(f"c{i}", " + ", {"least": 1, "brackets": i > 1}) for i in range(1, n + 1)]
    line("z = ", *products, ("b", "", {"brackets": True}))
    line("= ", *parts, ("b", "", {"least": 1, "brackets": True}))
    line("= ", ("z", f"  →  {label}(z) = ", {"least": 1}), ("out", "", {"least": 1}))
