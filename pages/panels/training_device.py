"""How long a step of training takes on the CPU and on an accelerator: measured point by point, to be watched and stopped."""

from dataclasses import dataclass

import streamlit as st

from neuron_core.simple_ann import find_devices
from neuron_core.simple_ann.words import why_it_failed
from neuron_core.training import BATCHES, NETWORKS, StepTimings, turn
from neuron_core.training.figure import steps_figure
from neuron_core.training.words_timings import (
    HIDDEN,
    ROWS,
    device_words,
    lines,
    measuring_words,
    size_words,
    timings_table,
    verdict,
)
from pages.knobs import training as knobs
from pages.shared.frame import theme
from pages.shared.live_code import torchs_words
from pages.shared.panel import panel
from pages.shared.say import say
from pages.shared.tables import markdown_table

_JOB = "training_timing_job"


@dataclass(eq=False)
class Job:
    """What this session measures, or has measured; `stopped` once it is asked to end."""

    timings: StepTimings
    stopped: bool = False

    @property
    def under_way(self) -> bool:
        return not self.stopped and bool(self.timings.waiting)


def timing_panel() -> None:
    def show() -> None:
        found = find_devices()
        say(device_words(found), "timing")
        job: Job | None = st.session_state.get(_JOB)
        if job and job.under_way:
            measuring(job)
            return
        st.button("Measure", key="training_measure", type="primary", on_click=begin, args=(found.present[:2],))
        if job:
            show_timings(job.timings)

    panel(knobs.TIMING, show)


def begin(devices: tuple[str, ...]) -> None:
    st.session_state[_JOB] = Job(StepTimings(devices))


@st.fragment(run_every=0.1)
def measuring(job: Job) -> None:
    """Measure one more point: the browser asks for the next one, so a closed tab or another page ends the work."""
    if st.button("Stop, and keep what was measured", key="training_measure_stop"):
        job.stopped = True
        st.rerun()
    with turn() as lasts:  # a training beside it would make it slow
        if lasts:
            job.timings.advance()
    if not job.under_way:
        st.rerun()
    st.progress(job.timings.share, size_words(*job.timings.waiting[0]))
    if not lasts:
        st.info("The server is busy with other trainings: this goes on as soon as it has a turn.")
    show_table(job.timings)  # the charts wait until the end: drawing them would disturb what is measured


def show_timings(timings: StepTimings) -> None:
    if timings.refusal:
        st.warning(why_it_failed(timings.devices[1], timings.refusal))
        torchs_words(timings.refusal)
    if not timings.found:
        return
    with st.grid(2, min_column_width=300):
        for key, what, sizes in (("batches", ROWS, BATCHES), ("networks", HIDDEN, NETWORKS)):
            if len(timings.along(sizes, timings.devices[0])) < 2:
                continue  # stopped before there was a line
            st.plotly_chart(
                steps_figure(what, lines(timings, sizes), theme()), key=f"training_timing_{key}", config={"displayModeBar": False},
                alt=f"The medians of the table below over the {what}: a line for a step and one for its pass forward, on each device.",
            )  # fmt: skip
    for sentence in verdict(timings):
        say(sentence, sentence.partition(":")[0])
    show_table(timings)


def show_table(timings: StepTimings) -> None:
    if timings.found:
        st.markdown(markdown_table(*timings_table(timings)))
        say(measuring_words(), "measuring")
