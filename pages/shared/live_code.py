"""A snippet that has just been run, and what it gave: its output, what Python warned of, or the error as raised."""

from typing import Any

import streamlit as st

from neuron_core.errors.address import address, place_of
from neuron_core.errors.recognise import recognise
from neuron_core.shared.live_run import LiveRun
from neuron_core.shared.refusal import Refusal
from pages.shared.frame import link_to
from pages.shared.predict import talk_of
from pages.shared.say import say


def live_code(run: LiveRun[Any], says: str = "") -> None:
    """Show `run`: a sentence of ours, the code, and below it what Python answered a moment ago."""
    if says:
        say(says)
    st.code(run.code, language="python")
    for warning in run.warned:
        st.caption("! warns, word for word:")
        torchs_words(warning)
    st.caption("✗ raises, word for word:" if run.refusal else "✓ prints:")
    if run.refusal:
        torchs_words(run.refusal)
    else:
        st.code(run.output, language=None, wrap_lines=True)


def torchs_words(refusal: Refusal) -> None:
    """Show what torch said, as raised, and lead to what it means."""
    st.code(str(refusal), language=None, wrap_lines=True)
    what_it_means(refusal)


def what_it_means(refusal: Refusal) -> None:
    """Lead to the mistake that torch's words tell of, with the same numbers."""
    found = recognise(str(refusal))
    if found:
        talk_of("errors").passed.add(place_of(found.key))  # who has seen the words need not guess them there
        link_to("errors", "What this means, and its cures:", address(found.key, found.numbers))
