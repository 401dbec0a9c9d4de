"""The tell of a silent mistake: the same measured with the mistake and without it, under several seeds.

Nothing is raised, and accuracy says next to nothing; so each silent mistake has a measurement of its own that gives it away.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from neuron_core.shared.arguments import taken_by

SEEDS = range(5)
"""The seeds that the page shows."""

Values = tuple[float, ...]


@dataclass(frozen=True)
class Measured:
    """What was measured: for each seed, the values with the mistake and without; and the floor, where the tell has one."""

    wrong: tuple[Values, ...]
    right: tuple[Values, ...]
    floor: float | None = None


@dataclass(frozen=True, kw_only=True)
class Tell:
    """What to measure. `wrong` and `right` take a seed, and the learner's numbers where they name them; both return as many values.

    `axis` names what the values are, in a word or two; `says` is the tell in a sentence or two, with the numbers measured.
    """

    axis: str
    wrong: Callable[..., Values]
    right: Callable[..., Values]
    says: Callable[[Measured], str]

    def measure(self, seed: int, numbers: Mapping[str, int]) -> tuple[Values, Values]:
        """Measure under one seed: with the mistake, and without."""
        return self.wrong(seed, **taken_by(self.wrong, numbers)), self.right(seed, **taken_by(self.right, numbers))

    def measured(self, pairs: list[tuple[Values, Values]]) -> Measured:
        """Put together what was measured under several seeds."""
        wrong, right = zip(*pairs, strict=True)
        return Measured(wrong, right)


@dataclass(frozen=True, kw_only=True)
class Curves(Tell):
    """A value for each training step, such as the loss: a line for each seed. `floor` computes what no wrong line gets below."""

    floor: Callable[[], float] | None = None

    def measured(self, pairs: list[tuple[Values, Values]]) -> Measured:
        wrong, right = zip(*pairs, strict=True)
        return Measured(wrong, right, self.floor() if self.floor else None)


@dataclass(frozen=True, kw_only=True)
class Dots(Tell):
    """The same asked many times: a dot for each answer."""


@dataclass(frozen=True, kw_only=True)
class Bars(Tell):
    """A value for each of `names`: a bar for each."""

    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Grids(Tell):
    """Rows of numbers, put one after the other: a cell for each. `columns` says how many make a row, with the mistake and without."""

    columns: Callable[..., tuple[int, int]]
