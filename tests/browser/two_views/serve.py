"""An app of one page with two live views, each with a slider of its own. Started by `test_live_view.py`."""

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[3]))

app = st.App("pages/two_views.py")
