"""What people type: what cannot be used gets one sentence, and the last that could be stays in use."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import streamlit as st

from neuron_core.shared.typed_input import InputError
from pages.shared.knob import TextField

T = TypeVar("T")


@dataclass(frozen=True)
class Typed(Generic[T]):
    """The value in use, and where that is not what stands in the field, the sentence that says why."""

    value: T
    complaint: str = ""


def last_valid(knob: TextField, read: Callable[..., T], *beside: tuple[str, str]) -> Typed[T]:
    """Return `read` of what stands in the knob's field, or of the last text there that could be read, or of its default.

    `read` raises `InputError`. What was typed stays in its field. Where it depends on other texts whether this one can be
    read, each of `beside` is such a text and its default: `read` gets them too, and all are kept together.
    """
    texts, kept = (knob.now, *(text for text, _ in beside)), f"{knob.key}_last_valid"
    try:
        value = Typed(read(*texts))
    except InputError as complaint:
        start = (knob.default, *(default for _, default in beside))
        return Typed(read(*st.session_state.get(kept, start)), f"{complaint} Until then, the last valid input is used.")
    st.session_state[kept] = texts
    return value


def valid_or_told(knob: TextField, read: Callable[..., T], *beside: tuple[str, str]) -> T:
    """As `last_valid`, and show the complaint here."""
    typed = last_valid(knob, read, *beside)
    if typed.complaint:
        st.error(typed.complaint)
    return typed.value
