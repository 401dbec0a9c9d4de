"""The activation: its curve decides what is sent on, its slope how much can be learnt."""

import streamlit as st

from neuron_core.activation import activation_script, study
from neuron_core.activation.drawing import activation_drawing
from pages.knobs.activation import COLLAPSE, COMPARE, KNOBS, LEVELS, SLEEPER, TEN, Z
from pages.knobs.common import ACTIVATION
from pages.panels.activation import dead_relu, flat_parts, ten_layers_back, two_are_one
from pages.shared.code_panel import code_panel
from pages.shared.frame import header
from pages.shared.live_code import what_it_means
from pages.shared.live_view import live_view
from pages.shared.panel import panel
from pages.shared.predict import covered, predict_first


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
        predict_first("activation", found.questions)
    hidden = covered("activation", found.questions)
    with right:
        with st.container(key="picture"):
            live_view("activation", activation_drawing(found), found.sweep, found.sentence, "toggles", hidden)
        if "slope" not in hidden:
            for note in found.notes:
                st.warning(note)
            if found.refusal:
                what_it_means(found.refusal)
    panel(TEN, lambda: ten_layers_back(found), covered="ten" in hidden)
    panel(SLEEPER, dead_relu)
    panel(LEVELS, flat_parts, covered="slope" in hidden)
    panel(COLLAPSE, lambda: two_are_one(found), covered="collapse" in hidden)
    code_panel("activation", lambda: activation_script(names[0], z))


header(
    "activation",
    "Activation",
    "Drag z, the weighted sum that comes in: the curve decides what is sent on, its slope how much can be learnt. "
    "Learning works by small changes, and where the curve is level a small change of z changes nothing.",
    KNOBS,
)
bench()
