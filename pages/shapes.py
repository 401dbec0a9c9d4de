"""Shapes: Flatten cell by cell, and which shapes a Linear takes."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from neuron_core.shapes import choices, flatten_script, linear_script, scrub, study_flatten, study_linear
from neuron_core.shapes.drawing import MAX_CELLS, flatten_drawing
from neuron_core.shapes.drawing_linear import linear_drawing
from neuron_core.shapes.words import START_AND_END
from neuron_core.shared.refusal import Refusal
from neuron_core.shared.sweep import STILL
from pages.knobs.shapes import (
    BARE,
    END,
    IN,
    INPUT,
    INPUTS,
    KNOBS,
    MOST_FEATURES,
    OUT,
    OUTPUT,
    PARAMETERS,
    START,
    STEP,
    SURPRISES,
    TENSOR,
    TENSORS,
    TOOL,
    VECTOR,
)
from pages.panels.shapes import both_calls, choose_call, mend, parameters, refused, surprises
from pages.shared.code_panel import code_panel
from pages.shared.frame import header
from pages.shared.live_view import live_view
from pages.shared.panel import panel
from pages.shared.predict import covered, predict_first
from pages.shared.say import say
from pages.shared.shape_input import choose_shape


def flatten_bench(toolbar: DeltaGenerator) -> None:
    with toolbar:
        tensor = choose_shape(TENSOR, TENSORS, MAX_CELLS)
    left, right = st.columns([5, 8], gap="medium")
    with left:
        say(START_AND_END)
        with st.grid(2, min_column_width=120, wrap=False):
            found = study_flatten(tensor.value, int(START.show()), int(END.show()))
        choose_call(found)
        if tensor.complaint:
            st.error(tensor.complaint)
        hidden = covered("shapes_flatten", found.questions)
        predict_first("shapes_flatten", found.questions)
    with right:
        with st.container(key="picture"):
            at = STEP.show(disabled=isinstance(found.result, Refusal))
            drawing = flatten_drawing(found, STEP.key, covered="flattened" in hidden)
            unseen = [part for part in hidden if part == "flattened"]
            live_view("flatten", drawing, scrub(STEP.axis, at), found.sentence, family="tensors", covered=unseen)
        if isinstance(found.result, Refusal):
            if not tensor.complaint:
                refused(found, found.result)
        elif not unseen:
            say(found.words, "words")
        panel(BARE, lambda: both_calls(found), covered="calls" in hidden)
    code_panel("shapes_flatten", lambda: flatten_script(found.tensor, found.start_dim, found.end_dim))


def linear_bench(toolbar: DeltaGenerator) -> None:
    with toolbar:
        shape = choose_shape(INPUT, INPUTS)
    left, right = st.columns([5, 8], gap="medium")
    with left, st.grid(2, min_column_width=120, wrap=False):
        in_features, out_features = int(IN.show()), int(OUT.show())
    with right, st.container(key="picture"):
        vectors, outputs = choices(shape.value, out_features)
        with st.container(horizontal=True):
            vector, output = VECTOR.show(vectors), OUTPUT.show(outputs)
        found = study_linear(shape.value, in_features, out_features, vector, output, MOST_FEATURES)
        hidden = covered("shapes_linear", found.questions)
        unseen = [part for part in hidden if part in ("y", "weight")]
        live_view("linear", linear_drawing(found), STILL, found.sentence, family="tensors", covered=unseen)
    with left:
        for complaint in filter(None, (shape.complaint, found.complaint)):
            st.error(complaint)
        predict_first("shapes_linear", found.questions)
    with right:
        if found.clash and not shape.complaint and not found.complaint:
            mend(found)
        elif "words" not in hidden:
            say(found.words, "words")
        panel(PARAMETERS, lambda: parameters(found), covered="parameters" in hidden)
        panel(SURPRISES, surprises)
    fit = found.fit
    code_panel("shapes_linear", lambda: linear_script(fit.arrives, fit.in_features, fit.out_features))


@st.fragment
def bench() -> None:
    toolbar = st.container(horizontal=True)
    with toolbar:
        tool = TOOL.show()
    (flatten_bench if tool == "Flatten" else linear_bench)(toolbar)


header(
    "shapes",
    "Shapes",
    "A tensor is a block of numbers. **Flatten** regroups them and keeps their order: drag the slider. A **Linear** makes new numbers of "
    "each row: times its weights, added up, plus a bias.",
    KNOBS,
)
bench()
