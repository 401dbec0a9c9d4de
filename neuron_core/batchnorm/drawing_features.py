"""All features of the batch before and after, on one scale, since their numbers are of very different sizes."""

from functools import lru_cache
from typing import TYPE_CHECKING

from neuron_core.batchnorm.symlog import Span, labels, lines, placed, points
from neuron_core.shared.drawing.diagram import tone
from neuron_core.shared.drawing.slots import Drawing, Sketch

if TYPE_CHECKING:
    from neuron_core.batchnorm.study import AllFeatures

ACROSS = (92.0, 600.0)
_EDGE = 640.0
_LETTER = 11.0  # the width of a tick's letter where it is largest, on a phone
_BAND, _DROP = 56.0, 30.0  # a feature's height, and how far `after` lies below `before`


def features_drawing(found: "AllFeatures") -> Drawing:
    """Draw every feature before and after; columns as the sweep of `found` has them."""
    return _drawing(found.rows, found.features, found.cell, found.span)


@lru_cache(maxsize=64)
def _drawing(rows: int, features: int, cell: tuple[int, int], ends: Span) -> Drawing:
    sketch = Sketch()
    height = _BAND * features + 20
    svg = sketch.add(
        sketch.root, "svg", viewBox=f"0 0 640 {height:g}", class_="bands all", role="img",
        aria_label="Every number of the batch before and after, a band for each feature, all on one scale in powers of ten",
    )  # fmt: skip
    even = [placed(value, ends, ACROSS) for value in (-1.0, 1.0)]
    sketch.add(svg, "rect", x=even[0], y=6, width=even[1] - even[0], height=height - 26, class_="even")
    for value in _fine(ends):
        x = placed(value, ends, ACROSS)
        sketch.add(svg, "line", x1=x, x2=x, y1=height - 26, y2=height - 20, class_="grid")
    for value in lines(ends):
        x = placed(value, ends, ACROSS)
        sketch.add(svg, "line", x1=x, x2=x, y1=6.0, y2=height - 20, class_="axis" if value == 0 else "grid")
    for text, x in labels(ends, ACROSS, _EDGE, _LETTER):
        sketch.add(svg, "text", text, x=x, y=height - 3, class_="tick")
    values, places = points(ends, ACROSS)
    for f in range(1, features + 1):
        top = _BAND * (f - 1) + 12
        sketch.add(svg, "text", f"feature {f}", x=0, y=top + 5, class_="label start")
        sketch.add(svg, "text", "after", x=0, y=top + _DROP + 4, class_="tiny start")
        for r in range(1, rows + 1):
            before, after = f"x{r}_{f}", f"y{r}_{f}"
            thread = sketch.add(svg, "line", y1=top, y2=top + _DROP, class_="thread", data_part=f"{r}_{f}")
            sketch.scale(thread, before, "x1", values, places)
            sketch.scale(thread, after, "x2", values, places)
            for column, y, size in ((before, top, 5), (after, top + _DROP, 6)):
                dot = sketch.add(svg, "circle", cy=y, r=size + 2 * ((r, f) == cell), data_part=f"{r}_{f}")
                sketch.scale(dot, column, "cx", values, places)
                tone(sketch, dot, column, "dot")
    says = "In the shaded part, from −1 to 1, the scale is even. Beyond it is logarithmic: each line stands for ten times the one before."
    sketch.add(sketch.root, "small", says)
    return sketch.drawing()


def _fine(ends: Span) -> list[float]:
    """Return 2, 3, ... 9 times each power of ten on both sides: the small marks of a logarithmic scale."""
    return [
        sign * step * 10.0**power
        for sign, end in zip((-1, 1), ends, strict=True)
        for power in range(end)
        for step in range(2, 10)
    ]
