"""Mistakes with train() and eval(): a model starts in train(), and stays in it until it is told."""

from collections.abc import Callable
from functools import partial
from statistics import median

import torch
from torch import nn

from neuron_core.dropout.snippets import (
    EXHIBITS,
    functional_in_eval,
    functional_told_the_mode,
    without_gradients,
    without_gradients_in_eval,
)
from neuron_core.errors.mistake import Group, Mistake, Number, Place
from neuron_core.errors.snippets.shapes import on_stack
from neuron_core.errors.stacked import Stacked
from neuron_core.errors.tell import Dots, Measured, Values
from neuron_core.shared.exhibit import Exhibit, Outcome
from neuron_core.shared.numbers import count_text, number_text
from neuron_core.shared.seeding import seeded
from neuron_core.stack.layers import Layer
from neuron_core.stack.run import Stack
from neuron_core.training.data import draw_moons


def _one_row(features: int) -> Stack:
    return Stack((1, features), (Layer("batchnorm", (features,)),))


def _dropout_in_training():
    model = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 1), nn.Sigmoid())
    point = torch.tensor([0.5, 0.5])
    return model(point).item(), model(point).item()


def _dropout_in_eval():
    model = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 1), nn.Sigmoid())
    point = torch.tensor([0.5, 0.5])
    model.eval()
    return model(point).item(), model(point).item()


def _batchnorm_in_training():
    model = nn.Sequential(nn.Linear(2, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 1), nn.Sigmoid())
    batch = torch.randn(4, 2)
    before = model(batch)[0].item()
    batch[1] = torch.tensor([3.0, 3.0])  # its neighbour changes, the first row does not
    return before, model(batch)[0].item()


def _batchnorm_in_eval():
    model = nn.Sequential(nn.Linear(2, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 1), nn.Sigmoid())
    batch = torch.randn(4, 2)
    model.eval()
    before = model(batch)[0].item()
    batch[1] = torch.tensor([3.0, 3.0])  # its neighbour changes, the first row does not
    return before, model(batch)[0].item()


# What gives the silent ones away: the same asked many times, in the mode that is wrong and in the one that is right.

_TIMES = 50


