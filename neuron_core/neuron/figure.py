"""Plotly figures of a network's output over two inputs: as colours, or as a surface to turn."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from neuron_core.shared.drawing.palette import INK, MARK, NEGATIVES, NOTHING, POSITIVES
from neuron_core.shared.figure import Part, figure, float32

if TYPE_CHECKING:
    from neuron_core.neuron.surface import Surface

Ends = Sequence[tuple[float, float]]


def solid_figure(names: Sequence[str], surface: "Surface", here: Sequence[float], out: float) -> go.Figure:
    """Draw the output over two inputs as a surface to turn, with a point where the inputs stand and `out` is the output."""
    first, second = names
    size = max(abs(value) for row in surface.out for value in row)
    solid = {
        "type": "surface", "x": float32(surface.first), "y": float32(surface.second), "name": "output",
        "z": float32([value for row in surface.out for value in row])
        | {"shape": f"{len(surface.out)},{len(surface.out[0])}"},
        "showscale": False, "hovertemplate": f"{first} %{{x:.2f}}, {second} %{{y:.2f}}: %{{z:.3f}}<extra></extra>",
    } | _colour_keys(_colours(-size, size))  # fmt: skip
    point = {
        "type": "scatter3d", "x": [here[0]], "y": [here[1]], "z": [out], "mode": "markers", "name": "the inputs now",
        "marker": {"size": 7, "color": MARK},
    }  # fmt: skip
    drawn = figure([solid, point], {}, {}, height=460)
    axes = zip(("xaxis", "yaxis", "zaxis"), (first, second, "output"), strict=True)
    drawn.update_layout(scene={axis: {"title": {"text": title}} for axis, title in axes}, dragmode="turntable")
    return drawn


def _colour_keys(colours: Part) -> Part:
    """A surface's names for a heat map's colours."""
    return {"cmin": colours["zmin"], "cmax": colours["zmax"], "colorscale": colours["colorscale"]}


def surface_figure(
    first: str, second: str, surface: "Surface", here: Sequence[float], lines: Mapping[str, Ends]
) -> go.Figure:
    """Draw the output over two inputs as colours, with up to three lines (name: its two ends, or nothing)."""
    return _figure(*_surface([first, second], surface, here, lines))


def _surface(
    names: Sequence[str],
    surface: "Surface",
    here: Sequence[float],
    lines: Mapping[str, Ends],
) -> tuple[list[Part], Part, Part]:
    """Return the traces and the two axes of a surface, with a ring where the inputs stand.

    Blue is positive, orange negative, on a scale that is even about 0.
    """
    first, second = names
    values = [value for row in surface.out for value in row]
    heat = {
        "type": "heatmap", "x0": surface.first[0], "dx": surface.first[1] - surface.first[0],
        "y0": surface.second[0], "dy": surface.second[1] - surface.second[0],
        "z": float32(values) | {"shape": f"{len(surface.out)},{len(surface.out[0])}"},
        "colorbar": {"title": {"text": "output"}, "thickness": 12},
        "hovertemplate": f"{first} %{{x:.2f}}, {second} %{{y:.2f}}: %{{z:.3f}}<extra></extra>",
    } | _colours(min(values), max(values))  # fmt: skip
    drawn = [
        _line(name, ends, dash) for (name, ends), dash in zip(lines.items(), ("dash", "dot", "dashdot"), strict=False)
    ]
    ends = [surface.first[0], surface.first[-1]]
    traces = [heat, *drawn, _ring(here, "the inputs now")]
    return traces, {"title": first, "range": ends}, {"title": second, "range": ends}


def _figure(traces: list[Part], across: Part, up: Part) -> go.Figure:
    """Lay out a figure whose legend is read on the surface's own ground."""
    drawn = figure(traces, across, up, height=340)
    drawn.update_layout(legend={"bgcolor": NOTHING, "font": {"color": INK}})
    return drawn


def _colours(low: float, high: float) -> Part:
    """Colour orange below 0 and blue above, even about 0; a side that no output reaches is left out."""
    limit = max(abs(low), abs(high)) or 1.0
    below, above = low < 0, high > 0 or low == high == 0
    colours = [*(NEGATIVES if below else []), NOTHING, *(POSITIVES if above else [])]
    scale = [[i / (len(colours) - 1), colour] for i, colour in enumerate(colours)]
    return {"zmin": -limit if below else 0, "zmax": limit if above else 0, "colorscale": scale}


def _line(name: str, ends: Ends, dash: str) -> Part:
    x, y = zip(*ends, strict=True) if ends else ((), ())
    style = {"color": INK, "width": 3, "dash": dash}
    return {"type": "scatter", "x": x, "y": y, "mode": "lines", "name": name, "line": style}


def _ring(here: Sequence[float], name: str) -> Part:
    marker = {"symbol": "circle-open", "size": 30, "color": MARK, "line": {"width": 4}}
    return {
        "type": "scatter", "x": [here[0]], "y": [here[1]], "mode": "markers", "name": name, "marker": marker, "cliponaxis": False,
    }  # fmt: skip
