"""What is said about a mistake that was made just now."""

from neuron_core.errors.mistake import Mistake
from neuron_core.shared.exhibit import Outcome
from neuron_core.shared.live_run import LiveRun

OPTIONS = ("It raises an error", "It warns, and goes on", "It runs without a word")
"""What torch can do with a code: what `option` counts."""


def option(run: LiveRun[object]) -> int:
    """Return which of `OPTIONS` a run did."""
    return 0 if run.refusal else 1 if run.warned else 2


def happened(mistake: Mistake, run: LiveRun[object]) -> str:
    """Say what torch did, and whether that is right."""
    if run.refusal:
        line = "" if run.guilty is None else f" at the marked line, {run.guilty + 1}"
        return f"Torch raises {article(run.refusal.type)} {run.refusal.type}{line}."
    if run.warned:
        return f"Torch raises nothing. It gives a {run.warned[0].type}, and goes on with a result that is not what was meant."
    match mistake.shows.outcome:
        case Outcome.SILENT:
            return "Torch says nothing, and what comes out is wrong."
        case Outcome.PRINTS:
            return "It runs, and what comes out is right."
        case _:
            return "It runs: with these numbers nothing is wrong."


def heading(mistake: Mistake, run: LiveRun[object]) -> str:
    """Say, above what a run gave, what that is."""
    if run.refusal:
        return "✗ raises, word for word:"
    if run.warned:
        return "! warns, word for word:"
    return "✗ prints, and that is wrong:" if mistake.shows.outcome is Outcome.SILENT else "✓ prints:"


def arose(mistake: Mistake, run: LiveRun[object]) -> bool:
    """Tell whether the mistake was one, with the numbers that it was made with."""
    return option(run) < 2 or mistake.shows.outcome in (Outcome.SILENT, Outcome.PRINTS)


def article(name: str) -> str:
    return "an" if name[:1].lower() in "aeiou" else "a"
