"""Plotly figures of SimpleANN, from plain data."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go


def initial_weights_figure(bound: float, draws: Sequence[float], marks: Mapping[str, float]) -> go.Figure:
    """Draw how evenly `draws` fall between -bound and bound (20 bars), with `marks` as named pins.

    Pins are spread over nine heights, so that names of close values do not cover each other.
    """
    bins = 20
    width = 2 * bound / bins
    counts = [0] * bins
    for draw in draws:
        counts[min(bins - 1, int((draw + bound) / width))] += 1
    heights = [100 * count / len(draws) for count in counts]
    bars = {
        "type": "bar", "x": [round(-bound + width * (i + 0.5), 4) for i in range(bins)], "y": heights, "width": width * 0.94,
        "name": f"{len(draws):,} other draws", "marker": {"color": "#8fa3b3"},
        "hovertemplate": "%{y:.1f}% near %{x:.2f}<extra></extra>",
    }  # fmt: skip
    levels = [6.5 + index for index in range(len(marks))]
    pins = {
        "type": "scatter", "x": list(marks.values()), "y": levels, "mode": "markers+text", "text": list(marks),
        "textposition": "middle right", "name": "this seed's nine", "marker": {"symbol": "diamond", "size": 11, "color": "#8a1c7c"},
        "hovertemplate": "%{text} = %{x:.4f}<extra></extra>",
    }  # fmt: skip
    layout = {
        "height": 320, "margin": {"l": 48, "r": 8, "t": 8, "b": 44}, "dragmode": False, "bargap": 0,
        "xaxis": {"title": {"text": "value drawn"}, "range": [-1.15 * bound, 1.15 * bound], "tickvals": [-bound, 0, bound], "ticktext": [f"−{bound:.4f}", "0", f"{bound:.4f}"]},
        "yaxis": {"title": {"text": "% of draws"}, "range": [0, 16], "tickvals": [0, 5, 10]},
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom"},
    }  # fmt: skip
    return go.Figure({"data": [bars, pins], "layout": layout})


def timings_figure(batches: Sequence[int], seconds: Mapping[str, Sequence[float]]) -> go.Figure:
    """Draw the median time of one forward over the batch size, a line for each device, both axes logarithmic."""
    looks = (("circle", "solid", "#0072B2"), ("square", "dash", "#D55E00"))
    traces = [
        {
            "type": "scatter", "x": list(batches)[: len(times)], "y": [1e6 * time for time in times], "mode": "lines+markers", "name": name,
            "marker": {"symbol": symbol, "size": 10, "color": color}, "line": {"dash": dash, "width": 3, "color": color},
            "hovertemplate": "%{x:,} rows: %{y:,.1f} µs<extra></extra>",
        }
        for (name, times), (symbol, dash, color) in zip(seconds.items(), looks, strict=False)
    ]  # fmt: skip
    layout = {
        "height": 300, "margin": {"l": 56, "r": 8, "t": 8, "b": 44}, "dragmode": False, "showlegend": True,
        "xaxis": {"title": {"text": "rows in the batch"}, "type": "log", "tickvals": list(batches), "ticktext": [f"{batch:,}" for batch in batches]},
        "yaxis": {"title": {"text": "µs for one forward"}, "type": "log", "dtick": 1},
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom"},
    }  # fmt: skip
    return go.Figure({"data": traces, "layout": layout})
