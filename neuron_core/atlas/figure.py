"""Plotly figures of networks trained from many starts: how many of each end in which state, and with what loss."""

from collections.abc import Mapping

import plotly.graph_objects as go

from neuron_core.shared.drawing.palette import Theme
from neuron_core.shared.figure import figure
from neuron_core.training.figure import Heights

Ends = Mapping[str, Mapping[str, Mapping[int, float]]]
"""By network and by state, the seeds that end so, each with its loss."""


def _looks(theme: Theme) -> tuple[tuple[str, str], ...]:
    """Return for solved, stuck and dead a colour and the shape of a mark."""
    return (theme.positive, "circle"), (theme.neutral, "square-open"), (theme.negative, "x-thin-open")


def shares_figure(ends: Ends, theme: Theme) -> go.Figure:
    """Draw a bar of three parts for each network: how many of its starts end in which state. A state's name begins with its mark."""
    networks = list(ends)
    traces = []
    for state, (colour, _) in zip(ends[networks[0]], _looks(theme), strict=True):
        counts = [len(ends[network][state]) for network in networks]
        traces.append({
            "type": "bar", "orientation": "h", "x": counts, "y": networks, "name": state,
            "text": [f"{state.split()[0]} {count}" if count else "" for count in counts], "textposition": "inside", "textangle": 0,
            "insidetextanchor": "middle", "insidetextfont": {"color": theme.background, "size": 14},
            "marker": {"color": colour, "line": {"width": 2, "color": theme.background}},
            "hovertemplate": f"%{{y}}: %{{x}} {state}<extra></extra>",
        })  # fmt: skip
    up = {"title": "", "autorange": "reversed"}
    total = sum(map(len, ends[networks[0]].values()))
    drawn = figure(traces, {"title": "starts", "range": [0, total]}, up, height=90 + 44 * len(networks))
    drawn.update_layout(barmode="stack", legend_traceorder="normal")
    return drawn


def final_losses_figure(ends: Ends, theme: Theme) -> go.Figure:
    """Draw a mark for each start at the loss that it ends with, a row for each network; within a row, by seed from the top down."""
    heights = Heights([loss for states in ends.values() for found in states.values() for loss in found.values()])
    rows = {network: len(ends) - 1 - number for number, network in enumerate(ends)}
    traces = []
    for state, (colour, symbol) in zip(next(iter(ends.values())), _looks(theme), strict=True):
        found = [(network, seed, loss) for network in ends for seed, loss in ends[network][state].items()]
        traces.append({
            "type": "scatter", "mode": "markers", "name": state, "x": [heights.of(loss) for _, _, loss in found],
            "y": [round(rows[network] + 0.35 - 0.7 * seed / 255, 3) for network, seed, _ in found],
            "text": [f"{network}, seed {seed}" for network, seed, _ in found], "customdata": [loss for _, _, loss in found],
            "marker": {"color": colour, "symbol": symbol, "size": 6, "opacity": 0.75, "line": {"width": 1.2, "color": colour}},
            "hovertemplate": "%{text}: loss %{customdata:.4~g}<extra></extra>",
        })  # fmt: skip
    title = "final training loss" + (", each step ten times the last" if heights.logarithmic else "")
    up = {
        "tickvals": list(rows.values()),
        "ticktext": list(rows),
        "range": [-0.5, len(rows) - 0.5],
        "title": "",
        "zeroline": False,
    }
    return figure(traces, {"title": title, "zeroline": False} | heights.ticks, up, height=110 + 70 * len(rows))
