"""The frame around every page."""

from pathlib import Path

import streamlit as st

from pages.shared.frame import SECTIONS, style_sheet

st.set_page_config(
    page_title="Neuron Explorer",
    page_icon=str(Path(__file__).parent / "shared" / "icon.svg"),
    layout="wide",
    initial_sidebar_state=200,
)
page = st.navigation({section: [entry.page for entry in entries] for section, entries in SECTIONS.items()})
style_sheet()
page.run()
