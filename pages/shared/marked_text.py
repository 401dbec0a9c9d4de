"""Code and messages in lines: some of their pieces carry a letter, some lines a sign. Nothing in them can become markup."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from neuron_core.errors.diff import Changed
from neuron_core.errors.marks import Line, Piece

_HERE = Path(__file__).parent
_block = st.components.v2.component(
    "marked_text",
    js=(_HERE / "marked_text.js").read_text(encoding="utf-8"),
    css=(_HERE / "marked_text.css").read_text(encoding="utf-8"),
)


class Way(NamedTuple):
    """How a line is shown: the sign beside it, what a screen reader hears before it, and its style."""

    sign: str = ""
    said: str = ""
    kind: str = ""


GUILTY = Way("→", "here: ", "guilty")
WAYS = {
    "-": Way("−", "taken out: ", "out"),
    "+": Way("+", "put in: ", "in"),
    "…": Way("…", "lines left out"),
    " ": Way(),
}
"""By the sign of a diff's line."""


def marked_text(key: str, lines: Sequence[Line], *, label: str, guilty: int | None = None) -> None:
    """Show lines whose pieces carry letters; `guilty` is the line, from 0, at which it goes wrong. `label` is the block's accessible name."""
    _show(key, label, ((GUILTY if number == guilty else Way(), line) for number, line in enumerate(lines)))


def diff_text(key: str, changed: Sequence[Changed], *, label: str) -> None:
    """Show a diff: what leaves the code and what comes into it. `label` is the block's accessible name."""
    _show(key, label, ((WAYS[line.sign], (Piece(line.text),)) for line in changed))


def _show(key: str, label: str, rows: Iterable[tuple[Way, Line]]) -> None:
    packed = [way._asdict() | {"pieces": [[piece.text, piece.letter] for piece in line]} for way, line in rows]
    _block(key=key, data={"label": label, "rows": packed})
