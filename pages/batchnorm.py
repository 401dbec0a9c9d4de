"""Batch-norm: one feature's numbers in two steps; gamma and beta, running statistics and the other features on demand."""

import streamlit as st

from neuron_core.batchnorm import (
    EXHIBITS,
    FEATURES,
    MOST_ROWS,
    BatchNorm,
    Keys,
    Study,
    batchnorm_script,
    read_eps,
    read_momentum,
    step_of,
    study,
)
from neuron_core.batchnorm.drawing import batchnorm_drawing
from neuron_core.batchnorm.words import REFUSED, same_meaning
from neuron_core.shared.numbers import number_text
from neuron_core.shared.typed_input import parse_rows
from pages.knobs.batchnorm import (
    ALL,
    BATCH,
    BETAS,
    CELL,
    EPS,
    GAMMAS,
    KNOBS,
    MOMENTUM,
    MORE,
    MOVE,
    PASSES,
    ROW,
    RUNNING,
    RUNS,
    SCALE,
    cells,
)  # fmt: skip
from pages.knobs.common import TRAINING
from pages.panels.batchnorm import all_features, lessons_row, passes_and_momentum, scale_and_shift
from pages.shared.code_panel import code_panel
from pages.shared.exhibits import exhibits
from pages.shared.frame import header
from pages.shared.live_code import torchs_words
from pages.shared.live_view import live_view
from pages.shared.panel import expander, panel
from pages.shared.predict import covered, predict_first
from pages.shared.say import say
from pages.shared.typed import valid_or_told

AXES = [knob.axis for knob in (MOVE, *GAMMAS, *BETAS, PASSES)]
KEYS = Keys(
    training=TRAINING.key, batch=BATCH.key, momentum=MOMENTUM.key, passes=PASSES.key, eps=EPS.key, cell=CELL.key, move=MOVE.key
)  # fmt: skip


def controls() -> Study:
    """Show the three controls, the question, and the settings that wait in panels; return what torch makes of them."""
    at_rest, asked = st.container(), st.container()
    scale, running, more = map(expander, (SCALE, RUNNING, MORE))
    with more:
        BATCH.show()
        EPS.show()
    with running:
        passes = passes_and_momentum()
    with at_rest:
        # Read out here, so that a complaint is seen while the box is closed.
        batch = valid_or_told(BATCH, lambda text: parse_rows(text, FEATURES, max_rows=MOST_ROWS))
        momentum, eps = valid_or_told(MOMENTUM, read_momentum), valid_or_told(EPS, read_eps)
        cell = cells(len(batch))[CELL.show(list(cells(len(batch))), on_change=MOVE.put, args=(0,))]
        move = MOVE.show(f"Move it by so many steps of {number_text(step_of(batch, cell))}")
        training = TRAINING.show()
    with scale:
        affine, gamma, beta = scale_and_shift(cell[1])
    norm = BatchNorm(batch, training, affine, gamma, beta, momentum, eps, passes)
    opened = [name for name, box in (("affine", scale), ("running", running)) if box.open]
    found = study(norm, cell, move, AXES, KEYS, opened)
    with asked:
        if found.refusal:
            st.warning(REFUSED)
            torchs_words(found.refusal)
        for note in found.notes:
            st.warning(note)
        predict_first("batchnorm", found.questions)
    return found


@st.fragment
def bench() -> None:
    left, right = st.columns([4, 8], gap="medium")
    with left:
        found = controls()
    hidden = covered("batchnorm", found.questions)
    with right, st.container(key="picture"):
        live_view("batchnorm", batchnorm_drawing(found), found.sweep, found.sentence, family="toggles", covered=hidden)
        say(same_meaning(found.sweep.now["spread"]), "meaning")
    panel(ALL, lambda: all_features(found), covered="features" in hidden)
    panel(ROW, lessons_row)
    panel(RUNS, lambda: exhibits(EXHIBITS), covered="runs" in hidden)
    code_panel("batchnorm", lambda: batchnorm_script(found.norm, found.batch))


header(
    "batchnorm",
    "Batch-norm",
    "A batch is a table: a row for each sample, a column for each feature. Batch-norm takes each column and does two things: "
    "**subtract the mean, divide by the spread**, which is the typical distance from the mean. Drag the large dot.",
    KNOBS,
)
bench()
