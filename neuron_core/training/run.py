"""A run: a network trained, with a copy of its parameters after every epoch."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from neuron_core.training.choices import LOSSES, OPTIMISERS
from neuron_core.training.loop import flatten, shuffled, steps
from neuron_core.training.model import drawn
from neuron_core.training.samples import Samples
from neuron_core.training.settings import Settings

AT_ONCE = 3_000
"""A run of this many steps or fewer is over within a second, and is done at once; a longer one goes in slices."""


_LIGHT = 5_000  # hidden values that take a step as long as the rest of it


@dataclass(frozen=True, eq=False)
class Run:
    """`log` (epochs + 1, parameters) holds the parameters before the first epoch and after each, in torch's order, on the CPU.

    `broke` is the step (from 1) whose loss was no finite number: the run ended there. `stopped` tells that a person ended it.
    """

    settings: Settings
    samples: Samples
    log: Tensor
    broke: int | None = None
    stopped: bool = False

    @property
    def epochs(self) -> int:
        """How many epochs are over; the log has one entry more."""
        return len(self.log) - 1


class Trainer:
    """A run under way: `advance` takes it further, for as long as it may. `loss` is the last step's."""

    def __init__(self, settings: Settings, samples: Samples) -> None:
        self.settings, self.samples = settings, samples
        self.model = drawn(settings.hidden, settings.activation, settings.seed).to(settings.device)
        self.flat = flatten(self.model)
        x, y = samples.x_train.to(settings.device), samples.y_train.to(settings.device)
        optimiser = OPTIMISERS[settings.optimiser].make([self.flat], settings.rate, settings.decay)
        batches = shuffled(x, y, settings.batch_of(len(x)), settings.seed)
        self.steps = steps(self.model, LOSSES[settings.loss].make(), optimiser, batches)
        self.steps_an_epoch = settings.steps_of(len(x))
        self.log = torch.empty(settings.epochs + 1, len(self.flat), device=settings.device)
        self.snapshots = self.log.unbind()  # a row at hand costs a third of one that is indexed
        self.snapshots[0].copy_(self.flat.detach())
        self.taken = 0
        self.loss = math.nan
        self.broke: int | None = None

    @property
    def epoch(self) -> int:
        """How many epochs are over."""
        return self.taken // self.steps_an_epoch

    @property
    def done(self) -> bool:
        return self.broke is not None or self.epoch == self.settings.epochs

    def advance(self, may_go_on: Callable[[], bool] = lambda: True) -> None:
        """Train until the run is done, or until `may_go_on()`, asked before every step, says no."""
        flat = self.flat.detach()
        while not self.done and may_go_on():
            self.loss = next(self.steps).item()
            self.taken += 1
            if not math.isfinite(self.loss):
                self.broke = self.taken
            elif self.taken % self.steps_an_epoch == 0:
                self.snapshots[self.epoch].copy_(flat)

    def run(self) -> Run:
        """Return what was learned so far; parameters that are no finite numbers are left out, with all that came after."""
        whole = (self.taken - (self.broke is not None)) // self.steps_an_epoch
        log, broke = self.log[: whole + 1].cpu(), self.broke
        finite = int(log.isfinite().all(1).long().cumprod(0).sum())
        if finite < len(log):  # the last step broke it, and no loss was computed after it
            log, broke = log[:finite], finite * self.steps_an_epoch
        return Run(self.settings, self.samples, log.clone(), broke, stopped=not self.done)


@lru_cache(maxsize=128)
def train(settings: Settings, samples: Samples) -> Run:
    """Train to the end, at once; the same settings and samples are trained once."""
    trainer = Trainer(settings, samples)
    trainer.advance()
    return trainer.run()


def is_long(settings: Settings, samples: Samples) -> bool:
    """Tell whether a run takes more than is done at once: steps count more where many rows go into each."""
    rows = len(samples.x_train)
    work = 1 + settings.batch_of(rows) * settings.hidden / _LIGHT
    return settings.epochs * settings.steps_of(rows) * work > AT_ONCE
