"""What every page has: its place in the navigation, a title, what to do first, 'Reset' and 'Copy link'."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

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
            "Assemble it: inputs, weights, a bias, and the activation that decides. Make it a gate.",
        ),
        Entry("activation", "Activation", "The rule that decides: its curve, its slope, and what it lets learn."),
    ],
    "Layers": [
        Entry("dropout", "Dropout", "Units fall at random while the network learns, so that it leans on none of them."),
        Entry(
            "batchnorm",
            "Batch-norm",
            "Each feature is rescaled by what its batch is like, so that learning stays stable.",
        ),
        Entry("shapes", "Shapes", "Flatten a tensor cell by cell, and see which shapes a Linear takes."),
    ],
    "Network": [
        Entry(
            "stack",
            "Stack",
            "Put layers on top of each other; torch says at which seam they do not fit, and what cures it.",
        ),
        Entry(
            "simple_ann",
            "SimpleANN",
            "The full model: three neurons, nine parameters. Run it forward and back, on the CPU or a GPU.",
        ),
    ],
}
"""Every page, by section, in the lesson's order: assemble, activate, full model."""


def style_sheet() -> None:
    st.html(_HERE / "page.css")


def header(title: str, first_step: str, defaults: Mapping[str, Any]) -> None:
    """Show the page's title, one sentence on what to do first, and the two buttons every page has.

    'Reset' puts every key of `defaults` back; 'Copy link' copies the address, which holds all that was set.
    """
    with st.container(key="head", horizontal=True, vertical_alignment="bottom"):
        st.title(title, anchor=False)
        with st.container(horizontal=True, horizontal_alignment="right", width="content"):
            st.button("Reset", key="reset", on_click=reset, args=(defaults,))
            _copy_link(key="copy_link", data={"label": "Copy link", "done": "Copied", "failed": "Copy it from here"})
    st.markdown(first_step)


TALK = "_predict_talk"
"""How the keys of 'Predict first' end: what was asked and answered, and the answer chosen."""


def reset(defaults: Mapping[str, Any]) -> None:
    """Put every widget back to its default, and forget what was asked and answered."""
    for key in [key for key in st.session_state if TALK in str(key)]:
        del st.session_state[key]
    restore(defaults)


def restore(values: Mapping[str, Any]) -> None:
    """Set widgets to `values`: for a button that loads a whole state."""
    for key, value in values.items():
        st.session_state[key] = value
