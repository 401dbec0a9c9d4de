"""What every page has: its place in the navigation, a title, what to do first, 'Reset' and 'Copy link'."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

from neuron_core.shared.drawing.palette import THEMES, Theme
from pages.shared.knob import Knob, Panel, Slider
from pages.shared.lesson import hidden_rules, lesson_now, show_all
from pages.shared.present import PRESENT, mode_rules, presenting, ways
from pages.shared.room import TEACH, room_line
from pages.shared.say import begin
from pages.shared.share import share

_HERE = Path(__file__).parent
_copy_link = st.components.v2.component(
    "copy_link",
    js=(_HERE / "copy_link.js").read_text(encoding="utf-8"),
    css=(_HERE / "copy_link.css").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class Entry:
    """A page: its file in `pages/` (and its URL), its title, and what the home page says of it."""

    file: str
    title: str
    teaser: str = ""

    @property
    def page(self) -> st.Page:
        url = {"default": True} if self.file == "home" else {"url_path": self.file}
        return st.Page(_HERE.parent / f"{self.file}.py", title=self.title, **url)


SECTIONS = {
    "Neuron": [
        Entry("home", "Home"),
        Entry(
            "neuron",
            "One neuron",
            "Assemble it: inputs, weights, a bias, and the activation that decides. Make it a logic gate.",
        ),
        Entry("activation", "Activation", "The rule that decides: its curve, its slope, and what it does to learning."),
    ],
    "Layers": [
        Entry(
            "dropout",
            "Dropout",
            "While the network learns, units are dropped at random, so that it relies on none of them.",
        ),
        Entry(
            "batchnorm",
            "Batch-norm",
            "Each feature is rescaled by its mean and variance over the batch, so that training stays stable.",
        ),
        Entry("shapes", "Shapes", "Flatten a tensor cell by cell, and see which shapes a Linear takes."),
    ],
    "Network": [
        Entry(
            "stack",
            "Stack",
            "Put layers one after the other; see where their shapes do not fit, torch's own error, and cures that were tried.",
        ),
        Entry(
            "simple_ann",
            "SimpleANN",
            "The full model: three neurons, nine parameters. Run it forward and back, on the CPU or a GPU.",
        ),
        Entry(
            "training",
            "Training",
            "Watch a network learn, turn time back, and see how often it fails.",
        ),
        Entry(
            "errors",
            "Errors",
            "Every mistake that beginners make, raised just now, explained and cured. Or paste an error of your own.",
        ),
    ],
}
"""Every page, by section, in the lesson's order: assemble, activate, full model."""

ENTRIES = [entry for entries in SECTIONS.values() for entry in entries]


def _colours() -> str:
    """Name the colours that the style sheet takes from both themes: the browser picks, also when the theme changes."""
    light, dark = THEMES["light"], THEMES["dark"]
    names = {"--on-accent": "on_accent", "--line": "neutral", "--raised": "raised", "--fill": "accent"}
    pairs = (f"{css}: light-dark({getattr(light, name)}, {getattr(dark, name)});" for css, name in names.items())
    return f".stApp {{ {' '.join(pairs)} }}"


_COLOURS = _colours()


def style_sheet(knobs: Iterable[Knob[Any]]) -> None:
    """Add the page's style sheet, the theme's colours, and what depends on the sliders, on what was answered, and on a lesson link."""
    rules = [
        _COLOURS,
        *hidden_rules(lesson_now()),
        *mode_rules(),
        *_zero_marks(knob for knob in knobs if isinstance(knob, Slider) and knob.minimum < 0 < knob.maximum),
        *_progress(),
    ]
    st.html(_HERE / "page.css")
    st.html(f"<style>{' '.join(rules)}</style>")


def _zero_marks(sliders: Iterable[Slider]) -> Iterator[str]:
    """Mark 0 on signed sliders and fill them from there: a bar that is filled from the left end says nothing about a sign.

    The fill is tied to the thumb (CSS anchor positioning); a browser that does not know how shows the mark alone.
    """
    by_place: dict[float, list[str]] = {}
    for slider in sliders:
        share = 100 * -slider.minimum / (slider.maximum - slider.minimum)
        by_place.setdefault(share, []).append(f".st-key-{slider.key}")
    for share, keys in by_place.items():
        bar = f":is({', '.join(keys)}) .stSlider [role=group] > [data-rac]"
        mark = f"transparent calc({share:g}% - 1px), var(--line) 0 calc({share:g}% + 1px), transparent 0"
        yield f"{bar} {{ anchor-scope: --thumb; }} {bar} > [data-rac] {{ anchor-name: --thumb; }}"
        yield f"{bar} > div:first-child {{ background: linear-gradient(to right, {mark}), color-mix(in srgb, var(--line) 30%, transparent) !important; }}"
        ends = f"left: min({share:g}%, anchor(--thumb center, {share:g}%)); right: min({100 - share:g}%, anchor(--thumb center, {100 - share:g}%));"
        yield f'{bar}::after {{ content: ""; {ends} }}'


