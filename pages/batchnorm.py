"""Batch-norm: a batch before and after, what the layer remembers of it, and what becomes of that in eval()."""

import streamlit as st

from neuron_core.batchnorm.drawing import Shape, batchnorm_drawing, scale_powers
from neuron_core.batchnorm.layer import (
    FEATURES,
    MOST_FEEDS,
    MOST_ROWS,
    BatchNorm,
    batchnorm_columns,
    batchnorm_notes,
    batchnorm_script,
    batchnorm_sentence,
    knob_keys,
    memory,
    read_eps,
    read_momentum,
)
from neuron_core.batchnorm.questions import batchnorm_questions
from neuron_core.batchnorm.snippets import LESSON_FIGURE, SHOWN, row_through_layer_norm
from neuron_core.shared.live_run import live_run
from neuron_core.shared.numbers import number_text
from neuron_core.shared.sweep import Axis, sweep
from neuron_core.shared.typed_input import parse_rows
from pages.shared.code_panel import code_panel
from pages.shared.controls import Knob, choose_training
from pages.shared.frame import header
from pages.shared.live_code import live_code
from pages.shared.live_view import live_view
from pages.shared.panel import panel
from pages.shared.predict import predict_first
from pages.shared.tables import markdown_table
from pages.shared.typed import last_readable

PREFIX, BATCH, FEEDS = "batchnorm", "batchnorm_batch", "batchnorm_feeds"
BATCH_DEFAULT = "2, 200, 4000\n4, 180, 1000\n6, 260, 2500\n8, 120, 3500"
MOMENTUM_DEFAULT, EPS_DEFAULT = "0.1", "1e-5"
GAMMA_KEYS, BETA_KEYS, _ = knob_keys(PREFIX)
GAMMAS = [Knob(Axis(key, -2.0, 2.0, 0.1), 1.0, 1) for key in GAMMA_KEYS]
BETAS = [Knob(Axis(key, -2.0, 2.0, 0.1), 0.0, 1) for key in BETA_KEYS]
FEEDS_AXIS = Axis(FEEDS, 0, MOST_FEEDS, 1)


def feed_again() -> None:
    st.session_state[FEEDS] = min(MOST_FEEDS, st.session_state[FEEDS] + 1)


def forget() -> None:
    st.session_state[FEEDS] = 0


def knobs(affine: bool) -> tuple[tuple[float, ...], tuple[float, ...], int]:
    with st.grid(2, min_column_width=120, wrap=False):
        gamma, beta = [], []
        for f in range(FEATURES):
            gamma.append(GAMMAS[f].slider(f"gamma, feature {f + 1}", disabled=not affine))
            beta.append(BETAS[f].slider(f"beta, feature {f + 1}", disabled=not affine))
    feeds = st.slider("Times fed: passes in training", 0, MOST_FEEDS, 1, key=FEEDS, bind="query-params")
    with st.container(horizontal=True):
        st.button("Feed this batch again", key="batchnorm_feed", on_click=feed_again, disabled=feeds == MOST_FEEDS)
        st.button("Forget", key="batchnorm_forget", on_click=forget)
    return tuple(gamma), tuple(beta), feeds


def controls() -> tuple[BatchNorm, tuple[int, int]]:
    """Return the layer with its batch, and the cell (row, feature) whose arithmetic is shown."""
    with st.container(horizontal=True):
        training = choose_training()
        affine = st.toggle(
            "Affine", True, key="affine", bind="query-params", help="gamma × … + beta, after normalising."
        )
    gamma, beta, feeds = knobs(affine)
    st.text_area(
        f"Batch: up to {MOST_ROWS} rows of {FEATURES} features",
        BATCH_DEFAULT,
        key=BATCH,
        bind="query-params",
        height=140,
    )
    batch = last_readable(BATCH, lambda text: parse_rows(text, FEATURES, max_rows=MOST_ROWS), BATCH_DEFAULT)
    with st.expander("More: momentum, eps, which cell"):
        cell = more(len(batch))
    # Read out here, so that a complaint is seen while the box is closed.
    momentum = last_readable("momentum", read_momentum, MOMENTUM_DEFAULT)
    eps = last_readable("eps", read_eps, EPS_DEFAULT)
    return BatchNorm(batch, training, affine, gamma, beta, momentum, eps, feeds), cell


