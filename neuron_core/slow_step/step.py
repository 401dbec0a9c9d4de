"""One step of a run, taken once more and in slow motion: the real network, loss and optimiser, as they stood at that epoch.

A run keeps its parameters and not what its optimiser remembers. So training is gone through again up to the epoch, and the
step is then taken from there. A step is the first one after an epoch; with all rows in a batch it is the only one.
"""

from bisect import bisect_left
from collections import deque
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.training.choices import LOSSES, OPTIMISERS
from neuron_core.training.loop import flatten, shuffled, steps
from neuron_core.training.model import Network, drawn
from neuron_core.training.run import Run, is_long
from neuron_core.training.settings import Settings


def last_in_reach(run: Run) -> int:
    """Return the last epoch of `run` that a step can be shown from: no more is gone through again than a run does at once.

    It is -1 where no epoch is over: then no step can be shown.
    """

    def too_long(epoch: int) -> bool:
        return is_long(replace(run.settings, epochs=epoch), run.samples)

    return min(run.epochs - 1, bisect_left(range(1, run.epochs), True, key=too_long))


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """Training between two steps: `parameters` (P,), what the optimiser remembers, and the batch x (B, 2), y (B, 1) that comes next.

    `taken` steps came before. `state` is the optimiser's own `state_dict()`. All tensors are on the run's device.
    """

    run: Run
    epoch: int
    taken: int
    parameters: Tensor
    state: dict[str, Any]
    x: Tensor
    y: Tensor

    def resume(self) -> tuple[Network, nn.Parameter, Optimizer]:
        """Return a network, its parameters as one vector and its optimiser, all as they stood; what is done to them stays theirs."""
        model, flat, optimiser = _begin(self.run.settings)
        with torch.no_grad():
            flat.copy_(self.parameters)
        optimiser.load_state_dict(deepcopy(self.state))  # it would share the tensors otherwise
        return model, flat, optimiser


def _begin(settings: Settings) -> tuple[Network, nn.Parameter, Optimizer]:
    model = drawn(settings.hidden, settings.activation, settings.seed).to(settings.device)
    flat = flatten(model)
    return model, flat, OPTIMISERS[settings.optimiser].make([flat], settings.rate, settings.decay)


@lru_cache(maxsize=32)
def checkpoint(run: Run, epoch: int) -> Checkpoint:
    """Go through `run` again up to `epoch`. Raises `ValueError` where that is not from 0 to `last_in_reach(run)`."""
    if not 0 <= epoch <= last_in_reach(run):
        raise ValueError(f"no step of this run can be shown from epoch {epoch}")
    settings, samples = run.settings, run.samples
    x, y = samples.x_train.to(settings.device), samples.y_train.to(settings.device)
    model, flat, optimiser = _begin(settings)
    batches = shuffled(x, y, settings.batch_of(len(x)), settings.seed)
    taken = epoch * settings.steps_of(len(x))
    deque(islice(steps(model, LOSSES[settings.loss].make(), optimiser, batches), taken), maxlen=0)
    return Checkpoint(run, epoch, taken, flat.detach().clone(), deepcopy(optimiser.state_dict()), *next(batches))


@dataclass(frozen=True, eq=False)
class SlowStep:
    """A step with all its numbers, on the CPU: B rows, H hidden neurons, P parameters in torch's order.

    z, hidden (B, H), out (B, 1) and `losses` (B,) are the rows', `loss` is their mean. `row` is the one with the largest loss.
    The parameters are `before` and `after` the step, and `gradient` is that of the mean loss, all (P,). `kept` and `memory` are
    what the optimiser remembered before and after, (P,) each, by torch's names; empty where it remembers nothing. `group` has the
    optimiser's own numbers by torch's names.
    """

    start: Checkpoint
    activation: str
    x: Tensor
    y: Tensor
    z: Tensor
    hidden: Tensor
    out: Tensor
    losses: Tensor
    loss: float
    row: int
    before: Tensor
    gradient: Tensor
    after: Tensor
    kept: dict[str, Tensor]
    memory: dict[str, Tensor]
    group: dict[str, Any]

    @property
    def number(self) -> int:
        """Which step of the run it is, from 1."""
        return self.start.taken + 1

    @property
    def direction(self) -> Tensor:
        """(P,): what the optimiser starts from: the gradient, and with weight decay a share of each parameter."""
        decay: float = self.group["weight_decay"]
        return self.gradient + decay * self.before if decay else self.gradient

    @property
    def multiplied(self) -> Tensor:
        """(P,): what the learning rate multiplies, by the rule of the optimiser: the new parameter is the old one less that."""
        if "momentum_buffer" in self.memory:
            return self.memory["momentum_buffer"]
        if "exp_avg" in self.memory:
            betas: tuple[float, float] = self.group["betas"]
            one, two = (1 - beta**self.number for beta in betas)
            mean, square = self.memory["exp_avg"] / one, self.memory["exp_avg_sq"] / two
            eps: float = self.group["eps"]
            return mean / (square.sqrt() + eps)
        return self.direction


