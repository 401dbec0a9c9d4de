"""How a run ended and why; cures that were tried; overfitting, with dropout and without; mistakes that only training shows."""

from dataclasses import dataclass, field

import streamlit as st

from neuron_core.diagnosis.cures import MOST_TRIALS, STANDARDISED, Cure, Trial, cures_for
from neuron_core.diagnosis.findings import Ending, Finding, diagnose, ending
from neuron_core.diagnosis.overfit import compare_dropout, unseen
from neuron_core.diagnosis.snippets import EXHIBITS, SEED
from neuron_core.diagnosis.words import (
    NO_CAUSE,
    comparison_table,
    comparison_words,
    cure_words,
    ending_words,
    finding_words,
    in_vain_words,
    trial_words,
    unseen_words,
)
from neuron_core.training import Run, Samples, Settings, is_long
from neuron_core.training.evaluate import History
from pages.knobs import training as knobs
from pages.shared.exhibits import show_exhibit
from pages.shared.frame import restore
from pages.shared.panel import COVERED, panel
from pages.shared.say import say
from pages.shared.tables import markdown_table

_LOOKED, _COMPARED = "training_cures", "training_compared"

_SETS = {
    "hidden": knobs.WIDTH, "activation": knobs.ACTIVATION, "optimiser": knobs.OPTIMISER, "rate": knobs.RATE, "batch": knobs.BATCH,
    "epochs": knobs.EPOCHS, "decay": knobs.DECAY, "seed": knobs.SEED, "device": knobs.DEVICE, STANDARDISED: knobs.STANDARDISE,
}  # fmt: skip
"""The knob of each setting that a cure may change."""

ON_PURPOSE = {
    knobs.DATA.key: "circles", knobs.ROWS.key: 40, knobs.NOISE.key: 1.0, knobs.TEST.key: 50, knobs.DATA_SEED.key: 0, knobs.WIDTH.key: 8,
    knobs.ACTIVATION.key: "relu", knobs.OPTIMISER.key: "adam", knobs.RATE.key: 0.1, knobs.BATCH.key: 0, knobs.EPOCHS.key: 1_000,
    knobs.DECAY.key: 0.0, knobs.SEED.key: 0, knobs.LOSS.key: "bce", knobs.STANDARDISE.key: False,
}  # fmt: skip
"""Few rows with much noise, and a network that is large for them."""


@dataclass
class Looked:
    """What was tried for the run of `settings` on `samples`."""

    settings: Settings
    samples: Samples
    cures: list[Cure] = field(default_factory=list)
    in_vain: list[Trial] = field(default_factory=list)


def why(run: Run, *, covered: bool) -> None:
    """Say how the run ended, what shows why it failed, and whether it overfits; while that is asked it stays covered."""
    if covered:
        st.info(COVERED)
        return
    history = History(run)
    end, findings, test = ending(run, history), diagnose(run, history), unseen(history)
    said = [ending_words(end), *(f"- {finding_words(found)}" for found in findings)]
    if not findings and not end.solved:
        said.append(NO_CAUSE)
    if test and test.overfits:
        said.append(f"\n{unseen_words(test)}")
    say("\n".join(said), "ending")
    if findings:
        cures(run, findings[0], end)


@st.fragment
def cures(run: Run, finding: Finding, end: Ending) -> None:
    """Try cures when asked, and offer each one that worked; what was tried is kept for as long as the run stays."""
    looked: Looked | None = st.session_state.get(_LOOKED)
    if not looked or (looked.settings, looked.samples) != (run.settings, run.samples):
        place = st.empty()
        with place.container():
            if not st.button("Look for a cure", key="training_cure_look", width="stretch"):
                return
        with place.container():
            looked = st.session_state[_LOOKED] = look(run, finding, end)
        place.empty()
    if looked.cures:
        st.caption("Trained just now, and better. Press one to set it:")
    for number, cure in enumerate(looked.cures):
        pressed = st.button(
            cure_words(cure), key=f"training_cure_{number}", on_click=restore, args=(_settings(cure.trial),), width="stretch",
            type="secondary" if number else "primary",
        )  # fmt: skip
        if pressed:
            st.rerun()  # all of the page has changed, not this part alone
    if looked.in_vain:
        st.caption(in_vain_words(looked.in_vain, cured=bool(looked.cures)))


def look(run: Run, finding: Finding, end: Ending) -> Looked:
    """Try one cure after the other, and show how far it is."""
    looked, progress = Looked(run.settings, run.samples), st.progress(0.0, "Training with other settings")
    for number, (trial, cure) in enumerate(cures_for(finding, end, run.settings, run.samples), 1):
        progress.progress(number / MOST_TRIALS, f"Tried: {trial_words(trial)}")
        if cure:
            looked.cures.append(cure)
        else:
            looked.in_vain.append(trial)
    looked.cures.sort(key=lambda cure: not cure.end.solved)  # those that solve it come first
    return looked


def _settings(trial: Trial) -> dict[str, float | str]:
    return {_SETS[name].key: value for name, value in trial.changes}


@st.fragment
def overfit_panel(run: Run, *, covered: bool) -> None:
    def show() -> None:
        test = unseen(History(run))
        if test:
            say(unseen_words(test), "overfit")
        else:
            st.info(f"No rows are kept for the test, so nothing tells whether it overfits. See '{knobs.TEST.label}'.")
        again = st.button(
            "Overfit on purpose: 40 noisy rows, 8 hidden neurons", key="training_overfit_now", on_click=restore, args=(ON_PURPOSE,)
        )  # fmt: skip
        if again:
            st.rerun()
        if test and is_long(run.settings, run.samples):
            st.info(
                "This run takes too many steps to train it once more at once. Choose larger batches, or fewer epochs."
            )
        elif test:
            show_comparison(run)

    panel(knobs.OVERFIT, show, covered=covered)


def show_comparison(run: Run) -> None:
    """Train the same with dropout when asked; the answer stays for as long as it is one to what stands there."""
    p = knobs.DROPOUT_P.show()
    asked = (run.settings, run.samples, p)
    if st.button("Train it with dropout too", key="training_dropout", type="primary"):
        st.session_state[_COMPARED] = asked
    if st.session_state.get(_COMPARED) == asked:
        with st.spinner("Training with dropout"):
            seen = compare_dropout(*asked)
        st.markdown(markdown_table(*comparison_table(seen)))
        say(comparison_words(seen), "dropout")
        st.caption(
            "The same rows, first weights and batches. Dropout drops hidden values in training only: every loss here is measured in eval()."
        )


@st.fragment
def mistakes_panel() -> None:
    def show() -> None:
        exhibit = EXHIBITS[knobs.MISTAKE.show()]
        show_exhibit(exhibit, exhibit.says, seed=SEED)

    panel(knobs.MISTAKES, show)
    st.session_state.setdefault(
        knobs.MISTAKE.key, knobs.MISTAKE.default
    )  # a question may set it before it was on the page
