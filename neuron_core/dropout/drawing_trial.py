"""A thousand dropout passes as a picture: for each unit where its outputs lie, beside its input."""

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from neuron_core.shared.axes import nice_ceiling
from neuron_core.shared.drawing.charts import place, tick
from neuron_core.shared.drawing.diagram import tone
from neuron_core.shared.drawing.slots import Drawing, Sketch

if TYPE_CHECKING:
    from neuron_core.dropout.study import ThousandPasses

_LEFT, _RIGHT = 60.0, 632.0
_UP = (176.0, 22.0)

_SLIVER = 0.02  # what reaches beyond 0 by less than this share of the whole is not worth an axis

_LEGEND = (
    ("●", "mean of the 1,000 passes"),
    ("|", "the mean, one spread down and one up"),
    ("―", "the input, which is also the output in eval()"),
    ("×", "mean with the mask only, not scaled"),
)


def trial_drawing(found: "ThousandPasses") -> Drawing:
    """Draw the passes; columns, for each unit i: x{i} the input, mean{i}, low{i} and high{i} (a spread away), mask{i}."""
    now, n = found.sweep.now, len(found.settings.vector)
    ends = [now[f"{name}{i}"] for name in ("low", "high", "x") for i in range(1, n + 1)]
    low, high = min(0.0, *ends), max(0.0, *ends)
    sliver = _SLIVER * (high - low)
    ends_round = 0.0 - _round(-low) if -low > sliver else 0.0, _round(high) if high > sliver else 0.0
    return _drawing(n, ends_round if low < high else (0.0, 1.0))


def _round(size: float) -> float:
    """Return a round number that is at least `size`, however small that is."""
    unit = 10.0 ** math.floor(math.log10(size))
    return nice_ceiling(size / unit) * unit


@lru_cache(maxsize=256)
def _drawing(n: int, axis: tuple[float, float]) -> Drawing:
    sketch = Sketch()
    svg = sketch.add(
        sketch.root, "svg", viewBox="0 0 640 200", class_="trial", role="img",
        aria_label="For each unit the mean of a thousand outputs in training and their spread, beside its input",
    )  # fmt: skip
    for value in sorted({*axis, 0.0}):
        y = place(value, axis, _UP)
        sketch.add(svg, "line", x1=_LEFT, x2=_RIGHT, y1=y, y2=y, class_="axis" if value == 0 else "grid")
        sketch.add(svg, "text", tick(value), x=_LEFT - 6, y=y + 5, class_="tick end")
    for i in range(1, n + 1):
        x = _LEFT + (_RIGHT - _LEFT) * (i - 0.5) / n
        sketch.add(svg, "text", f"unit {i}" if n < 8 else str(i), x=x, y=_UP[0] + 20, class_="tick")
        given = sketch.add(svg, "line", x1=x - 20, x2=x + 20, class_="given")
        whisker = sketch.add(svg, "line", x1=x, x2=x, class_="whisker")
        mean = sketch.add(svg, "circle", cx=x, r=7)
        mask = sketch.add(svg, "text", "×", x=x + 14, class_="value")
        slots = (
            (given, f"x{i}", ("y1", "y2"), 0.0), (whisker, f"low{i}", ("y1",), 0.0), (whisker, f"high{i}", ("y2",), 0.0),
            (mean, f"mean{i}", ("cy",), 0.0), (mask, f"mask{i}", ("y",), 6.0),
        )  # fmt: skip
        for element, column, attributes, shift in slots:
            for attribute in attributes:
                sketch.scale(element, column, attribute, axis, [end + shift for end in _UP])
        tone(sketch, mean, f"mean{i}", "dot")
        hair = _SLIVER * (axis[1] - axis[0])
        for column, y, domain, opacity in (
            (f"high{i}", 12.0, (axis[1] + hair, axis[1] + 1.01 * hair), (0, 1)),
            (f"low{i}", _UP[0] + 12, (axis[0] - 1.01 * hair, axis[0] - hair), (1, 0)),
        ):
            arrow = sketch.add(svg, "text", "▲" if y < 100 else "▼", x=x, y=y, class_="arrow")
            sketch.scale(arrow, column, "opacity", domain, opacity)
    sketch.add(sketch.root, "small", " · ".join(f"{mark} {words}" for mark, words in _LEGEND))
    return sketch.drawing()
