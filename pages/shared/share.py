"""'Share': a link to the page as it stands, with controls hidden or fixed; as a QR code to scan, and as a line to embed."""

import io
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import segno
import streamlit as st

from pages.shared.knob import Knob, Panel
from pages.shared.lesson import ASK, HIDE, LOCK, QUESTIONS, WORDS, lesson_now
from pages.shared.present import PRESENT, begin_presenting
from pages.shared.room import TEACH, open_a_room, room_now, teaching

_MOST_QUESTIONS = 9


def share(knobs: Sequence[Knob[Any]]) -> None:
    """Offer to build a lesson link by ticking what `knobs` of the page it leaves out."""
    box = st.popover("Share", key="share", on_change="rerun")
    if box.open:
        with box:
            _builder(knobs)


def _builder(knobs: Sequence[Knob[Any]]) -> None:
    with st.container(horizontal=True):
        _room_button()
        st.button("Presenter mode: larger, and nothing around it", key="share_present", on_click=begin_presenting)
    lesson = lesson_now()
    names = {knob.key: knob.label for knob in knobs} | {QUESTIONS: "Predict first"}
    movable = [knob.key for knob in knobs if not isinstance(knob, Panel)]
    hide = st.multiselect("Hide", list(names), sorted(lesson.hidden), format_func=names.__getitem__, key="share_hide")
    lock = st.multiselect(
        "Fix the value of", movable, sorted(lesson.locked), format_func=names.__getitem__, key="share_lock"
    )
    ask = st.number_input(
        "Ask one question alone, by its number",
        0,
        _MOST_QUESTIONS,
        min(lesson.ask, _MOST_QUESTIONS),
        key="share_ask",
        help="0: all are asked.",
    )
    link = lesson_link(hide, lock, int(ask))
    st.code(link, language=None, wrap_lines=True)
    code = qr_code(link)
    if code:
        st.image(code, caption="The same link, to scan", alt="QR code of the link above", width=220)
    else:
        st.caption("The link is too long for a QR code.")
    st.caption("To put it into a page of your own:")
    st.code(frame_line(link), language=None, wrap_lines=True)
    if teaching():
        st.caption("The link leads into your room. Your own link opens the tally; keep it to yourself:")
        st.code(f"{st.context.url}?{urlencode(st.query_params.to_dict())}", language=None, wrap_lines=True)


def _room_button() -> None:
    if not room_now():
        st.button(
            "Open a room: count a class's answers",
            key="share_room",
            on_click=open_a_room,
            help="The link then leads into the room. Answers are counted without names, and removed after a day.",
        )


def lesson_link(hide: Sequence[str], lock: Sequence[str], ask: int) -> str:
    """Return the address of the page as it stands, with these controls hidden or fixed and, if `ask` is not 0, one question.

    What is fixed stands in the address even where it has its default.
    """
    address = {key: value for key, value in st.query_params.to_dict().items() if key not in (*WORDS, TEACH, PRESENT)}
    for key in lock:
        address.setdefault(key, _written(st.session_state.get(key)))
    address |= {word: ",".join(names) for word, names in ((HIDE, hide), (LOCK, lock)) if names}
    address |= {ASK: str(ask)} if ask else {}
    return f"{st.context.url}?{urlencode(address)}" if address else str(st.context.url)


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def qr_code(link: str) -> bytes:
    """Draw a link as a QR code: a PNG, dark on white in both themes, as readers want it; empty for a link that is too long."""
    picture = io.BytesIO()
    try:
        segno.make_qr(link, error="l").save(picture, kind="png", scale=6, border=4)
    except segno.DataOverflowError:
        return b""
    return picture.getvalue()


def frame_line(link: str) -> str:
    """Return the HTML that shows the page in a frame of another page."""
    quoted = f"{link}{'&' if '?' in link else '?'}embed=true".replace("&", "&amp;")
    return f'<iframe src="{quoted}" width="800" height="450" title="Neuron Explorer" allow="clipboard-write"></iframe>'
