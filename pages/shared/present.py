"""Presenter mode and embedding: a page without what is around it, for the front of a class or for a frame of another page."""

from pathlib import Path

import streamlit as st

PRESENT = "present"
"""The word in the address: 1 begins presenting, 0 ends it; in between it holds on every page."""
_PRESENTING = "presenting"

_keys = st.components.v2.component("present", js=(Path(__file__).parent / "present.js").read_text(encoding="utf-8"))


def read_mode() -> None:
    """Read from the address whether presenting begins or ends."""
    if PRESENT in st.query_params:
        st.session_state[_PRESENTING] = st.query_params[PRESENT] == "1"


def presenting() -> bool:
    """Tell whether this session is in front of a class."""
    now: bool = st.session_state.get(_PRESENTING, False)
    return now


def begin_presenting() -> None:
    st.session_state[_PRESENTING] = True


def alone() -> bool:
    """Tell whether the page stands without navigation: in front of a class, or in a frame."""
    return presenting() or bool(st.context.is_embedded)


def mode_rules() -> list[str]:
    """Return the style rules of the mode: larger type in front of a class, hardly a margin in a frame."""
    if st.context.is_embedded:
        return [
            ".stMainBlockContainer.stMainBlockContainer { padding: 0.5rem 0.75rem; } h1 { font-size: 1.4rem !important; padding: 0 !important; }"
        ]
    if presenting():
        return [
            "html { font-size: clamp(18px, 1.4583vw, 42px) !important; } .stMainBlockContainer { max-width: none; }",
            ":has(> .st-key-tally) { order: -1; }",  # seen by all, before one scrolls
        ]
    return []


def ways(previous: st.Page | None, following: st.Page | None) -> None:
    """Lead on and back, by keys too; and out of presenting."""
    with st.container(key="present_ways", horizontal=True, vertical_alignment="center"):
        for name, page, label in (
            ("previous", previous, "← {}, Page Up"), ("next", following, "{}, Page Down →")
        ):  # fmt: skip
            if page:
                with st.container(key=f"present_{name}", width="content"):
                    st.page_link(page, label=label.format(page.title), query_params={PRESENT: "1"})
        st.caption("N: next question. P: the one before.", width="content")
        st.button("Leave presenter mode", key="present_leave", on_click=_leave, type="tertiary")
    _keys(key="present_keys")


def _leave() -> None:
    st.session_state[_PRESENTING] = False
    st.query_params.pop(PRESENT, None)
