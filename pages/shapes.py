"""Shapes: Flatten cell by cell, and what fits through a Linear's door."""

import streamlit as st

from neuron_core.shapes.drawing import (
    MAX_CELLS,
    doorway_drawing,
    doorway_sentence,
    flatten_drawing,
    flatten_sentence,
)
from neuron_core.shapes.questions import flatten_questions, linear_questions
from neuron_core.shapes.shape import MAX_DIMENSIONS, BadInput, Doorway, Outcome, Shape, doorway, flatten
from neuron_core.shapes.snippets import (
    flatten_here,
    integers_cured,
    integers_refused,
    linear_here,
    scalar_cured,
    scalar_refused,
    two_flattens,
)
from neuron_core.shared.live_run import live_run
from neuron_core.shared.sweep import STILL
from pages.shared.code_panel import code_panel
from pages.shared.frame import header, restore
from pages.shared.live_code import live_code
from pages.shared.live_view import live_view
from pages.shared.panel import panel
from pages.shared.predict import predict_first
from pages.shared.shape_input import choose_shape
from pages.shared.tables import markdown_table

TENSORS = ("1x2x2", "2x2", "2x2x3", "2x3x2x2", "5")
INPUTS = ("2x3", "3", "4x10x8", "scalar")
STARTS = {"nn.Flatten()": (1, -1), "torch.flatten(x)": (0, -1)}
DEFAULTS = {
    "shapes_tool": "Flatten",
    "shapes_tensor": TENSORS[0],
    "shapes_start_dim": 1,
    "shapes_end_dim": -1,
    "shapes_input": INPUTS[0],
    "shapes_in_features": 3,
    "shapes_out_features": 2,
}
MOST_FEATURES = 1000


def whole_number(label: str, low: int, high: int, key: str) -> int:
    return st.number_input(label, low, high, DEFAULTS[key], 1, key=key, bind="query-params")


def refusal(outcome: Outcome) -> None:
    if outcome.shape is None:
        st.markdown("✗ **Torch refuses, word for word:**")
        st.code(f"{outcome.error_type}: {outcome.error}", language=None, wrap_lines=True)


def pick_defaults() -> None:
    chosen = st.session_state["shapes_call"]
    if chosen:
        restore(dict(zip(("shapes_start_dim", "shapes_end_dim"), STARTS[chosen], strict=True)))


def flatten_bench() -> None:
    left, right = st.columns([5, 7], gap="large")
    with left:
        shape, complaint = choose_shape("Shape of the tensor", "shapes_tensor", TENSORS, MAX_CELLS)
        if complaint:
            st.error(complaint)
        with st.grid(2, min_column_width=120, wrap=False):
            start = whole_number("start_dim", -MAX_DIMENSIONS, MAX_DIMENSIONS, "shapes_start_dim")
            end = whole_number("end_dim", -MAX_DIMENSIONS, MAX_DIMENSIONS, "shapes_end_dim")
        named = {pair: name for name, pair in STARTS.items()}
        st.session_state["shapes_call"] = named.get((start, end))
        st.pills("As by default in", list(STARTS), key="shapes_call", on_change=pick_defaults)
        outcome = flatten(shape, start, end)
        if not complaint:
            refusal(outcome)
        predict_first("shapes_flatten", flatten_questions(), st.session_state)
    with right:
        with st.container(key="picture"):
            words = flatten_sentence(shape, outcome.shape)
            live_view("flatten", flatten_drawing(shape, outcome.shape), STILL, words, family="tensors")
        flatten_reasons(shape)
    code_panel("shapes_flatten", lambda: live_run(flatten_here, shape=shape, start_dim=start, end_dim=end).script)


