"""Plotly figures of SimpleANN: what a seed drew, and how long a pass forward takes."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from neuron_core.shared.drawing.palette import Theme
from neuron_core.shared.figure import figure


def initial_weights_figure(bound: float, draws: Sequence[float], marks: Mapping[str, float], theme: Theme) -> go.Figure:
    """Draw how evenly `draws` are spread from -bound to bound (20 bars), with `marks` as diamonds with names.

    The diamonds have a height each, so that names of close values do not cover each other: the legend says that it means nothing.
    """
    bins = 20
    width = 2 * bound / bins
    counts = [0] * bins
    for draw in draws:
        counts[min(bins - 1, int((draw + bound) / width))] += 1
    heights = [100 * count / len(draws) for count in counts]
    bars = {
        "type": "bar", "x": [round(-bound + width * (i + 0.5), 4) for i in range(bins)], "y": heights, "width": width * 0.94,
        "name": f"{len(draws):,} other draws", "marker": {"color": theme.neutral},
        "hovertemplate": "%{y:.1f}% near %{x:.2f}<extra></extra>",
    }  # fmt: skip
    levels = [6.5 + index for index in range(len(marks))]
    diamonds = {
        "type": "scatter", "x": list(marks.values()), "y": levels, "mode": "markers+text", "text": list(marks),
        "textposition": "middle right", "name": "this seed's nine (their height means nothing)",
        "marker": {"symbol": "diamond", "size": 11, "color": theme.accent},
        "hovertemplate": "%{text} = %{x:.4f}<extra></extra>",
    }  # fmt: skip
    across = {
        "title": "value drawn", "range": [-1.15 * bound, 1.15 * bound], "tickvals": [-bound, 0, bound],
        "ticktext": [f"−{bound:.4f}", "0", f"{bound:.4f}"],
    }  # fmt: skip
    return figure([bars, diamonds], across, {"title": "% of other draws", "range": [0, 16], "tickvals": [0, 5]})


def timings_figure(batches: Sequence[int], seconds: Mapping[str, Sequence[float]], theme: Theme) -> go.Figure:
    """Draw the median time of one pass forward over the batch size, a line for each device, both axes logarithmic."""
    looks = (("circle", "solid", theme.text), ("square", "dash", theme.lines[0]))
    traces = [
        {
            "type": "scatter", "x": list(batches)[: len(times)], "y": [1e6 * time for time in times], "mode": "lines+markers", "name": name,
            "marker": {"symbol": symbol, "size": 10, "color": color}, "line": {"dash": dash, "width": 3, "color": color},
            "hovertemplate": "%{x:,} rows: %{y:,.1f} µs<extra></extra>",
        }
        for (name, times), (symbol, dash, color) in zip(seconds.items(), looks, strict=False)
    ]  # fmt: skip
    across = {
        "title": "rows in the batch", "type": "log", "tickvals": list(batches), "ticktext": [f"{batch:,}" for batch in batches]
    }  # fmt: skip
    return figure(traces, across, {"title": "µs for one pass forward", "type": "log", "dtick": 1}, height=300)
