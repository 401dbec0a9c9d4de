"""What is voted on: a question as it was asked, with torch's answer."""

import hashlib
import json
from dataclasses import dataclass

from neuron_core.shared.question import Question, Truth


@dataclass(frozen=True)
class Ballot:
    """A question in words, its options, and the index of the true one.

    Students may have moved their sliders: they vote on the same ballot only if they read the same words, and the same option is true.
    """

    prompt: str
    options: tuple[str, ...]
    truth: int

    @property
    def key(self) -> str:
        """A name of 32 hexadecimal digits: equal ballots have the same one, on every replica."""
        text = json.dumps([self.prompt, self.options, self.truth])
        return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Tally:
    """How many chose each option of a ballot."""

    ballot: Ballot
    counts: tuple[int, ...]

    @property
    def votes(self) -> int:
        return sum(self.counts)


def ballot_of(question: Question, truth: Truth) -> Ballot:
    """Return the ballot of a question with torch's answer to it."""
    return Ballot(question.prompt, question.options, truth.option)
