"""What the activation page says below its picture, and what waits in its panels."""

import streamlit as st

from neuron_core.activation import ACTIVATIONS, Study, collapse, levels, sleeper
from neuron_core.activation.depth import LEARNING_RATE, START_BIAS, START_WEIGHT, STEPS, Matrix
from neuron_core.activation.figure import path_figure
from neuron_core.activation.levels import FAINT, SCAN
from neuron_core.activation.words import arrived_words, met_words, sleeper_words, span_text
from neuron_core.shared.numbers import number_text
from neuron_core.shared.refusal import Refusal
from pages.shared.frame import theme
from pages.shared.tables import markdown_table


def ten_layers_back(study: Study) -> None:
    text = arrived_words(study.ways)
    st.markdown(f"### Ten layers in a row\n\n{text}", anchors=False)
    paths = {label: () if isinstance(way, Refusal) else way.path for label, way in study.ways.items()}
    st.plotly_chart(path_figure(paths, theme()), key="activation_path", alt=text, config={"displayModeBar": False})
    st.caption(
        "Computed by autograd, through ten real Linears of 16 neurons each. Their weights are orthogonal: they keep the length "
        "of a gradient, so only the activation changes it. A slope of 0 stops the gradient; a slope near 1 passes it on almost "
        f"unchanged. {met_words(study.ways)}"
    )


def flat_parts() -> None:
    rows = []
    for name, activation in ACTIVATIONS.items():
        found = levels(name)
        if isinstance(found, Refusal):
            rows.append([activation.label, "torch has no slope for it", "", ""])
            continue
        ends = f"{number_text(found.least)} to {number_text(found.most)}"
        rows.append([activation.label, span_text(found.saturated), span_text(found.zero), ends])
    head = [
        "activation",
        f"saturated: slope between −{FAINT:g} and {FAINT:g}",
        "slope exactly 0",
        "smallest to largest slope",
    ]
    st.markdown(markdown_table(head, rows, align=":---"))
    st.caption(
        f"Torch computed the slope at every z from {number_text(SCAN.minimum)} to {number_text(SCAN.maximum)} in steps of "
        f"{SCAN.step:g}. Saturated means that the slope stays that close to 0, however far z goes. Where a smooth curve has a "
        "slope of exactly 0, float32 has rounded it: the true slope is very small, but not 0."
    )


def dead_relu() -> None:
    st.markdown(
        f"A neuron starts with the weight {number_text(START_WEIGHT)} and the bias {number_text(START_BIAS)}, so z is far below "
        "0 for each of its ten inputs, from 0.1 to 1. Its output should be 1 for all of them. It is trained for "
        f"{STEPS} steps of gradient descent, with a learning rate of {number_text(LEARNING_RATE)}."
    )
    rows = []
    for name, activation in ACTIVATIONS.items():
        end = sleeper(name)
        if isinstance(end, Refusal):
            rows.append([activation.label, "none", "", "", "cannot train"])
            continue
        numbers = [number_text(value) for value in (end.gradient, end.bias, end.loss_after)]
        rows.append([activation.label, *numbers, sleeper_words(end)])
    head = ["activation", "first gradient of b", "b at the end", "loss at the end", "what training did"]
    st.markdown(markdown_table(head, rows))
    st.markdown(
        "With a gradient of exactly 0 no step changes anything: such a ReLU is called dead. A small slope still moves b up. "
        "Where the slope is negative, training moves b down: the loss shrinks a little, but the output stays below 0."
    )


def two_are_one(study: Study) -> None:
    two, label = collapse(study.names[0]), ACTIVATIONS[study.names[0]].label
    st.markdown(
        f"**Two layers, one after the other:**\n\n$W_1 = {_latex(two.first)},\\; b_1 = {_column(two.first_bias)}$, "
        f"then $W_2 = {_latex(two.second)},\\; b_2 = {_column(two.second_bias)}$\n\n"
        f"**One layer that does the same:**\n\n$W = W_2 W_1 = {_latex(two.merged)},\\; "
        f"b = W_2 b_1 + b_2 = {_column(two.merged_bias)}$"
    )
    outputs = {
        "two Linears, no activation between them": two.stacked,
        "the one Linear": two.single,
        f"two Linears, {label} between them": two.between,
    }
    rows = [[name, *(number_text(value, 6) for value in out)] for name, out in outputs.items()]
    st.markdown(markdown_table(["for the input 1, 2", "output 1", "output 2"], rows))
    st.markdown(
        "Without an activation between them, two Linears can do no more than one. Choose another activation at the top and "
        "compare the last row."
    )


def _column(vector: list[float]) -> str:
    return _latex([[value] for value in vector])


def _latex(matrix: Matrix) -> str:
    rows = r" \\ ".join(" & ".join(f"{value:.3f}" for value in row) for row in matrix)
    return rf"\begin{{bmatrix}} {rows} \end{{bmatrix}}"