def flatten_reasons(shape: Shape) -> None:
    rows = []
    for name, (start, end) in STARTS.items():
        outcome = flatten(shape, start, end)
        rows.append([f"`{name}`", start, outcome.shape or f"refused: {outcome.error_type}"])
    st.markdown(
        "### Two calls, two starting points\n\n"
        + markdown_table(["call", "starts at dimension", f"{shape} becomes"], rows, align=":---")
        + "\n\nNothing moves: the cells keep their order, only the brackets change. `nn.Flatten()` is a layer, and layers "
        "get batches: it keeps dimension 0, one row an example. A bare 2 by 2 has no batch dimension, so its two rows "
        "pass for two examples that are flat already.",
        anchors=False,
    )
    panel("A bare 2 by 2, run just now", "shapes_bare", lambda: live_code(live_run(two_flattens)))


def linear_bench() -> None:
    left, right = st.columns([5, 7], gap="large")
    with left:
        shape, complaint = choose_shape("Shape of the input", "shapes_input", INPUTS)
        if complaint:
            st.error(complaint)
        with st.grid(2, min_column_width=120, wrap=False):
            in_features = whole_number("in_features", 1, MOST_FEATURES, "shapes_in_features")
            out_features = whole_number("out_features", 1, MOST_FEATURES, "shapes_out_features")
        try:
            door = doorway(shape, in_features, out_features)
        except BadInput as bad:
            st.error(f"{bad} Choose fewer out_features or a smaller input.")
            door = doorway(shape[-1:], in_features, out_features)
        if not complaint:
            refusal(door.result)
        predict_first("shapes_linear", linear_questions(), st.session_state)
    with right:
        with st.container(key="picture"):
            live_view("doorway", doorway_drawing(door), STILL, doorway_sentence(door), family="tensors")
        linear_reasons(door)
    panel("Two that surprise: a scalar, and integers", "shapes_surprises", surprises)
    arguments = {"shape": door.arrives, "in_features": door.in_features, "out_features": door.out_features}
    code_panel("shapes_linear", lambda: live_run(linear_here, seed=0, **arguments).script)


def linear_reasons(door: Doorway) -> None:
    table = markdown_table(
        ["parameter", "shape", "numbers"],
        [
            [
                "weight",
                door.weight,
                f"{door.in_features} × {door.out_features} = {door.in_features * door.out_features:,}",
            ],
            ["bias", door.bias, f"{door.out_features:,}"],
            ["together", "", f"**{door.parameters:,}**"],
        ],
    )
    use = (
        "One output: a value, as for a price or a temperature."
        if door.out_features == 1
        else f"{door.out_features} outputs: a score for each of {door.out_features} classes, say. For a single value it would be 1."
    )
    st.markdown(
        f"### The door and its weights\n\nThe **door** says what fits through a Linear: the last dimension of what comes must match its in_features.\n\n{table}\n\nThe weight is **(out, in)**: each row is one output neuron with its "
        "weights for all inputs, and y = x Wᵀ + b. A Linear works on the **last dimension** alone and takes all others as "
        f"they come; the numbers in front may be any. {use}",
        anchors=False,
    )


def surprises() -> None:
    left, right = st.columns(2, gap="large")
    with left:
        live_code(live_run(scalar_refused, seed=0), "A scalar has shape (): there is no last dimension to work on.")
        live_code(live_run(scalar_cured, seed=0), "**The cure:** give it one, with `.reshape(1)`.")
    with right:
        live_code(live_run(integers_refused, seed=0), "Whole numbers make an integer tensor; the weights are floats.")
        live_code(live_run(integers_cured, seed=0), "**The cure:** `.float()`, or write 1.0 instead of 1.")


@st.fragment
def bench() -> None:
    tool = st.segmented_control(
        "Take apart", ["Flatten", "Linear"], default="Flatten", required=True, key="shapes_tool", bind="query-params"
    )
    if tool == "Flatten":
        flatten_bench()
    else:
        linear_bench()


header("Shapes", "Pick a tensor and watch where its cells go; then see what fits through a Linear.", DEFAULTS)
bench()
