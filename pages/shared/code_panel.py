"""'The PyTorch that made this': a script to read, copy or download, and run at home."""

from collections.abc import Callable

import streamlit as st


def code_panel(page: str, script: Callable[[], str]) -> None:
    """Show `script()` once the panel is opened: whoever only drags does not pay for it."""
    panel = st.expander("The PyTorch that made this", key=f"{page}_code", bind="query-params")
    if panel.open:
        with panel:
            text = script()
            st.code(text, language="python")
            st.download_button("Download", text, file_name=f"{page}.py", mime="text/x-python", on_click="ignore")
