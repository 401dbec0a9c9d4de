"""Plotly figures of one neuron, from plain data."""

import base64
from collections.abc import Sequence
from struct import pack

import plotly.graph_objects as go

from neuron_core.neuron import Surface


def surface_figure(first: str, second: str, surface: Surface, here: tuple[float, float]) -> go.Figure:
    """Draw the output over two inputs as colours, with the line z = 0 and a cross where the neuron stands.

    Blue is positive, orange negative, on a scale that is even about 0.
    """
    values = [value for row in surface.out for value in row]
    limit = max(1e-6, *map(abs, values))
    heat = {
        "type": "heatmap", "x": _float32(surface.first), "y": _float32(surface.second),
        "z": _float32(values) | {"shape": f"{len(surface.out)},{len(surface.out[0])}"},
        "zmin": -limit, "zmax": limit, "colorscale": _DIVERGING, "colorbar": {"title": {"text": "output"}, "thickness": 12},
        "hovertemplate": f"{first} %{{x:.1f}}, {second} %{{y:.1f}}: %{{z:.3f}}<extra></extra>",
    }  # fmt: skip
    x, y = zip(*surface.boundary, strict=True) if surface.boundary else ((), ())
    line = {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "lines",
        "name": "z = 0",
        "line": {"color": "#111", "width": 3, "dash": "dash"},
    }
    return _figure([heat, line, _cross(here, "the inputs now")], first, second)


def response_figure(x: Sequence[float], out: Sequence[float], here: tuple[float, float]) -> go.Figure:
    """Draw the output of a neuron with one input along that input, with a cross where the neuron stands."""
    line = {
        "type": "scatter",
        "x": _float32(x),
        "y": _float32(out),
        "mode": "lines",
        "name": "output",
        "line": {"color": "#2f86c8", "width": 3},
    }
    return _figure([line, _cross(here, "the input now")], "x1", "output")


def _cross(here: tuple[float, float], name: str) -> dict:
    marker = {"symbol": "x", "size": 14, "color": "#111", "line": {"color": "#fff", "width": 2}}
    return {"type": "scatter", "x": [here[0]], "y": [here[1]], "mode": "markers", "name": name, "marker": marker}


def _float32(values: Sequence[float]) -> dict[str, str]:
    """Encode numbers as Plotly's typed array: a quarter of the bytes of the same numbers written out."""
    return {"dtype": "f4", "bdata": base64.b64encode(pack(f"<{len(values)}f", *values)).decode()}


_DIVERGING = [
    [0, "#b35806"], [0.2, "#e08b38"], [0.4, "#fbd9b0"], [0.5, "#f5f5f5"], [0.6, "#c3dff0"], [0.8, "#4a98cc"], [1, "#0a5a9c"],
]  # fmt: skip


def _figure(traces: list[dict], across: str, up: str) -> go.Figure:
    layout = {
        "template": "none", "height": 340, "margin": {"l": 48, "r": 8, "t": 8, "b": 44}, "dragmode": False,
        "xaxis": {"title": {"text": across}}, "yaxis": {"title": {"text": up}},
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom"},
    }  # fmt: skip
    return go.Figure({"data": traces, "layout": layout})
