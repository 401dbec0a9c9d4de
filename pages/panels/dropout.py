"""What waits on the dropout page, closed until asked for: a thousand passes and a network."""

import streamlit as st

from neuron_core.dropout import Study, study_in_network, study_thousand_passes
from neuron_core.dropout.drawing_in_network import network_drawing
from neuron_core.dropout.drawing_trial import trial_drawing
from neuron_core.shared.numbers import number_text
from pages.shared.live_view import live_view
from pages.shared.say import say
from pages.shared.tables import markdown_table


def trial(study: Study) -> None:
    found = study_thousand_passes(study)
    say(found.words, "trial")
    live_view("dropout_trial", trial_drawing(found), found.sweep, found.words, family="toggles")
    passes = found.trial
    columns = (
        study.settings.vector, passes.mean, passes.theory_mean, passes.spread, passes.theory_spread, passes.mask_mean
    )  # fmt: skip
    rows = [[i, *(number_text(value, 2) for value in row)] for i, row in enumerate(zip(*columns, strict=True), 1)]
    names = ["unit", "input", "mean", "mean in theory", "spread", "spread in theory", "mean, mask only"]
    st.markdown(markdown_table(names, rows))
    say(
        "In theory the mean is x and the spread |x| √(p / (1−p)); at p = 1 both are 0. The spread is the standard deviation "
        "over the passes."
    )


def network(study: Study) -> None:
    found = study_in_network(study)
    say(f"SimpleANN, its weights drawn from this seed, with dropout of its hidden values. {found.sentence}", "network")
    live_view("dropout_network", network_drawing(found), found.sweep, found.sentence, family="toggles")
