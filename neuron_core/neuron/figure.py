"""Plotly figures of one neuron, from plain data."""

import base64
from collections.abc import Mapping, Sequence
from struct import pack

import plotly.graph_objects as go

from neuron_core.neuron.cases import Corner
from neuron_core.neuron.model import Surface


def surface_figure(
    first: str,
    second: str,
    surface: Surface,
    here: tuple[float, float],
    corners: Sequence[Corner] = (),
    lines: Mapping[str, Sequence[tuple[float, float]]] | None = None,
) -> go.Figure:
    """Draw the output over two inputs as colours, with the line z = 0 and a ring where the inputs stand.

    Blue is positive, orange negative, on a scale that is even about 0. A gate's corners carry the answer wanted there.
    `lines` (name: its two ends, or nothing) takes the place of the surface's own boundary; up to three.
    """
    lines = {"z = 0": surface.boundary} if lines is None else lines
    values = [value for row in surface.out for value in row]
    heat = {
        "type": "heatmap", "x0": surface.first[0], "dx": surface.first[1] - surface.first[0],
        "y0": surface.second[0], "dy": surface.second[1] - surface.second[0],
        "z": _float32(values) | {"shape": f"{len(surface.out)},{len(surface.out[0])}"},
        "colorbar": {"title": {"text": "output"}, "thickness": 12},
        "hovertemplate": f"{first} %{{x:.2f}}, {second} %{{y:.2f}}: %{{z:.3f}}<extra></extra>",
    } | _colours(min(values), max(values))  # fmt: skip
    drawn = [
        _line(name, ends, dash) for (name, ends), dash in zip(lines.items(), ("dash", "dot", "dashdot"), strict=False)
    ]
    traces = [heat, *drawn, _ring(here, "the inputs now")]
    if corners:
        traces.append(_wanted(corners))
    ends = [surface.first[0], surface.first[-1]]
    return _figure(traces, {"title": {"text": first}, "range": ends}, {"title": {"text": second}, "range": ends})


def response_figure(x: Sequence[float], out: Sequence[float], here: tuple[float, float]) -> go.Figure:
    """Draw the output of a neuron with one input along that input, with a ring where the neuron stands."""
    line = {"color": _POSITIVE[1], "width": 3}
    curve = {"type": "scatter", "x": _float32(x), "y": _float32(out), "mode": "lines", "name": "output", "line": line}
    across = {"title": {"text": "x1"}, "range": [x[0], x[-1]]}
    return _figure([curve, _ring(here, "the input now")], across, {"title": {"text": "output"}})


_NEGATIVE = ["#b35806", "#e08b38", "#fbd9b0"]
_POSITIVE = ["#c3dff0", "#4a98cc", "#0a5a9c"]
_NOTHING = "#f5f5f5"
_INK = {"color": "#111"}  # seen on every colour of the surface, which is the same in both themes


def _colours(low: float, high: float) -> dict:
    """Colour orange below 0 and blue above, even about 0; a side that no output reaches is left out."""
    limit = max(abs(low), abs(high)) or 1.0
    below, above = low < 0, high > 0 or low == high == 0
    colours = [*(_NEGATIVE if below else []), _NOTHING, *(_POSITIVE if above else [])]
    scale = [[i / (len(colours) - 1), colour] for i, colour in enumerate(colours)]
    return {"zmin": -limit if below else 0, "zmax": limit if above else 0, "colorscale": scale}


def _line(name: str, ends: Sequence[tuple[float, float]], dash: str) -> dict:
    x, y = zip(*ends, strict=True) if ends else ((), ())
    return {"type": "scatter", "x": x, "y": y, "mode": "lines", "name": name, "line": _INK | {"width": 3, "dash": dash}}


def _ring(here: tuple[float, float], name: str) -> dict:
    marker = {"symbol": "circle-open", "size": 30, "color": "#8a1c7c", "line": {"width": 4}}
    return {
        "type": "scatter",
        "x": [here[0]],
        "y": [here[1]],
        "mode": "markers",
        "name": name,
        "marker": marker,
        "cliponaxis": False,
    }


def _float32(values: Sequence[float]) -> dict[str, str]:
    """Encode numbers as Plotly's typed array: a quarter of the bytes of the same numbers written out."""
    return {"dtype": "f4", "bdata": base64.b64encode(pack(f"<{len(values)}f", *values)).decode()}


def _wanted(corners: Sequence[Corner]) -> dict:
    """Mark a gate's corners: a dark disc wants 1, a light one 0, and the digit says so too."""
    x, y = zip(*(corner.x for corner in corners), strict=True)
    fills = ["#111" if corner.wanted else "#fff" for corner in corners]
    letters = ["#fff" if corner.wanted else "#111" for corner in corners]
    marker = {"size": 24, "color": fills, "line": _INK | {"width": 2}}
    text = {"text": [str(corner.wanted) for corner in corners], "textfont": {"color": letters, "size": 15}}
    return {"type": "scatter", "x": x, "y": y, "mode": "markers+text", "name": "wanted answer", "marker": marker} | text


def _figure(traces: list[dict], across: dict, up: dict) -> go.Figure:
    layout = {
        "template": "none", "height": 340, "margin": {"l": 48, "r": 8, "t": 8, "b": 44}, "dragmode": False,
        "xaxis": across, "yaxis": up, "showlegend": True, "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "bgcolor": "#f5f5f5", "font": _INK},
    }  # fmt: skip
    return go.Figure({"data": traces, "layout": layout})
