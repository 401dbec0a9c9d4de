"""An app of one page with marked texts. Started by `test_marked_text.py`."""

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[3]))

app = st.App("pages/marked_text.py")
