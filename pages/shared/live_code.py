"""A snippet that has just been run, and what it gave: its output, or the error as raised."""

import streamlit as st

from neuron_core.shared.live_run import LiveRun


def live_code(run: LiveRun, says: str = "") -> None:
    """Show `run`: a sentence of ours, the code, and below it what Python answered a moment ago."""
    if says:
        st.markdown(says)
    st.code(run.code, language="python")
    st.caption("✗ raises, word for word:" if run.error else "✓ prints:")
    st.code(f"{run.error}: {run.message}" if run.error else run.output, language=None, wrap_lines=True)
