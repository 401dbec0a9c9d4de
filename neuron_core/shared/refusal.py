"""What torch refuses, in its own words: raised a moment ago, never typed in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

TORCH_REFUSES = (RuntimeError, ValueError, IndexError)
"""What torch raises when it cannot do what it was asked: a shape does not fit, a derivative is missing."""


@dataclass(frozen=True)
class Refusal:
    """An error or a warning as it was raised: the name of its type, and its text."""

    type: str
    words: str

    @classmethod
    def of(cls, error: BaseException | Warning) -> "Refusal":
        return cls(type(error).__name__, str(error))

    def __str__(self) -> str:
        return f"{self.type}: {self.words}"


def attempt(call: Callable[[], T]) -> T | Refusal:
    """Return what `call` returns, or torch's refusal. Other errors are faults of ours and pass through."""
    try:
        return call()
    except TORCH_REFUSES as error:
        return Refusal.of(error)
