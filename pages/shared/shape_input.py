"""A shape to type or to pick: a text field, with shapes worth trying above it."""

from collections.abc import Sequence

import streamlit as st

from neuron_core.shapes import MAX_ELEMENTS, Shape, read_shape
from pages.shared.knob import TextField
from pages.shared.typed import Typed, last_valid


def choose_shape(knob: TextField, presets: Sequence[str] = (), most: int = MAX_ELEMENTS) -> Typed[Shape]:
    """Ask for a shape of up to `most` elements, with a button for each of `presets`. The page shows the complaint."""
    above = st.container()
    knob.show(f"{knob.label}, or type another" if presets else None)
    if presets:
        picker = f"{knob.key}_preset"
        st.session_state[picker] = knob.now if knob.now in presets else None
        above.pills(knob.label, presets, key=picker, on_change=_pick, args=(picker, knob))
    return last_valid(knob, lambda text: read_shape(text, knob.label, most))


def _pick(picker: str, knob: TextField) -> None:
    if st.session_state[picker]:
        knob.put(st.session_state[picker])
