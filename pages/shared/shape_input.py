"""A shape to type or to pick: a bound text field, with the shapes worth trying at one click above it."""

from collections.abc import Sequence

import streamlit as st

from neuron_core.shapes import MAX_ELEMENTS, BadInput, Shape, read_shape
from pages.shared.frame import restore


def choose_shape(label: str, key: str, presets: Sequence[str], most: int = MAX_ELEMENTS) -> Shape:
    """Ask for a shape; the first preset is the default, and where it is the only one there are no pills.

    What cannot be read stays in its field under one sentence that says why, and the last good shape stays in force.
    """
    above = st.container()
    field = f"{label}, or any other" if len(presets) > 1 else label
    text = st.text_input(field, presets[0], key=key, bind="query-params", max_chars=200)
    if len(presets) > 1:
        picker = f"{key}_preset"
        st.session_state[picker] = text if text in presets else None
        above.pills(f"{label}, at one click", presets, key=picker, on_change=_pick, args=(picker, key))
    good = f"{key}_last_good"
    try:
        st.session_state[good] = read_shape(text, label, most)
    except BadInput as bad:
        st.error(str(bad))
        st.session_state.setdefault(good, read_shape(presets[0], label))
    return st.session_state[good]


def _pick(picker: str, key: str) -> None:
    if st.session_state[picker]:
        restore({key: st.session_state[picker]})
