"""Five sliders, their values, nothing else."""

import streamlit as st

st.set_page_config(page_title="Floor")


@st.fragment
def sliders() -> None:
    keys = ["x1", "w1", "x2", "w2", "b"]
    st.write([st.slider(key, -10.0, 10.0, 0.0, 0.1, key=key, bind="query-params") for key in keys])


sliders()
