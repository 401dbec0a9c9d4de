"""The activation: its curve, its slope, and what becomes of a gradient that has to pass it."""

import streamlit as st

from neuron_core.activation.depth import SLEEPING_BIAS, WAKING_STEPS, Matrix, collapse, sleeper, ten_layers
from neuron_core.activation.drawing import MAX_CURVES, activation_drawing
from neuron_core.activation.figure import path_figure
from neuron_core.activation.questions import activation_questions
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.activation.slope import (
    FAINT,
    activation_script,
    levels,
    refusal,
    span_text,
    study,
    study_curve,
    study_notes,
    study_sentence,
)
from neuron_core.shared.numbers import number_text
from neuron_core.shared.sweep import Axis, Sweep, sweep
from pages.shared.code_panel import code_panel
from pages.shared.controls import DEFAULT_ACTIVATION, Knob, choose_activation
from pages.shared.frame import header
from pages.shared.live_view import live_view
from pages.shared.panel import panel
from pages.shared.predict import predict_first
from pages.shared.tables import markdown_table

Z = Knob(Axis("activation_z", -20.0, 20.0, 0.1), 1.0, 1)
COMPARE_DEFAULT = ["sigmoid", "tanh"]
REACHES = (5.0, 10.0, 20.0)  # how far the charts go along z: as far as needed, with room to drag


def controls() -> tuple[tuple[str, ...], float]:
    """Return the activations to draw, the chosen one first, and the operating point."""
    chosen = choose_activation()
    z = Z.slider("z, what comes in")
    others = st.multiselect(
        "Laid over it", list(ACTIVATIONS), COMPARE_DEFAULT, key="activation_compare", bind="query-params",
        max_selections=MAX_CURVES - 1,
    )  # fmt: skip
    return (chosen, *(name for name in others if name != chosen)), z


def picture(names: tuple[str, ...], z: float) -> Sweep:
    key = Z.axis.key
    table = sweep([Z.axis], {key: z}, lambda values: study(values, key, names))
    reach = next((reach for reach in REACHES if abs(z) <= 0.8 * reach), REACHES[-1])
    drawing = activation_drawing(tuple(study_curve(name, reach) for name in names), key)
    live_view("activation", drawing, table, study_sentence(names[0], z, table.now), family="toggles")
    return table


def ink() -> str:
    """Return the theme's colour of text: Plotly cannot take it from the style sheet as the drawings do."""
    return st.get_option(f"theme.{st.context.theme.type or 'light'}.textColor")


def ten_in_a_row(names: tuple[str, ...]) -> None:
    ways = {ACTIVATIONS[name].label: None if refusal(name) else ten_layers(name) for name in names}
    arrived = "; ".join(f"{label}: {number_text(way.path[-1])}" for label, way in ways.items() if way)
    refused = ", ".join(ACTIVATIONS[name].label for name in names if refusal(name))
    text = f"What is left of a gradient of 1 after ten layers. {arrived}."
    text += f" {refused}: no way back at all." * bool(refused)
    st.markdown(f"### Ten of them in a row\n\n{text}", anchors=False)
    met = "; ".join(
        f"{label} {number_text(way.mean_slope, 2)} on average, {number_text(100 * way.zero_share, 0)} % of them exactly 0"
        for label, way in ways.items()
        if way
    )
    figure = path_figure({label: way.path if way else () for label, way in ways.items()}, ink())
    st.plotly_chart(figure, key="activation_path", alt=text, config={"displayModeBar": False})
    st.caption(
        "Autograd, through ten real Linears with 16 neurons each. They only turn the signal (orthogonal weights), so what "
        f"gets lost is the activation's doing: a slope of 0 stops it, one near 1 lets it pass. The slopes it met: {met}."
    )


