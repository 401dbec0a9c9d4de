"""What waits in the panels of the activation page."""

import streamlit as st

from neuron_core.activation import ACTIVATIONS, Study, collapse, levels, sleeper, ten_layers
from neuron_core.activation.depth import (
    DEPTH,
    DRAWS,
    HE_GAIN,
    LEARNING_RATE,
    SAMPLES,
    START_BIAS,
    START_WEIGHT,
    STEPS,
    WIDTH,
    Matrix,
    TenLayers,
)
from neuron_core.activation.drawing_depth import Lane, Path, depth_drawing
from neuron_core.activation.levels import FAINT, SCAN
from neuron_core.activation.words import arrived_words, gain_words, share_text, sigmoid_words, sleeper_words, span_text
from neuron_core.shared.numbers import number_text
from neuron_core.shared.refusal import Refusal
from neuron_core.shared.sweep import STILL
from pages.shared.live_view import live_view
from pages.shared.say import say
from pages.shared.tables import markdown_table


def ten_layers_back(study: Study) -> None:
    say(
        "Learning sends a gradient back through the network: for each number, how much the result changes with it. Each layer "
        "multiplies it by the slopes of its activation and by its weights. The gain is how many times longer the weights alone make the gradient."
    )
    labels = {ACTIVATIONS[name].label: name for name in study.names}
    one, he = ({label: ten_layers(name, gain) for label, name in labels.items()} for gain in (1.0, HE_GAIN))
    lanes = tuple(
        Lane(label, (_path(one[label]), _path(he[label])), (share_text(one[label]), share_text(he[label])))
        for label in labels
    )
    drawing = depth_drawing(lanes, ("gain 1", "gain √2 (He)"))
    live_view("activation_depth", drawing, STILL, arrived_words(one, he), "toggles")
    say(f"{gain_words()}\n\n{sigmoid_words()}")
    say(
        f"Computed by torch's autograd: the median (the middle value) of {DRAWS} random networks of {DEPTH} layers, {WIDTH} wide, with {SAMPLES} inputs each. Their weights are "
        "orthogonal (they turn and mirror, and keep every length) times the gain."
    )


def _path(way: TenLayers | Refusal) -> Path:
    return () if isinstance(way, Refusal) else way.path


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
        f"saturated: from there on the slope is between −{FAINT:g} and {FAINT:g}",
        "slope exactly 0",
        "smallest to largest slope",
    ]
    st.markdown(markdown_table(head, rows, align=":---"))
    say(
        f"Torch computed the slope at every z from {number_text(SCAN.minimum)} to {number_text(SCAN.maximum)} in steps of "
        f"{SCAN.step:g}. Where a smooth curve has a slope of exactly 0, float32 has rounded it: the true slope is very small, but "
        "not 0. GELU and SiLU have a lowest point, near z = −0.75 and z = −1.28: there the slope only passes through 0, and does "
        "not stay near it."
    )


def dead_relu() -> None:
    say(
        f"A neuron starts with the weight {number_text(START_WEIGHT)} and the bias {number_text(START_BIAS)}, so z is far below "
        "0 for each of its ten inputs, from 0.1 to 1. Its output should be 1 for all of them. It is trained for "
        f"{STEPS} steps of gradient descent: each moves the weight and the bias by {number_text(LEARNING_RATE)} times their "
        "gradients, so that the loss, the mean squared distance from 1, shrinks."
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
    say(
        "With a gradient of exactly 0 for every input no step changes anything: such a ReLU is called dead. A small slope still "
        "moves b up. Where the slope is negative, training moves b down: the loss shrinks a little, but the output stays below 0."
    )


def two_are_one(study: Study) -> None:
    two, label = collapse(study.names[0]), ACTIVATIONS[study.names[0]].label
    say(
        "A Linear is torch's layer of weighted sums: its output is W x + b.\n\n"
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
    say(
        "With no activation between them, two Linears can do no more than one. Choose another activation at the top and "
        "compare the last row."
    )


def _column(vector: list[float]) -> str:
    return _latex([[value] for value in vector])


def _latex(matrix: Matrix) -> str:
    rows = r" \\ ".join(" & ".join(f"{value:.3f}" for value in row) for row in matrix)
    return rf"\begin{{bmatrix}} {rows} \end{{bmatrix}}"
