"""One step of training in slow motion: forward, loss, backward, update; and what happens without zero_grad()."""

import streamlit as st

from neuron_core.slow_step.columns import step_sweep
from neuron_core.slow_step.drawing import step_drawing
from neuron_core.slow_step.questions import ADDED, step_questions
from neuron_core.slow_step.step import Checkpoint, added_up, checkpoint, last_in_reach, slow_step
from neuron_core.slow_step.words import (
    LEFT_OUT,
    Table,
    added_table,
    added_words,
    out_of_reach,
    step_table,
    stop_words,
    which_words,
)
from neuron_core.training.run import Run
from pages.knobs import training as knobs
from pages.shared.live_view import live_view
from pages.shared.panel import COVERED, panel
from pages.shared.predict import covered, predict_first
from pages.shared.say import say

FEW = 13
"""Up to so many parameters, those of three hidden neurons, are all in view."""


def slow_step_panel(run: Run, epoch: int) -> None:
    """Show the step that training took from `epoch`; at the run's last epoch the last one that it took."""
    shown = min(epoch, run.epochs - 1)

    def show() -> None:
        if 0 <= shown <= last_in_reach(run):
            stops(checkpoint(run, shown))
        else:
            st.info(out_of_reach(run, shown))

    panel(knobs.SLOW, show)


@st.fragment
def stops(start: Checkpoint) -> None:
    """Show the step at one of its stops; the slider runs this alone."""
    step = slow_step(start)
    say(which_words(step), "step")
    stop = knobs.STOP.show()
    live_view("training_step", step_drawing(step), step_sweep(step, knobs.STOP.axis, stop), stop_words(step, int(stop)))
    show_table(step_table(step, int(stop)), "step")
    without_zero_grad(start)


def show_table(columns: Table, name: str) -> None:
    """Show a table with a line for each parameter: where it is too large for its place it scrolls, by the keyboard too."""
    few = len(columns["parameter"]) <= FEW
    st.dataframe(columns, key=f"training_{name}_table", height="content" if few else 400, hide_index=True)


def without_zero_grad(start: Checkpoint) -> None:
    left_out = knobs.NO_ZERO.show()
    # The epoch stays as it is: where it moves on, the answer is closed.
    questions = step_questions(start, {knobs.NO_ZERO.key: True, knobs.EPOCH.key: knobs.EPOCH.now})
    predict_first("training_step", questions)
    if not left_out:
        return
    if ADDED in covered("training_step", questions):
        st.info(COVERED)
        return
    step, found = slow_step(start), added_up(start)
    say(LEFT_OUT, "left out")
    show_table(added_table(step, found), "added")
    say(added_words(step, found), "added")
