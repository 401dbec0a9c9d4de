"""A network learns: every epoch of it under one slider."""

import streamlit as st

from neuron_core.training import Run, Study, study
from neuron_core.training.drawing import training_drawing
from pages.knobs import training as knobs
from pages.panels.training_atlas import atlas_panel
from pages.panels.training_data import rows_panel
from pages.panels.training_device import timing_panel
from pages.panels.training_landscape import landscape_panel
from pages.panels.training_run import trained
from pages.panels.training_settings import choose
from pages.shared.frame import header
from pages.shared.live_view import live_view
from pages.shared.panel import alone_unless_open

# The panels that show something of the epoch: one that is open follows its slider.
FOLLOWERS = (knobs.CODE, knobs.LANDSCAPE, knobs.ATLAS)


def bench(run: Run) -> Study:
    """Show the run at an epoch: its slider, the picture, and what else to see in it."""
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
        live_view("training", training_drawing(found), found.sweep, found.sentence, films=found.films)
    return found


def page() -> None:
    left, right = st.columns([4, 11], gap="medium")
    with left:
        settings, samples = choose()
    with right:
        run = trained(settings, samples)
        if not run:
            return
        found = alone_unless_open(bench, *FOLLOWERS)(run)
    rows_panel(samples)
    landscape_panel(found)
    atlas_panel(settings, samples, int(knobs.EPOCH.now))
    timing_panel()


header(
    "training",
    "Training",
    "A network learns in small steps: each epoch moves its weights so that its loss falls. Press Play, or drag the epoch.",
    knobs.KNOBS,
)
page()
