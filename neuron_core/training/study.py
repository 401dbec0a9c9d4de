"""All that the training page shows of a run at rest, computed in one go."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from neuron_core.shared.film import Film, film
from neuron_core.shared.sweep import Axis, Columns, Sweep, sweep
from neuron_core.training.columns import probe_columns
from neuron_core.training.filmed import Filmed, filmed
from neuron_core.training.run import Run
from neuron_core.training.words import reading_words, sentence

_MOST_NUMBERS = 5_000  # what a point can come to on the map, in 20 kB


@dataclass(frozen=True, eq=False)
class Study:
    """A run, filmed, and a point of its plane.

    `probe` follows the epoch for the committed point, if there is one; `sweep` has what its sliders change at the committed
    epoch. `epoch` is that epoch, or the run's last if it ended before. `reading` says how the picture is read. `films` are all, by the part that they play.
    """

    whole: Filmed
    probe: Film | None
    sweep: Sweep
    epoch: int
    sentence: str
    reading: str

    @property
    def films(self) -> dict[str, Film]:
        return {"run": self.whole.film} | ({"probe": self.probe} if self.probe else {})


def study(
    run: Run, axis: Axis, epoch: int, *, gradients: bool = False, probe: tuple[Axis, Axis] | None = None,
    point: tuple[float, float] = (0.0, 0.0),
) -> Study:  # fmt: skip
    """Study `run` at `epoch`, where the slider `axis` stands; with `probe`, the sliders of a point, at that `point` too."""
    whole = filmed(run, axis, gradients)
    now = min(epoch, run.epochs)
    table, reel = Sweep(axes=(), values={axis.key: epoch}, now={}, rows={}), None
    if probe:
        table = _point_sweep(run, now, probe, point)
        table = Sweep(table.axes, table.values | {axis.key: epoch}, table.now, table.rows, table.pairs)
        x = [torch.full((len(run.log),), value) for value in point]
        reel = film(axis, probe_columns(run.log, run.settings.activation, *x))
    return Study(whole, reel, table, now, sentence(whole, now), reading_words(whole))


def _point_sweep(run: Run, epoch: int, axes: tuple[Axis, Axis], point: tuple[float, float]) -> Sweep:
    one, two = axes

    def columns(rows: Mapping[str, Tensor]) -> Columns:
        x1, x2 = rows[one.key], rows[two.key]
        return probe_columns(run.log[epoch].expand(len(x1), -1), run.settings.activation, x1, x2)

    square = (_on_the_map(one, run), _on_the_map(two, run))
    return sweep(axes, {one.key: point[0], two.key: point[1]}, columns, [square])


def _on_the_map(axis: Axis, run: Run) -> Axis:
    """Return the part of a slider that the map shows, in steps so wide that all places of a point on it can be sent."""
    low, high = max(axis.minimum, run.samples.low), min(axis.maximum, run.samples.high)
    places = math.isqrt(_MOST_NUMBERS // (2 * run.settings.hidden + 1))
    step = axis.step * max(1, math.ceil((high - low) / axis.step / (places - 1)))
    return Axis(axis.key, low, low + step * math.floor((high - low) / step + 1e-6), step)
