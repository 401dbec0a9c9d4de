"""Lesson links: an address in which a teacher has hidden controls of a page, fixed them, or left one question.

    ?hide=w1,neuron_code   these controls and panels are not there
    ?show=w1,questions     only these are
    ?lock=x1               this one can be seen, and not moved
    ?ask=2                 only the second question is asked

The names are the controls' keys, as in the rest of the address. What is unknown is passed over.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import streamlit as st

HIDE, SHOW, LOCK, ASK = "hide", "show", "lock", "ask"
WORDS = (HIDE, SHOW, LOCK, ASK)
QUESTIONS = "questions"
"""The key of 'Predict first', which can be hidden like a control."""
_LESSON = "lesson"
_MOST_NAMES = 200


@dataclass(frozen=True)
class Lesson:
    """What a lesson link has done to a page; `ask` is the question that is left, from 1, or 0 for all of them."""

    hidden: frozenset[str] = frozenset()
    locked: frozenset[str] = frozenset()
    ask: int = 0

    def __bool__(self) -> bool:
        return bool(self.hidden or self.locked or self.ask)


def read_lesson(keys: Collection[str]) -> Lesson:
    """Read the address for a page with controls of these keys, and keep what it says for this run's widgets."""
    known = {*keys, QUESTIONS}
    hidden = known & _names(HIDE)
    if SHOW in st.query_params:
        hidden |= known - _names(SHOW)
    asked = st.query_params.get(ASK, "")
    ask = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 0
    lesson = Lesson(frozenset(hidden), frozenset(known & _names(LOCK)), ask)
    st.session_state[_LESSON] = lesson
    return lesson


def lesson_now() -> Lesson:
    """Return what the lesson link of this run's page says."""
    lesson: Lesson = st.session_state.get(_LESSON, Lesson())
    return lesson


def hidden_rules(lesson: Lesson) -> Iterator[str]:
    """Give the style rule that takes hidden controls away. They keep their values: a screen reader does not meet them either."""
    if lesson.hidden:
        controls = [f".st-key-{key}" for key in sorted(lesson.hidden - {QUESTIONS})]
        questions = [f'[class*="st-key-{QUESTIONS}_"]'] if QUESTIONS in lesson.hidden else []
        yield f"{', '.join([*controls, *questions])} {{ display: none !important; }}"


def show_all() -> None:
    """Give a reduced page all that it has: for a button."""
    for word in WORDS:
        st.query_params.pop(word, None)


def _names(word: str) -> set[str]:
    return set(st.query_params.get(word, "")[: 40 * _MOST_NAMES].split(",")[:_MOST_NAMES])
