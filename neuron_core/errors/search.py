"""Finding mistakes by words: of their titles, of what is said about them, of the messages that torch raises for them."""

import re
from functools import cache

from neuron_core.errors.registry import MISTAKES
from neuron_core.shared.exhibit import Outcome

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
    """Run every mistake that raises or warns once, and return the words of each."""
    return {
        key: _words(f"{mistake.title} {mistake.group} {mistake.shows.says} {_message(key)}")
        for key, mistake in MISTAKES.items()
    }


def _message(key: str) -> str:
    mistake = MISTAKES[key]
    if mistake.shows.outcome not in (Outcome.RAISES, Outcome.WARNS):
        return ""
    run = mistake.run(mistake.defaults)
    return " ".join(map(str, [run.refusal or "", *run.warned]))


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z_]{2,40}|\d[a-z]", text.lower()) if word not in _COMMON}
