"""A room: students who came by `room=` are counted with their answers; the teacher, who also has `teach=`, opens the tally.

Both stand in the address on every page, so that another replica goes on from there. Who answers is known by a random number alone: the
browser's, from a cookie that `dashboard.py` gives to whoever comes by `room=`; else the session's.
"""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from neuron_core.room import Ballot, Rooms, Stage, Tally, open_rooms
from neuron_core.shared.numbers import count_text

ROOM, TEACH = "room", "teach"
VOTER = "neuron_voter"
"""The cookie's name."""
_FILE = "NEURON_ROOM_FILE"
_SECONDS = 3
"""How often the teacher's count is renewed."""


@st.cache_resource(show_spinner=False)
def rooms() -> Rooms:
    """The rooms of this server: in the file that `NEURON_ROOM_FILE` names, or beside the app."""
    return open_rooms(Path(os.environ.get(_FILE) or Path(__file__).parents[2] / "rooms.sqlite"))


def read_room() -> None:
    """Take room and teacher's key from the address; where a link within the app has dropped them, put them back into it."""
    for word in (ROOM, TEACH):
        if word in st.query_params:
            st.session_state[word] = st.query_params[word]
        elif st.session_state.get(word):
            st.query_params[word] = st.session_state[word]


def room_now() -> str:
    """Return the open room that this session is in; "" for none."""
    room: str = st.session_state.get(ROOM, "")
    return room if room and rooms().is_open(room) else ""


def teaching() -> bool:
    """Tell whether this session holds its room's key."""
    room = room_now()
    return bool(room) and rooms().may_teach(room, st.session_state.get(TEACH, ""))


def room_line() -> None:
    """Say in which room one is, and what is kept; nothing without a room."""
    if not st.session_state.get(ROOM):
        return
    room = room_now()
    with st.container(key="room_line", horizontal=True, vertical_alignment="center"):
        if not room:
            st.warning("This room is closed: rooms last a day. Ask your teacher for a new link.")
        elif teaching():
            st.markdown(f"You teach room **{room}**. Under each question you can open the tally.", width="content")
        else:
            st.markdown(f"You are in room **{room}**. Your answers are counted, without your name.", width="content")
        st.button("Leave the room", key="room_leave", type="tertiary", on_click=_leave)


def _leave() -> None:
    for word in (ROOM, TEACH):
        st.session_state.pop(word, None)
        st.query_params.pop(word, None)


def open_a_room() -> None:
    """Open a room and teach it: for a button."""
    opened = rooms().open_room()
    if opened is None:
        st.toast("No room can be opened now: there are too many, or the disk is full.")
    else:
        st.session_state[ROOM], st.session_state[TEACH] = opened


def cast_vote(ballot: Ballot, option: int) -> bool | None:
    """Count an answer; returns whether it is counted, or None where nobody counts: without a room, and for its teacher."""
    room = room_now()
    if not room or teaching():
        return None
    return rooms().vote(room, ballot, _voter(), option)


def _voter() -> str:
    """What tells this browser from others; a session that has no cookie, in a frame for instance, draws its own."""
    drawn: str = st.session_state.setdefault(VOTER, st.context.cookies.get(VOTER) or secrets.token_hex(16))
    return drawn


def twin_is_asked(ballot: Ballot) -> bool:
    """Tell whether a ballot's twin may be asked: without a room always, in one when the teacher has gone so far."""
    room = room_now()
    return not room or teaching() or rooms().stage(room, ballot) >= Stage.TWIN


def tally_panel(ballot: Ballot, twin: Ballot | None, *, answered: bool, ask_twin: Callable[[], None]) -> None:
    """Show the teacher how many have answered a question and, when she wants, what; then the same for its `twin`.

    Once her page shows torch's answer (`answered`), the true option is marked.
    """
    if teaching():
        with st.container(key="tally", border=True):
            _counting(room_now(), ballot, twin, answered, ask_twin)


@st.fragment(run_every=_SECONDS)
def _counting(room: str, ballot: Ballot, twin: Ballot | None, answered: bool, ask_twin: Callable[[], None]) -> None:
    stage, first = rooms().stage(room, ballot), rooms().tally(room, ballot)
    if stage is Stage.BOTH and twin:
        _beside(first, rooms().tally(room, twin), marked=answered)
    elif stage is Stage.COUNTING:
        _votes("Room", first)
        st.caption(
            "What they answered stays hidden until you open it: whoever sees it before answering follows the others."
        )
        _go_on("Show the tally", room, ballot, Stage.OPEN)
    elif stage is Stage.OPEN or not twin:
        _bars("Tally", first, marked=answered)
        if twin:
            _go_on("Ask the same with other numbers", room, ballot, Stage.TWIN, ask_twin)
    else:
        _votes("With other numbers", rooms().tally(room, twin))
        st.caption("Students press 'Again, with other numbers'.")
        _go_on("Show both tallies", room, ballot, Stage.BOTH)
    if rooms().place is None:
        st.caption(
            "Votes are in memory only: the server could write no file. They end with it, and replicas do not share them."
        )


def _votes(name: str, tally: Tally) -> None:
    st.markdown(f"**{name}: {count_text(tally.votes, 'answer')}**")


def _go_on(label: str, room: str, ballot: Ballot, stage: Stage, then: Callable[[], None] = lambda: None) -> None:
    def go_on() -> None:
        rooms().go_on(room, ballot, stage)
        then()

    if st.button(label, key=f"tally_{stage.name.lower()}", on_click=go_on):
        st.rerun()  # the whole page: it asks the twin


def _bars(name: str, tally: Tally, *, marked: bool) -> None:
    """Draw a bar for each option, with its number in words; the true one is marked by a word too."""
    _votes(name, tally)
    for number in range(len(tally.counts)):
        _bar("", tally, number, marked=marked)


def _beside(first: Tally, then: Tally, *, marked: bool) -> None:
    """Draw each option's two bars together: before the class has talked about it, and after."""
    _votes("First", first)
    _votes("Then, with other numbers", then)
    for number in range(len(first.counts)):
        _bar("First. ", first, number, marked=marked)
        _bar("Then. ", then, number, marked=marked)


def _bar(name: str, tally: Tally, number: int, *, marked: bool) -> None:
    true = " **✓ torch says so**" if marked and number == tally.ballot.truth else ""
    words = f"{name}{tally.ballot.options[number]}: **{tally.counts[number]} of {tally.votes}**{true}"
    st.progress(tally.counts[number] / max(1, tally.votes), words)