def _trained(*, normalised: bool) -> nn.Sequential:
    """Train a net with batch-norm, or with dropout, on two moons; it is left in train()."""
    x, y = draw_moons(100, 0.5)
    layers = (nn.BatchNorm1d(8), nn.ReLU()) if normalised else (nn.ReLU(), nn.Dropout(0.5))
    model = nn.Sequential(nn.Linear(2, 8), *layers, nn.Linear(8, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for _ in range(60):
        optimizer.zero_grad()
        nn.BCEWithLogitsLoss()(model(x), y).backward()
        optimizer.step()
    return model


def _same_point(seed: int, *, training: bool) -> Values:
    """Return what a net with dropout gives for one point, `_TIMES` times: each a probability."""
    with seeded(seed):
        model = _trained(normalised=False).train(training)
        with torch.no_grad():
            return tuple(model(torch.tensor([0.5, 0.5])).sigmoid().item() for _ in range(_TIMES))


def _other_neighbours(seed: int, *, training: bool) -> Values:
    """Return what a net with batch-norm gives for one point in a batch of 8, of which another row changes `_TIMES` times."""
    with seeded(seed):
        model = _trained(normalised=True).train(training)
        batch, _ = draw_moons(8, 0.5)
        neighbours, _ = draw_moons(_TIMES, 0.5)
        batch[0] = 0.0
        answers = []
        with torch.no_grad():
            for neighbour in neighbours:
                batch[1] = neighbour
                answers.append(model(batch)[0].sigmoid().item())
        return tuple(answers)


def _sums(dropped: Callable[[], list[float]], seed: int) -> Values:
    """Return the sum of what leaves dropout, `_TIMES` times: ones go in, as many as come out."""
    with seeded(seed):
        return tuple(sum(dropped()) for _ in range(_TIMES))


def _spread(runs: tuple[Values, ...]) -> float:
    """Return how far the answers to one question lie apart: the median over the seeds."""
    return median(max(answers) - min(answers) for answers in runs)


def _same_point_words(measured: Measured) -> str:
    return (
        f"A trained net is asked for the same point {_TIMES} times. Without eval() its probabilities lie up to "
        f"{number_text(_spread(measured.wrong), 2)} apart, with it {number_text(_spread(measured.right), 2)}."
    )


def _other_neighbours_words(measured: Measured) -> str:
    return (
        f"One other row of the batch of 8 changes {_TIMES} times. Without eval() the probability of a point that stays the same moves by up to "
        f"{number_text(_spread(measured.wrong), 2)}, with it by {number_text(_spread(measured.right), 2)}."
    )


def _sums_words(right: str, measured: Measured) -> str:
    (least, most), (same, _) = (
        (median(map(min, runs)), median(map(max, runs))) for runs in (measured.wrong, measured.right)
    )
    return (
        f"Eight ones go in, {_TIMES} times. The sum of what comes out lies between {number_text(least)} and {number_text(most)}; {right} it is always "
        f"{number_text(same)}."
    )


_DROPOUT_RUNS = Place("dropout", lambda: {"dropout_runs": "true"})

MODES: dict[str, Mistake] = {
    "one_row": Mistake(
        "One row goes into batch-norm",
        Group.MODES,
        Stacked(
            "In training, batch-norm takes the mean and the spread of each feature over the rows of the batch. One row has no spread.",
            _one_row,
        ),
        on_stack(_one_row),
        (Number("features", "features in the row", 3, maximum=1024),),
        lambda features: (
            "In training, batch-norm takes the mean and the spread of each feature over the rows of the batch. Here is one row with "
            f"{count_text(features, 'feature')}: there is no spread to divide by."
        ),
    ),
    "dropout_eval": Mistake(
        "Dropout, and no eval()",
        Group.MODES,
        Exhibit(
            "A net stays in train() until it is told otherwise. There dropout sets numbers to 0 at random, so one point gets different answers.",
            _dropout_in_training,
            Outcome.SILENT,
            _dropout_in_eval,
            "In `eval()` dropout drops nothing, and one point has one answer.",
        ),
        Place("dropout", lambda: {"training": "true"}),
        tell=Dots(
            axis="probability",
            wrong=partial(_same_point, training=True),
            right=partial(_same_point, training=False),
            says=_same_point_words,
        ),
        seed=0,
    ),
    "batchnorm_eval": Mistake(
        "Batch-norm, and no eval()",
        Group.MODES,
        Exhibit(
            "A net stays in train() until it is told otherwise. There batch-norm takes mean and spread from the batch that has just come in, so the "
            "answer for a row depends on its neighbours.",
            _batchnorm_in_training,
            Outcome.SILENT,
            _batchnorm_in_eval,
            "In `eval()` batch-norm uses the running mean and variance that it noted in training, and each row is on its own.",
        ),
        Place("batchnorm", lambda: {"training": "true", "batchnorm_cell": "row 2, feature 1", "batchnorm_move": "10"}),
        tell=Dots(
            axis="probability",
            wrong=partial(_other_neighbours, training=True),
            right=partial(_other_neighbours, training=False),
            says=_other_neighbours_words,
        ),
        seed=0,
    ),
    "functional_dropout": Mistake(
        "F.dropout in a net in eval()",
        Group.MODES,
        EXHIBITS["F.dropout ignores eval()"],
        _DROPOUT_RUNS,
        tell=Dots(
            axis="sum of eight",
            wrong=partial(_sums, functional_in_eval),
            right=partial(_sums, functional_told_the_mode),
            says=partial(_sums_words, "with training=self.training"),
        ),
        seed=0,
    ),
    "no_grad_mode": Mistake(
        "no_grad(), and no eval()",
        Group.MODES,
        EXHIBITS["no_grad() is not eval()"],
        _DROPOUT_RUNS,
        tell=Dots(
            axis="sum of eight",
            wrong=partial(_sums, without_gradients),
            right=partial(_sums, without_gradients_in_eval),
            says=partial(_sums_words, "in eval()"),
        ),
        seed=0,
    ),
    "dropout_p": Mistake("Dropout with a p of 1.5", Group.MODES, EXHIBITS["p above 1"], _DROPOUT_RUNS),
}
