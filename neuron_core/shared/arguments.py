"""Handing on arguments by name."""

from collections.abc import Callable, Mapping
from inspect import signature
from typing import TypeVar

T = TypeVar("T")


def taken_by(function: Callable[..., object], arguments: Mapping[str, T]) -> dict[str, T]:
    """Return those of `arguments` that `function` takes."""
    return {name: value for name, value in arguments.items() if name in signature(function).parameters}
