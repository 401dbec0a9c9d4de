"""The seed atlas: one network from 256 starts, all trained by the same tensor operations, and what became of each.

S starts, N rows. A start's loss depends on that start's parameters alone, so one way back gives every start its own gradient.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache

import torch
from torch import Tensor, nn

from neuron_core.activation.gradient import slopes
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.shared.film import Film, film
from neuron_core.shared.sweep import Axis, Columns
from neuron_core.shared.typed_input import InputError
from neuron_core.training.choices import LOSSES, OPTIMISERS
from neuron_core.training.evaluate import Parts, accuracies, forward, losses
from neuron_core.training.loop import steps
from neuron_core.training.model import drawn
from neuron_core.training.samples import Samples
from neuron_core.training.settings import Settings

SEEDS = range(256)
EVERY = 10
"""Every so many epochs it is looked at what became of the starts."""
MOST_TOGETHER = 1_000
"""How many training rows there can be: more, times 256 starts, would take too much memory."""
RIGHT = 0.95
"""The share of training rows that a solved start has right, at least."""
UNEXPLAINED = 0.25
"""Where the answer is a number: the share of its variance that a solved start leaves, at most."""


class State(IntEnum):
    """What became of a start: it is solved; or dead: no training row can move one of its hidden neurons; or neither, stuck."""

    DEAD = -1
    STUCK = 0
    SOLVED = 1


class Starts(nn.Module):
    """The networks that many seeds draw, as one: x (N, 2), or rows of their own (S, N, 2), to outputs (S, N)."""

    def __init__(self, hidden: int, activation: str, seeds: Sequence[int]) -> None:
        super().__init__()
        each = [nn.utils.parameters_to_vector(drawn(hidden, activation, seed).parameters()) for seed in seeds]
        self.log = nn.Parameter(torch.stack(each).detach())  # (S, parameters)
        self.activation = activation

    def forward(self, x: Tensor) -> Tensor:
        if x.dim() == 3:
            return forward(self.log, self.activation, x)[2]
        # The rows are the same for all: one product serves every hidden neuron of every start, in half the time of one for each.
        parts = Parts.of(self.log)
        bias, weight = (
            parts.b.reshape(-1, 1),
            parts.w.transpose(1, 2).reshape(-1, 2),
        )  # (S * hidden, 1), (S * hidden, 2)
        z = torch.addmm(bias, weight, x.T).view(len(self.log), -1, len(x))  # (S, hidden, N)
        hidden = ACTIVATIONS[self.activation].function(z)
        return (hidden * parts.v).sum(1) + parts.c.squeeze(2)  # (S, N)


class SumOfLosses(nn.Module):
    """The sum of every start's mean loss, which `each` (S,) keeps; y is (N, 1), or (S, N, 1)."""

    def __init__(self, loss: str) -> None:
        super().__init__()
        self.loss = LOSSES[loss].make(reduction="none")
        self.each = torch.empty(0)

    def forward(self, out: Tensor, y: Tensor) -> Tensor:
        loss = self.loss(out, y.squeeze(-1).expand_as(out)).mean(1)  # (S,)
        self.each = loss.detach()
        total: Tensor = loss.sum()
        return total


def shuffled_each(x: Tensor, y: Tensor, batch: int, seeds: Sequence[int]) -> Iterator[tuple[Tensor, Tensor]]:
    """Hand out batches without end, each start's rows in the order in which `shuffled` hands them out for its seed.

    x (S, batch, 2), y (S, batch, 1); all rows at once are the same for all: (N, 2), (N, 1).
    """
    rows = len(x)
    generators = [torch.Generator().manual_seed(seed) for seed in seeds]
    while True:
        if batch == rows:
            yield x, y
            continue
        order = torch.stack([torch.randperm(rows, generator=generator) for generator in generators])  # (S, N)
        for part in torch.split(order, batch, dim=1):
            yield x[part], y[part]


def judge(log: Tensor, settings: Settings, samples: Samples) -> tuple[Tensor, Tensor]:
    """Return the state (S,), int8, and the training loss (S,) of networks `log` (S, parameters).

    A neuron that no training row can move has an activation of slope 0 on every one: with ReLU, it is off for all. A network
    whose loss is no finite number is stuck.
    """
    x, y = samples.x_train, samples.y_train
    with torch.no_grad():
        z, _, out = forward(log, settings.activation, x)
        loss = losses(out, y, settings.loss)
    if samples.classes:
        solved = accuracies(out, y, settings.loss) >= RIGHT
    else:
        solved = loss <= UNEXPLAINED * y.var(correction=0)
    dead = (slopes(settings.activation, z) == 0).all(1).any(1)  # (S, N, hidden) -> (S,)
    state = torch.where(dead, State.DEAD, State.STUCK).where(~solved, State.SOLVED)
    return state.where(loss.isfinite(), State.STUCK).to(torch.int8), loss


