"""The live view: a drawing whose numbers follow the native sliders while they are dragged.

Two Streamlit components without a build step, neither of which sends anything back: the sliders commit on release, as ever.
The drawing travels apart from the numbers because it rarely changes, and Streamlit sends what has not changed only once.
"""

import json
import struct
from dataclasses import asdict
from pathlib import Path

import streamlit as st

from neuron_core.drawings.slots import Drawing
from neuron_core.sweep import Sweep


def _asset(name: str) -> str:
    """Read a file that is sent with every mount, without its indentation and comment lines."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line.strip() for line in lines if not line.strip().startswith("//"))


_view = st.components.v2.component("live_view", js=_asset("live_view.js"), css=_asset("live_view.css"))
_rows = st.components.v2.component("live_rows", js=_asset("live_rows.js"))


def live_view(name: str, drawing: Drawing, sweep: Sweep, spoken: str) -> None:
    """Show `drawing` with its slots filled from `sweep`; `spoken` is the committed state as a sentence, for screen readers."""
    _view(key=f"live_view_{name}", data={"name": name} | asdict(drawing))
    _rows(key=f"live_rows_{name}", data=packet(name, sweep, spoken))


def packet(name: str, sweep: Sweep, spoken: str) -> bytes:
    """Pack a sweep: the head's length (uint32), the head (JSON), then all columns (float32), little-endian.

    Numbers travel as torch holds them, in two thirds of the bytes that the same numbers take in JSON.
    """
    axes = {
        axis.key: {
            "minimum": axis.minimum,
            "step": axis.step,
            "count": axis.count,
            "columns": list(sweep.rows[axis.key]),
        }
        for axis in sweep.axes
    }
    head = {"name": name, "axes": axes, "values": sweep.values, "now": sweep.now, "spoken": spoken}
    text = json.dumps(head, separators=(",", ":"), ensure_ascii=False).encode()
    columns = [column.numpy().astype("<f4").tobytes() for rows in sweep.rows.values() for column in rows.values()]
    return b"".join([struct.pack("<I", len(text)), text, *columns])