def _progress() -> Iterator[str]:
    """Say beside each page in the navigation how many of its questions were answered."""
    counts: dict[str, tuple[int, int]] = st.session_state.get("progress", {})
    for entry in ENTRIES:
        mine = [count for name, count in counts.items() if name.startswith(entry.file)]
        answered, total = sum(count[0] for count in mine), sum(count[1] for count in mine)
        if answered:
            yield f'.stSidebar a[href$="/{entry.file}"]::after {{ content: "{answered} of {total} ✓"; }}'


def next_page(page: st.Page) -> None:
    """Lead on to the page that follows, in the lesson's order; the home page has a way of its own."""
    number = [entry.title for entry in ENTRIES].index(page.title)
    if presenting():
        around = [ENTRIES[at].page if 0 <= at < len(ENTRIES) else None for at in (number - 1, number + 1)]
        ways(*around)
    elif 0 < number < len(ENTRIES) - 1:
        entry = ENTRIES[number + 1]
        st.page_link(entry.page, label=f":primary[**Next: {entry.title}** →]")


def link_to(file: str, before: str, settings: Mapping[str, Any]) -> None:
    """Lead to the page of this file with these settings in its address; the words `before` its title say why."""
    entry = next(entry for entry in ENTRIES if entry.file == file)
    address = {key: str(value) for key, value in settings.items()}
    st.page_link(entry.page, label=f":primary[**{before} {entry.title}** →]", query_params=address)


def theme() -> Theme:
    """The colours of the person's theme, for figures: they cannot take them from the style sheet as the drawings do."""
    return THEMES[st.context.theme.type or "light"]


def header(page: str, title: str, first_step: str, knobs: Sequence[Knob[Any]]) -> None:
    """Show the page's title, one sentence on what to do first, and the two buttons every page has.

    'Reset' puts every one of `knobs` back, but leaves open panels open; 'Copy link' copies the address, which holds all that
    was set. `page` is the page's file.
    """
    with st.container(key="head", horizontal=True, vertical_alignment="bottom"):
        st.title(title, anchor=False)
        with st.container(horizontal=True, horizontal_alignment="right", width="content"):
            st.button("Reset", key="reset", on_click=reset, args=(page, knobs))
            words = {
                "label": "Copy link",
                "done": "Copied",
                "here": "Copied, for this computer",
                "failed": "Copy it from here",
                "without": [TEACH, PRESENT],
            }
            _copy_link(key="copy_link", data=words)
            share(knobs)
    begin(first_step)
    room_line()
    if lesson_now():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("Your teacher has hidden or fixed some controls.", width="content")
            st.button("Show all", key="show_all", on_click=show_all)


TALK = "_predict_talk"
"""How the keys of 'Predict first' end: what was asked and answered, and the answer chosen."""


def reset(page: str, knobs: Sequence[Knob[Any]]) -> None:
    """Put the page's widgets back to their defaults, and forget what was asked and answered on it."""
    for key in [str(key) for key in st.session_state]:
        if key.startswith(page) and TALK in key:
            del st.session_state[key]
    settings = {knob.key: knob.default for knob in knobs if not isinstance(knob, Panel)}
    restore(settings)
    for key in (settings.keys() & st.query_params.keys()) - lesson_now().locked:
        with suppress(StreamlitAPIException):  # it is on the page, whose widget sees to the address
            del st.query_params[key]
            st.session_state[_AGAIN] = True


_AGAIN = "address_changed"


def run_again_if_needed() -> None:
    """Start over if this run began with an address that a reset has changed: a widget not seen before would still read it."""
    if st.session_state.pop(_AGAIN, False):
        st.rerun()


def restore(values: Mapping[str, Any]) -> None:
    """Set widgets to `values`, but for those that a lesson link has fixed: for a button that loads a whole state."""
    for key in values.keys() - lesson_now().locked:
        st.session_state[key] = values[key]
