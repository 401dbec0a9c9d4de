"""Exhibits: short runs of torch, each with something to learn from it.

A registry of exhibits is a dict from the title that a page shows to an `Exhibit`. Adding one is one entry; a test runs all of
them and holds each to its `outcome`, and each cure to running without a word.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from neuron_core.shared.arguments import taken_by
from neuron_core.shared.live_run import Argument, LiveRun, Written, live_run, write_snippet


class Outcome(StrEnum):
    """What a snippet does when it is run."""

    PRINTS = "prints"  # it is right, and prints its value
    RAISES = "raises"
    WARNS = "warns"
    SILENT = "silent"  # it prints a value, and is wrong all the same


@dataclass(frozen=True)
class Cure:
    """A cure: what it changes, in words, the code after it, and how to run that."""

    says: str
    written: Written
    run: Callable[[], LiveRun[object]]


@dataclass(frozen=True)
class Exhibit:
    """A snippet and what to see in it.

    `says` is a sentence or two. `cure` is the snippet with its mistake mended, where there is a mistake, and `cure_says` what
    was changed. Both take the same arguments.
    """

    says: str
    snippet: Callable[..., object]
    outcome: Outcome = Outcome.PRINTS
    cure: Callable[..., object] | None = None
    cure_says: str = ""

    def run(self, *, seed: int | None = None, **arguments: Argument) -> LiveRun[object]:
        """Run the snippet now, with those of `arguments` that it takes."""
        return _run(self.snippet, seed, arguments)

    def run_cure(self, *, seed: int | None = None, **arguments: Argument) -> LiveRun[object]:
        """Run the cure now. Raises `LookupError` where there is none."""
        if self.cure is None:
            raise LookupError("this exhibit has no cure")
        return _run(self.cure, seed, arguments)

    def write(self, *, seed: int | None = None, **arguments: Argument) -> Written:
        """Write the snippet, without running it."""
        return write_snippet(self.snippet, seed=seed, **taken_by(self.snippet, arguments))

    def cures(self, *, seed: int | None = None, **arguments: Argument) -> list[Cure]:
        """Return the cure, where there is one; it is not run yet."""
        if self.cure is None:
            return []
        written = write_snippet(self.cure, seed=seed, **taken_by(self.cure, arguments))
        return [Cure(self.cure_says, written, lambda: self.run_cure(seed=seed, **arguments))]


def _run(snippet: Callable[..., object], seed: int | None, arguments: dict[str, Argument]) -> LiveRun[object]:
    return live_run(snippet, seed=seed, **taken_by(snippet, arguments))
