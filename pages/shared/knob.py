"""Knobs: every widget of every page, declared once.

A knob's key is its name in the address. Widget, 'Reset', the tests of the address and the keys that a lesson link may hide all
follow from it. What a knob may hold is bounded by the core: limits and options come from there.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

import streamlit as st

from neuron_core.shared.sweep import Axis
from pages.shared.lesson import lesson_now

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Knob(Generic[T]):
    """A widget: its key, its label, where it starts, and what its '?' says."""

    key: str
    label: str
    default: T
    help: str | None = None

    @property
    def now(self) -> T:
        """The value in this session; the default before the widget was first made."""
        value: T = st.session_state.get(self.key, self.default)
        return value

    @property
    def locked(self) -> bool:
        """Whether a lesson link has fixed its value."""
        return self.key in lesson_now().locked

    def put(self, value: T) -> None:
        """Set the widget, if it is not fixed: for a button's callback, before the widget is made again."""
        if not self.locked:
            st.session_state[self.key] = value

    def _common(self, label: str | None, *, disabled: bool = False) -> dict[str, Any]:
        return {
            "label": label or self.label, "key": self.key, "bind": "query-params", "help": self.help,
            "disabled": disabled or self.locked,
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Slider(Knob[float]):
    """A slider on the grid of its axis, shown with `decimals`; with none it holds whole numbers."""

    minimum: float
    maximum: float
    step: float
    decimals: int

    @property
    def axis(self) -> Axis:
        return Axis(self.key, self.minimum, self.maximum, self.step)

    def show(self, label: str | None = None, *, disabled: bool = False) -> float:
        limits = [self.minimum, self.maximum, self.default, self.step]
        numbers: list[Any] = limits if self.decimals else list(map(int, limits))
        value: float = st.slider(
            **self._common(label, disabled=disabled),
            **dict(zip(("min_value", "max_value", "value", "step"), numbers, strict=True)),
            format=f"%.{self.decimals}f",
        )
        return value


@dataclass(frozen=True, kw_only=True)
class NumberField(Knob[float]):
    """A field for a number from `minimum` to `maximum`, all of them whole or none; `width` in pixels."""

    minimum: float
    maximum: float
    step: float = 1
    decimals: int = 0
    width: int | Literal["stretch"] = "stretch"

    def show(self, label: str | None = None) -> float:
        value: float = st.number_input(
            **self._common(label),
            min_value=self.minimum,
            max_value=self.maximum,
            value=self.default,
            step=self.step,
            format=f"%.{self.decimals}f" if self.decimals else "%d",
            width=self.width,
        )
        return value


def drop_infinite(knobs: Iterable[Knob[Any]]) -> None:
    """Take infinite whole numbers out of the address, and start over without them.

    Streamlit gives all other nonsense its default; here it fails with an OverflowError (1.67, `NumberInputSerde.deserialize`).
    """
    whole = {knob.key for knob in knobs if isinstance(knob, NumberField) and not knob.decimals}
    found = [key for key in whole & st.query_params.keys() if not all(map(_finite, st.query_params.get_all(key)))]
    for key in found:
        del st.query_params[key]
    if found:
        st.rerun()


def _finite(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return True  # no number at all: Streamlit sees to it


@dataclass(frozen=True, kw_only=True)
class Toggle(Knob[bool]):
    def show(self) -> bool:
        return st.toggle(**self._common(None), value=self.default)


@dataclass(frozen=True, kw_only=True)
class TextField(Knob[str]):
    """A line of text, or a box of it where `height` (in pixels) is given; a paste of more than `most` characters is not taken."""

    most: int
    height: int = 0

    def show(self, label: str | None = None) -> str:
        common = self._common(label) | {"value": self.default, "max_chars": self.most}
        text: str = st.text_area(**common, height=self.height) if self.height else st.text_input(**common)
        return text


@dataclass(frozen=True, kw_only=True)
class Choice(Knob[Any]):
    """One of `options`; with `None` as its default there may be none. Options that depend on the page are given to `show`."""

    options: Sequence[Any] = field(default=())
    form: Literal["select", "segments", "pills", "radio"] = "select"
    width: int | Literal["stretch"] = "stretch"

    @property
    def now(self) -> Any:
        """What is chosen; before the widget was first made only the address knows."""
        asked = st.query_params.get(self.key)
        return st.session_state.get(self.key, asked if asked in self.options else self.default)

    def show(self, options: Sequence[Any] = (), **more: Any) -> Any:
        given = list(options or self.options)
        common = self._common(None) | {"options": given} | more
        if self.form == "select":
            start = given.index(self.default) if self.default in given else 0
            return st.selectbox(**common, index=start, width=self.width)
        if self.form == "radio":
            return st.radio(**common, index=given.index(self.default))
        start = self.default if self.default in given else given[0]
        if self.form == "pills":
            return st.pills(**common, default=self.default, wrap=True)
        chosen = st.segmented_control(**common, default=start, required=True)
        return start if chosen is None else chosen  # an address can leave it empty


@dataclass(frozen=True, kw_only=True)
class Several(Knob[list[str]]):
    """Up to `most` of `options`."""

    options: Sequence[str]
    most: int

    def show(self) -> list[str]:
        return st.multiselect(
            **self._common(None), options=list(self.options), default=self.default, max_selections=self.most
        )


@dataclass(frozen=True, kw_only=True)
class Panel(Knob[bool]):
    """An expander; its label is its title. It opens by the address too, so 'Copy link' shares what is open."""

    default: bool = False

    @property
    def now(self) -> bool:
        """Whether it is open; before it was first made only the address knows."""
        opened: bool = st.session_state.get(self.key, st.query_params.get(self.key) == "true")
        return opened
