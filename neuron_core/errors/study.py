"""All that the errors page shows of one mistake: its code at rest, and what torch made of it once it was run."""

from dataclasses import dataclass

from neuron_core.errors.diff import Changed, diff, first_changed
from neuron_core.errors.marks import PRODUCT, Line, letters, marked
from neuron_core.errors.mistake import Mistake
from neuron_core.errors.registry import MISTAKES
from neuron_core.errors.wordings import spans
from neuron_core.errors.words import arose, heading
from neuron_core.shared.exhibit import Cure
from neuron_core.shared.live_run import LiveRun, Span, Written


@dataclass(frozen=True)
class Study:
    """A mistake with the learner's numbers, not run yet.

    `letters` are those that mark the numbers, by their names, in `code`, its lines. `place` are the settings with which the page that
    lets it be touched opens.
    """

    key: str
    mistake: Mistake
    numbers: dict[str, int]
    letters: dict[str, str]
    written: Written
    code: tuple[Line, ...]
    place: dict[str, str]

    def run(self) -> LiveRun[object]:
        """Make the mistake now."""
        return self.mistake.run(self.numbers)


@dataclass(frozen=True)
class CureShown:
    """A cure, and what it changes in the code line by line."""

    cure: Cure
    changes: tuple[Changed, ...]


@dataclass(frozen=True)
class Ran:
    """A mistake that was made: `message` is what torch said (no line: nothing), with the learner's numbers marked as in the code, `heading` what stands above it.

    `guilty` is the line of the code, from 0, that raised, or where nothing did, the first one that the cure changes (None: it only adds).
    `arose` tells whether it was a mistake with these numbers; `cause` and `cures` are for those that were.
    """

    run: LiveRun[object]
    heading: str
    guilty: int | None
    message: tuple[Line, ...]
    arose: bool
    cause: str
    cures: tuple[CureShown, ...]


def study(key: str, numbers: dict[str, int]) -> Study:
    """Write the mistake of this key with these numbers; nothing is run. Raises `InputError` where it would be too large."""
    mistake = MISTAKES[key]
    known = letters([number.name for number in mistake.numbers])
    written = mistake.write(numbers)
    place = mistake.place.settings(**numbers)
    return Study(key, mistake, numbers, known, written, marked(written.code, written.given, known), place)


def after(study: Study, run: LiveRun[object]) -> Ran:
    """Say what came of it. Raises nothing: what torch raised is in `run`."""
    mistake = study.mistake
    said = run.refusal or next(iter(run.warned), None)
    message = marked(str(said), _message_spans(study, str(said)), study.letters) if said else ()
    wrong = arose(mistake, run)
    cures = mistake.cures(study.numbers) if wrong else []
    guilty = first_changed(study.written.code, cures[0].written.code) if cures and not run.refusal else run.guilty
    return Ran(
        run,
        heading(mistake, run),
        guilty,
        message,
        wrong,
        mistake.cause(study.numbers) if wrong else "",
        tuple(CureShown(cure, diff(study.written.code, cure.written.code)) for cure in cures),
    )


def _message_spans(study: Study, said: str) -> list[Span]:
    """Find the learner's numbers in what torch said; one that is a product of several gets all of their names."""
    products = study.mistake.products
    return [Span(start, end, PRODUCT.join(products.get(name, (name,)))) for start, end, name in spans(study.key, said)]
