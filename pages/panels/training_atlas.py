"""How often a training works: 256 starts at once, in slices that can be watched and stopped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

import streamlit as st

from neuron_core.atlas import SEEDS, Atlas, AtlasRun, any_seed, atlas_film, check_rows
from neuron_core.atlas.drawing import atlas_drawing
from neuron_core.atlas.figure import final_losses_figure, shares_figure
from neuron_core.atlas.questions import atlas_question
from neuron_core.atlas.words import (
    MARKS,
    compared_table,
    compared_words,
    definition,
    network,
    seed_words,
    sentence,
    settings_words,
    shares_table,
)
from neuron_core.shared.sweep import Sweep
from neuron_core.shared.typed_input import InputError
from neuron_core.training import WIDTHS, Samples, Settings, turn
from pages.knobs import training as knobs
from pages.shared.frame import restore, theme
from pages.shared.live_view import live_view
from pages.shared.panel import COVERED, panel
from pages.shared.predict import covered, predict_first, talk_of
from pages.shared.say import say
from pages.shared.tables import markdown_table

_SEED = "training_atlas_seed"  # the slider that a clicked cell moves; it holds nothing of its own
_JOB, _NOW, _A, _WIDTHS = (f"training_atlas_{part}" for part in ("job", "now", "a", "widths"))


@dataclass(eq=False)
class Job:
    """The atlases that this session has asked for, under `settings` but for their widths: `finished` ones, `run`, and those `waiting`."""

    settings: Settings
    samples: Samples
    waiting: list[int]
    finished: list[Atlas]
    run: AtlasRun = field(init=False)
    began: float = field(default_factory=perf_counter)

    def __post_init__(self) -> None:
        self._next()

    def _next(self) -> None:
        self.run = AtlasRun(replace(self.settings, hidden=self.waiting.pop(0)), self.samples)

    def advance(self, may_go_on: Callable[[], bool]) -> None:
        """Take the run a slice further, or begin the next one."""
        self.run.advance(may_go_on)
        if self.run.done and self.waiting:
            self.finished.append(self.run.atlas())
            self._next()

    @property
    def words(self) -> str:
        """Say how far the run is, and how long the rest of it will take."""
        run, seconds = self.run, perf_counter() - self.began
        left = f", about {seconds * (1 / run.share - 1):,.0f} s left" if run.share and not self.finished else ""
        return f"{network(run.settings.hidden)}: epoch {run.epoch:,} of {run.settings.epochs:,}{left}."


def atlas_panel(settings: Settings, samples: Samples, epoch: int) -> None:
    def show() -> None:
        say(definition(classes=samples.classes), "atlas")
        try:
            check_rows(samples)
        except InputError as complaint:
            st.error(str(complaint))
            return
        asked = any_seed(settings), samples
        job: Job | None = st.session_state.get(_JOB)
        atlas: Atlas | None = st.session_state.get(_NOW)
        if job and (job.settings, job.samples) == asked:
            under_way(job)
            if job.finished and atlas and atlas.of(*asked):  # the others are trained beside one that is there
                show_atlas(atlas, settings.seed, epoch)
        elif not atlas or not atlas.of(*asked):
            offer(*asked)
        elif stands_covered(atlas):
            st.info(COVERED)
        else:
            show_atlas(atlas, settings.seed, epoch)
            compare(atlas)
            side_by_side(atlas)

    panel(knobs.ATLAS, show)


def offer(settings: Settings, samples: Samples) -> None:
    say(
        f"{settings_words(settings, samples)}; {settings.epochs:,} epochs from each of the seeds 0 to {SEEDS[-1]}.",
        "atlas of",
    )
    st.button(
        f"Train {len(SEEDS)} starts", key="training_atlas_begin", type="primary", on_click=begin,
        args=(settings, samples, [settings.hidden], []),
    )  # fmt: skip


def begin(settings: Settings, samples: Samples, widths: Sequence[int], finished: Sequence[Atlas]) -> None:
    st.session_state[_JOB] = Job(settings, samples, list(widths), list(finished))


@st.fragment(run_every=0.1)
def under_way(job: Job) -> None:
    """Take the job a slice further: the browser asks for the next one, so a closed tab or another page ends the work."""
    with turn() as lasts:
        if lasts:
            job.advance(lasts)
    st.progress(job.run.share, job.words)
    if not lasts:
        st.info("The server is busy with other trainings: this goes on as soon as it has a turn.")
    stopped = st.button("Stop, and keep what was seen", key="training_atlas_stop")
    if stopped or job.run.done:
        keep(job)
        st.rerun()


def keep(job: Job) -> None:
    """Keep what a job has found: the atlas itself, or with other widths beside it, those that are finished."""
    del st.session_state[_JOB]
    found = [*job.finished, job.run.atlas()]
    if len(job.finished) == 0:
        st.session_state[_NOW] = found[0]
    else:
        st.session_state[_WIDTHS] = [atlas for atlas in found if not atlas.stopped]


def stands_covered(atlas: Atlas) -> bool:
    """Ask the question of this network, once in a session; tell whether its answer has to stay covered."""
    name, question = f"{knobs.ATLAS.key}_{atlas.settings.hidden}", atlas_question(atlas)
    hidden, answered = covered(name, [question]), talk_of(name).answered
    if hidden or (answered and answered.question.prompt == question.prompt):
        predict_first(name, [question])
    return bool(hidden)


def show_atlas(atlas: Atlas, opened: int, epoch: int) -> None:
    """Show the starts at the epoch under the thumb, and let a person open one of them."""
    if atlas.stopped:
        st.caption(f"Stopped after epoch {atlas.epochs[-1]:,} of {atlas.settings.epochs:,}.")
        offer(atlas.settings, atlas.samples)
    axis = knobs.EPOCH.axis
    live_view(
        knobs.ATLAS.key, atlas_drawing(axis.key, axis.maximum, _SEED, opened), Sweep(axes=(), values={axis.key: epoch}, now={}, rows={}), sentence(atlas, epoch),
        family="starts", films={"atlas": atlas_film(atlas, axis)},
    )  # fmt: skip
    st.caption(
        "Drag the epoch, here or above, or press Play there: the starts fall into place. Click a cell, and that run opens above."
    )
    if opened in SEEDS:
        restore({_SEED: opened})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.slider("The seed that is open above", 0, SEEDS[-1], key=_SEED, on_change=open_chosen)
        for state, mark in MARKS.items():
            seed = atlas.next(state, opened)
            st.button(
                f"{mark} A {state.name.lower()} one", key=f"training_atlas_open_{state.name}", on_click=restore,
                args=({} if seed is None else {knobs.SEED.key: seed},), disabled=seed is None,
            )  # fmt: skip
    if opened in SEEDS:
        say(seed_words(atlas, opened), "atlas seed")


def open_chosen() -> None:
    restore({knobs.SEED.key: st.session_state[_SEED]})


def compare(atlas: Atlas) -> None:
    """Let an atlas be kept as A, and show what became of its seeds beside another one's."""
    a: Atlas | None = st.session_state.get(_A)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Keep as A", key="training_atlas_keep", on_click=restore, args=({_A: atlas},), disabled=a is atlas)
        if a is atlas:
            st.markdown("This is A. Change a setting and train again: that is B, from the same seeds.")
    if a and a is not atlas:
        st.markdown(markdown_table(*compared_table(a, atlas)))
        say(compared_words(a, atlas), "atlas compared")


