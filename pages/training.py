"""A network learns: every epoch of it under one slider."""

from functools import lru_cache

import streamlit as st

from neuron_core.training import Run, Samples, Settings, drawn_table, prepare, study, train
from neuron_core.training.drawing import training_drawing
from pages.knobs import training as knobs
from pages.shared.frame import header
from pages.shared.live_view import live_view
from pages.shared.panel import expander


@lru_cache(maxsize=128)
def trained(settings: Settings, samples: Samples) -> Run:
    return train(settings, samples)


def choose() -> tuple[Settings, Samples]:
    data = knobs.DATA.show()
    hidden = knobs.WIDTH.show()
    with st.grid(2, min_column_width=110):
        activation, rate = knobs.ACTIVATION.show(), knobs.RATE.show()
        optimiser, seed = knobs.OPTIMISER.show(), int(knobs.SEED.show())
    with expander(knobs.MORE), st.grid(2, min_column_width=110):
        loss, batch = knobs.LOSS.show(), int(knobs.BATCH.show())
        epochs, decay = int(knobs.EPOCHS.show()), knobs.DECAY.show()
        rows, noise = int(knobs.ROWS.show()), knobs.NOISE.show()
        data_seed, test = int(knobs.DATA_SEED.show()), knobs.TEST.show() / 100
        standardise, device = knobs.STANDARDISE.show(), knobs.DEVICE.show()
    samples = prepare(drawn_table(data, rows, noise, data_seed), test, standardise, data_seed)
    return Settings(
        hidden, activation, loss if samples.classes else "mse", optimiser, rate, batch, epochs, decay, seed, device
    ), samples


@st.fragment
def bench(run: Run) -> None:
    epoch = int(knobs.EPOCH.show())
    picture = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        show = knobs.SHOW.show()
        probe = knobs.PROBE.show()
    axes, point = None, (0.0, 0.0)
    if probe:
        with st.container(horizontal=True):
            point = knobs.POINT[0].show(), knobs.POINT[1].show()
        axes = knobs.POINT[0].axis, knobs.POINT[1].axis
    found = study(run, knobs.EPOCH.axis, epoch, gradients=show == knobs.GRADIENTS, probe=axes, point=point)
    with picture:
        live_view("training", training_drawing(found), found.sweep, found.sentence, films=found.films)


header(
    "training",
    "Training",
    "A network learns by small steps. Press Play, or drag the epoch, forwards and back.",
    knobs.KNOBS,
)
left, right = st.columns([4, 11], gap="medium")
with left:
    settings, samples = choose()
run = trained(settings, samples)
with right:
    bench(run)
