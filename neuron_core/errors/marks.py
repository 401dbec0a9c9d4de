"""Which number of the learner's stands where, in a code and in torch's message: both get the same letter."""

import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from neuron_core.shared.live_run import Span

PRODUCT = " × "
"""What stands between the names of a number that is a product of others."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, and the letter of the number that it is ("": plain text)."""

    text: str
    letter: str = ""


Line = tuple[Piece, ...]


def letters(names: Sequence[str]) -> dict[str, str]:
    """Give each name a letter, in their order."""
    return dict(zip(names, string.ascii_lowercase, strict=False))


def letter_of(name: str, known: Mapping[str, str]) -> str:
    """Return the letter of a name, `b × c` for a product; "" for a name that has none."""
    parts = [known.get(part, "") for part in name.split(PRODUCT)]
    return PRODUCT.join(parts) if all(parts) else ""


def marked(text: str, spans: Iterable[Span], known: Mapping[str, str]) -> tuple[Line, ...]:
    """Cut a text into lines, and these into pieces, where one of `spans` has a letter in `known`.

    >>> marked("x = 5", [Span(4, 5, "features")], {"features": "a"})
    ((Piece(text='x = ', letter=''), Piece(text='5', letter='a')),)
    """
    lines: list[list[Piece]] = [[]]

    def add(stretch: str, letter: str = "") -> None:
        first, *others = stretch.split("\n")
        for number, part in enumerate((first, *others)):
            if number:
                lines.append([])
            if part:
                lines[-1].append(Piece(part, letter))

    done = 0
    for span in sorted(spans):
        letter = letter_of(span.name, known)
        if letter and span.start >= done:
            add(text[done : span.start])
            add(text[span.start : span.end], letter)
            done = span.end
    add(text[done:])
    return tuple(map(tuple, lines))
