"""Batch-norm: a batch before and after, in training and in eval, and the running statistics that eval uses."""

import streamlit as st

from neuron_core.batchnorm import (
    EXHIBITS,
    FEATURES,
    MOST_ROWS,
    BatchNorm,
    Cell,
    Keys,
    batchnorm_script,
    read_eps,
    read_momentum,
    study,
)
from neuron_core.batchnorm.drawing import batchnorm_drawing
from neuron_core.batchnorm.words import REFUSED
from neuron_core.shared.typed_input import parse_rows
from pages.knobs.batchnorm import (
    AFFINE,
    BATCH,
    BETAS,
    CELL,
    EPS,
    GAMMAS,
    KNOBS,
    MOMENTUM,
    MORE,
    PASSES,
    ROW,
    RUNS,
    cells,
)
from pages.knobs.common import TRAINING
from pages.panels.batchnorm import lessons_row
from pages.shared.code_panel import code_panel
from pages.shared.exhibits import exhibits
from pages.shared.frame import header
from pages.shared.live_code import torchs_words
from pages.shared.live_view import live_view
from pages.shared.panel import expander, panel
from pages.shared.predict import predict_first
from pages.shared.typed import valid_or_told

AXES = [knob.axis for knob in (*GAMMAS, *BETAS, PASSES)]
KEYS = Keys(training=TRAINING.key, batch=BATCH.key, momentum=MOMENTUM.key, passes=PASSES.key)


def one_more_pass() -> None:
    PASSES.put(min(PASSES.maximum, PASSES.now + 1))


def sliders(affine: bool) -> tuple[tuple[float, ...], tuple[float, ...], int]:
    with st.grid(2, min_column_width=120, wrap=False):
        pairs = [(g.show(disabled=not affine), b.show(disabled=not affine)) for g, b in zip(GAMMAS, BETAS, strict=True)]
    gamma, beta = zip(*pairs, strict=True)
    passes = int(PASSES.show())
    with st.container(horizontal=True):
        full = passes == PASSES.maximum
        st.button("One more training pass", key="batchnorm_feed", on_click=one_more_pass, disabled=full)
        st.button("Reset running statistics", key="batchnorm_forget", on_click=PASSES.put, args=(0,))
    return gamma, beta, passes


def controls() -> tuple[BatchNorm, Cell]:
    """Return the layer with its batch, and the cell whose arithmetic is shown."""
    with st.container(horizontal=True):
        training, affine = TRAINING.show(), AFFINE.show()
    gamma, beta, passes = sliders(affine)
    BATCH.show()
    batch = valid_or_told(BATCH, lambda text: parse_rows(text, FEATURES, max_rows=MOST_ROWS))
    with expander(MORE):
        with st.grid(2, min_column_width=120, wrap=False):
            MOMENTUM.show()
            EPS.show()
        cell = cells(len(batch))[CELL.show(list(cells(len(batch))))]
    # Read out here, so that a complaint is seen while the box is closed.
    momentum, eps = valid_or_told(MOMENTUM, read_momentum), valid_or_told(EPS, read_eps)
    return BatchNorm(batch, training, affine, gamma, beta, momentum, eps, passes), cell


@st.fragment
def bench() -> None:
    left, right = st.columns([4, 8], gap="medium")
    with left:
        found = study(*controls(), AXES, KEYS)
        if found.refusal:
            st.warning(REFUSED)
            torchs_words(found.refusal)
        for note in found.notes:
            st.warning(note)
        predict_first("batchnorm", found.questions)
    with right, st.container(key="picture"):
        live_view("batchnorm", batchnorm_drawing(found), found.sweep, found.sentence, family="toggles")
    panel(ROW, lessons_row)
    panel(RUNS, lambda: exhibits(EXHIBITS))
    code_panel("batchnorm", lambda: batchnorm_script(found.norm))


header(
    "batchnorm",
    "Batch-norm",
    "Drag a gamma, a beta, or the training passes. Each feature is rescaled by its own mean and variance over the batch, which "
    "makes training more stable.",
    KNOBS,
)
bench()
