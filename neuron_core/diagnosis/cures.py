"""Cures for a run that failed: changes of its settings, each of which is trained before it is offered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache

from neuron_core.diagnosis.findings import (
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
from neuron_core.shared.seeding import MAX_SEED
from neuron_core.training.choices import MOST_EPOCHS, RATES
from neuron_core.training.evaluate import History
from neuron_core.training.run import is_long, train
from neuron_core.training.samples import Samples, prepare
from neuron_core.training.settings import Settings

STANDARDISED = "standardised"
MOST_TRIALS = 6
MOST_STEPS = 7_000
MOST_CURES = 3
LOWER = 0.8
"""A cure's loss is at most this share of what the run began and ended with."""

Idea = Mapping[str, float | str]
"""New values by the names of `Settings`, or `STANDARDISED`."""


@dataclass(frozen=True)
class Trial:
    """Settings and rows to try, and what is new in them."""

    changes: tuple[tuple[str, float | str], ...]
    settings: Settings
    samples: Samples


@dataclass(frozen=True)
class Cure:
    """A trial that was trained, with how it ended: the finding is gone, and the loss is clearly lower."""

    trial: Trial
    end: Ending


def trials(finding: Finding, settings: Settings, samples: Samples) -> list[Trial]:
    """Return up to `MOST_TRIALS` changes that may cure `finding`, the likeliest first; together they take `MOST_STEPS` at most."""
    found: dict[tuple[Settings, Samples], Trial] = {}
    steps = 0
    for idea in _ideas(finding, settings):
        trial = _trial(idea, settings, samples)
        steps += trial.settings.epochs * trial.settings.steps_of(len(samples.x_train))
        if len(found) == MOST_TRIALS or steps > MOST_STEPS:
            break
        if trial.changes:
            found.setdefault((trial.settings, trial.samples), trial)
    return list(found.values())


def _trial(idea: Idea, settings: Settings, samples: Samples) -> Trial:
    """Carry an idea out, on the CPU, with half the epochs, and half of those, until it is no long run."""
    values = dict(idea)
    standardised = bool(values.pop(STANDARDISED, samples.standardised))
    rows = prepare(samples.table, samples.test_share, standardised, samples.seed)
    changed = replace(settings, device="cpu", **values)  # type: ignore[arg-type] # Settings checks what it gets
    while is_long(changed, rows) and changed.epochs > 1:
        changed = replace(changed, epochs=changed.epochs // 2)
    both = [(field.name, getattr(settings, field.name), getattr(changed, field.name)) for field in fields(Settings)]
    both.append((STANDARDISED, samples.standardised, rows.standardised))
    return Trial(tuple((name, after) for name, before, after in both if before != after), changed, rows)


def _ideas(finding: Finding, settings: Settings) -> Iterator[Idea]:
    """Think of changes for what was found, for what may be behind it, and last for what so often helps."""
    if settings.decay:
        yield {"decay": 0.0}
    match finding:
        case Broke() | Rose() | Jumps():
            yield from _rates(settings, -2, -4)
            yield {STANDARDISED: True}
            yield {"optimiser": "sgd", "rate": 0.1}
            yield {"optimiser": "adam", "rate": 0.01}
        case Straight():
            yield from ({"activation": "relu"}, {"activation": "tanh"})
            yield from ({"activation": name, "hidden": 8} for name in ("relu", "tanh"))
        case StillFalling():
            yield {"epochs": MOST_EPOCHS}
            yield from _rates(settings, 2, 4)
            yield {"optimiser": "adam"}
        case DeadNeurons():
            yield {"activation": "leaky_relu"}
        case OneClass() | AtChance():
            yield from _rates(settings, 2)
        case Unbent() | AtRest():
            pass
    yield from ({"seed": min(settings.seed + more, MAX_SEED)} for more in (1, 2))
    yield from ({"hidden": width} for width in (4, 8) if width > settings.hidden)
    yield {STANDARDISED: True}
    yield {"optimiser": "adam"}


def _rates(settings: Settings, *places: int) -> Iterator[Idea]:
    """Move the rate along `RATES`: two places are ten times."""
    here = RATES.index(settings.rate)
    yield from ({"rate": RATES[here + place]} for place in places if 0 <= here + place < len(RATES))


def cures_for(
    finding: Finding, failed: Ending, settings: Settings, samples: Samples
) -> Iterator[tuple[Trial, Cure | None]]:
    """Try one change after the other, until there are `MOST_CURES` cures of the run that `failed`, or all are tried."""
    found = 0
    for trial in trials(finding, settings, samples):
        cure = try_out(trial, finding, failed)
        yield trial, cure
        found += cure is not None
        if found == MOST_CURES:
            return


@lru_cache(maxsize=256)
def try_out(trial: Trial, finding: Finding, failed: Ending) -> Cure | None:
    """Train `trial`, and return it as a cure if it is one: what was found is gone, the loss is clearly lower, and not at chance."""
    run = train(trial.settings, trial.samples)
    history = History(run)
    end = ending(run, history)
    gone = not {type(finding), AtChance} & set(map(type, diagnose(run, history)))
    return Cure(trial, end) if gone and end.loss <= LOWER * min(failed.first, failed.loss) else None
