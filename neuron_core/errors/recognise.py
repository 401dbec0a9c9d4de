"""What an error text means: which mistake it tells of, and the numbers in it."""

import re
from dataclasses import dataclass, field

from neuron_core.errors.traceback_text import last_error, tidy_lines
from neuron_core.errors.wordings import WORDINGS, Certainty, Numbers, Wording

_WRAPPED = ("TorchRuntimeError", "InternalTorchDynamoError", "BackendCompilerFailed")
"""Of `torch.compile`: torch's own error stands in the lines that follow."""
_FOLLOWING = 4  # lines after an error's first that its words may run on to, where a terminal has broken them


@dataclass(frozen=True)
class Recognised:
    """The mistake that a text tells of: its `key`, the `numbers` found, by the names of the exhibit's arguments, and how `sure` it is.

    `version` is the torch that says it so, as in "before 1.8"; "" for words of today.
    """

    key: str
    numbers: Numbers = field(default_factory=dict)
    sure: Certainty = Certainty.SURE
    version: str = ""


def recognise(text: str) -> Recognised | None:
    """Recognise a message, a traceback, or prose with a message in it; None for an error that is not known.

    The last error counts. Nothing is executed; of a long text only the end is read (see `traceback_text.MOST`).
    """
    lines = tidy_lines(text)
    whole = _joined(lines)
    error = last_error(lines)
    if error is None:
        return _read(whole, len(whole), whole)
    first = _joined([f"{error.type}: {error.message}"])
    following = _joined([first, *lines[error.at + 1 : error.at + 1 + _FOLLOWING]])
    return _read(following, len(following) if error.type in _WRAPPED else len(first), whole)


def _joined(lines: list[str]) -> str:
    """Return the lines as one, without the marks of pytest and with single spaces."""
    return re.sub(r"\s+", " ", " ".join(re.sub(r"^E {3}", "", line) for line in lines))


def _read(words: str, until: int, whole: str) -> Recognised | None:
    """Return what the last of the wordings that begin before `until` tells; where several end, the first in the registry."""
    last, best = 0, None
    for wording in WORDINGS:
        end, read = _last_of(wording, words, until)
        if end > last and wording.near.search(whole.replace("\\", "/")):
            last, best = end, read
    return best


def _last_of(wording: Wording, words: str, until: int) -> tuple[int, Recognised | None]:
    """Return where the last match that makes sense ends, and what it tells."""
    last: tuple[int, Recognised | None] = 0, None
    for match in wording.pattern.finditer(words):
        numbers = wording.solve({name: text for name, text in match.groupdict().items() if text is not None})
        if numbers is not None and match.start() < until:
            last = match.end(), Recognised(wording.key, numbers, wording.sure, wording.version)
    return last
