"""One neuron, every knob of it on a slider."""

from itertools import accumulate

import streamlit as st

from neuron_core.activation.registry import ACTIVATIONS, curve
from neuron_core.neuron.cases import CASES
from neuron_core.neuron.drawing import Charts, neuron_drawing
from neuron_core.neuron.model import MAX_INPUTS, Neuron, Result, forward, gradients
from neuron_core.neuron.model import sentence as neuron_sentence
from neuron_core.neuron.questions import neuron_questions
from neuron_core.neuron.script import neuron_script
from neuron_core.neuron.words import edge_notes
from neuron_core.shared.drawing.axes import roomy
from neuron_core.shared.sweep import Sweep, sweep
from pages.panels.neuron import case_note, gate_corners, response_view, which_knob
from pages.shared.code_panel import code_panel
from pages.shared.controls import (
    B_KNOB,
    B_LIMIT,
    DEFAULT_ACTIVATION,
    W_KNOBS,
    W_LIMIT,
    X_KNOBS,
    choose_activation,
)
from pages.shared.frame import header, restore
from pages.shared.live_view import live_view
from pages.shared.predict import predict_first

N_DEFAULT = 2
DEFAULTS = {knob.axis.key: knob.default for knob in (*X_KNOBS, *W_KNOBS, B_KNOB)} | {
    "n": N_DEFAULT,
    "activation": DEFAULT_ACTIVATION,
    "neuron_case": None,
}


def load_case() -> None:
    name = st.session_state["neuron_case"]
    if name:
        neuron = CASES[name].neuron
        restore(neuron.values | {"n": len(neuron.x), "activation": neuron.activation})


def toolbar() -> tuple[str | None, int, str]:
    """Choose a case, the number of inputs, the activation: what is changed rarely and redraws the page."""
    with st.container(horizontal=True):
        case = st.pills(
            "Neurons to try", list(CASES), key="neuron_case", bind="query-params", on_change=load_case, wrap=True
        )
        inputs = range(1, MAX_INPUTS + 1)
        n = st.segmented_control("Inputs", inputs, default=N_DEFAULT, required=True, key="n", bind="query-params")
        return case, n, choose_activation()


def sliders(n: int, activation: str) -> Neuron:
    with st.grid(2, min_column_width=120, wrap=False):
        x, w = [], []
        for i in range(n):
            x.append(X_KNOBS[i].slider(f"Input x{i + 1}"))
            w.append(W_KNOBS[i].slider(f"Weight w{i + 1}"))
    return Neuron(tuple(x), tuple(w), B_KNOB.slider("Bias b"), activation)


def computed(neuron: Neuron) -> tuple[Sweep, Result]:
    """Every position of every slider in one forward; its first row is the neuron as it stands."""
    axes = [knob.axis for knob in (*X_KNOBS[: len(neuron.x)], *W_KNOBS[: len(neuron.w)], B_KNOB)]
    table = sweep(axes, neuron.values, lambda values: forward(values, neuron.activation))
    return table, Result.of(table.now)


def picture(neuron: Neuron, table: Sweep, result: Result) -> None:
    activation = ACTIVATIONS[neuron.activation]
    z_axis = roomy([*accumulate(result.contributions), result.z])
    reach = max(5.0, *(abs(end) for end in roomy([result.z])))
    drawing = neuron_drawing(
        len(neuron.x), activation.label, activation.verdict, Charts(z_axis, *curve(neuron.activation, reach))
    )
    live_view("neuron", drawing, table, neuron_sentence(neuron, result))


@st.fragment
def bench(case: str | None, n: int, activation: str) -> None:
    left, right = st.columns([12, 13], gap="medium")
    with left:
        neuron = sliders(n, activation)
        table, result = computed(neuron)
        slopes, corners = gradients(neuron), gate_corners(case, neuron)
        if case:
            case_note(case, corners, neuron)
        for note in edge_notes(neuron, result, slopes):
            st.warning(note)
        predict_first("neuron", neuron_questions(neuron, W_LIMIT, B_LIMIT), st.session_state)
        which_knob(neuron, slopes)
    with right:
        with st.container(key="picture"):
            picture(neuron, table, result)
        response_view(neuron, result, corners)
    code_panel("neuron", lambda: neuron_script(neuron))


header(
    "One neuron",
    "Drag any slider and watch the weighted sum follow. Or start from a neuron with something to show.",
    DEFAULTS,
)
bench(*toolbar())
