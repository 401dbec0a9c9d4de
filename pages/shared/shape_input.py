"""A shape to type or to pick: a bound text field, with the shapes worth trying at one click above it."""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from neuron_core.shapes.shape import MAX_ELEMENTS, BadInput, Shape, read_shape
from pages.shared.frame import restore


class Chosen(NamedTuple):
    """The shape in force, and where another one stands in the field, the sentence that says why it is not that one."""

    shape: Shape
    complaint: str


def choose_shape(label: str, key: str, presets: Sequence[str], most: int = MAX_ELEMENTS) -> Chosen:
    """Ask for a shape; the first preset is the default, and where it is the only one there are no pills.

    What cannot be read stays in its field, and the last good shape stays in force. The page shows the complaint.
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
        return Chosen(st.session_state[good], "")
    except BadInput as bad:
        kept = st.session_state.setdefault(good, read_shape(presets[0], label))
        return Chosen(kept, f"{bad} Until then, the last shape that could be read stays: {kept}.")


def _pick(picker: str, key: str) -> None:
    if st.session_state[picker]:
        restore({key: st.session_state[picker]})
