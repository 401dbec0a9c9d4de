"""Dropout: which units are dropped, how the others are scaled up, and that eval() drops none."""

import streamlit as st

from neuron_core.dropout import EXHIBITS, MOST_UNITS, Dropout, dropout_script, study
from neuron_core.dropout.drawing import dropout_drawing
from neuron_core.shared.typed_input import parse_vector
from pages.knobs.common import SEED, TRAINING
from pages.knobs.dropout import KNOBS, NETWORK, RUNS, TRIAL, VECTOR, P
from pages.panels.dropout import network, trial
from pages.shared.code_panel import code_panel
from pages.shared.exhibits import exhibits
from pages.shared.frame import header
from pages.shared.live_view import live_view
from pages.shared.panel import panel
from pages.shared.predict import covered, predict_first
from pages.shared.typed import valid_or_told


def draw_again() -> None:
    SEED.put((SEED.now + 1) % (SEED.maximum + 1))


def controls() -> Dropout:
    p = P.show()
    training = TRAINING.show()
    VECTOR.show()
    vector = valid_or_told(VECTOR, lambda text: parse_vector(text, most=MOST_UNITS))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        seed = int(SEED.show())
        st.button("Draw again", key="dropout_again", on_click=draw_again, help="Draw with the next seed.")
    return Dropout(vector, p, training, seed)


@st.fragment
def bench() -> None:
    left, right = st.columns([4, 8], gap="medium")
    with left:
        found = study(controls(), P.axis, TRAINING.key)
        for note in found.notes:
            st.warning(note)
        predict_first("dropout", found.questions)
    hidden = covered("dropout", found.questions)
    with right, st.container(key="picture"):
        live_view("dropout", dropout_drawing(found), found.sweep, found.sentence, family="toggles", covered=hidden)
    panel(TRIAL, lambda: trial(found), covered="trial" in hidden)
    panel(NETWORK, lambda: network(found), covered="scaled" in hidden)
    panel(RUNS, lambda: exhibits(EXHIBITS, seed=found.settings.seed), covered="runs" in hidden)
    code_panel("dropout", lambda: dropout_script(found.settings))


header(
    "dropout",
    "Dropout",
    "While a network learns, **units** (single numbers inside it) **are dropped at random**: set to 0. When the network is used, no unit is dropped. So "
    "it cannot rely on any single unit, and overfits less (overfitting: learning the examples by heart). Drag p.",
    KNOBS,
)
bench()
