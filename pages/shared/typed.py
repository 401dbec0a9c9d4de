"""Vectors and batches that people type: what cannot be read gets one sentence, and the last that could be stays in use."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from neuron_core.shared.typed_input import RowsError

Read = TypeVar("Read")


def last_readable(key: str, read: Callable[[str], Read], default: str) -> Read:
    """Return `read` of what stands in the widget `key`, or of the last text there that could be read, or of `default`."""
    text = st.session_state[key]
    try:
        value = read(text)
    except RowsError as complaint:
        st.error(f"{complaint} Until then, what could be read last stays in use.")
        return read(st.session_state.get(f"{key}_readable", default))
    st.session_state[f"{key}_readable"] = text
    return value
