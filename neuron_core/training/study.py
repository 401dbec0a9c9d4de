"""All that the training page shows of a run at rest, computed in one go."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.shared.axes import round_up
from neuron_core.shared.film import Film, film
from neuron_core.shared.sweep import Axis, Columns, Sweep, sweep
from neuron_core.training.columns import (
    frames,
    gradient_columns,
    hidden_curve,
    map_columns,
    probe_columns,
    reach,
    run_columns,
)
from neuron_core.training.evaluate import History
from neuron_core.training.run import Run
from neuron_core.training.samples import Samples
from neuron_core.training.words import reading_words, sentence

MOST_DOTS = 400
"""How many rows are drawn: of a larger file the rest would only hide each other."""

_MOST_NUMBERS = 5_000  # what a point can come to on the map, in 20 kB

Rows = tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class Points:
    """The rows to draw, each (x1, x2, y), for training and for the test."""

    train: Rows
    test: Rows


@dataclass(frozen=True, eq=False)
class Filmed:
    """A run, whole, with the label of its activation: its `film` over the epochs, and what stands for all of them.

    `losses`, `test_losses`, `accuracies`, `test_accuracies` (in percent) have a value an epoch; those of the test rows are empty
    where there are none. `top_loss` is the end of their axis. `curve` is the activation wide enough for every epoch's maps, and
    `top_hidden` the hidden value of the strongest colour.
    """

    run: Run
    activation: str
    gradients: bool
    film: Film
    losses: tuple[float, ...]
    test_losses: tuple[float, ...]
    accuracies: tuple[float, ...]
    test_accuracies: tuple[float, ...]
    top_loss: float
    curve: tuple[tuple[float, ...], tuple[float, ...]]
    top_hidden: float
    points: Points


@lru_cache(maxsize=64)
def filmed(run: Run, axis: Axis, gradients: bool) -> Filmed:
    """Film a run: `axis` is the slider of its epochs. With `gradients` those of all parameters are in it too."""
    history = History(run)
    rows = run_columns(history) | map_columns(run)
    if gradients:
        rows |= gradient_columns(history)
    lines = {name: tuple(rows[name].tolist()) if name in rows else () for name in _LINES}
    far = reach(run)
    return Filmed(
        run=run,
        activation=ACTIVATIONS[run.settings.activation].label,
        gradients=gradients,
        film=film(axis, rows, {"surface": frames(run)}),
        losses=lines["loss"],
        test_losses=lines["test_loss"],
        accuracies=lines["accuracy"],
        test_accuracies=lines["test_accuracy"],
        top_loss=_top(lines["loss"] + lines["test_loss"], lines["loss"][0]),
        curve=hidden_curve(run.settings.activation, far),
        top_hidden=far.top,
        points=points(run.samples),
    )


_LINES = ("loss", "test_loss", "accuracy", "test_accuracy")


def _top(losses: tuple[float, ...], first: float) -> float:
    """End the axis of a loss at its largest value; a run that goes far up is cut off at three times its start."""
    return round_up(max(1e-3, min(max(losses), 3 * first)))


def points(samples: Samples) -> Points:
    """Return up to `MOST_DOTS` of the rows, as many of either part as its share."""
    kept = min(1.0, MOST_DOTS / len(samples.table.x))

    def some(x: Tensor, y: Tensor) -> Rows:
        count = round(kept * len(x))
        return tuple(map(tuple, torch.cat([x, y], 1)[:count].tolist()))

    return Points(some(samples.x_train, samples.y_train), some(samples.x_test, samples.y_test))


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
