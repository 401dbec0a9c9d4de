"""A network learns: every epoch of it under one slider."""

from collections.abc import Sequence

import streamlit as st

from neuron_core.diagnosis.questions import training_questions
from neuron_core.shared.question import Question
from neuron_core.training import Run, Study, study, training_script
from neuron_core.training.drawing import training_drawing
from neuron_core.training.parts import OUTCOME
from pages.knobs import training as knobs
from pages.panels.training_atlas import atlas_panel
from pages.panels.training_data import rows_panel
from pages.panels.training_device import timing_panel
from pages.panels.training_home import take_home_panel
from pages.panels.training_landscape import landscape_panel
from pages.panels.training_run import trained
from pages.panels.training_settings import choose
from pages.panels.training_step import slow_step_panel
from pages.panels.training_why import mistakes_panel, overfit_panel, why
from pages.shared.code_panel import code_panel
from pages.shared.frame import header
from pages.shared.live_view import live_view
from pages.shared.panel import alone_unless_open
from pages.shared.predict import covered, predict_first
from pages.shared.say import say

# The panels that show something of the epoch: one that is open follows its slider.
FOLLOWERS = (knobs.LANDSCAPE, knobs.ATLAS, knobs.SLOW, knobs.HOME)


def bench(run: Run, questions: Sequence[Question]) -> Study:
    """Show the run at an epoch: its slider, the picture, and what else to see in it; a part may be covered by `questions`."""
    picture = st.container(key="picture")
    with picture:
        epoch = int(knobs.EPOCH.show())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        show, probe = knobs.SHOW.show(), knobs.PROBE.show()
        axes, point = None, (0.0, 0.0)
        if probe:
            point = knobs.POINT[0].show(), knobs.POINT[1].show()
            axes = knobs.POINT[0].axis, knobs.POINT[1].axis
    found = study(run, knobs.EPOCH.axis, epoch, gradients=show == knobs.GRADIENTS, probe=axes, point=point)
    with picture:
        covers = [OUTCOME] if OUTCOME in covered("training", questions) else []
        said = found.sentence
        live_view(
            "training",
            training_drawing(found),
            found.sweep,
            said,
            covered=covers,
            films=found.films,
            spoken_covered=said,
        )
    return found


def page() -> None:
    left, right = st.columns([4, 11], gap="medium")
    with left:
        settings, samples = choose()
    with right:
        run = trained(settings, samples)
        if not run:
            return
        questions = training_questions(run)
        found = alone_unless_open(bench, *FOLLOWERS)(run, questions)
        say(found.reading, "reading", st.caption)
    outcome_covered = OUTCOME in covered("training", questions)
    with left:
        predict_first("training", questions)
        why(run, covered=outcome_covered)
    rows_panel(samples)
    slow_step_panel(run, found.epoch)
    landscape_panel(found)
    atlas_panel(settings, samples, int(knobs.EPOCH.now))
    overfit_panel(run, covered=outcome_covered)
    mistakes_panel()
    timing_panel()
    take_home_panel(found)
    code_panel("training", lambda: training_script(run))


header(
    "training",
    "Training",
    "A network learns in small steps: each epoch moves its weights so that its loss falls. Press Play, or drag the epoch.",
    knobs.KNOBS,
)
page()
