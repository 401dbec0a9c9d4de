"""A mistake's place in the address: what the errors page's widgets are called, and what they hold for it."""

from collections.abc import Mapping

from neuron_core.errors.registry import MISTAKES
from neuron_core.shared.exhibit import Exhibit
from neuron_core.shared.typed_input import InputError

MISTAKE = "errors_mistake"
"""The widget that holds a mistake's title."""


def number_key(key: str, name: str) -> str:
    """Return what the widget of a mistake's number is called."""
    return f"errors_{key}_{name}"


def address(key: str, numbers: Mapping[str, int]) -> dict[str, str | int]:
    """Return what the widgets hold for a mistake with these numbers; without them where they do not fit."""
    mistake = MISTAKES[key]
    known = {**mistake.beside(**numbers), **numbers} if fits(key, numbers) else {}
    return {MISTAKE: mistake.title, **{number_key(key, name): value for name, value in known.items()}}


def fits(key: str, numbers: Mapping[str, int]) -> bool:
    """Tell whether all of these numbers can be set on the page, and are not too large together."""
    mistake = MISTAKES[key]
    bounds = {number.name: number for number in mistake.numbers}
    if not all(
        name in bounds and bounds[name].minimum <= value <= bounds[name].maximum for name, value in numbers.items()
    ):
        return False
    try:
        mistake.write({**mistake.defaults, **numbers})
    except InputError:
        return False
    return True


def place_of(key: str) -> int:
    """Return a mistake's number among all, from 0."""
    return list(MISTAKES).index(key)


def key_of(exhibit: Exhibit) -> str | None:
    """Return the key of the mistake that is this exhibit, or akin to it; None where there is none."""
    return next((key for key, mistake in MISTAKES.items() if exhibit in (mistake.shows, *mistake.kin)), None)
