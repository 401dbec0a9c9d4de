"""Cures for a run that failed: changes of its settings, each of which is trained before it is offered."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from neuron_core.shared.seeding import MAX_SEED
from neuron_core.training.choices import MOST_EPOCHS, RATES
from neuron_core.training.diagnosis import (
    AtChance,
    AtRest,
    Broke,
    DeadNeurons,
    Ending,
    Finding,
    Jumps,
    OneClass,
    Rose,
    StillFalling,
    Straight,
    Unbent,
    diagnose,
    ending,
)
from neuron_core.training.evaluate import History
from neuron_core.training.model import WIDTHS
from neuron_core.training.run import is_long, train
from neuron_core.training.samples import Samples, prepare
from neuron_core.training.settings import Settings

MOST_TRIALS = 6
MOST_CURES = 3
LOWER = 0.8
"""A cure's loss is at most this share of what the run began and ended with."""

Changes = tuple[tuple[str, float | str], ...]
"""Names of `Settings`, or 'standardised', each with its new value."""


@dataclass(frozen=True)
class Trial:
    """Settings and rows to try, and what is new in them."""

    changes: Changes
    settings: Settings
    samples: Samples


@dataclass(frozen=True)
class Cure:
    """A trial that was trained, with how it ended: the finding is gone, and the loss is clearly lower."""

    trial: Trial
    end: Ending


def trials(finding: Finding, settings: Settings, samples: Samples) -> list[Trial]:
    """Return up to `MOST_TRIALS` changes that may cure `finding`, the likeliest first; each is a run that is done at once."""
    found: dict[tuple[Settings, Samples], Trial] = {}
    for idea in _ideas(finding, settings, samples):
        trial = _short(idea, settings, samples)
        if trial and (trial.settings, trial.samples) != (settings, samples):
            found.setdefault((trial.settings, trial.samples), trial)
        if len(found) == MOST_TRIALS:
            break
    return list(found.values())


@lru_cache(maxsize=256)
def try_out(trial: Trial, finding: Finding, settings: Settings, samples: Samples) -> Cure | None:
    """Train `trial`, and return it as a cure if it is one for `finding` in the run of `settings` on `samples`."""
    failed, run = ending_of(settings, samples), train(trial.settings, trial.samples)
    history = History(run)
    end = ending(run, history)
    gone = type(finding) not in map(type, diagnose(run, history))
    return Cure(trial, end) if gone and end.loss <= LOWER * min(failed.first, failed.loss) else None


def cures_for(finding: Finding, settings: Settings, samples: Samples) -> list[Cure]:
    """Try until there are `MOST_CURES` cures, or all is tried; those that solve it come first."""
    found: list[Cure] = []
    for trial in trials(finding, settings, samples):
        cure = try_out(trial, finding, settings, samples)
        found += [cure] if cure else []
        if len(found) == MOST_CURES:
            break
    return best_first(found)


def best_first(found: list[Cure]) -> list[Cure]:
    return sorted(found, key=lambda cure: not cure.end.solved)
