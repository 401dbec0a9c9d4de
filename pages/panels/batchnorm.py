"""What waits below batch-norm, closed until asked for: the lesson's row."""

import streamlit as st

from neuron_core.batchnorm.snippets import LESSON_FIGURE, row_through_layer_norm
from neuron_core.shared.live_run import live_run
from neuron_core.shared.numbers import number_text
from pages.shared.live_code import live_code
from pages.shared.tables import markdown_table


def lessons_row() -> None:
    st.markdown(
        "The lesson shows one row that becomes small numbers. It illustrates the idea: large and small numbers are brought to "
        "one scale. Torch's BatchNorm1d does this for each column, over the rows of a batch. The layer that does it along a "
        "row is LayerNorm:"
    )
    run = live_run(row_through_layer_norm)
    live_code(run)
    rows = [
        ["the row", "2", "200", "4000"],
        ["the lesson's illustration", *map(number_text, LESSON_FIGURE)],
        ["torch's LayerNorm", *map(number_text, run.value)],
    ]
    st.markdown(markdown_table([" ", "1", "2", "3"], rows))
