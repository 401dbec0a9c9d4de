"""Shapes: Flatten cell by cell, and which shapes a Linear takes."""

import streamlit as st

from neuron_core.shapes import CALLS, flatten_script, linear_script, study_flatten, study_linear
from neuron_core.shapes.drawing import MAX_CELLS, flatten_drawing, linear_drawing
from neuron_core.shared.refusal import Refusal
from neuron_core.shared.sweep import STILL
from pages.knobs.shapes import BARE, END, IN, INPUT, INPUTS, KNOBS, OUT, START, SURPRISES, TENSOR, TENSORS, TOOL
from pages.panels.shapes import bare, flatten_reasons, linear_reasons, surprises
from pages.shared.code_panel import code_panel
from pages.shared.frame import header
from pages.shared.live_code import torchs_words
from pages.shared.live_view import live_view
from pages.shared.panel import panel
from pages.shared.predict import predict_first
from pages.shared.shape_input import choose_shape

CALL = "shapes_call"  # the key of the pills that set start_dim and end_dim; they hold nothing of their own


def refusal(result: object) -> None:
    if isinstance(result, Refusal):
        st.markdown("✗ **Torch refuses, word for word:**")
        torchs_words(result)


def use_defaults() -> None:
    if st.session_state[CALL]:
        start, end = CALLS[st.session_state[CALL]]
        START.put(start)
        END.put(end)


def flatten_bench() -> None:
    left, right = st.columns([5, 7], gap="large")
    with left:
        tensor = choose_shape(TENSOR, TENSORS, MAX_CELLS)
        with st.grid(2, min_column_width=120, wrap=False):
            found = study_flatten(tensor.value, int(START.show()), int(END.show()))
        st.session_state[CALL] = found.call
        st.pills("Use the defaults of", list(CALLS), key=CALL, on_change=use_defaults)
        if tensor.complaint:
            st.error(tensor.complaint)
        else:
            refusal(found.result)
        predict_first("shapes_flatten", found.questions)
    with right:
        with st.container(key="picture"):
            live_view("flatten", flatten_drawing(found), STILL, found.sentence, family="tensors")
        flatten_reasons(found)
        panel(BARE, bare)
    code_panel("shapes_flatten", lambda: flatten_script(found.tensor, found.start_dim, found.end_dim))


def linear_bench() -> None:
    left, right = st.columns([5, 7], gap="large")
    with left:
        shape = choose_shape(INPUT, INPUTS)
        with st.grid(2, min_column_width=120, wrap=False):
            found = study_linear(shape.value, int(IN.show()), int(OUT.show()))
        for complaint in filter(None, (shape.complaint, found.complaint)):
            st.error(complaint)
        if not shape.complaint:
            refusal(found.fit.leaves)
        predict_first("shapes_linear", found.questions)
    with right:
        with st.container(key="picture"):
            live_view("linear", linear_drawing(found), STILL, found.sentence, family="tensors")
        linear_reasons(found)
    panel(SURPRISES, surprises)
    fit = found.fit
    code_panel("shapes_linear", lambda: linear_script(fit.arrives, fit.in_features, fit.out_features))


@st.fragment
def bench() -> None:
    if TOOL.show() == "Flatten":
        flatten_bench()
    else:
        linear_bench()


header("shapes", "Shapes", "Pick a tensor and watch where its cells go; then see which shapes a Linear takes.", KNOBS)
bench()
