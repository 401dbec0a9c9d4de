"""A shape to type or to pick: a text field, with shapes worth trying above it."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from neuron_core.shapes import MAX_ELEMENTS, Shape, read_shape
from pages.shared.frame import restore
from pages.shared.knob import TextField
from pages.shared.typed import Typed, last_valid


def choose_shape(
    knob: TextField,
    presets: Sequence[str] | Mapping[str, Mapping[str, Any]] = (),
    most: int = MAX_ELEMENTS,
) -> Typed[Shape]:
    """Ask for a shape of up to `most` elements, with a button for each of `presets`. The page shows the complaint.

    Presets can set other widgets as well, by their keys.
    """
    above = st.container(width="content") if presets else st.container()
    knob.show("or type another" if presets else None)
    if presets:
        picker = f"{knob.key}_preset"
        st.session_state[picker] = knob.now if _stands(knob.now, presets) else None
        above.pills(knob.label, list(presets), key=picker, on_change=_pick, args=(picker, knob, presets))
    return last_valid(knob, lambda text: read_shape(text, knob.label, most))


def _stands(text: str, presets: Sequence[str] | Mapping[str, Mapping[str, Any]]) -> bool:
    """Tell whether the page is as the preset `text` makes it, so that a click on it would change nothing."""
    beside = presets.get(text, {}) if isinstance(presets, Mapping) else {}
    return text in presets and all(st.session_state.get(key, value) == value for key, value in beside.items())


def _pick(picker: str, knob: TextField, presets: Sequence[str] | Mapping[str, Mapping[str, Any]]) -> None:
    chosen = st.session_state[picker]
    if chosen:
        knob.put(chosen)
        restore(presets[chosen] if isinstance(presets, Mapping) else {})
