"""Plotly figures of what activations do to a gradient, from plain data."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

_DASHES = ("solid", "dash", "dot", "dashdot")
_COLOURS = ("#8C6BB1", "#009E73", "#CC79A7")  # of those laid over the first, as in toggles.css


def path_figure(paths: Mapping[str, Sequence[float]], ink: str) -> go.Figure:
    """Draw, for each name, the gradient's size at each seam on its way back from the output; logarithmic.

    Colours and dashes go by the order of the names, the first in `ink`, the colour of text: as in the drawing of their
    curves. A name whose path is empty keeps its place there and is not drawn.
    """
    traces = [
        {
            "type": "scatter", "x": list(range(len(path))), "y": list(path), "mode": "lines+markers", "name": name,
            "line": {"color": colour, "dash": dash, "width": 3}, "marker": {"size": 8},
            "hovertemplate": "back through %{x} layers: %{y:.3g}<extra>" + name + "</extra>",
        }
        for (name, path), dash, colour in zip(paths.items(), _DASHES, (ink, *_COLOURS), strict=False)
        if path
    ]  # fmt: skip
    layout = {
        "template": "none", "height": 320, "margin": {"l": 64, "r": 8, "t": 8, "b": 44}, "dragmode": False,
        "xaxis": {"title": {"text": "layers passed on the way back"}, "dtick": 1},
        "yaxis": {"title": {"text": "size of the gradient"}, "type": "log", "exponentformat": "power", "dtick": 1},
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom"},
    }  # fmt: skip
    return go.Figure({"data": traces, "layout": layout})
