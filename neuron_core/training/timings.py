"""How long a step of training takes on the CPU and on an accelerator, over the size of the batch and of the network."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import repeat

import torch

from neuron_core.shared.refusal import Refusal
from neuron_core.simple_ann.devices import FAILURES, Timing, time_calls, time_forward
from neuron_core.training.choices import LOSSES, OPTIMISERS
from neuron_core.training.data import draw
from neuron_core.training.loop import flatten, steps
from neuron_core.training.model import drawn


@dataclass(frozen=True)
class Size:
    """How many rows go into a step, and how many hidden neurons the network has."""

    rows: int
    hidden: int


BATCHES = {rows: Size(rows, hidden=8) for rows in (1, 10, 100, 1_000, 10_000, 100_000)}
"""By their number of rows."""
NETWORKS = {hidden: Size(1_000, hidden) for hidden in (2, 8, 32, 128, 512, 2_048)}
"""By their number of hidden neurons. The largest of both bound the time and the memory of it all."""


@dataclass(frozen=True)
class StepTiming:
    """One size on one device: a whole step of training, and a pass forward alone."""

    step: Timing
    forward: Timing


def time_step(size: Size, device: str) -> StepTiming:
    """Time the loop's own step on `device`: gradients to zero, forward, loss, backward, update.

    Rows, network and optimiser are there before the clock is read. Raises one of `FAILURES` where the device cannot do it.
    """
    model = drawn(size.hidden, "relu", seed=0).to(device)
    x, y = (part.to(device) for part in draw("xor", size.rows, noise=0.5, seed=0))
    forward = time_forward(model, x)
    optimiser = OPTIMISERS["sgd"].make([flatten(model)], 0.001, 0.0)
    training = steps(model, LOSSES["bce"].make(), optimiser, repeat((x, y)))
    return StepTiming(time_calls(partial(next, training), torch.device(device)), forward)


@dataclass
class StepTimings:
    """Every size on every one of `devices`, the CPU first, measured one by one. `found` has what was measured so far.

    `refusal` is what torch raised on the last device: a device that has failed once is not asked again.
    """

    devices: tuple[str, ...]
    found: dict[tuple[Size, str], StepTiming] = field(default_factory=dict)
    refusal: Refusal | None = None

    @property
    def waiting(self) -> list[tuple[Size, str]]:
        """What is still to be measured: all devices of a size, then the next size."""
        usable = self.devices[:1] if self.refusal else self.devices
        sizes = dict.fromkeys((*BATCHES.values(), *NETWORKS.values()))
        return [(size, device) for size in sizes for device in usable if (size, device) not in self.found]

    @property
    def share(self) -> float:
        """How much of the work is done, 0 to 1."""
        return len(self.found) / (len(self.found) + len(self.waiting))

    def advance(self) -> None:
        """Measure what comes next."""
        size, device = self.waiting[0]
        try:
            self.found[size, device] = time_step(size, device)
        except FAILURES as error:
            if device == self.devices[0]:
                raise
            self.refusal = Refusal.of(error)

    def along(self, sizes: Mapping[int, Size], device: str) -> dict[int, StepTiming]:
        """Return what was measured on `device` of `BATCHES` or `NETWORKS`, by the same numbers."""
        return {number: self.found[size, device] for number, size in sizes.items() if (size, device) in self.found}


def crossings(one: Mapping[int, float], other: Mapping[int, float]) -> list[float]:
    """Return at which sizes two lines cross, each straight between its points (size: seconds) on logarithmic axes.

    >>> [round(size, 6) for size in crossings({1: 1.0, 100: 100.0}, {1: 10.0, 100: 10.0})]
    [10.0]
    """
    sizes = sorted(one.keys() & other.keys())
    lead = [math.log(one[size] / other[size]) for size in sizes]  # above 0: `other` is quicker
    found = []
    for i in range(len(sizes) - 1):
        if (lead[i] > 0) != (lead[i + 1] > 0):
            share = lead[i] / (lead[i] - lead[i + 1])
            found.append(sizes[i] * (sizes[i + 1] / sizes[i]) ** share)
    return found