def more(rows: int) -> tuple[int, int]:
    with st.grid(2, min_column_width=120, wrap=False):
        st.text_input("momentum", MOMENTUM_DEFAULT, key="momentum", bind="query-params", help="From 0 to 1, or None.")
        st.text_input("eps", EPS_DEFAULT, key="eps", bind="query-params")
    cells = {f"row {r}, feature {f}": (r, f) for r in range(1, rows + 1) for f in range(1, FEATURES + 1)}
    return cells[st.selectbox("Cell whose arithmetic is shown", list(cells), key="batchnorm_cell", bind="query-params")]


def picture(norm: BatchNorm, cell: tuple[int, int]) -> None:
    values = dict(zip(GAMMA_KEYS + BETA_KEYS, norm.gamma + norm.beta, strict=True)) | {FEEDS: float(norm.feeds)}
    axes = [*(knob.axis for knob in GAMMAS + BETAS), FEEDS_AXIS]
    table = sweep(axes, values, lambda values: batchnorm_columns(values, PREFIX, norm, cell))
    trains = not memory(norm.batch, norm.momentum, norm.eps).refusal
    features = range(1, FEATURES + 1)
    ends = tuple((table.now[f"mean{f}"], table.now[f"unbiased{f}"]) for f in features) if trains else ()
    mode = "t" if norm.training and trains else "e"
    reach = [2 * value for row in norm.batch for value in row]  # gamma doubles at most
    shape = Shape(len(norm.batch), FEATURES, mode, trains, cell, scale_powers(reach))
    live_view(
        "batchnorm", batchnorm_drawing(shape, ends), table, batchnorm_sentence(norm, cell, table.now), family="toggles"
    )


def settled_now() -> None:
    for says, snippet in SHOWN.items():
        live_code(live_run(snippet), f"**{says}.**")


def the_lessons_row() -> None:
    st.markdown(
        "The lesson draws one row becoming small numbers: that is the idea, larger and smaller brought to one scale. "
        "Torch's BatchNorm1d does it down a column of samples. The layer that works along a row is LayerNorm:"
    )
    run = live_run(row_through_layer_norm)
    live_code(run)
    rows = [
        ["the row", "2", "200", "4000"],
        ["the lesson's illustration", *map(number_text, LESSON_FIGURE)],
        ["torch's LayerNorm", *map(number_text, run.value)],
    ]
    st.markdown(markdown_table([" ", "1", "2", "3"], rows))


@st.fragment
def bench() -> None:
    left, right = st.columns([4, 8], gap="medium")
    with left:
        norm, cell = controls()
        for note in batchnorm_notes(norm):
            st.warning(note)
        predict_first("batchnorm", batchnorm_questions(norm, FEEDS, BATCH), st.session_state)
    with right, st.container(key="picture"):
        picture(norm, cell)
    panel("The lesson's row, 2, 200, 4000", "batchnorm_row", the_lessons_row)
    panel("Settled by running it now", "batchnorm_runs", settled_now)
    code_panel("batchnorm", lambda: batchnorm_script(norm))


header(
    "Batch-norm",
    "Drag a gamma, a beta, or the times fed. Each feature is rescaled by its own batch, so that learning stays stable.",
    {knob.axis.key: knob.default for knob in GAMMAS + BETAS}
    | {BATCH: BATCH_DEFAULT, FEEDS: 1, "training": True, "affine": True}
    | {"momentum": MOMENTUM_DEFAULT, "eps": EPS_DEFAULT, "batchnorm_cell": "row 1, feature 1"},
)
bench()
