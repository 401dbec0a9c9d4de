"""A mistake: an exhibit of torch's, the learner's own numbers in it, why it goes wrong, and where else to touch it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from neuron_core.errors.tell import Tell
from neuron_core.shared.arguments import taken_by
from neuron_core.shared.exhibit import Cure, Exhibit, Outcome
from neuron_core.shared.live_run import Argument, LiveRun, Written

Numbers = Mapping[str, int]
"""The learner's own numbers, by the name of the argument that each is in the snippet."""


class Group(StrEnum):
    """Where a mistake belongs, by the name that the page shows."""

    SHAPES = "Shapes"
    DEVICES = "Types, devices"
    AUTOGRAD = "Autograd"
    MODULES = "Modules"
    LOSSES = "Losses"
    MODES = "train() and eval()"


@dataclass(frozen=True)
class Number:
    """A number that the learner sets: an argument of the snippet, its label on the page, where it starts, and its bounds."""

    name: str
    label: str
    default: int
    minimum: int = 1
    maximum: int = 64


@dataclass(frozen=True)
class Place:
    """Where in this app a mistake can be touched: a page's file, and what its widgets are set to, by their keys.

    `settings` gets the learner's numbers, by name.
    """

    page: str
    settings: Callable[..., dict[str, str]] = lambda **numbers: {}


class Runs(Protocol):
    """What a mistake shows: an `Exhibit`, or a stack (see `stacked.py`)."""

    @property
    def says(self) -> str: ...

    @property
    def outcome(self) -> Outcome: ...

    def write(self, *, seed: int | None = None, **arguments: Argument) -> Written: ...

    def run(self, *, seed: int | None = None, **arguments: Argument) -> LiveRun[object]: ...

    def cures(self, *, seed: int | None = None, **arguments: Argument) -> list[Cure]: ...


@dataclass(frozen=True)
class Mistake:
    """A mistake that beginners make.

    `title` names what was done, never what comes of it: the page asks for that first. `why` says the cause with the learner's
    numbers in it, where there are numbers; without it the exhibit's own sentences do. `products` are numbers in torch's message that
    are products of the learner's, by the name that `wordings.py` has for them. `tell` shows what gives a silent mistake away.
    `beside` gives the numbers that a message does not tell, from those that it does, where their defaults would not do.
    `kin` are exhibits of other pages that show the same mistake.
    `fixed` are arguments that the learner does not set, `seed` is set where what is seen depends on random draws.
    """

    title: str
    group: Group
    shows: Runs
    place: Place
    numbers: tuple[Number, ...] = ()
    why: Callable[..., str] | None = None
    products: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tell: Tell | None = None
    beside: Callable[..., dict[str, int]] = lambda **numbers: {}
    kin: tuple[Exhibit, ...] = ()
    fixed: Mapping[str, Argument] = field(default_factory=dict)
    seed: int | None = None

    @property
    def defaults(self) -> dict[str, int]:
        return {number.name: number.default for number in self.numbers}

    def cause(self, numbers: Numbers) -> str:
        """Say why it goes wrong, in a sentence or two."""
        return self.why(**taken_by(self.why, numbers)) if self.why else self.shows.says

    def write(self, numbers: Numbers) -> Written:
        """Write its code, without running it."""
        return self.shows.write(seed=self.seed, **self.fixed, **numbers)

    def run(self, numbers: Numbers) -> LiveRun[object]:
        """Make the mistake now."""
        return self.shows.run(seed=self.seed, **self.fixed, **numbers)

    def cures(self, numbers: Numbers) -> list[Cure]:
        """Return its cures in the order in which they are offered, to be run when asked."""
        return self.shows.cures(seed=self.seed, **self.fixed, **numbers)
