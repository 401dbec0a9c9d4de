"""'The PyTorch that made this': a script to read, copy or download, and run at home."""

from collections.abc import Callable

import streamlit as st

from pages.shared.knob import Panel
from pages.shared.panel import panel


def code_knob(page: str) -> Panel:
    """Return the knob of a page's code panel, for the page's list."""
    return Panel(key=f"{page}_code", label="The PyTorch that made this")


def code_panel(page: str, script: Callable[[], str]) -> None:
    """Show `script()` once the panel is opened: whoever only drags does not pay for it."""

    def show() -> None:
        text = script()
        st.code(text, language="python")
        st.download_button("Download", text, file_name=f"{page}.py", mime="text/x-python", on_click="ignore")

    panel(code_knob(page), show)
