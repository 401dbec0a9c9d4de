"""'Predict first': the page proposes a change, the person commits to an answer, then torch carries it out and answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from neuron_core.shared.question import Question, Truth
from pages.shared.frame import TALK, restore


@dataclass
class Answered:
    """A question that was answered: the person's choice, torch's truth, and the widgets' values before the change."""

    question: Question
    choice: str
    truth: Truth
    before: dict[str, Any]


@dataclass
class Talk:
    """What was asked so far on a page: the number of the question, and its answer once there is one."""

    number: int = 0
    answered: Answered | None = None


def predict_first(name: str, questions: Sequence[Question]) -> None:
    """Ask one of `questions` at a time. `name` is the page's, or begins with it: 'Reset' clears the page's own answers.

    What was asked and answered lives in the session: it is a conversation, not a setting to share.
    """
    talk: Talk = st.session_state.setdefault(f"{name}{TALK}", Talk())
    if talk.answered:
        _show_answer(name, talk, talk.answered)
        return
    question = questions[talk.number % len(questions)]
    choice = st.radio(
        f"**Predict first.** {question.prompt}", question.options, index=None, key=f"{name}{TALK}_{talk.number}"
    )
    with st.container(horizontal=True):
        st.button(
            "Let torch answer",
            key=f"{name}_predict",
            type="primary",
            disabled=choice is None,
            on_click=_answer,
            args=(talk, question, choice),
        )
        st.button("Skip", key=f"{name}_predict_skip", on_click=_next, args=(talk,))


def _answer(talk: Talk, question: Question, choice: str) -> None:
    before = {key: st.session_state[key] for key in question.change}
    talk.answered = Answered(question, choice, question.ask_torch(), before)
    restore(question.change)


def _next(talk: Talk) -> None:
    talk.answered = None
    talk.number += 1


def _take_back(answered: Answered) -> None:
    restore(answered.before)
    answered.before = {}


def _show_answer(name: str, talk: Talk, answered: Answered) -> None:
    question, choice, truth = answered.question, answered.choice, answered.truth
    true_option = question.options[truth.option]
    st.markdown(f"**Predict first.** {question.prompt}")
    if choice == true_option:
        st.success(f"✓ Correct: “{choice}”.")
    else:
        st.warning(f"✗ You said “{choice}”; torch says “{true_option}”.")
    st.markdown(truth.explanation)
    with st.container(horizontal=True):
        st.button("Next question", key=f"{name}_predict_next", type="primary", on_click=_next, args=(talk,))
        if answered.before:
            st.button("Take the change back", key=f"{name}_predict_undo", on_click=_take_back, args=(answered,))
