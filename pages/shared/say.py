"""Prose on a page: where a term of the field appears first, it carries its sentence."""

from collections.abc import Callable

import streamlit as st

from neuron_core.shared.glossary import explained, terms_in

_SAID = "terms_said"


def say(text: str, place: str = "", show: Callable[[str], object] = st.markdown) -> None:
    """Write a Markdown text; the terms that no other place of the page has explained are explained in it.

    A text whose wording changes has a `place`, a name of its own: only its part of the page may run again.
    """
    said: dict[str, str] = st.session_state.setdefault(_SAID, {})
    new = frozenset(term for term in terms_in(text) if said.setdefault(term, place or text) == (place or text))
    show(explained(text, new))


def begin(text: str) -> None:
    """Write a page's first sentence: nothing has been explained before it."""
    st.session_state[_SAID] = {}
    say(text)
