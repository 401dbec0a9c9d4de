"""One neuron as a picture: readouts, the diagram, the arithmetic, a waterfall of the sum, the activation's curve.

Nothing here knows a value: numbers arrive later, through slots. A drawing depends only on the arguments of its function, so
equal arguments give the same markup, and the page need not replace what it already shows.
"""

import xml.etree.ElementTree as ET
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING

from neuron_core.shared.drawing.charts import Bar, curve_with_dot, readout, waterfall
from neuron_core.shared.drawing.diagram import Number, arithmetic, badge, edge, field, line, node
from neuron_core.shared.drawing.slots import Drawing, Sketch

if TYPE_CHECKING:
    from neuron_core.neuron.study import Study

Curve = tuple[tuple[float, ...], tuple[float, ...]]


def neuron_drawing(study: "Study", *, charts: bool = True) -> Drawing:
    """Draw the neuron of `study`: readouts, diagram and arithmetic, and below them its two `charts`.

    Columns: x1..xn, w1..wn, b, c1..cn (contributions), s2..sn (running sums), z, out.
    """
    n, entry = len(study.neuron.x), study.activation
    if not charts:
        return _drawing(n, entry.label, entry.verdict)
    return _drawing(n, entry.label, entry.verdict, study.z_axis, study.curve)


@lru_cache(maxsize=256)
def _drawing(
    n: int,
    label: str,
    verdict: tuple[str, str, str],
    z_axis: tuple[float, float] | None = None,
    curve: Curve = ((), ()),
) -> Drawing:
    """Draw a neuron of `n` inputs; `verdict` says what becomes of a negative, a zero and a positive output."""
    sketch = Sketch()
    _readouts(sketch, label, verdict)
    _diagram(sketch, n, label)
    _arithmetic(sketch, n, label)
    if z_axis:
        box = sketch.add(sketch.root, "div", class_="charts")
        running = ["c1", *(f"s{i}" for i in range(2, n + 1))]
        bars = [Bar(f"x{i} × w{i}", f"c{i}", start, end) for i, start, end in zip(count(1), ["", *running], running)]
        bars += [Bar("b", "b", running[-1], "z"), Bar("z", "z", "", "z")]
        waterfall(sketch, box, bars, z_axis, "Every contribution and the bias, end to end, adding up to z")
        curve_with_dot(sketch, box, label, "z", "out", curve)
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
        edge(sketch, svg, (x_in + 26, y), (x_sum - 40, middle), f"c{i}")
    for i, y in rows:  # after all edges, so that none crosses a number
        _contribution(sketch, svg, i, x_in + 0.45 * (x_sum - x_in), y + 0.4 * (middle - y))
        sketch.add(svg, "circle", cx=x_in, cy=y, r=26, class_="node")
        sketch.number(sketch.add(svg, "text", x=x_in, y=y + 2, class_="value"), f"x{i}")
        sketch.add(svg, "text", f"x{i}", x=x_in, y=y + 17, class_="tiny")
    edge(sketch, svg, (x_sum, height - 30), (x_sum, middle + 40), "b")
    text = sketch.add(svg, "text", "b = ", x=x_sum, y=height - 10, class_="label")
    sketch.number(sketch.add(text, "tspan"), "b")
    edge(sketch, svg, (x_sum + 40, middle), (x_act - 48, middle), "z")
    edge(sketch, svg, (x_act + 48, middle), (x_out - 40, middle), "out")
    node(sketch, svg, (x_sum, middle), "z", "sum Σ")
    sketch.add(svg, "rect", x=x_act - 48, y=middle - 24, width=96, height=48, rx=8, class_="node")
    sketch.add(svg, "text", label, x=x_act, y=middle + 5)
    node(sketch, svg, (x_out, middle), "out", "output")


def _contribution(sketch: Sketch, svg: ET.Element, i: int, x: float, y: float) -> None:
    """Write 'times weight = contribution' on its edge, in a field of its own, around the mark of its sign."""
    field(sketch, svg, x - 86, y, 172)
    badge(sketch, svg, (x, y), f"c{i}")
    times = sketch.add(svg, "text", "× ", x=x - 16, y=y + 5, class_="label end")
    sketch.number(sketch.add(times, "tspan"), f"w{i}")
    equals = sketch.add(svg, "text", "= ", x=x + 16, y=y + 5, class_="label start")
    sketch.number(sketch.add(equals, "tspan"), f"c{i}", least=1)


def _arithmetic(sketch: Sketch, n: int, label: str) -> None:
    """Write the sum three times: as products, as contributions, as one number; then the activation of it."""
    box = arithmetic(sketch, sketch.root)
    products: list[str | Number] = ["z = "]
    parts: list[str | Number] = ["= "]
    for i in range(1, n + 1):
        products += [Number(f"x{i}"), " × ", Number(f"w{i}", brackets=True), " + "]
        parts += [Number(f"c{i}", least=1, brackets=i > 1), " + "]
    line(sketch, box, [*products, Number("b", brackets=True)])
    line(sketch, box, [*parts, Number("b", least=1, brackets=True)])
    z, out = Number("z", least=1, bold=True), Number("out", least=1, bold=True)
    line(sketch, box, ["= ", z, f"  →  {label}(z) = ", out])
