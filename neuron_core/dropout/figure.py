"""The Plotly figure of a thousand dropout passes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from neuron_core.shared.figure import Part, figure

if TYPE_CHECKING:
    from neuron_core.dropout.layer import Trial
    from neuron_core.shared.drawing.palette import Theme


def trial_figure(trial: "Trial", theme: "Theme") -> go.Figure:
    """Draw, for each unit, mean and spread measured and in theory, and the mean that the mask alone would give."""
    units = [f"unit {i}" for i in range(1, len(trial.mean) + 1)]
    traces = [
        _points("torch: mean ± spread", units, trial.mean, theme.positive, "circle") | _bars(trial.spread),
        _points("theory", units, trial.theory_mean, theme.lines[0], "line-ew-open") | _bars(trial.theory_spread),
        _points("mask only: mean", units, trial.mask_mean, theme.neutral, "x-open"),
    ]
    drawn = figure(traces, {}, {"title": "output"})
    drawn.update_layout(scattermode="group")
    return drawn


def _points(name: str, units: Sequence[str], means: Sequence[float], colour: str, symbol: str) -> Part:
    """Draw a point for each unit; points of different names stand side by side."""
    marker = {"color": colour, "symbol": symbol, "size": 12, "line": {"width": 2, "color": colour}}
    return {
        "type": "scatter", "mode": "markers", "name": name, "x": list(units), "y": list(means), "marker": marker,
        "offsetgroup": name,
    }  # fmt: skip


def _bars(spread: Sequence[float]) -> Part:
    return {"error_y": {"type": "data", "array": list(spread), "thickness": 2, "width": 6}}
