"""Stack: build an nn.Sequential layer by layer, with the tensor's shape at every seam."""

from dataclasses import replace

import streamlit as st

from neuron_core.shapes.shape import BadInput
from neuron_core.shared.numbers import number_text
from neuron_core.shared.sweep import STILL
from neuron_core.stack.cases import STACK_CASES
from neuron_core.stack.cures import cures
from neuron_core.stack.drawing import flow_drawing, stack_drawing, stack_sentence
from neuron_core.stack.flow import flow
from neuron_core.stack.notes import Collapse, collapse, stack_notes
from neuron_core.stack.questions import stack_questions
from neuron_core.stack.run import Stack, Trace, read_layers, run_stack
from neuron_core.stack.script import FORMS
from pages.panels.stack import edit, editor, texts
from pages.shared.code_panel import code_panel
from pages.shared.controls import DEFAULT_SEED, choose_seed, choose_training
from pages.shared.frame import header, restore
from pages.shared.live_view import live_view
from pages.shared.panel import panel
from pages.shared.predict import predict_first
from pages.shared.shape_input import choose_shape
from pages.shared.tables import markdown_table

DEFAULT = STACK_CASES["4-3-1"].stack
DEFAULTS = texts(DEFAULT) | {"seed": DEFAULT_SEED, "stack_form": "nn.Sequential"}
LAST_GOOD = "stack_last_good"


def load_case() -> None:
    name = st.session_state["stack_case"]
    if name:
        case = texts(STACK_CASES[name].stack)
        restore({key: case[key] for key in ("stack", "stack_input")})


def case_note(stack: Stack) -> None:
    """Say what to notice, while the stack is one of the cases."""
    for case in STACK_CASES.values():
        if (case.stack.layers, case.stack.input) == (stack.layers, stack.input):
            st.info(case.notice)


def choose_case(stack: Stack) -> None:
    names = {(case.stack.layers, case.stack.input): name for name, case in STACK_CASES.items()}
    st.session_state["stack_case"] = names.get((stack.layers, stack.input))
    st.pills("Start from", list(STACK_CASES), key="stack_case", on_change=load_case, wrap=True)


def read_stack() -> tuple[Trace, int]:
    """Read the stack and run it. What cannot be read stays in its field, and the last good stack stays in force."""
    text = st.text_input("The stack, as text", DEFAULTS["stack"], key="stack", bind="query-params", max_chars=8000)
    with st.grid(3, min_column_width=130, vertical_alignment="bottom"):
        shape, complaint = choose_shape("Input shape", "stack_input", [DEFAULTS["stack_input"]])
        seed = choose_seed()
        training = choose_training()
    if complaint:
        st.error(complaint)
    try:
        stack = Stack(shape, read_layers(text), training)
        trace = run_stack(stack, seed)
        st.session_state[LAST_GOOD] = stack
    except BadInput as bad:
        kept = "the last stack that could be read" if LAST_GOOD in st.session_state else "the lesson’s stack"
        st.error(f"{bad} Until then, {kept} stands here.")
        trace = run_stack(st.session_state.get(LAST_GOOD, DEFAULT), seed)
    return trace, seed


def seam(trace: Trace) -> None:
    """Torch's error at the seam that breaks, and a button for each cure that has been tried."""
    broken = trace.broken
    if broken is None:
        return
    arrived, wanted = broken.clash
    layer = trace.stack.layers[broken.index]
    st.error(
        f"✗ Layer {broken.index + 1}, {layer.kind.label}: **{arrived}** arrives, it takes **{wanted}**. Torch’s words:"
    )
    st.code(f"{broken.error_type}: {broken.error}", language=None, wrap_lines=True)
    for number, cure in enumerate(cures(trace)):
        st.button(
            cure.says,
            key=f"stack_cure_{number}",
            on_click=edit,
            args=(trace.stack, cure.stack),
            type="primary" if not number else "secondary",
        )


def flow_view(trace: Trace, seed: int) -> None:
    other = run_stack(replace(trace.stack, training=not trace.stack.training), seed)
    train, evaluated = (trace, other) if trace.stack.training else (other, trace)
    st.subheader("What flows through it, in train() and in eval()", anchor=False)
    st.markdown("The same input and the same weights in both, drawn under the seed: the input first, then the weights.")
    steps = flow(train, evaluated)
    differing = [step.label for step in steps if step.differ]
    spoken = f"train() and eval() first differ at {differing[0]}." if differing else "train() and eval() agree."
    live_view("flow", flow_drawing(steps), STILL, spoken, family="tensors")


def collapse_view(one: Collapse | None) -> None:
    if one is None:
        return
    before, after = one.parameters
    inputs, outputs = len(one.weight[0]), len(one.weight)
    st.markdown(
        f"**Layers {one.first + 1} to {one.last + 1} are one Linear({inputs}, {outputs}).** Multiply their weights, W₂W₁, "
        f"carry the bias through, W₂b₁ + b₂: {before:,} parameters do the work of {after:,}. On this input the two outputs "
        f"differ by {number_text(one.difference)} at most, float32's rounding."
    )
    if inputs > 10 or outputs > 8:
        return
    panel("See that one Linear", "stack_collapse", lambda: merged_linear(one))


def merged_linear(one: Collapse) -> None:
    rows = [[*map(number_text, row), number_text(bias)] for row, bias in zip(one.weight, one.bias, strict=True)]
    st.markdown(markdown_table([*(f"in {i}" for i in range(1, len(one.weight[0]) + 1)), "bias"], rows))


def script(stack: Stack, seed: int) -> str:
    form = st.segmented_control(
        "Form", list(FORMS), default="nn.Sequential", required=True, key="stack_form", bind="query-params"
    )
    return FORMS[form](stack, seed)


@st.fragment
def bench() -> None:
    left, right = st.columns([6, 7], gap="large")
    with left:
        above = st.container()
        trace, seed = read_stack()
        with above:
            choose_case(trace.stack)
        editor(trace.stack)
        seam(trace)
        case_note(trace.stack)
        for note in stack_notes(trace):
            st.warning(note)
        collapse_view(collapse(trace, seed))
        predict_first("stack", stack_questions(trace, seed), st.session_state)
    with right:
        with st.container(key="picture"):
            sentence = stack_sentence(trace.stack, trace.shapes, trace.parameters, trace.broken)
            live_view("stack", stack_drawing(trace), STILL, sentence, family="tensors")
        flow_view(trace, seed)
    code_panel("stack", lambda: script(trace.stack, seed))


header("Stack", "Pick a stack, change a layer, and watch the shape at every seam.", DEFAULTS)
bench()
