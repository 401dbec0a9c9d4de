"""A run, whole: its film over the epochs, and what stands for all of them."""

from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.shared.axes import round_up
from neuron_core.shared.film import Film, film
from neuron_core.shared.sweep import Axis
from neuron_core.training.columns import frames, gradient_columns, hidden_curve, map_columns, reach, run_columns
from neuron_core.training.evaluate import History
from neuron_core.training.run import Run
from neuron_core.training.samples import Samples

MOST_DOTS = 400
"""How many rows are drawn: of a larger file the rest would only hide each other."""

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
