"""What the dropout page shows below its picture: a thousand passes, and, closed until asked for, their numbers and a network."""

import streamlit as st

from neuron_core.dropout import PASSES, Study, study_in_network
from neuron_core.dropout.drawing_in_network import network_drawing
from neuron_core.dropout.figure import trial_figure
from neuron_core.shared.numbers import number_text
from pages.knobs.dropout import TRIAL_TABLE
from pages.shared.frame import theme
from pages.shared.live_view import live_view
from pages.shared.panel import panel
from pages.shared.tables import markdown_table


def trial(study: Study) -> None:
    st.markdown(f"### {PASSES:,} passes in training\n\n{study.trial_words}", anchors=False)
    drawn = trial_figure(study.trial, theme())
    st.plotly_chart(drawn, key="dropout_trial", alt=study.trial_words, config={"displayModeBar": False})
    panel(TRIAL_TABLE, lambda: trial_table(study))


def trial_table(study: Study) -> None:
    found = study.trial
    columns = (
        study.settings.vector, found.mean, found.theory_mean, found.spread, found.theory_spread, found.mask_mean
    )  # fmt: skip
    rows = [[i, *(number_text(value, 2) for value in row)] for i, row in enumerate(zip(*columns, strict=True), 1)]
    names = ["unit", "input", "mean", "mean in theory", "spread", "spread in theory", "mean, mask only"]
    st.markdown(markdown_table(names, rows))
    st.caption(
        "In theory the mean is x and the spread |x| √(p / (1−p)); at p = 1 both are 0. The spread is the standard deviation "
        "over the passes."
    )


def network(study: Study) -> None:
    found = study_in_network(study)
    st.markdown(f"SimpleANN, its weights drawn from this seed, with dropout of its hidden values. {found.sentence}")
    live_view("dropout_network", network_drawing(found), found.sweep, found.sentence, family="toggles")
