"""Dropout: which units fall, what becomes of the others, and what is left of it in eval()."""

import streamlit as st

from neuron_core.dropout.drawing import dropout_drawing
from neuron_core.dropout.drawing_in_network import dropout_network_drawing
from neuron_core.dropout.figure import trial_figure
from neuron_core.dropout.in_network import network_columns, network_sentence
from neuron_core.dropout.layer import (
    MOST_UNITS,
    PASSES,
    Dropout,
    dropout_columns,
    dropout_notes,
    dropout_script,
    dropout_sentence,
    thousand_passes,
)
from neuron_core.dropout.questions import dropout_questions
from neuron_core.dropout.snippets import SHOWN
from neuron_core.shared.live_run import live_run
from neuron_core.shared.numbers import number_text
from neuron_core.shared.seeding import MAX_SEED
from neuron_core.shared.sweep import Axis, Sweep, sweep
from neuron_core.shared.typed_input import parse_vector
from pages.shared.code_panel import code_panel
from pages.shared.controls import DEFAULT_SEED, Knob, choose_seed, choose_training
from pages.shared.frame import header
from pages.shared.live_code import live_code
from pages.shared.live_view import live_view
from pages.shared.panel import panel
from pages.shared.predict import predict_first
from pages.shared.tables import markdown_table
from pages.shared.typed import last_readable

P = Knob(Axis("p", 0.0, 1.0, 0.05), 0.5, 2)
VECTOR, VECTOR_DEFAULT = "dropout_vector", "10, 20, 30, 40"


def draw_again() -> None:
    st.session_state["seed"] = (st.session_state["seed"] + 1) % (MAX_SEED + 1)


def controls() -> Dropout:
    p = P.slider("p, the share that is dropped")
    training = choose_training()
    st.text_input(
        f"Vector: up to {MOST_UNITS} numbers", VECTOR_DEFAULT, key=VECTOR, bind="query-params",
        help="Commas between the numbers; or semicolons, and then decimal commas are read too.",
    )  # fmt: skip
    vector = last_readable(VECTOR, lambda text: parse_vector(text, most=MOST_UNITS), VECTOR_DEFAULT)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        seed = choose_seed()
        st.button("Draw again", key="dropout_again", on_click=draw_again, help="Take the next seed.")
    return Dropout(vector, p, training, seed)


def picture(dropout: Dropout) -> Sweep:
    key = P.axis.key
    table = sweep([P.axis], {key: dropout.p}, lambda values: dropout_columns(values, key, dropout))
    largest = max(map(abs, dropout.vector)) or 1.0
    drawing = dropout_drawing(len(dropout.vector), largest, dropout.training)
    live_view("dropout", drawing, table, dropout_sentence(dropout, table.now), family="toggles")
    return table


def a_thousand_passes(dropout: Dropout) -> None:
    trial = thousand_passes(dropout.vector, dropout.p, dropout.seed)
    kept = "The mean is kept, the spread is not: in eval it is 0." if dropout.p < 1 else "With p = 1 nothing is kept."
    text = f"{PASSES:,} draws at p = {number_text(dropout.p)}. {kept}"
    st.markdown(f"### A thousand passes in training\n\n{text}", anchors=False)
    st.plotly_chart(trial_figure(trial), key="dropout_trial", alt=text, config={"displayModeBar": False})

    def table() -> None:
        columns = (dropout.vector, trial.mean, trial.theory_mean, trial.spread, trial.theory_spread, trial.mask_mean)
        rows = [[i, *(number_text(value, 2) for value in row)] for i, row in enumerate(zip(*columns, strict=True), 1)]
        names = ["unit", "in", "mean", "mean in theory", "spread", "spread in theory", "mean, mask only"]
        st.markdown(markdown_table(names, rows))
        st.caption("In theory: mean x, spread |x| √(p / (1−p)). Spread is the standard deviation over the passes.")

    panel("The same in numbers", "dropout_trial_table", table)


def in_a_network(dropout: Dropout) -> None:
    key = P.axis.key
    table = sweep(
        [P.axis], {key: dropout.p}, lambda values: network_columns(values, key, dropout.training, dropout.seed)
    )
    said = network_sentence(table.now)
    st.markdown(f"SimpleANN with its weights from this seed, and dropout on its hidden values. {said}")
    live_view("dropout_network", dropout_network_drawing(dropout.training), table, said, family="toggles")


def settled_now(seed: int) -> None:
    for says, snippet in SHOWN.items():
        live_code(live_run(snippet, seed=seed), f"**{says}.**")


@st.fragment
def bench() -> None:
    left, right = st.columns([4, 8], gap="medium")
    with left:
        dropout = controls()
    with right:
        with st.container(key="picture"):
            table = picture(dropout)
        a_thousand_passes(dropout)
    with left:
        for note in dropout_notes(dropout, table.now):
            st.warning(note)
        predict_first("dropout", dropout_questions(dropout), st.session_state)
    panel("In a network: SimpleANN with dropout between its layers", "dropout_network", lambda: in_a_network(dropout))
    panel("Settled by running it now", "dropout_runs", lambda: settled_now(dropout.seed))
    code_panel("dropout", lambda: dropout_script(dropout))


header(
    "Dropout",
    "Drag p: units fall at random, and torch makes the survivors louder. It keeps a network from leaning on single "
    "units, and so from overfitting.",
    {
        P.axis.key: P.default,
        "training": True,
        VECTOR: VECTOR_DEFAULT,
        "seed": DEFAULT_SEED,
    },
)
bench()
