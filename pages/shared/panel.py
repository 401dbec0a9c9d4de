"""Depth that waits: a closed expander whose content is computed once it is opened."""

from collections.abc import Callable

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from pages.shared.knob import Panel


def panel(knob: Panel, show: Callable[[], None]) -> None:
    """Call `show()` inside an expander, and only while it is open: whoever leaves it closed does not pay for it."""
    box = expander(knob)
    if box.open:
        with box:
            show()


def expander(knob: Panel) -> ExpanderContainer:
    """Return the expander itself, for content that always runs: widgets that count while it is closed."""
    return st.expander(knob.label, key=knob.key, bind="query-params")