def level_ground() -> None:
    rows = []
    for name, activation in ACTIVATIONS.items():
        found = levels(name)
        if found.refused:
            rows.append([activation.label, "torch has no slope for it", "", ""])
            continue
        extremes = f"{number_text(found.least)} to {number_text(found.most)}"
        rows.append([activation.label, span_text(found.saturated), span_text(found.zero), extremes])
    header_row = ["activation", f"saturated (slope under {FAINT:g})", "slope exactly 0", "slopes"]
    st.markdown(markdown_table(header_row, rows, align=":---"))
    st.caption(
        "Torch was asked at every z from −120 to 120 by 0.1. An exact 0 far out is float32's: the true slope is too small to store."
    )


def never_wakes() -> None:
    st.markdown(
        f"A neuron starts with the weight 1 and the bias {number_text(SLEEPING_BIAS)}, so far below 0 for all its ten inputs. "
        f"It should say 1 to each of them, and trains for {WAKING_STEPS} steps."
    )
    rows = []
    for name, activation in ACTIVATIONS.items():
        end = sleeper(name)
        if end.gradient is None:
            rows.append([activation.label, "none", "", "", "cannot train"])
            continue
        verdict = (
            "never moved" if end.gradient == 0 else "woke up" if end.bias > SLEEPING_BIAS else "fell deeper asleep"
        )
        numbers = [number_text(value) for value in (end.gradient, end.bias, end.loss_after)]
        rows.append([activation.label, *numbers, verdict])
    st.markdown(markdown_table(["activation", "first gradient of b", "b at the end", "loss at the end", " "], rows))
    st.markdown(
        "With a gradient of exactly 0 every step is a step of 0. A slope that is only small still moves the neuron; a negative one moves it the wrong way."
    )


def two_are_one(names: tuple[str, ...]) -> None:
    two = collapse(names[0])
    label = ACTIVATIONS[names[0]].label
    st.markdown(
        f"**Two layers, one after the other:**\n\n$W_1 = {_latex(two.first)},\\; b_1 = {_latex([[b] for b in two.first_bias])}$, "
        f"then $W_2 = {_latex(two.second)},\\; b_2 = {_latex([[b] for b in two.second_bias])}$\n\n"
        f"**One layer that does the same:**\n\n$W = W_2 W_1 = {_latex(two.merged)},\\; "
        f"b = W_2 b_1 + b_2 = {_latex([[b] for b in two.merged_bias])}$"
    )
    outputs = {
        "two Linears, nothing between": two.stacked,
        "the one Linear": two.single,
        f"two Linears, {label} between": two.between,
    }
    rows = [[name, *(number_text(value, 6) for value in out)] for name, out in outputs.items()]
    st.markdown(markdown_table(["for the input 1, 2", "output 1", "output 2"], rows))
    st.markdown(
        "Without a bend between them, layers collapse into one: depth buys nothing. Choose another activation and look again."
    )


def _latex(matrix: Matrix) -> str:
    rows = r" \\ ".join(" & ".join(f"{value:.3f}" for value in row) for row in matrix)
    return rf"\begin{{bmatrix}} {rows} \end{{bmatrix}}"


@st.fragment
def bench() -> None:
    left, right = st.columns([4, 7], gap="medium")
    with left:
        names, z = controls()
    with right:
        with st.container(key="picture"):
            table = picture(names, z)
        ten_in_a_row(names)
    with left:
        for note in study_notes(names[0], table.now):
            st.warning(note)
        predict_first("activation", activation_questions(Z.axis.key), st.session_state)
    panel("Where each one saturates, and where its slope is exactly 0", "activation_levels", level_ground)
    panel("A ReLU that never wakes", "activation_sleeper", never_wakes)
    panel("No activation at all: two Linears are one", "activation_collapse", lambda: two_are_one(names))
    code_panel("activation", lambda: activation_script(names[0], z))


header(
    "Activation",
    "Drag z: the dot shows what the activation sends on, the tangent how much of an error finds its way back.",
    {"activation": DEFAULT_ACTIVATION, Z.axis.key: Z.default, "activation_compare": COMPARE_DEFAULT},
)
bench()
