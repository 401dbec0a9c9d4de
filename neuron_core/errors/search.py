"""Finding mistakes by words: of their titles, of what is said about them, of the messages that torch has for them."""

import re
from functools import cache

from neuron_core.errors.registry import MISTAKES
from neuron_core.errors.wordings import WORDINGS

MOST = 5
"""How many are found at most."""
_LONGEST, _WORDS = 2_000, 40  # characters that are read, and words that are looked up
_COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "but",
        "by",
        "can",
        "for",
        "from",
        "has",
        "have",
        "in",
        "is",
        "it",
        "its",
        "not",
        "of",
        "on",
        "or",
        "so",
        "that",
        "the",
        "this",
        "time",
        "when",
        "every",
        "does",
        "my",
        "to",
        "with",
        "you",
        "your",
    ]
)


def search(text: str) -> list[str]:
    """Return the keys of the mistakes that have most words of `text` in them, the best first; none without a common word."""
    asked = set(sorted(_words(text[-_LONGEST:]), key=len)[-_WORDS:])  # long words tell more
    if not asked:
        return []
    scores = {key: _score(asked, words) for key, words in _index().items()}
    best = max(scores.values())
    found = [key for key, score in scores.items() if score and score >= best / 2]
    return sorted(found, key=lambda key: -scores[key])[:MOST]


def _score(asked: set[str], words: set[str]) -> float:
    """Rate a mistake: the words that few mistakes have count most; the beginning of a word will do."""
    index = _index()
    score = 0.0
    for word in asked:
        if any(known.startswith(word) for known in words):
            score += 1 / sum(any(known.startswith(word) for known in other) for other in index.values())
    return score


@cache
def _index() -> dict[str, set[str]]:
    """Return the words of each mistake. Nothing is run for it: torch's own words stand in the patterns that recognise them."""
    return {key: _words(_said_of(key)) for key in MISTAKES}


def _said_of(key: str) -> str:
    mistake = MISTAKES[key]
    patterns = (_SYNTAX.sub(" ", wording.pattern.pattern) for wording in WORDINGS if wording.key == key)
    return " ".join([mistake.title, mistake.group, mistake.shows.says, *patterns])


_SYNTAX = re.compile(r"\(\?P<\w+>|\(\?P=\w+\)|\\[a-zA-Z]|\[[^\]]*\]|\{[^}]*\}")
"""What in a pattern are no words: names of groups, classes of characters, counts."""


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z_]{2,40}|\d[a-z]", text.lower()) if word not in _COMMON}
