"""A mistake on the errors page: which one, with which numbers, its code, and what came of it."""

import streamlit as st

from neuron_core.errors import MISTAKES, Group, Ran, Study
from neuron_core.errors.drawing import tell_drawing, tell_twin
from neuron_core.errors.tell import SEEDS, Grids, Tell, Values
from neuron_core.shared.live_run import LiveRun
from neuron_core.shared.sweep import STILL
from pages.knobs.errors import MISTAKE, NUMBERS, TITLES
from pages.shared.live_view import live_view
from pages.shared.marked_text import diff_text, marked_text
from pages.shared.say import say

_GROUP = "errors_group"  # the key of the pills that lead to a group; they hold nothing of their own
_RUN, _CURED, _MEASURED = "errors_run", "errors_cured", "errors_measured"


def choose() -> str:
    """Ask for a mistake of a group, and return its key; a click on another group leads to its first."""
    group = MISTAKES[TITLES[MISTAKE.now]].group
    st.session_state[_GROUP] = group
    st.pills("Mistakes with", list(Group), key=_GROUP, on_change=_open_group, wrap=True)
    return TITLES[MISTAKE.show([title for title, key in TITLES.items() if MISTAKES[key].group is group])]


def _open_group() -> None:
    chosen = st.session_state[_GROUP]
    if chosen:
        MISTAKE.put(next(title for title, key in TITLES.items() if MISTAKES[key].group is chosen))


def choose_numbers(key: str) -> dict[str, int]:
    """Ask for the learner's own numbers; each carries the letter that marks it in the code."""
    fields = NUMBERS[key]
    if not fields:
        return {}
    with st.grid(3 if len(fields) > 4 else len(fields), min_column_width=110, vertical_alignment="bottom"):
        return {
            name: int(field.show(f"**{letter}** {field.label}"))
            for letter, (name, field) in zip("abcdefgh", fields.items(), strict=False)
        }


def run_of(study: Study) -> LiveRun[object]:
    """Make the mistake now; what came of it stays for as long as the same one stands there."""
    asked = (study.key, study.numbers)
    if st.session_state.get(_RUN, (None,))[0] != asked:
        st.session_state[_RUN] = (asked, study.run())
    run: LiveRun[object] = st.session_state[_RUN][1]
    return run


def code_view(study: Study, ran: Ran | None) -> None:
    """Show the code; once it was run, with the guilty line."""
    marked_text("errors_code_view", study.code, label="The code", guilty=ran.guilty if ran else None)


def said_view(ran: Ran | None) -> None:
    """Show what torch said or printed, and why."""
    if ran is None:
        return
    st.caption(ran.heading)
    if ran.message:
        marked_text("errors_message", ran.message, label="Torch’s own words")
    else:
        st.code(ran.run.output, language=None, wrap_lines=True)
    if ran.cause:
        say(ran.cause, "cause")


def tell_view(study: Study, ran: Ran) -> None:
    """Measure what gives a silent mistake away, a seed at a time, and show it."""
    tell = study.mistake.tell
    if tell is None or not ran.arose:
        return
    asked = (study.key, study.numbers)
    if st.session_state.get(_MEASURED, (None,))[0] != asked:
        st.session_state[_MEASURED] = (asked, [])
    pairs: list[tuple[Values, Values]] = st.session_state[_MEASURED][1]

    if len(pairs) < len(SEEDS):
        st.fragment(measure, run_every=0.1)(study, tell, pairs)
    else:
        show_tell(study, tell, pairs)


def measure(study: Study, tell: Tell, pairs: list[tuple[Values, Values]]) -> None:
    """Measure under one more seed: the browser asks for the next, so a closed tab ends it."""
    if len(pairs) < len(SEEDS):
        pairs.append(tell.measure(SEEDS[len(pairs)], study.numbers))
    if len(pairs) == len(SEEDS):
        st.rerun()  # nothing more to ask for
    show_tell(study, tell, pairs)


def show_tell(study: Study, tell: Tell, pairs: list[tuple[Values, Values]]) -> None:
    seen = tell.measured(pairs)
    say(tell.says(seen), "tell")
    picture = tell_drawing(tell, seen, study.numbers)
    live_view("errors_tell", picture, STILL, tell_twin(tell, seen, study.numbers), family="tells")
    if len(set(pairs)) > 1 and not isinstance(tell, Grids):  # which shows one of them
        st.caption(f"Measured here, under {len(pairs)} seeds.")


def cures_view(study: Study, ran: Ran) -> None:
    """Show the cures as changes of the code, and run one when asked."""
    names = {shown.cure.says: shown for shown in ran.cures}
    if not names:
        return
    if len(names) > 1:
        chosen = st.radio("**The cures.** Each one was tried:", list(names), key=f"errors_cure_{study.key}")
    else:
        chosen = next(iter(names))
        say(f"**The cure.** {chosen}", "cure")
    shown = names[chosen]
    diff_text("errors_diff", shown.changes, label="What the cure changes")
    asked = (study.key, study.numbers, chosen)
    if st.button("Run the cure", key="errors_run_cure"):
        st.session_state[_CURED] = (asked, shown.cure.run())
    if st.session_state.get(_CURED, (None,))[0] == asked:
        run: LiveRun[object] = st.session_state[_CURED][1]
        st.caption("✓ prints:")
        st.code(run.output, language=None, wrap_lines=True)
