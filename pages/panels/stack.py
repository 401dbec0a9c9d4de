"""What the stack page shows beside its picture: where it breaks, both modes, Linears that are one; and its script."""

import streamlit as st

from neuron_core.shared.numbers import number_text
from neuron_core.shared.sweep import STILL
from neuron_core.stack import FORMS, Study
from neuron_core.stack.drawing import flow_drawing
from neuron_core.stack.merged import MergedLinear
from neuron_core.stack.words import break_words, merged_words
from pages.knobs.stack import FORM, MERGED
from pages.panels.stack_editor import edit
from pages.shared.live_code import torchs_words
from pages.shared.live_view import live_view
from pages.shared.panel import panel
from pages.shared.tables import markdown_table

MOST_INPUTS, MOST_OUTPUTS = 10, 8  # how large a weight can be and still be read as a table


def break_view(study: Study) -> None:
    """Show torch's error where the stack breaks, and a button for each cure that has been tried."""
    if study.trace.broken is None or study.clash is None:
        return
    st.error(break_words(study.trace, study.clash))
    torchs_words(study.trace.broken.refusal)
    for number, (says, cured) in enumerate(study.cures.items()):
        st.button(
            says,
            key=f"stack_cure_{number}",
            on_click=edit,
            args=(study.stack, cured),
            type="secondary" if number else "primary",
        )


def flow_view(study: Study) -> None:
    st.subheader("The numbers in train() and in eval()", anchor=False)
    st.markdown("Both start from the same input and the same weights: the seed decides them.")
    live_view("flow", flow_drawing(study.flow, study.flow_sentence), STILL, study.flow_sentence, family="tensors")


def merged_view(one: MergedLinear | None) -> None:
    if one is None:
        return
    st.markdown(merged_words(one))
    inputs, outputs = one.size
    if inputs <= MOST_INPUTS and outputs <= MOST_OUTPUTS:
        panel(MERGED, lambda: merged_table(one))


def merged_table(one: MergedLinear) -> None:
    rows = [[*map(number_text, row), number_text(bias)] for row, bias in zip(one.weight, one.bias, strict=True)]
    st.markdown(markdown_table([*(f"in {i}" for i in range(1, one.size[0] + 1)), "bias"], rows))


def script(study: Study) -> str:
    return FORMS[FORM.show()](study.stack, study.seed)
