"""The activation: its curve, its slope, and what becomes of a gradient that is passed back through it."""

import streamlit as st

from neuron_core.activation import activation_script, study
from neuron_core.activation.drawing import activation_drawing
from pages.knobs.activation import COLLAPSE, COMPARE, KNOBS, LEVELS, SLEEPER, Z
from pages.knobs.common import ACTIVATION
from pages.panels.activation import dead_relu, flat_parts, ten_layers_back, two_are_one
from pages.shared.code_panel import code_panel
from pages.shared.frame import header
from pages.shared.live_view import live_view
from pages.shared.panel import panel
from pages.shared.predict import predict_first


def controls() -> tuple[list[str], float]:
    """Return the names of the activations to draw, the chosen one first, and z."""
    chosen, z, others = ACTIVATION.show(), Z.show(), COMPARE.show()
    return [chosen, *(name for name in others if name != chosen)], z


@st.fragment
def bench() -> None:
    left, right = st.columns([4, 7], gap="medium")
    with left:
        names, z = controls()
        found = study(names, z, Z.axis)
    with right:
        with st.container(key="picture"):
            live_view("activation", activation_drawing(found), found.sweep, found.sentence, family="toggles")
        ten_layers_back(found)
    with left:
        for note in found.notes:
            st.warning(note)
        predict_first("activation", found.questions)
    panel(LEVELS, flat_parts)
    panel(SLEEPER, dead_relu)
    panel(COLLAPSE, lambda: two_are_one(found))
    code_panel("activation", lambda: activation_script(names[0], z))


header(
    "activation",
    "Activation",
    "Drag z. The dot shows the activation's output; the tangent's slope shows how much of the error is passed back.",
    KNOBS,
)
bench()
