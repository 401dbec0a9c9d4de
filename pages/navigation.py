"""The frame around every page."""

from pathlib import Path

import streamlit as st

from pages.knobs import KNOBS
from pages.shared.frame import SECTIONS, run_again_if_needed, style_sheet
from pages.shared.knob import drop_infinite

st.set_page_config(
    page_title="Neuron Explorer",
    page_icon=str(Path(__file__).parent / "shared" / "icon.svg"),
    layout="wide",
    initial_sidebar_state=200,
)
page = st.navigation({section: [entry.page for entry in entries] for section, entries in SECTIONS.items()})
style_sheet()
run_again_if_needed()
drop_infinite(knob for knobs in KNOBS.values() for knob in knobs)
page.run()
