"""Why a run failed, where it did: each finding holds the numbers that prove it.

All of them are about the network after the run's last epoch, on the training rows, unless they say otherwise.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.optim import Optimizer

from neuron_core.activation.gradient import slopes
from neuron_core.atlas.atlas import RIGHT, UNEXPLAINED, State, judge
from neuron_core.training.choices import LOSSES
from neuron_core.training.evaluate import History, Parts, accuracies, forward, losses
from neuron_core.training.model import names
from neuron_core.training.run import Run
from neuron_core.training.samples import Samples

LATE = 0.1
"""The share of the epochs, at the end of a run, that tells whether it still moves."""
_FALLING = 0.001  # a loss that falls by this share of itself over that time has not come to rest
_JUMPING = 0.1  # one that moves up and down by this share of its highest value jumps
_AT_CHANCE = 0.98  # from this share of the best constant's loss on, a network knows next to nothing


@dataclass(frozen=True)
class Broke:
    """The loss of step `step` (from 1), in epoch `epoch` (from 1), was no finite number; `high` is the highest after an epoch before."""

    step: int
    epoch: int
    first: float
    high: float


@dataclass(frozen=True)
class Rose:
    """The loss ended above where it began."""

    first: float
    last: float


@dataclass(frozen=True)
class Jumps:
    """Over the last `epochs` epochs the loss rose `rises` times, and moved between `low` and `high`."""

    epochs: int
    rises: int
    low: float
    high: float


@dataclass(frozen=True)
class Straight:
    """The identity bends nothing: the network is one plane, out = `a` x1 + `b` x2 + `c`.

    `best_loss` is that of the best plane of all for these rows, and `best_accuracy` what it gets right (`None` where the answer is a
    number).
    """

    a: float
    b: float
    c: float
    loss: float
    best_loss: float
    best_accuracy: float | None


@dataclass(frozen=True)
class DeadNeurons:
    """None of `rows` rows turns these hidden neurons (from 1) on, and no gradient moves them: it is exactly 0.

    `parameters` are the names of all weights and biases that so stay as they are, `size` the largest of their gradients.
    """

    neurons: tuple[int, ...]
    hidden: int
    rows: int
    parameters: tuple[str, ...]
    size: float


@dataclass(frozen=True)
class Unbent:
    """Every one of `rows` rows turns these ReLU neurons on, and none the others: together they bend nothing."""

    on: tuple[int, ...]
    off: tuple[int, ...]
    rows: int


@dataclass(frozen=True)
class OneClass:
    """The same class, 0 or 1, is the answer for all of `rows` rows; `share` of them have it."""

    answer: int
    rows: int
    share: float


@dataclass(frozen=True)
class AtChance:
    """The loss is no better, or hardly, than `constant_loss`: that of `constant`, the best answer that is the same for every row."""

    loss: float
    constant: float
    constant_loss: float


@dataclass(frozen=True)
class StillFalling:
    """The last `epochs` epochs lowered the loss from `before` to `after`: it has not come to rest."""

    epochs: int
    before: float
    after: float


@dataclass(frozen=True)
class AtRest:
    """The last `epochs` epochs changed the loss from `before` to `after`, which is next to nothing; `gradient` is its gradient's length."""

    epochs: int
    before: float
    after: float
    gradient: float


Finding = Broke | Rose | Jumps | Straight | DeadNeurons | Unbent | OneClass | AtChance | StillFalling | AtRest


@dataclass(frozen=True)
class Ending:
    """How a run ended: whether it is solved, its loss before and after, and the share of rows that are right, if they have classes."""

    epochs: int
    solved: bool
    first: float
    loss: float
    accuracy: float | None
    majority: float | None


def ending(run: Run, history: History) -> Ending:
    """Say how `run` ended: solved means here what it means for the atlas. `majority` is the share of the larger class."""
    state, _ = judge(run.log[-1:], run.settings, run.samples)
    share = run.samples.y_train.mean().item()
    return Ending(
        epochs=run.epochs,
        solved=run.broke is None and int(state) == State.SOLVED,
        first=history.loss[0].item(),
        loss=history.loss[-1].item(),
        accuracy=history.accuracy[-1].item() if run.samples.classes else None,
        majority=max(share, 1 - share) if run.samples.classes else None,
    )


