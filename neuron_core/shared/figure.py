"""The one layout of all Plotly figures: plain, still, its legend above. Streamlit adds the colours of the theme."""

import base64
from collections.abc import Sequence
from struct import pack
from typing import Any

import plotly.graph_objects as go

Part = dict[str, Any]
"""A piece of a figure as Plotly names it: a trace, an axis."""


def figure(traces: Sequence[Part], across: Part, up: Part, *, height: int = 320) -> go.Figure:
    """Lay out `traces` over the axes `across` and `up`, each with a `title`; `height` in pixels.

    Given as one dict to `go.Figure`: its methods and templates cost more than all that is drawn.
    """
    layout = {
        "template": "none", "height": height, "margin": {"l": 64, "r": 8, "t": 8, "b": 44}, "dragmode": False,
        "xaxis": _titled(across), "yaxis": _titled(up),
        "showlegend": True, "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom"},
    }  # fmt: skip
    return go.Figure({"data": list(traces), "layout": layout})


def _titled(axis: Part) -> Part:
    title = axis.get("title")
    return axis | {"title": {"text": title}} if isinstance(title, str) else axis


def float32(values: Sequence[float]) -> Part:
    """Encode numbers as Plotly's typed array: a quarter of the bytes of the same numbers written out."""
    return {"dtype": "f4", "bdata": base64.b64encode(pack(f"<{len(values)}f", *values)).decode()}
