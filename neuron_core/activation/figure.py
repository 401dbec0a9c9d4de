"""Plotly figures of what activations do to a gradient, from plain data."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from neuron_core.shared.drawing.palette import Theme
from neuron_core.shared.figure import Part, figure

_DASHES = ("solid", "dash", "dot", "dashdot")  # as in toggles.css


def path_figure(paths: Mapping[str, Sequence[float]], theme: Theme) -> go.Figure:
    """Draw, for each name, the gradient's size after each layer on its way back; logarithmic.

    Colours and dashes go by the order of the names, as in the drawing of their curves. A name whose path is empty keeps its
    place there and is not drawn.
    """
    places = zip(paths.items(), _DASHES, (theme.text, *theme.lines), strict=False)
    traces: list[Part] = [
        {
            "type": "scatter", "x": list(range(len(path))), "y": list(path), "mode": "lines+markers", "name": name,
            "line": {"color": colour, "dash": dash, "width": 3}, "marker": {"size": 8},
            "hovertemplate": "back through %{x} layers: %{y:.3g}<extra>" + name + "</extra>",
        }
        for (name, path), dash, colour in places
        if path
    ]  # fmt: skip
    up = {"title": "size of the gradient", "type": "log", "exponentformat": "power", "dtick": 1}
    return figure(traces, {"title": "layers passed on the way back", "dtick": 1}, up)
