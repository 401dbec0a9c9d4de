"""Stack: build an nn.Sequential layer by layer, with the tensor's shape after each one."""

import streamlit as st

from neuron_core.shapes import read_shape, write_shape
from neuron_core.shared.sweep import STILL
from neuron_core.stack import STACK_CASES, Stack, Study, read_layers, study, write_layers
from neuron_core.stack.drawing import stack_drawing
from pages.knobs.common import SEED, TRAINING
from pages.knobs.stack import INPUT, KNOBS, STACK
from pages.panels.stack import break_view, flow_view, merged_view, script
from pages.panels.stack_editor import editor
from pages.shared.code_panel import code_panel
from pages.shared.frame import header
from pages.shared.live_view import live_view
from pages.shared.predict import predict_first
from pages.shared.shape_input import choose_shape
from pages.shared.typed import valid_or_told

CASE = "stack_case"  # the key of the pills that load a case; they hold nothing of their own


def load_case() -> None:
    if st.session_state[CASE]:
        stack = STACK_CASES[st.session_state[CASE]].stack
        STACK.put(write_layers(stack.layers))
        INPUT.put(write_shape(stack.input))


def choose_case(found: Study) -> None:
    st.session_state[CASE] = found.case
    st.pills("Start from", list(STACK_CASES), key=CASE, on_change=load_case, wrap=True)


def read_stack() -> Study:
    """Ask for a stack and study it; what is too large with this input cannot be used either."""
    STACK.show()
    with st.grid(3, min_column_width=130, vertical_alignment="bottom"):
        shape = choose_shape(INPUT)
        seed, training = int(SEED.show()), TRAINING.show()
    if shape.complaint:
        st.error(shape.complaint)

    def read(layers: str, input_shape: str) -> Study:
        return study(Stack(read_shape(input_shape, INPUT.label), read_layers(layers), training), seed)

    return valid_or_told(STACK, read, (write_shape(shape.value), INPUT.default))


@st.fragment
def bench() -> None:
    left, right = st.columns([6, 7], gap="large")
    with left:
        above = st.container()
        found = read_stack()
        with above:
            choose_case(found)
        editor(found.stack)
        break_view(found)
        if found.case:
            st.info(STACK_CASES[found.case].notice)
        for note in found.notes:
            st.warning(note)
        merged_view(found.merged)
        predict_first("stack", found.questions)
    with right:
        with st.container(key="picture"):
            live_view("stack", stack_drawing(found), STILL, found.sentence, family="tensors")
        flow_view(found)
    code_panel("stack", lambda: script(found))


header("stack", "Stack", "Pick a stack, change a layer, and watch the shapes between the layers.", KNOBS)
bench()
