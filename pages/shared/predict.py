"""'Predict first': the page proposes a change, the person commits to an answer, then torch carries it out and answers."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import streamlit as st

from neuron_core.room import ballot_of
from neuron_core.shared.question import Question, Truth
from pages.shared.frame import TALK, restore
from pages.shared.knob import Choice
from pages.shared.lesson import QUESTIONS, lesson_now
from pages.shared.present import presenting
from pages.shared.room import cast_vote, tally_panel, teaching, twin_is_asked
from pages.shared.say import say

_HERE = Path(__file__).parent
_verdict = st.components.v2.component(
    "verdict",
    js=(_HERE / "verdict.js").read_text(encoding="utf-8"),
    css=(_HERE / "verdict.css").read_text(encoding="utf-8"),
)


@dataclass
class Answered:
    """A question that was answered: the person's choice, torch's truth, and whether a room has counted it (None: nobody counts)."""

    question: Question
    choice: str
    truth: Truth
    counted: bool | None = None


@dataclass
class Talk:
    """What was asked so far: the number of the question, its answer once there is one, and a twin while that is asked, of `first`.

    `passed` are the numbers of those answered or skipped, `right_or_wrong` of those answered. `before` holds the widgets that
    the questions have changed, as they were.
    """

    number: int = 0
    answered: Answered | None = None
    twin: Question | None = None
    first: Question | None = None
    passed: set[int] = field(default_factory=set)
    right_or_wrong: set[int] = field(default_factory=set)
    before: dict[str, Any] = field(default_factory=dict)


def talk_of(name: str) -> Talk:
    """Return the conversation of this name. It lives in the session: it is no setting to share."""
    talk: Talk = st.session_state.setdefault(f"{name}{TALK}", Talk())
    return talk


def _talk_now(name: str, questions: Sequence[Question], place: Choice | None) -> Talk:
    """Return the conversation as it stands with these questions; an answer that the page has moved on from is closed."""
    talk = talk_of(name)
    number = place.options.index(place.now) if place else talk.number % len(questions)  # settings decide how many
    if ask := lesson_now().ask:
        number = min(ask, len(questions)) - 1
    if number != talk.number:
        talk.number, talk.answered, talk.twin = number, None, None
    if talk.answered and not _still_stands(talk.answered.question):
        if place:
            talk.answered = None
        else:
            _next(talk, len(questions), place)
    return talk


def covered(name: str, questions: Sequence[Question], place: Choice | None = None) -> tuple[str, ...]:
    """Return the parts of the page to cover now: those that would answer the question that stands there."""
    talk = _talk_now(name, questions, place)
    if talk.answered or (talk.number in talk.passed and not talk.twin):
        return ()
    return (talk.twin or questions[talk.number]).covers


def predict_first(
    name: str, questions: Sequence[Question], place: Choice | None = None, shown: Callable[[], None] = lambda: None
) -> None:
    """Ask one of `questions` at a time. `name` is the page's, or begins with it: 'Reset' clears the page's own answers.

    With a `place` each question belongs to one of its options: what is chosen there is asked, and once only; `shown()` shows what
    there is to see then.
    """
    talk, count = _talk_now(name, questions, place), len(questions)
    hidden = QUESTIONS in lesson_now().hidden
    with st.container(key=f"{QUESTIONS}_{name}") if hidden else nullcontext():
        if talk.answered:
            _show_answer(name, talk, talk.answered, count, place, shown)
        elif place and talk.number in talk.passed:
            shown()
            _next_button(name, talk, count, place)
        else:
            _ask(name, talk, talk.twin or questions[talk.number], count, place)
        if presenting() and count > 1:
            key = f"{name}_predict_previous"
            st.button("Previous question", key=key, type="tertiary", on_click=_previous, args=(talk, count, place))
        if talk.before:
            st.button("Put my numbers back", key=f"{name}_predict_back", on_click=_put_back, args=(talk,))
    if not hidden and teaching():
        _tally(talk, talk.twin or questions[talk.number])
    _remember_progress(name, talk, len(questions))


def _tally(talk: Talk, asked: Question) -> None:
    """Show the teacher the tally of what stands there, with its twin's beside it."""
    question = talk.first if talk.twin and talk.first else talk.answered.question if talk.answered else asked
    twin = question.twin() if question.twin else None
    tally_panel(
        ballot_of(question, question.ask_torch()),
        ballot_of(twin, twin.ask_torch()) if twin else None,
        answered=talk.answered is not None,
        ask_twin=lambda: _begin_twin(talk, question),
    )


