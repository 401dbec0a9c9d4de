"""Plotly figures of a run: its loss over two weights, its output over both inputs, and how long a step takes."""

import html
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from neuron_core.shared.drawing.palette import INK, MARK, NEGATIVES, NOTHING, PAPER, POSITIVES, Theme
from neuron_core.shared.figure import Part, figure, float32
from neuron_core.shared.numbers import number_text

if TYPE_CHECKING:
    from neuron_core.simple_ann.devices import Timing
    from neuron_core.training.landscape import Grid, Landscape, OutputSurface, Place

_LARGE = 10.0
"""From this ratio of the highest loss to the lowest on, heights and colours follow the logarithm."""
_DEEPEST = 1e-6
"""How far down a logarithm goes, as a share of the highest loss."""


class Heights:
    """How losses become heights and colours: as they are, or their logarithms where they span a large range."""

    def __init__(self, losses: Sequence[float]) -> None:
        finite = [loss for loss in losses if math.isfinite(loss)] or [1.0]
        self.top = max(finite) or 1.0
        self.floor = max(min(finite), _DEEPEST * self.top)
        self.logarithmic = self.top / self.floor > _LARGE

    def of(self, loss: float) -> float:
        """Return the height of a loss; nan, which Plotly leaves blank, where it is no finite number."""
        if not math.isfinite(loss):
            return math.nan
        return math.log10(max(loss, self.floor)) if self.logarithmic else loss

    @property
    def ticks(self) -> Part:
        """Where an axis of heights is marked, and the losses that are written there."""
        if not self.logarithmic:
            return {}
        powers = range(math.floor(math.log10(self.floor)), math.ceil(math.log10(self.top)) + 1)
        fine = len(powers) < 5
        losses = [
            digit * 10.0**power for power in powers[:: 1 + len(powers) // 8] for digit in ((1, 3) if fine else (1,))
        ]
        return {
            "tickvals": [math.log10(loss) for loss in losses],
            "ticktext": [number_text(loss, 6) for loss in losses],
        }


def _heights(seen: "Landscape") -> Heights:
    return Heights([*seen.finite, seen.now.loss])


_LOW_TO_HIGH = [[i / len(POSITIVES), colour] for i, colour in enumerate((NOTHING, *POSITIVES))]
_BELOW_TO_ABOVE = [[i / 6, colour] for i, colour in enumerate((*NEGATIVES, NOTHING, *POSITIVES))]


_LINES = {"show": True, "color": "rgba(17, 17, 17, 0.5)", "highlight": False}
_SOLID: Part = {
    "type": "surface", "showscale": False, "lighting": {"ambient": 0.85, "diffuse": 0.3, "specular": 0.03},
    "contours": {"x": _LINES, "y": _LINES},
}  # fmt: skip


def _cells(grid: "Grid") -> Part:
    """Encode a grid as Plotly's typed array."""
    return float32([value for row in grid for value in row]) | {"shape": f"{len(grid)},{len(grid[0])}"}


def _over_two_weights(seen: "Landscape", heights: Heights) -> Part:
    """Return what the map and the surface of a loss have in common."""
    one, two = seen.names
    return {
        "x": float32(seen.first), "y": float32(seen.second), "z": _cells(tuple(tuple(map(heights.of, row)) for row in seen.loss)),
        "customdata": _cells(seen.loss), "colorscale": _LOW_TO_HIGH,
        "hovertemplate": f"{one} %{{x:.3~f}}, {two} %{{y:.3~f}}: loss %{{customdata:.4~g}}<extra></extra>",
    }  # fmt: skip


def _said(places: Sequence["Place"]) -> Part:
    """Return what a place of the path says under the pointer."""
    said = [f"epoch {place.epoch:,}: loss {number_text(place.loss)}" for place in places]
    return {"text": said, "hovertemplate": "%{text}<extra></extra>"}


def landscape_figure(seen: "Landscape", theme: Theme) -> go.Figure:
    """Draw the loss over two weights as a map, light where it is low, with the path from its start to its end and a mark now."""
    heights, (one, two) = _heights(seen), seen.names
    ground = {
        "type": "contour", "ncontours": 16, "contours": {"coloring": "heatmap"}, "line": {"width": 0.7, "color": INK},
        "colorbar": {"orientation": "h", "y": -0.2, "yanchor": "top", "thickness": 12, "len": 1, "title": {"text": "loss", "side": "bottom"}}
        | heights.ticks,
    } | _over_two_weights(seen, heights)  # fmt: skip
    line = {
        "type": "scatter",
        "x": [place.first for place in seen.path],
        "y": [place.second for place in seen.path],
        "mode": "lines",
    }
    rim = line | {"line": {"width": 6, "color": theme.background}, "showlegend": False, "hoverinfo": "skip"}
    path = line | {"name": "path", "line": {"width": 2.5, "color": theme.text}} | _said(seen.path)
    marks = [
        {
            "type": "scatter", "x": [place.first], "y": [place.second], "mode": "markers", "name": name,
            "marker": {"symbol": symbol, "size": size, "color": fill, "line": {"width": 2, "color": rim_colour}},
        } | _said([place])
        for place, name, symbol, size, fill, rim_colour in (
            (seen.path[0], "start", "circle", 12, PAPER, INK),
            (seen.now, _now(seen), "diamond", 15, theme.accent, theme.background),
        )
    ]  # fmt: skip
    drawn = figure([ground, rim, path, *marks], _held(one, seen.first), _held(two, seen.second), height=520)
    drawn.update_layout(margin_b=110)
    return drawn


def _now(seen: "Landscape") -> str:
    return f"epoch {seen.now.epoch:,}"


def _held(title: str, values: Sequence[float]) -> Part:
    return {"title": title, "range": [values[0], values[-1]], "zeroline": False}


def landscape_surface_figure(seen: "Landscape") -> go.Figure:
    """Draw the same as a surface to turn; the path has the heights that the loss had on it."""
    heights, (one, two) = _heights(seen), seen.names
    solid = _SOLID | {"opacity": 0.9} | _over_two_weights(seen, heights)
    across, up, high = zip(*((place.first, place.second, heights.of(place.loss)) for place in seen.path), strict=True)
    path = {
        "type": "scatter3d", "x": across, "y": up, "z": high, "mode": "lines", "name": "path",
        "line": {"width": 7, "color": MARK},
    } | _said(seen.path)  # fmt: skip
    marks = [
        {
            "type": "scatter3d", "x": [place.first], "y": [place.second], "z": [heights.of(place.loss)], "mode": "markers", "name": name,
            "marker": {"symbol": symbol, "size": 7, "color": fill, "line": {"width": 2, "color": MARK}},
        } | _said([place])
        for place, name, symbol, fill in ((seen.path[0], "start", "circle", PAPER), (seen.now, _now(seen), "diamond", MARK))
    ]  # fmt: skip
    return _to_turn([solid, path, *marks], {"title": one}, {"title": two}, {"title": "loss"} | heights.ticks)


def output_figure(seen: "OutputSurface", names: tuple[str, str], classes: Sequence[str]) -> go.Figure:
    """Draw the output over the inputs `names` as a surface to turn, with the training rows: a symbol for each of `classes`."""
    one, two = map(_plain, names)
    solid = {
        "x": float32(seen.along), "y": float32(seen.along), "z": _cells(seen.out),
        "surfacecolor": _cells(seen.shade), "cmin": -1, "cmax": 1, "colorscale": _BELOW_TO_ABOVE,
        "hovertemplate": f"{one} %{{x:.2f}}, {two} %{{y:.2f}}: output %{{z:.3f}}<extra></extra>",
    } | _SOLID  # fmt: skip
    placed = [(*row[:2], height) for row, height in zip(seen.rows, seen.heights, strict=True)]
    groups = {
        _plain(name): [place for place, row in zip(placed, seen.rows, strict=True) if row[2] == number]
        for number, name in enumerate(classes)
    } or {"training rows": placed}
    fills = (PAPER, INK) if classes else (INK,)
    points = [
        {
            "type": "scatter3d", "x": [x for x, _, _ in group], "y": [y for _, y, _ in group], "z": [z for _, _, z in group],
            "mode": "markers", "name": name,
            "marker": {"symbol": "circle", "size": 5, "color": fill, "line": {"width": 1.5, "color": INK if fill == PAPER else PAPER}},
            "hovertemplate": f"{one} %{{x:.2f}}, {two} %{{y:.2f}}: %{{z:.3f}}<extra>{name}</extra>",
        }
        for (name, group), fill in zip(groups.items(), fills, strict=True)
    ]  # fmt: skip
    return _to_turn([solid, *points], {"title": one}, {"title": two}, {"title": "output"})


def _plain(name: str) -> str:
    """Return a name that a person may have typed as Plotly writes it out, and does not take it for markup."""
    return html.escape(name).replace("%", "&#37;")


def _to_turn(traces: Sequence[Part], *axes: Part) -> go.Figure:
    drawn = figure(traces, {}, {}, height=520)
    scene = {
        name: axis | {"title": {"text": axis["title"]}}
        for name, axis in zip(("xaxis", "yaxis", "zaxis"), axes, strict=True)
    }
    camera = {"eye": {"x": -1.3, "y": -1.8, "z": 1.1}, "center": {"x": 0, "y": 0, "z": -0.15}}
    drawn.update_layout(
        scene=scene | {"aspectmode": "cube", "camera": camera}, dragmode="turntable",
        legend={"bgcolor": PAPER, "font": {"color": INK}},  # what is named there is drawn on the surface, whose colours stay
    )  # fmt: skip
    return drawn


def steps_figure(title: str, times: Mapping[str, Mapping[int, "Timing"]], theme: Theme) -> go.Figure:
    """Draw times over sizes, both axes logarithmic: by the name of a line its sizes and their timings.

    The lines come in pairs, a step (filled marks) and its pass forward (open ones): first the CPU's, round and solid, then those
    of a device, square and dashed. The bars are the middle half of the measurements.
    """
    looks = (
        ("circle", "solid", 3.0, theme.text), ("circle-open", "solid", 1.5, theme.text),
        ("square", "dash", 3.0, theme.lines[0]), ("square-open", "dash", 1.5, theme.lines[0]),
    )  # fmt: skip
    traces = [
        {
            "type": "scatter", "x": list(found), "y": [1e6 * timing.median for timing in found.values()], "mode": "lines+markers", "name": name,
            "marker": {"symbol": symbol, "size": 10, "color": colour}, "line": {"dash": dash, "width": width, "color": colour},
            "error_y": {
                "type": "data", "symmetric": False, "thickness": 1.5, "width": 4, "color": colour,
                "array": [1e6 * (timing.high - timing.median) for timing in found.values()],
                "arrayminus": [1e6 * (timing.median - timing.low) for timing in found.values()],
            },
            "hovertemplate": f"%{{x:,}} {title}: %{{y:,.1f}} µs",
        }
        for (name, found), (symbol, dash, width, colour) in zip(times.items(), looks, strict=False)
    ]  # fmt: skip
    sizes = sorted({size for found in times.values() for size in found})
    across = {"title": title, "type": "log", "tickvals": sizes, "ticktext": [f"{size:,}" for size in sizes]}
    return figure(traces, across, {"title": "µs", "type": "log", "dtick": 1, "tickformat": ","})
