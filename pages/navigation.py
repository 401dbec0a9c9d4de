"""The frame around every page."""

from pathlib import Path

import streamlit as st

from pages.knobs import KNOBS
from pages.shared.frame import SECTIONS, next_page, run_again_if_needed, style_sheet
from pages.shared.knob import drop_infinite
from pages.shared.lesson import read_lesson
from pages.shared.present import alone, read_mode
from pages.shared.room import read_room

ALL = [knob for knobs in KNOBS.values() for knob in knobs]

read_mode()
read_room()
page = st.navigation(
    {section: [entry.page for entry in entries] for section, entries in SECTIONS.items()},
    position="hidden" if alone() else "sidebar",
)
st.set_page_config(
    page_title="Neuron Explorer" if page.title == "Home" else f"{page.title} · Neuron Explorer",
    page_icon=str(Path(__file__).parent / "shared" / "icon.svg"),
    layout="wide",
    initial_sidebar_state=200,
)
run_again_if_needed()
drop_infinite(ALL)
read_lesson([knob.key for knob in KNOBS[page.url_path or "home"]])
style_sheet(ALL)
page.run()
next_page(page)
