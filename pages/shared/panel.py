"""Depth that waits: a closed expander whose content is computed once it is opened."""

from collections.abc import Callable

import streamlit as st


def panel(title: str, key: str, show: Callable[[], None]) -> None:
    """Call `show()` inside an expander, and only while it is open: whoever leaves it closed does not pay for it."""
    box = st.expander(title, key=key, on_change="rerun")
    if box.open:
        with box:
            show()
