"""Plotly figure of a thousand dropout passes, from plain data."""

import plotly.graph_objects as go

from neuron_core.dropout.layer import Trial


def trial_figure(trial: Trial) -> go.Figure:
    """Draw, for each unit, mean and spread measured and in theory, and the mean that the mask alone would leave."""
    units = [f"unit {i}" for i in range(1, len(trial.mean) + 1)]
    traces = [
        _points("torch: mean ± spread", units, trial.mean, trial.spread, "#0072B2", "circle", "mean"),
        _points("theory", units, trial.theory_mean, trial.theory_spread, "#8C6BB1", "line-ew-open", "theory"),
        _points("mask only: mean", units, trial.mask_mean, None, "#7F7F7F", "x-open", "mask only"),
    ]
    layout = {
        "template": "none", "height": 320, "margin": {"l": 56, "r": 8, "t": 8, "b": 30}, "dragmode": False,
        "scattermode": "group", "yaxis": {"title": {"text": "output"}},
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom"},
    }  # fmt: skip
    return go.Figure({"data": traces, "layout": layout})


def _points(
    name: str, units: list[str], means: tuple[float, ...], spreads: tuple[float, ...] | None, colour: str, symbol: str, group: str
) -> dict:  # fmt: skip
    marker = {"color": colour, "symbol": symbol, "size": 12, "line": {"width": 2, "color": colour}}
    bars = {"error_y": {"type": "data", "array": list(spreads), "thickness": 2, "width": 6}} if spreads else {}
    points = {"type": "scatter", "mode": "markers", "name": name, "x": units, "y": list(means), "marker": marker}
    return points | bars | {"offsetgroup": group}
