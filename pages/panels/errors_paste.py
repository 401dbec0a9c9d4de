"""A person's own error, or a network of theirs: read, never run, and led to the mistake that it is."""

import streamlit as st

from neuron_core.errors import MISTAKES, Pasted, Recognised, read_pasted, recognise, search
from neuron_core.errors.address import address, fits, place_of
from neuron_core.errors.traceback_text import MOST
from neuron_core.errors.words_pasted import (
    cause_words,
    cures_words,
    sentence,
    verdict_words,
    version_words,
    where_words,
)
from neuron_core.shapes import write_shape
from neuron_core.shared.numbers import count_text
from neuron_core.shared.typed_input import InputError
from neuron_core.stack import MistakeError, looks_like_network, study_pasted, write_layers
from pages.knobs.stack import INPUT, STACK
from pages.shared.frame import link_to, restore
from pages.shared.predict import talk_of
from pages.shared.say import say

LONGEST_PASTE = 200_000  # what a browser lays out in a field without stopping; it takes no more
_KEPT = "errors_kept"  # Streamlit forgets a field that is not on the page
_PASTED = "errors_pasted"  # what was pasted lives in the session alone, never in the address


def paste_field() -> str:
    """Ask for an error, a few words of one, or a network. What was pasted is there again after a visit to another page."""
    st.session_state.setdefault(_PASTED, st.session_state.get(_KEPT, ""))
    text: str = st.text_area(
        "Your own error", key=_PASTED, height=112,
        placeholder="Paste a message or a whole traceback, or type a few words of it. Or paste a network: an nn.Sequential(...), a small class.",
        help=f"It is read here, by this app alone. Nothing in it is run, and nothing leaves this machine. The last {MOST:,} characters count; "
        f"the field takes up to {LONGEST_PASTE:,}.",
        max_chars=LONGEST_PASTE,
    ) or ""  # fmt: skip
    st.session_state[_KEPT] = text
    return text


def pasted_view(text: str) -> None:
    """Say what was pasted."""
    if text.strip():
        with st.container(border=True, gap="small"):
            if looks_like_network(text):
                network_view(text)
            else:
                error_view(text)


def error_view(text: str) -> None:
    """Say which mistake an error is, in the person's own terms; of an unknown one what was understood, and what is near."""
    pasted, found = read_pasted(text), recognise(text)
    if pasted.cut:
        st.info(f"This is too long: only its last {MOST:,} characters were read, where the message of an error stands.")
    where = where_words(pasted)
    if where:
        st.markdown(where)
    if found:
        recognised_view(found)
    else:
        nearest_view(text, pasted)


def recognised_view(found: Recognised) -> None:
    mistake = MISTAKES[found.key]
    st.markdown(f"**{verdict_words(found)}: {mistake.title}.**")
    say(cause_words(found.key, found.numbers), "own cause")
    cures = cures_words(found)
    if cures:
        say(f"**The cure.** {' Or: '.join(sentence(cure) for cure in cures)}", "own cure")
    old = version_words(found)
    if old:
        st.caption(old)
    if not fits(found.key, found.numbers):
        st.caption("These numbers are too large to try here: it is shown with smaller ones.")
    st.button("See it happen", key="errors_see", type="primary", on_click=see, args=(found.key, found.numbers))


def nearest_view(text: str, pasted: Pasted) -> None:
    """Offer what shares words with a text that is no known error."""
    near = search(pasted.message or text)
    if pasted.message:
        st.markdown("**This error is not one of those known here.**" + (" Nearest to it:" if near else ""))
        st.caption(
            "This page knows what torch says about networks. To look for a mistake, type a few words of what you did. If the error is not "
            "torch’s, read its last line: it says what went wrong in Python or in another library."
        )
    elif not near:
        st.markdown(
            "No mistake here has these words. Paste the last line of your error, where its name and message stand."
        )
    for number, key in enumerate(near):
        st.button(
            MISTAKES[key].title, key=f"errors_near_{number}", on_click=see, args=(key, {}, False), width="stretch"
        )


def see(key: str, numbers: dict[str, int], seen: bool = True) -> None:
    """Open a mistake with these numbers; who has `seen` its error need not guess it."""
    if seen:
        talk_of("errors").passed.add(place_of(key))
    restore(address(key, numbers))


def network_view(text: str) -> None:
    """Read a network, say whether its seams fit, and lead to the Stack page with it; or to the mistake that is made in it."""
    try:
        found = study_pasted(text)
    except InputError as complaint:
        st.error(str(complaint))
        if isinstance(complaint, MistakeError):
            st.button("See it happen", key="errors_see", type="primary", on_click=see, args=(complaint.key, {}))
        return
    stack = found.stack
    st.markdown(
        f"**A network of {count_text(len(stack.layers), 'layer')}.** It was read, not run; its input is guessed."
    )
    for remark in found.remarks:
        st.info(remark)
    say(found.sentence, "network")
    if found.too_large:
        st.caption(f"The Stack page cannot run it, so only its shapes were computed. {found.too_large}")
    else:
        link_to("stack", "Open it in", {STACK.key: write_layers(stack.layers), INPUT.key: write_shape(stack.input)})
