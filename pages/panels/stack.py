"""What the stack page shows beside its editor: the picture, where it breaks, both modes, Linears that are one; and its script."""

from collections.abc import Sequence

import streamlit as st

from neuron_core.shared.numbers import number_text
from neuron_core.shared.sweep import STILL
from neuron_core.stack import FORMS, Study
from neuron_core.stack.drawing import flow_drawing, stack_drawing
from neuron_core.stack.merged import MergedLinear
from neuron_core.stack.words import break_words, merged_words
from pages.knobs.stack import BOTH, FORM, MERGED
from pages.panels.stack_editor import edit
from pages.shared.live_code import torchs_words
from pages.shared.live_view import live_view
from pages.shared.panel import panel
from pages.shared.say import say
from pages.shared.tables import markdown_table

MOST_INPUTS, MOST_OUTPUTS = 10, 8  # how large a weight can be and still be read as a table


def picture(study: Study, covered: Sequence[str]) -> None:
    spoken = f"{study.sentence} {study.parameters} {study.flow_sentence}"
    live_view("stack", stack_drawing(study), STILL, spoken, family="tensors", covered=covered)


def torchs_error(study: Study) -> None:
    """Show what torch says where the stack breaks."""
    if study.trace.broken:
        st.caption(f"Torch’s own words at layer {study.trace.broken.index + 1}:")
        torchs_words(study.trace.broken.refusal)


def break_view(study: Study) -> None:
    """Show where the stack breaks, and a button for each cure that has been tried."""
    if study.clash is None:
        return
    with st.container(gap="xsmall"):
        st.error(break_words(study.trace, study.clash))
        for number, (says, cured) in enumerate(study.cures.items()):
            st.button(
                says,
                key=f"stack_cure_{number}",
                on_click=edit,
                args=(study.stack, cured),
                type="secondary" if number else "primary",
                width="stretch",
            )


def notes_view(study: Study) -> None:
    """Say what is legal but hardly meant."""
    for note in study.notes:
        say(note, show=st.warning)
    one = study.merged
    if one:
        panel(MERGED, lambda: merged_view(one))


def both_modes(study: Study, covered: Sequence[str]) -> None:
    """Show the numbers of both modes, unless that would answer the question that stands there."""
    if "modes" in covered:
        st.markdown("Answer or skip the question to see train() and eval() beside each other.")
        return
    panel(BOTH, lambda: flow_view(study))


def flow_view(study: Study) -> None:
    say(f"Both start from the same input and the same weights: the seed decides them. {study.flow_sentence}", "modes")
    live_view("flow", flow_drawing(study.flow, study.flow_sentence), STILL, study.flow_sentence, family="tensors")


def merged_view(one: MergedLinear) -> None:
    say(merged_words(one), "merged")
    inputs, outputs = one.size
    if inputs <= MOST_INPUTS and outputs <= MOST_OUTPUTS:
        rows = [[*map(number_text, row), number_text(bias)] for row, bias in zip(one.weight, one.bias, strict=True)]
        st.markdown(markdown_table([*(f"in {i}" for i in range(1, inputs + 1)), "bias"], rows))


def script(study: Study) -> str:
    return FORMS[FORM.show()](study.stack, study.seed)