def side_by_side(atlas: Atlas) -> None:
    """Show how often networks of every width work, once that is asked for."""
    kept: list[Atlas] = st.session_state.get(_WIDTHS, [])
    found = {
        other.settings.hidden: other
        for other in [*kept, atlas]
        if not other.stopped and other.of(replace(atlas.settings, hidden=other.settings.hidden), atlas.samples)
    }
    missing = [width for width in WIDTHS if width not in found]
    if missing and not atlas.stopped:
        args = (atlas.settings, atlas.samples, missing, list(found.values()))
        st.button("All four widths", key="training_atlas_all", on_click=begin, args=args)
    if len(found) > 1:
        show_widths([found[width] for width in sorted(found)])


def show_widths(atlases: Sequence[Atlas]) -> None:
    st.markdown(markdown_table(*shares_table(atlases)))
    ends = {
        network(atlas.settings.hidden): {
            f"{MARKS[state]} {state.name.lower()}": seeds for state, seeds in atlas.ends.items()
        }
        for atlas in atlases
    }
    st.plotly_chart(
        shares_figure(ends, theme()), key="training_atlas_shares", config={"displayModeBar": False},
        alt="The counts of the table above as bars of three parts, one for each network.",
    )  # fmt: skip
    st.plotly_chart(
        final_losses_figure(ends, theme()), key="training_atlas_losses", config={"displayModeBar": False},
        alt="A mark for each start at its final training loss, a row for each network; the table above has the median and the middle half.",
    )  # fmt: skip
    say("Each mark is a start; within a row the seeds run from the top down.", "atlas losses")