@dataclass(frozen=True, eq=False)
class Atlas:
    """What became of every start after each of `epochs`: `states` (len(epochs), S), int8; `losses` (S,) after the last of them."""

    settings: Settings
    samples: Samples
    epochs: tuple[int, ...]
    states: Tensor
    losses: Tensor

    def row(self, epoch: int) -> dict[State, int]:
        """Count the states after `epoch`, or after the last one before it that was looked at."""
        held = self.states[max(i for i, seen in enumerate(self.epochs) if seen <= epoch)]
        return {state: int((held == state).sum()) for state in reversed(State)}

    @property
    def stopped(self) -> bool:
        """Tell whether it ended before its last epoch: a person wanted it so."""
        return self.epochs[-1] < self.settings.epochs

    @property
    def counts(self) -> dict[State, int]:
        """Count the states at the end: solved, stuck, dead."""
        return self.row(self.epochs[-1])

    def state(self, seed: int) -> State:
        """Return what became of a start at the end."""
        return State(int(self.states[-1, seed]))

    @property
    def ends(self) -> dict[State, dict[int, float]]:
        """Return by state the seeds that end in it, each with its loss."""
        found: dict[State, dict[int, float]] = {state: {} for state in reversed(State)}
        for seed, loss in enumerate(self.losses.tolist()):
            found[self.state(seed)][seed] = loss
        return found

    @property
    def quartiles(self) -> tuple[float, float, float]:
        """Return the loss that a quarter, a half, three quarters of the starts end below; a loss that is no number counts as infinite."""
        losses = self.losses.nan_to_num(nan=math.inf, posinf=math.inf).sort().values
        low, median, high = losses[[len(losses) * part // 4 for part in (1, 2, 3)]].tolist()
        return low, median, high

    def next(self, state: State, after: int) -> int | None:
        """Return the first seed above `after`, or else the first of all, that ends in `state`; `None` where none does."""
        found: list[int] = (self.states[-1] == state).nonzero().flatten().tolist()
        return next((seed for seed in found if seed > after), found[0] if found else None)

    def of(self, settings: Settings, samples: Samples) -> bool:
        """Tell whether it is of these settings, whatever their seed, and of these rows."""
        return (self.settings, self.samples) == (any_seed(settings), samples)


def any_seed(settings: Settings) -> Settings:
    """Return the settings without what an atlas does not depend on: it has all seeds, and is trained on the CPU."""
    return replace(settings, seed=0, device="cpu")


def check_rows(samples: Samples) -> int:
    """Return how many training rows there are. Raises `InputError` where they are too many for all starts at once."""
    rows = len(samples.x_train)
    if rows > MOST_TOGETHER:
        raise InputError(
            f"{len(SEEDS)} starts at once take at most {MOST_TOGETHER:,} training rows, and these are {rows:,}: keep more for the test."
        )
    return rows


class AtlasRun:
    """An atlas under way: `advance` takes it further, for as long as it may. Raises `InputError` where there are too many rows."""

    def __init__(self, settings: Settings, samples: Samples, seeds: Sequence[int] = SEEDS) -> None:
        rows = check_rows(samples)
        self.settings, self.samples = any_seed(settings), samples
        self.starts = Starts(settings.hidden, settings.activation, seeds)
        self.loss = SumOfLosses(settings.loss)
        optimiser = OPTIMISERS[settings.optimiser].make(self.starts.parameters(), settings.rate, settings.decay)
        batches = shuffled_each(samples.x_train, samples.y_train, settings.batch_of(rows), seeds)
        self.steps = steps(self.starts, self.loss, optimiser, batches)
        self.steps_an_epoch = settings.steps_of(rows)
        self.taken = 0
        self.broken = torch.zeros(len(seeds), dtype=torch.bool)
        self.epochs: list[int] = []
        self.states: list[Tensor] = []
        self._look()

    @property
    def epoch(self) -> int:
        """How many epochs are over."""
        return self.taken // self.steps_an_epoch

    @property
    def share(self) -> float:
        """How much of the work is done, 0 to 1."""
        return self.taken / (self.settings.epochs * self.steps_an_epoch)

    @property
    def done(self) -> bool:
        return self.epoch == self.settings.epochs

    def advance(self, may_go_on: Callable[[], bool] = lambda: True) -> None:
        """Train until all is done, or until `may_go_on()`, asked before every step, says no."""
        while not self.done and may_go_on():
            next(self.steps)
            self.taken += 1
            self.broken |= ~self.loss.each.isfinite()
            if self.taken % self.steps_an_epoch == 0 and (self.epoch % EVERY == 0 or self.done):
                self._look()

    def _look(self) -> None:
        """Note what became of the starts; one whose loss was once no finite number stays stuck: its run ended there."""
        states, self.losses = judge(self.starts.log.detach(), self.settings, self.samples)
        self.epochs.append(self.epoch)
        self.states.append(states.where(~self.broken, State.STUCK))

    def atlas(self) -> Atlas:
        """Return what was seen so far."""
        return Atlas(self.settings, self.samples, tuple(self.epochs), torch.stack(self.states), self.losses)


@lru_cache(maxsize=32)
def atlas_film(atlas: Atlas, axis: Axis) -> Film:
    """Film an atlas: `axis` is the slider of the epochs. Between two epochs that were looked at, the first one holds."""
    return film(axis, atlas_columns(atlas))


def atlas_columns(atlas: Atlas) -> Columns:
    """Return a value for every epoch: `seed0..`, the states; `solved`, `stuck`, `dead`, how many; `solved_share..` in percent."""
    every = torch.arange(atlas.epochs[-1] + 1)
    states = atlas.states[torch.bucketize(every, torch.tensor(atlas.epochs), right=True) - 1]  # (E, S)
    columns = {f"seed{seed}": column for seed, column in enumerate(states.float().unbind(1))}
    for state in State:
        count = (states == state).sum(1).float()
        columns |= {state.name.lower(): count, f"{state.name.lower()}_share": 100 * count / states.shape[1]}
    return columns
