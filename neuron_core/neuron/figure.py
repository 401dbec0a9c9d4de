"""Plotly figures of one neuron: its output over two inputs, or along the only one."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

import plotly.graph_objects as go

from neuron_core.shared.drawing.palette import INK, MARK, NEGATIVES, NOTHING, PAPER, POSITIVES
from neuron_core.shared.figure import Part, figure, float32

if TYPE_CHECKING:
    from neuron_core.neuron.cases import Corner
    from neuron_core.neuron.study import Study
    from neuron_core.neuron.surface import Response, Surface

Ends = Sequence[tuple[float, float]]


def reach_figure(study: "Study") -> go.Figure:
    """Draw the output over the inputs that `study` looks over."""
    neuron, here = study.neuron, [study.neuron.x[i - 1] for i in study.over]
    if len(here) == 1:
        parts = _response(cast("Response", study.reach), (neuron.x[0], study.result.out))
    else:
        names = [f"x{i}" for i in study.over]
        surface = cast("Surface", study.reach)
        parts = _surface(names, surface, here, {"z = 0": surface.boundary}, study.corners)
    return _figure(*parts)


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
    corners: "Sequence[Corner]" = (),
) -> tuple[list[Part], Part, Part]:
    """Return the traces and the two axes of a surface, with a ring where the inputs stand.

    Blue is positive, orange negative, on a scale that is even about 0. A gate's corners carry the answer wanted there.
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
    wanted = [_wanted(corners)] if corners else []
    ends = [surface.first[0], surface.first[-1]]
    traces = [heat, *drawn, _ring(here, "the inputs now"), *wanted]
    return traces, {"title": first, "range": ends}, {"title": second, "range": ends}


def _response(response: "Response", here: Sequence[float]) -> tuple[list[Part], Part, Part]:
    """Return the traces and the two axes of the output along one input, with a ring where the neuron stands."""
    curve = {
        "type": "scatter", "x": float32(response.x), "y": float32(response.out), "mode": "lines", "name": "output",
        "line": {"color": POSITIVES[-1], "width": 3},
    }  # fmt: skip
    across = {"title": "x1", "range": [response.x[0], response.x[-1]]}
    return [curve, _ring(here, "the input now")], across, {"title": "output"}


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


def _wanted(corners: "Sequence[Corner]") -> Part:
    """Mark a gate's corners: a dark disc wants 1, a light one 0, and the digit says so too."""
    x, y = zip(*(corner.x for corner in corners), strict=True)
    fills = [INK if corner.wanted else PAPER for corner in corners]
    letters = [PAPER if corner.wanted else INK for corner in corners]
    marker = {"size": 24, "color": fills, "line": {"color": INK, "width": 2}}
    text = {"text": [str(corner.wanted) for corner in corners], "textfont": {"color": letters, "size": 15}}
    return {"type": "scatter", "x": x, "y": y, "mode": "markers+text", "name": "wanted answer", "marker": marker} | text