def _still_stands(question: Question) -> bool:
    """Tell whether the page still shows what the question changed: an answer about something else would contradict it."""
    return all(st.session_state.get(key) == value for key, value in question.change.items())


def _ask(name: str, talk: Talk, question: Question, count: int, place: Choice | None) -> None:
    key = f"{name}{TALK}_{talk.number}{'_twin' if talk.twin else ''}"
    choice = st.radio(f"**Predict first.** {question.prompt}", question.options, index=None, key=key)
    with st.container(horizontal=True):
        st.button(
            question.act,
            key=f"{name}_predict",
            type="primary",
            disabled=choice is None,
            on_click=_answer,
            args=(talk, question, choice),
        )
        st.button("Skip", key=f"{name}_predict_skip", on_click=_skip, args=(talk, count, place))


def _skip(talk: Talk, count: int, place: Choice | None) -> None:
    """Ask no further; where the question has a place, what it covered is seen there now."""
    if place:
        talk.passed.add(talk.number)
    else:
        _next(talk, count, place)


def _answer(talk: Talk, question: Question, choice: str) -> None:
    now = {key: st.session_state[key] for key in question.change}
    talk.before = {key: value for key, value in now.items() if value != question.change[key]} | talk.before
    truth = question.ask_torch()
    counted = cast_vote(ballot_of(question, truth), question.options.index(choice))
    talk.answered = Answered(question, choice, truth, counted)
    talk.passed.add(talk.number)
    talk.right_or_wrong.add(talk.number)
    restore(question.change)


def _next(talk: Talk, count: int, place: Choice | None) -> None:
    talk.passed.add(talk.number)
    _move(talk, count, place, 1)


def _previous(talk: Talk, count: int, place: Choice | None) -> None:
    _move(talk, count, place, -1)


def _move(talk: Talk, count: int, place: Choice | None, by: int) -> None:
    talk.answered = talk.twin = None
    talk.number = (talk.number + by) % count
    if place:
        place.put(place.options[talk.number])


def _ask_twin(talk: Talk, answered: Answered) -> None:
    if twin_is_asked(ballot_of(answered.question, answered.truth)):
        _begin_twin(talk, answered.question)
    else:
        st.toast("Your teacher has not asked that yet.")


def _begin_twin(talk: Talk, question: Question) -> None:
    if question.twin:
        _put_back(talk)  # the twin changes the numbers that the question has found
        talk.first, talk.answered, talk.twin = question, None, question.twin()


def _put_back(talk: Talk) -> None:
    restore(talk.before)
    talk.before = {}


def _show_answer(
    name: str, talk: Talk, answered: Answered, count: int, place: Choice | None, shown: Callable[[], None]
) -> None:
    question, choice, truth = answered.question, answered.choice, answered.truth
    true_option = question.options[truth.option]
    right = choice == true_option
    st.markdown(f"**Predict first.** {question.prompt}")
    mark = ("", "✓ Correct" if right else "✗ Not this time")
    sides = [("You said", choice), ("Torch says", true_option)]
    _verdict(
        key=f"{name}_verdict", data={"right": right, "mark": mark, "sides": sides, "said": f"{question.prompt}{choice}"}
    )
    say(truth.happened, f"{name} happened")
    if truth.why:
        with st.expander("Why? Think first, then open"):
            say(truth.why, f"{name} why")
    if answered.counted is not None:
        again = " Your teacher may ask it again with other numbers." if question.twin and not talk.twin else ""
        failed = "Your answer could not be counted: the room is full, or closed."
        st.caption(f"Your answer is counted.{again}" if answered.counted else failed)
    shown()
    with st.container(horizontal=True):
        _next_button(name, talk, count, place)
        if question.twin and not talk.twin:
            again = f"{name}_predict_twin"
            st.button("Again, with other numbers", key=again, on_click=_ask_twin, args=(talk, answered))


def _next_button(name: str, talk: Talk, count: int, place: Choice | None) -> None:
    """Lead to the next question, unless a lesson link has left but one."""
    if not lesson_now().ask:
        key = f"{name}_predict_next"
        st.button("Next question", key=key, type="primary", on_click=_next, args=(talk, count, place))


def _remember_progress(name: str, talk: Talk, count: int) -> None:
    """Keep for the navigation how many of a page's questions were answered."""
    st.session_state.setdefault("progress", {})[name] = (min(count, len(talk.right_or_wrong)), count)
