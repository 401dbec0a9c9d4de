"""A person's file: read once when it is chosen; one that cannot be read gets one sentence, and the last good one stays."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import streamlit as st

from neuron_core.shared.typed_input import InputError

T = TypeVar("T")


@dataclass(frozen=True)
class Kept(Generic[T]):
    """The name and the content of the last file that could be read: it lives in the session alone."""

    name: str
    content: T


@dataclass(frozen=True)
class Upload(Generic[T]):
    """What there is of a file: the last one that could be read, and whether the one that was chosen last could not."""

    kept: Kept[T] | None
    refused: bool


def upload(
    key: str, label: str, read: Callable[[bytes], T], *, kinds: list[str], megabytes: int, about: str
) -> Upload[T]:
    """Offer to choose a file of one of `kinds`, up to so many `megabytes`; `read` raises `InputError`, which is shown here."""
    kept, complaint = f"{key}_kept", f"{key}_complaint"

    def take() -> None:
        chosen = st.session_state[key]
        st.session_state[complaint] = ""
        if chosen:
            try:
                st.session_state[kept] = Kept(chosen.name, read(chosen.getvalue()))
            except InputError as error:
                st.session_state[complaint] = str(error)

    chosen = st.file_uploader(label, type=kinds, max_upload_size=megabytes, key=key, on_change=take, help=about)
    refused: str = st.session_state.get(complaint, "") if chosen else ""
    if refused:
        st.error(refused)
    return Upload(st.session_state.get(kept), bool(refused))
