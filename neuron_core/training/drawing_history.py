"""A quantity over the epochs of a run, as a line with a mark that follows the thumb."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from neuron_core.shared.drawing.charts import Ends, bends, place
from neuron_core.shared.drawing.slots import Held, Sketch
from neuron_core.training.parts import OUTCOME

LOSS, ACCURACY = Ends("loss"), Ends("accuracy")

_ACROSS, _UP = (14.0, 396.0), (104.0, 24.0)


def history(
    sketch: Sketch, parent: ET.Element, key: str, most: int, tested: bool, axis: Ends, title: str, train: str, test: str
) -> None:
    """Draw a quantity over the epochs, for the training rows and, dashed, for the test rows, with a mark where the thumb is.

    What lies beyond the mark is faint, and covered while a question asks for it.
    """
    svg = sketch.add(
        parent, "svg", viewBox="0 0 410 124", class_="history", role="img",
        aria_label=f"{title} over the epochs" + ("; dashed: the test rows" if tested else ""),
    )  # fmt: skip
    sketch.add(svg, "line", x1=_ACROSS[0], x2=_ACROSS[1], y1=_UP[0], y2=_UP[0], class_="axis")
    sketch.add(
        svg, "text", title + (" (dashed: test rows)" if tested else ""), x=_ACROSS[0], y=14, class_="label start"
    )
    sketch.number(sketch.add(svg, "text", x=_ACROSS[1], y=14, class_="tick end"), axis.high, most=2)
    for value, anchor in ((0, "start"), (most, "end")):
        at = place(value, (0, most), _ACROSS)
        sketch.add(svg, "text", str(value), x=at, y=_UP[0] + 18, class_=f"tick {anchor}")
    sketch.add(svg, "text", "epoch", x=sum(_ACROSS) / 2, y=_UP[0] + 18, class_="tick")
    mark = sketch.add(svg, "line", y1=_UP[1] - 4, y2=_UP[0], class_="now")
    for attribute in ("x1", "x2"):
        sketch.scale(mark, key, attribute, (0, most), _ACROSS)
    clip = sketch.add(svg, "clipPath", id=f"{train}_past")
    past = sketch.add(clip, "rect", x=0, y=0, height=_UP[0] + 6)
    sketch.scale(past, key, "width", (0, most), _ACROSS)
    parts = (
        sketch.add(svg, "g", class_="future", data_cover=OUTCOME),
        sketch.add(svg, "g", clip_path=f"url(#{train}_past)"),
    )
    for part in parts:
        for column, css in ((train, "function"), (test, "function test")):
            if column == train or tested:
                sketch.text(sketch.add(part, "polyline", class_=css), f"{column}_line", "points")
    dot = sketch.add(svg, "circle", r=5, class_="dot")
    sketch.scale(dot, key, "cx", (0, most), _ACROSS)
    sketch.scale(dot, train, "cy", axis.both, _UP)


def held_history(axis: Ends, ends: tuple[float, float], most: int, **lines: Sequence[float]) -> Held:
    """Return a chart's lines: a value an epoch for each column. What lies beyond the axis is drawn at its end."""
    held = dict(axis.held(ends))
    for column, values in lines.items():
        points = [
            (place(epoch, (0, most), _ACROSS), place(min(max(value, ends[0]), ends[1]), ends, _UP))
            for epoch, value in enumerate(values)
        ]
        held[f"{column}_line"] = " ".join(f"{x:.1f},{y:.1f}" for x, y in (bends(points) if len(points) > 2 else points))
    return held
