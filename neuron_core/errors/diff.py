"""A cure as a diff: what leaves the code, what comes into it."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple


class Changed(NamedTuple):
    """A line of a diff: its sign is "-" for what leaves, "+" for what comes, " " for what stays, "…" for what is left out."""

    sign: str
    text: str


AROUND = 1
"""How many lines that stay are shown on each side of a change."""


def diff(before: str, after: str) -> tuple[Changed, ...]:
    """Compare two codes line by line."""
    return tuple(_lines(before.splitlines(), after.splitlines()))


def first_changed(before: str, after: str) -> int | None:
    """Return the first line of `before`, from 0, that `after` changes or leaves out; None where it only adds lines."""
    for kind, start, _, _, _ in SequenceMatcher(
        None, before.splitlines(), after.splitlines(), autojunk=False
    ).get_opcodes():
        if kind in ("replace", "delete"):
            return start
    return None


def _lines(before: list[str], after: list[str]) -> Iterator[Changed]:
    groups = list(SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(AROUND))
    for group in groups:
        if group[0][1] > 0:
            yield Changed("…", "")
        for kind, start, end, new_start, new_end in group:
            if kind == "equal":
                yield from (Changed(" ", line) for line in before[start:end])
            else:
                yield from (Changed("-", line) for line in before[start:end])
                yield from (Changed("+", line) for line in after[new_start:new_end])
    if groups and groups[-1][-1][2] < len(before):
        yield Changed("…", "")
