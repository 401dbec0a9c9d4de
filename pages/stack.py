"""Stack: build an nn.Sequential layer by layer, with the tensor's shape after each one."""

import streamlit as st

from neuron_core.shapes import read_shape, write_shape
from neuron_core.stack import STACK_CASES, Stack, Study, read_network, study, write_layers
from pages.knobs.common import SEED, TRAINING
from pages.knobs.stack import INPUT, KNOBS, STACK
from pages.panels.stack import both_modes, break_view, notes_view, picture, script, torchs_error
from pages.panels.stack_editor import editor
from pages.shared.code_panel import code_panel
from pages.shared.frame import header
from pages.shared.predict import covered, predict_first, talk_of
from pages.shared.say import say
from pages.shared.shape_input import choose_shape
from pages.shared.typed import Typed, valid_or_told

CASE = "stack_case"  # the key of the pills that load a case; they hold nothing of their own


def load_case() -> None:
    if st.session_state[CASE]:
        stack = STACK_CASES[st.session_state[CASE]].stack
        STACK.put(write_layers(stack.layers))
        INPUT.put(write_shape(stack.input))


def choose_case(found: Study) -> None:
    st.session_state[CASE] = found.case
    st.pills("Start from", list(STACK_CASES), key=CASE, on_change=load_case, label_visibility="collapsed", wrap=True)


def surroundings() -> tuple[Typed[tuple[int, ...]], int, bool]:
    """Ask for what the layers do not say themselves: what goes in, the seed, and the mode."""
    with st.grid(3, min_column_width=120, vertical_alignment="bottom"):
        shape, seed, training = choose_shape(INPUT), int(SEED.show()), TRAINING.show()
    if shape.complaint:
        st.error(shape.complaint)
    return shape, seed, training


def read_stack(shape: Typed[tuple[int, ...]], seed: int, training: bool) -> Study:
    """Ask for a stack and study it; what is too large with this input cannot be used either. Say how it was read."""
    STACK.show()

    def read(layers: str, input_shape: str) -> tuple[Study, tuple[str, ...]]:
        network = read_network(layers)
        return study(Stack(read_shape(input_shape, INPUT.label), network.layers, training), seed), network.remarks

    found, remarks = valid_or_told(STACK, read, (write_shape(shape.value), INPUT.default))
    for remark in remarks:
        st.info(remark)
    return found


@st.fragment
def bench() -> None:
    cases, notice = st.columns([10, 11], vertical_alignment="center")
    left, right = st.columns([3, 5], gap="medium")
    with right:
        around = surroundings()
    with left, st.container(gap="xsmall"):
        found = read_stack(*around)
        with cases:
            choose_case(found)
        if found.case:
            say(STACK_CASES[found.case].notice, "notice", notice.markdown)
        editor(found.stack)
        answered = bool(talk_of("stack").answered)
        if not answered:
            break_view(found)
            notes_view(found)
        predict_first("stack", found.questions)
        if answered:  # the verdict stands where the question stood
            break_view(found)
            notes_view(found)
    hidden = covered("stack", found.questions)
    with right:
        with st.container(key="picture"):
            picture(found, hidden)
        torchs_error(found)
    both_modes(found, hidden)
    code_panel("stack", lambda: script(found))


header("stack", "Stack", "What one layer sends, the next has to take. Pick a stack, or change a layer.", KNOBS)
bench()