def diagnose(run: Run, history: History) -> list[Finding]:
    """Return what `run` shows of why it failed, the causes first; nothing where it is solved."""
    if run.broke is not None:
        steps_an_epoch = run.settings.steps_of(len(run.samples.x_train))
        first = history.loss[0].item()
        high = max([first, *history.loss[history.loss.isfinite()].tolist()]) if math.isfinite(first) else first
        return [Broke(run.broke, -(-run.broke // steps_an_epoch), first, high)]
    if ending(run, history).solved:
        return []
    return [found for look in _LOOKS if (found := look(run, history))]


def _rose(run: Run, history: History) -> Rose | None:
    first, last = history.loss[0].item(), history.loss[-1].item()
    return Rose(first, last) if last > 1.1 * first else None


def _tail(history: History) -> Tensor:
    """Return the losses over the last tenth of the epochs, with the one before them; of a few epochs none, as they say nothing."""
    epochs = len(history.loss) - 1
    late = max(4, int(LATE * epochs))
    return history.loss[-late - 1 :] if epochs >= 2 * late else history.loss[:0]


def _jumps(run: Run, history: History) -> Jumps | None:
    tail = _tail(history)
    if not len(tail):
        return None
    rises, low, high = int((tail.diff() > 0).sum()), tail.min().item(), tail.max().item()
    jumps = rises >= 0.25 * (len(tail) - 1) and high - low >= _JUMPING * high
    return Jumps(len(tail) - 1, rises, low, high) if jumps else None


def _still_falling(run: Run, history: History) -> StillFalling | None:
    tail = _tail(history)
    if not len(tail) or _jumps(run, history):
        return None
    before, after = tail[0].item(), tail[-1].item()
    return StillFalling(len(tail) - 1, before, after) if before - after >= _FALLING * before else None


def _at_rest(run: Run, history: History) -> AtRest | None:
    tail = _tail(history)
    if not len(tail) or _rose(run, history) or _jumps(run, history) or _still_falling(run, history):
        return None
    return AtRest(len(tail) - 1, tail[0].item(), tail[-1].item(), _gradient(run).norm().item())


def _gradient(run: Run) -> Tensor:
    """Return autograd's gradient of the loss at the run's end, (parameters,), without that of all epochs before."""
    return History(replace(run, log=run.log[-1:])).gradient[0]


def _z(run: Run) -> Tensor:
    """Return the weighted sums (n, hidden) of all training rows."""
    return forward(run.log[-1:], run.settings.activation, run.samples.x_train)[0][0]


def _numbered(which: Tensor) -> tuple[int, ...]:
    """Return the numbers, from 1, of the neurons for which `which` (hidden,) holds."""
    return tuple(int(place) + 1 for place in which.nonzero())


def _dead(run: Run, history: History) -> DeadNeurons | None:
    """Look for neurons that are off, on the flat part of their activation, for every row: LeakyReLU has no such part."""
    z = _z(run)
    neurons = _numbered(((z <= 0) & (slopes(run.settings.activation, z) == 0)).all(0))
    if not neurons:
        return None
    labels = names(run.settings.hidden)
    held = tuple(f"{kind}{i}{j}" for i in neurons for kind, j in (("w", 1), ("w", 2), ("b", "")))
    size = _gradient(run)[[labels.index(name) for name in held]].abs().max().item()
    return DeadNeurons(neurons, run.settings.hidden, len(z), held, size)


def _unbent(run: Run, history: History) -> Unbent | None:
    if run.settings.activation != "relu":
        return None
    z = _z(run)
    on, off = (z > 0).all(0), (z <= 0).all(0)
    return Unbent(_numbered(on), _numbered(off), len(z)) if bool((on | off).all()) and bool(on.any()) else None


def _straight(run: Run, history: History) -> Straight | None:
    """Look whether the network is a plane, where no plane will do."""
    if run.settings.activation != "identity":
        return None
    loss, accuracy = best_plane(run.samples, run.settings.loss)
    will_do = (
        accuracy >= RIGHT
        if accuracy is not None
        else loss <= UNEXPLAINED * run.samples.y_train.var(correction=0).item()
    )
    if will_do:
        return None
    parts = Parts.of(run.log[-1:])
    a, b = (parts.w @ parts.v).flatten().tolist()
    c = (parts.b @ parts.v + parts.c).item()
    return Straight(a, b, c, history.loss[-1].item(), loss, accuracy)


def best_plane(samples: Samples, loss: str) -> tuple[float, float | None]:
    """Return the loss and the accuracy (`None` without classes) of the plane with the lowest loss on the training rows.

    Over planes both losses have one valley, so LBFGS finds its floor wherever it starts. It gets the rows standardised, in
    float64, which changes no plane's loss.
    """
    x, y = samples.x_train.double(), samples.y_train.double()
    spread = x.std(0)
    x = (x - x.mean(0)) / torch.where(spread > 0, spread, 1.0)
    plane = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    measure = LOSSES[loss].make()
    optimizer: Optimizer = torch.optim.LBFGS([plane], max_iter=100, line_search_fn="strong_wolfe")

    def height() -> Tensor:
        return x @ plane[:2, None] + plane[2]  # (n, 2) -> (n, 1)

    def closure() -> float:
        optimizer.zero_grad()
        now = measure(height(), y)
        now.backward()
        loss_now: float = now.item()
        return loss_now

    optimizer.step(closure)
    with torch.no_grad():
        out = height().T  # (1, n)
        accuracy = accuracies(out, y, loss).item() if samples.classes else None
        return losses(out, y, loss).item(), accuracy


def _one_class(run: Run, history: History) -> OneClass | None:
    if not run.samples.classes:
        return None
    answers = history.out[-1] > LOSSES[run.settings.loss].threshold
    if bool(answers.any() != answers.all()):
        return None
    return OneClass(int(answers[0]), len(answers), history.accuracy[-1].item())


def _at_chance(run: Run, history: History) -> AtChance | None:
    constant, constant_loss = best_constant(run.samples, run.settings.loss)
    last = history.loss[-1].item()
    return AtChance(last, constant, constant_loss) if last >= _AT_CHANCE * constant_loss else None


def best_constant(samples: Samples, loss: str) -> tuple[float, float]:
    """Return the one output with the lowest loss if it were the same for every training row, and that loss.

    With MSE it is the mean of y, with BCE the logit of that mean.
    """
    mean = samples.y_train.mean()
    constant = torch.logit(mean) if loss == "bce" else mean
    return constant.item(), losses(constant.expand(1, len(samples.y_train)), samples.y_train, loss).item()


_LOOKS: tuple[Callable[[Run, History], Finding | None], ...] = (
    _rose, _jumps, _straight, _dead, _unbent, _still_falling, _one_class, _at_chance, _at_rest,
)  # fmt: skip
