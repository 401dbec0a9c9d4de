"""What waits on the batch-norm page, closed until asked for: gamma and beta, running statistics, all features, the lesson's row."""

import streamlit as st

from neuron_core.batchnorm import FEATURES, Study, study_features
from neuron_core.batchnorm.drawing_features import features_drawing
from neuron_core.batchnorm.snippets import LESSON_FIGURE, row_through_layer_norm
from neuron_core.shared.live_run import live_run
from neuron_core.shared.numbers import number_text
from pages.knobs.batchnorm import AFFINE, BETAS, GAMMAS, MOMENTUM, PASSES
from pages.shared.live_code import live_code
from pages.shared.live_view import live_view
from pages.shared.say import say
from pages.shared.tables import markdown_table


def scale_and_shift(followed: int) -> tuple[bool, tuple[float, ...], tuple[float, ...]]:
    """Show gamma and beta, those of the `followed` feature (from 1) first; these widgets count while their box is closed."""
    say("The layer may stretch and shift each feature again: × gamma + beta. Both are learned, like weights.")
    affine = AFFINE.show()
    pairs = {followed: _pair(followed, affine)}
    say("The other features have their own. Follow one of their numbers to see them in the picture:")
    pairs |= {f: _pair(f, affine) for f in range(1, FEATURES + 1) if f != followed}
    gamma, beta = zip(*(pairs[f] for f in sorted(pairs)), strict=True)
    return affine, gamma, beta


def _pair(f: int, affine: bool) -> tuple[float, float]:
    with st.grid(2, min_column_width=120, wrap=False):
        return GAMMAS[f - 1].show(disabled=not affine), BETAS[f - 1].show(disabled=not affine)


def one_more_pass() -> None:
    PASSES.put(min(PASSES.maximum, PASSES.now + 1))


def passes_and_momentum() -> int:
    """Show what the running statistics depend on; these widgets count while their box is closed."""
    say(
        "In training the layer keeps a running mean and a running variance of each feature: averages over the batches that it "
        "has seen. eval() (the network in use) takes these, so one row alone is enough. Switch Training off to see them in use."
    )
    passes = int(PASSES.show())
    with st.container(horizontal=True):
        full = passes == PASSES.maximum
        st.button("One more training pass", key="batchnorm_feed", on_click=one_more_pass, disabled=full)
        st.button("Reset running statistics", key="batchnorm_forget", on_click=PASSES.put, args=(0,))
    MOMENTUM.show()
    return passes


def all_features(study: Study) -> None:
    found = study_features(study)
    live_view("batchnorm_all", features_drawing(found), found.sweep, "", family="toggles")


def lessons_row() -> None:
    say(
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
