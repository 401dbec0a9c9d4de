"""The floor: an almost empty page with the neuron page's sliders, served exactly as the app is."""

import streamlit as st
from starlette.middleware import Middleware

from dashboard import SendAtOnce, warm_start

app = st.App("pages/floor.py", lifespan=warm_start, middleware=[Middleware(SendAtOnce)])
