"""A network's output over two inputs, as a Plotly surface to turn."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from neuron_core.shared.drawing.palette import MARK, NEGATIVES, NOTHING, POSITIVES
from neuron_core.shared.figure import Part, figure, float32

if TYPE_CHECKING:
    from neuron_core.neuron.surface import Surface


def solid_figure(names: Sequence[str], surface: "Surface", here: Sequence[float], out: float) -> go.Figure:
    """Draw the output over two inputs as a surface to turn, with a point where the inputs stand and `out` is the output."""
    first, second = names
    size = max(abs(value) for row in surface.out for value in row)
    solid = {
        "type": "surface", "x": float32(surface.first), "y": float32(surface.second), "name": "output",
        "z": float32([value for row in surface.out for value in row])
        | {"shape": f"{len(surface.out)},{len(surface.out[0])}"},
        "showscale": False, "hovertemplate": f"{first} %{{x:.2f}}, {second} %{{y:.2f}}: %{{z:.3f}}<extra></extra>",
    } | _colours(size)  # fmt: skip
    point = {
        "type": "scatter3d", "x": [here[0]], "y": [here[1]], "z": [out], "mode": "markers", "name": "the inputs now",
        "marker": {"size": 7, "color": MARK},
    }  # fmt: skip
    drawn = figure([solid, point], {}, {}, height=460)
    axes = zip(("xaxis", "yaxis", "zaxis"), (first, second, "output"), strict=True)
    drawn.update_layout(scene={axis: {"title": {"text": title}} for axis, title in axes}, dragmode="turntable")
    return drawn


def _colours(size: float) -> Part:
    """Colour orange below 0 and blue above, even about 0, up to `size`; where all is 0, nothing."""
    colours = [*NEGATIVES, NOTHING, *POSITIVES]
    scale = [[i / (len(colours) - 1), colour] for i, colour in enumerate(colours)]
    return {"cmin": -(size or 1.0), "cmax": size or 1.0, "colorscale": scale}
