"""A gradient on its way back through ten layers, once with each of two gains: a chart for each, and a table of what arrives."""

import math
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from neuron_core.shared.drawing.charts import place
from neuron_core.shared.drawing.slots import Drawing, Sketch
from neuron_core.shared.numbers import number_text

_ACROSS, _UP = (46.0, 312.0), (156.0, 12.0)
_HEIGHT = 196

Path = tuple[float, ...]


@dataclass(frozen=True)
class Lane:
    """An activation in the charts: its label, the gradient's size after each layer at each gain, and what arrives, in words.

    Paths are empty where there is no gradient.
    """

    label: str
    paths: tuple[Path, Path]
    arrives: tuple[str, str]


@lru_cache(maxsize=64)
def depth_drawing(lanes: tuple[Lane, ...], gains: tuple[str, str]) -> Drawing:
    """Draw what arrives for each of `lanes`, in their order, at each of `gains`; both charts have the same axis."""
    sketch = Sketch()
    charts = sketch.add(sketch.root, "div", class_="charts ways")
    sizes = [size for lane in lanes for path in lane.paths for size in path if size > 0]
    powers = math.floor(math.log10(min(sizes, default=1.0))), math.ceil(math.log10(max(sizes, default=1.0))) or 1
    for number, gain in enumerate(gains):
        _chart(sketch, charts, gain, [(lane.label, lane.paths[number]) for lane in lanes], powers)
    _table(sketch, charts, lanes, gains)
    return sketch.drawing()


def _chart(
    sketch: Sketch, parent: ET.Element, gain: str, lines: Sequence[tuple[str, Path]], powers: tuple[int, int]
) -> None:
    """Draw sizes on a logarithmic axis between two `powers` of ten."""
    depth = max((len(path) - 1 for _, path in lines), default=0) or 1
    names = ", ".join(label for label, path in lines if path) or "none"
    svg = sketch.add(
        parent, "svg", viewBox=f"0 0 320 {_HEIGHT}", class_="curve", role="img",
        aria_label=f"The gradient's size after each of {depth} layers, with weights of {gain}: {names}",
    )  # fmt: skip
    for power in range(powers[0], powers[1] + 1):
        y = place(power, powers, _UP)
        sketch.add(svg, "line", x1=_ACROSS[0], x2=_ACROSS[1], y1=y, y2=y, class_="axis" if power == 0 else "grid")
        if power % 2 == 0:
            sketch.add(svg, "text", _power(power), x=_ACROSS[0] - 6, y=y + 5, class_="tick end")
    for layer in range(0, depth + 1, 5):
        sketch.add(svg, "text", str(layer), x=place(layer, (0, depth), _ACROSS), y=_UP[0] + 17, class_="tick")
    sketch.add(svg, "text", "layers passed on the way back", x=sum(_ACROSS) / 2, y=_HEIGHT - 4, class_="tick")
    sketch.add(svg, "text", gain, x=_ACROSS[0] + 6, y=_UP[0] - 8, class_="small start")
    for index, (_, path) in reversed(list(enumerate(lines))):
        points = [
            f"{place(layer, (0, depth), _ACROSS):.1f},{place(math.log10(size), powers, _UP):.1f}"
            for layer, size in enumerate(path)
            if size > 0
        ]
        if points:
            sketch.add(svg, "polyline", points=" ".join(points), class_=f"function line{index}")


def _power(power: int) -> str:
    return number_text(10.0**power, most=2).replace("1.0e", "1e")


def _table(sketch: Sketch, parent: ET.Element, lanes: Sequence[Lane], gains: Sequence[str]) -> None:
    table = sketch.add(parent, "table", class_="numbers")
    head = sketch.add(sketch.add(table, "thead"), "tr")
    sketch.add(head, "th", "what arrives", scope="col", colspan=2, class_="words")
    for gain in gains:
        sketch.add(head, "th", gain, scope="col")
    body = sketch.add(table, "tbody")
    for index, lane in enumerate(lanes):
        row = sketch.add(body, "tr")
        sample = sketch.add(sketch.add(row, "td"), "svg", viewBox="0 0 44 12", class_="sample", aria_hidden="true")
        sketch.add(sample, "line", x1=2, x2=42, y1=6, y2=6, class_=f"function line{index}")
        sketch.add(row, "th", lane.label, scope="row")
        for share in lane.arrives:
            sketch.add(row, "td", share)