@lru_cache(maxsize=32)
def slow_step(start: Checkpoint) -> SlowStep:
    """Take the step that comes next, and keep all that is computed on the way."""
    settings = start.run.settings
    model, flat, optimiser = start.resume()
    with torch.no_grad():
        z = model.fc1(start.x)  # (B, 2) -> (B, H)
        hidden = model.activation(z)
    kept = _memory(optimiser, flat)

    optimiser.zero_grad(set_to_none=False)
    out = model(start.x)  # (B, 2) -> (B, 1)
    loss = LOSSES[settings.loss].make()(out, start.y)
    loss.backward()
    gradient = _gradient(flat)
    optimiser.step()

    losses = LOSSES[settings.loss].make(reduction="none")(out, start.y).detach().squeeze(1)
    memory = _memory(optimiser, flat)
    return SlowStep(
        start=start,
        activation=ACTIVATIONS[settings.activation].label,
        x=start.x.cpu(),
        y=start.y.cpu(),
        z=z.cpu(),
        hidden=hidden.cpu(),
        out=out.detach().cpu(),
        losses=losses.cpu(),
        loss=loss.item(),
        row=int(losses.argmax()),
        before=start.parameters.cpu(),
        gradient=gradient,
        after=flat.detach().cpu().clone(),
        kept={name: kept.get(name, torch.zeros(len(flat))) for name in memory},
        memory=memory,
        group=optimiser.param_groups[0],
    )


def _gradient(flat: nn.Parameter) -> Tensor:
    assert flat.grad is not None  # `flatten` gave it one, and nothing here takes it away
    return flat.grad.cpu().clone()


def _memory(optimiser: Optimizer, flat: nn.Parameter) -> dict[str, Tensor]:
    """Copy what the optimiser remembers of every parameter; SGD without momentum remembers nothing."""
    state = optimiser.state[flat].items()
    return {
        name: value.cpu().clone() for name, value in state if isinstance(value, Tensor) and value.shape == flat.shape
    }


@dataclass(frozen=True, eq=False)
class AddedUp:
    """Two passes back over the same batch, all (P,): .grad after the `first`, and `both` after the second without `zero_grad()`.

    `second` is .grad after the second where `zero_grad()` stood between them. `after` are the parameters where the optimiser's
    step follows on `both`, `right` where it follows on `second`.
    """

    first: Tensor
    second: Tensor
    both: Tensor
    after: Tensor
    right: Tensor


@lru_cache(maxsize=32)
def added_up(start: Checkpoint) -> AddedUp:
    """Go back twice over the batch that comes next, without `zero_grad()` in between and with it; then let the optimiser step."""
    first, both, after = _twice(start, zero=False)
    _, second, right = _twice(start, zero=True)
    return AddedUp(first, second, both, after, right)


def _twice(start: Checkpoint, *, zero: bool) -> tuple[Tensor, Tensor, Tensor]:
    """Return .grad after the first pass back and after the second, and the parameters after the step."""
    model, flat, optimiser = start.resume()
    loss_function = LOSSES[start.run.settings.loss].make()
    found = []
    for number in range(2):
        if zero or number == 0:
            optimiser.zero_grad(set_to_none=False)
        loss_function(model(start.x), start.y).backward()
        found.append(_gradient(flat))
    optimiser.step()
    return found[0], found[1], flat.detach().cpu().clone()
