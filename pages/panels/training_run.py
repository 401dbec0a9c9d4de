"""Training itself: short runs at once, long ones in slices that can be watched and stopped."""

from dataclasses import dataclass, field, replace
from time import perf_counter

import streamlit as st

from neuron_core.shared.numbers import number_text
from neuron_core.shared.refusal import Refusal
from neuron_core.simple_ann import FAILURES
from neuron_core.simple_ann.words import why_it_failed
from neuron_core.training import Run, Samples, Settings, Trainer, is_long, train, turn
from pages.shared.live_code import torchs_words

_JOB = "training_job"


@dataclass(eq=False)
class Job:
    """A long run of this session: what it is for, how far it is, and since when it is under way."""

    settings: Settings
    samples: Samples
    trainer: Trainer
    began: float = field(default_factory=perf_counter)
    run: Run | None = None


def trained(settings: Settings, samples: Samples) -> Run | None:
    """Return the run; `None` while it is still under way, which is shown instead. A device that fails leaves it to the CPU."""
    try:
        return _at_once_or_in_slices(settings, samples)
    except FAILURES as error:
        if settings.device == "cpu":
            raise
        refusal = Refusal.of(error)
    st.warning(why_it_failed(settings.device, refusal))
    torchs_words(refusal)
    return _at_once_or_in_slices(replace(settings, device="cpu"), samples)


def _at_once_or_in_slices(settings: Settings, samples: Samples) -> Run | None:
    if not is_long(settings, samples):
        return train(settings, samples)
    job: Job | None = st.session_state.get(_JOB)
    if not job or (job.settings, job.samples) != (settings, samples):
        job = st.session_state[_JOB] = Job(settings, samples, Trainer(settings, samples))
    if not job.run:
        under_way(job)
    return job.run


@st.fragment(run_every=0.1)
def under_way(job: Job) -> None:
    """Take the run a slice further: the browser asks for the next one, so a closed tab or another page ends the work."""
    with turn() as lasts:
        if lasts:
            job.trainer.advance(lasts)
    trainer, epochs = job.trainer, job.settings.epochs
    seconds = perf_counter() - job.began
    speed = trainer.epoch / seconds
    left = (epochs - trainer.epoch) / speed if speed else 0.0
    st.progress(
        trainer.epoch / epochs,
        f"Epoch {trainer.epoch:,} of {epochs:,}: loss {number_text(trainer.loss)}. {speed:,.0f} epochs a second, about {left:,.0f} s left.",
    )
    if not lasts:
        st.info("The server is busy with other trainings: this one goes on as soon as it has a turn.")
    stopped = st.button("Stop, and keep what was learned", key="training_stop")
    if stopped or trainer.done:
        job.run = trainer.run()
        st.rerun()
