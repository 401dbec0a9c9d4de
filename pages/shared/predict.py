"""'Predict first': the page proposes a change, the person commits to an answer, then torch carries it out and answers."""

from collections.abc import Mapping, Sequence

import streamlit as st

from neuron_core.shared.question import Question
from pages.shared.frame import TALK, restore


def predict_first(page: str, questions: Sequence[Question], values: Mapping[str, object]) -> None:
    """Ask one of `questions` at a time. `values` are the widgets' values now, for 'Take it back'.

    What was asked and answered lives in the session under `page`'s name: it is a conversation, not a setting to share.
    """
    talk = st.session_state.setdefault(f"{page}{TALK}", {"number": 0, "asked": None})
    if talk["asked"]:
        _show_answer(talk)
        return
    question = questions[talk["number"] % len(questions)]
    choice = st.radio(
        f"**Predict first.** {question.prompt}", question.options, index=None, key=f"{page}{TALK}_{talk['number']}"
    )
    with st.container(horizontal=True):
        st.button(
            "Let torch answer",
            key=f"{page}_predict",
            type="primary",
            disabled=choice is None,
            on_click=_answer,
            args=(talk, question, choice, {key: values[key] for key in question.change}),
        )
        st.button("Skip", key=f"{page}_predict_skip", on_click=_next, args=(talk,))


def _answer(talk: dict, question: Question, choice: str, before: dict) -> None:
    talk.update(asked=question, choice=choice, before=before, truth=question.ask_torch())
    restore(question.change)


def _next(talk: dict) -> None:
    talk["asked"] = None
    talk["number"] += 1


def _take_back(talk: dict) -> None:
    restore(talk["before"])
    talk["before"] = None


def _show_answer(talk: dict) -> None:
    question, choice, truth = talk["asked"], talk["choice"], talk["truth"]
    true_option = question.options[truth.option]
    st.markdown(f"**Predict first.** {question.prompt}")
    if choice == true_option:
        st.success(f"✓ You said “{choice}”, and so it is.")
    else:
        st.warning(f"✗ You said “{choice}”; torch says “{true_option}”.")
    st.markdown(truth.explanation)
    with st.container(horizontal=True):
        st.button("Next question", key=f"{talk['number']}_predict_next", type="primary", on_click=_next, args=(talk,))
        if talk["before"]:
            st.button("Take the change back", key=f"{talk['number']}_predict_undo", on_click=_take_back, args=(talk,))
