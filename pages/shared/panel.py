"""Depth that waits: a closed expander whose content is computed once it is opened."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from pages.shared.knob import Panel

COVERED = "This would answer the question above. Covered until you have answered or skipped it."


def panel(knob: Panel, show: Callable[[], None], *, covered: bool = False) -> None:
    """Call `show()` inside an expander, and only while it is open: whoever leaves it closed does not pay for it.

    What is `covered` would answer the question that stands: the expander then only says that it waits.
    """
    box = expander(knob)
    if box.open:
        with box:
            if covered:
                st.info(COVERED)
            else:
                show()


P = ParamSpec("P")
R = TypeVar("R")


def alone_unless_open(bench: Callable[P, R], *waiting: Panel) -> Callable[P, R]:
    """Return `bench` as a fragment, which its sliders run alone; not while one of `waiting` is open, which follows them too."""
    return bench if any(knob.now for knob in waiting) else st.fragment(bench)


def expander(knob: Panel) -> ExpanderContainer:
    """Return the expander itself, for content that always runs: widgets that count while it is closed."""
    return st.expander(knob.label, key=knob.key, bind="query-params")
