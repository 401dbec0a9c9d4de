"""Overfitting: whether a run learns its training rows by heart, and what dropout does to that."""

from dataclasses import dataclass, replace
from functools import lru_cache

import torch
from torch import Tensor, nn

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.shared.seeding import MAX_SEED, seeded
from neuron_core.training.choices import LOSSES, OPTIMISERS
from neuron_core.training.evaluate import History
from neuron_core.training.loop import flatten, shuffled, steps
from neuron_core.training.model import Network
from neuron_core.training.run import Run, train
from neuron_core.training.samples import Samples
from neuron_core.training.settings import Settings

SHARES = (0.2, 0.5)
"""The probabilities of dropout to choose from."""
_RISES = 1.01  # a test loss that ends this many times above its lowest has risen again


class DropoutNetwork(Network):
    """The network with dropout on its hidden layer: in train() it drops hidden values, in eval() it does nothing."""

    def __init__(self, settings: Settings, p: float) -> None:
        super().__init__(settings.hidden, ACTIVATIONS[settings.activation].function)
        self.dropout = nn.Dropout(p)

    def forward(self, x: Tensor) -> Tensor:
        hidden = self.dropout(self.activation(self.fc1(x)))  # (..., 2) -> (..., hidden)
        out: Tensor = self.fc2(hidden)  # (..., hidden) -> (..., 1)
        return out


@dataclass(frozen=True)
class UnseenLoss:
    """The test loss of a run: where it was lowest, and where it ended; the training loss at both epochs. `epochs` are all.

    `overfits` tells that the test loss rose again while the training loss fell.
    """

    epochs: int
    lowest_epoch: int
    lowest: float
    last: float
    train_then: float
    train_last: float

    @property
    def overfits(self) -> bool:
        return self.last >= _RISES * self.lowest and self.train_last < self.train_then


def unseen(history: History) -> UnseenLoss | None:
    """Look at the test loss of a run; `None` where there are no test rows."""
    if not len(history.run.samples.x_test):
        return None
    test, train_ = history.test_loss, history.loss
    lowest = int(test.argmin())
    return UnseenLoss(
        history.run.epochs, lowest, test[lowest].item(), test[-1].item(), train_[lowest].item(), train_[-1].item()
    )


@lru_cache(maxsize=32)
def train_with_dropout(settings: Settings, samples: Samples, p: float) -> Run:
    """Train at once, on the CPU, from the same first weights and in the same order as without dropout.

    Every epoch's parameters are kept, so the run is measured as any other: as in eval(), with nothing dropped. It ends before a
    loss that is no finite number.
    """
    with seeded(settings.seed):
        model = DropoutNetwork(settings, p).train()
    flat = flatten(model)
    batches = shuffled(samples.x_train, samples.y_train, settings.batch_of(len(samples.x_train)), settings.seed)
    optimiser = OPTIMISERS[settings.optimiser].make([flat], settings.rate, settings.decay)
    training = steps(model, LOSSES[settings.loss].make(), optimiser, batches)
    each = settings.steps_of(len(samples.x_train))
    generator = torch.Generator().manual_seed(settings.seed)
    masks = torch.randint(MAX_SEED, (settings.epochs, each), generator=generator).tolist()
    log = [flat.detach().clone()]
    for seeds in masks:
        for step, seed in enumerate(seeds, 1):
            with seeded(seed):  # each step draws its own masks, and nobody waits for long
                loss = next(training)
            if not (loss.isfinite() and flat.isfinite().all()):
                return Run(settings, samples, torch.stack(log), broke=(len(log) - 1) * each + step)
        log.append(flat.detach().clone())
    return Run(settings, samples, torch.stack(log))


@dataclass(frozen=True)
class Comparison:
    """The same run without dropout and with it on the hidden layer, each hidden value dropped with probability `p`."""

    p: float
    without: UnseenLoss
    dropped: UnseenLoss


def compare_dropout(settings: Settings, samples: Samples, p: float) -> Comparison:
    """Train both to the end, at once, on the CPU. Raises `ValueError` where there are no test rows."""
    settings = replace(settings, device="cpu")
    without = unseen(History(train(settings, samples)))
    dropped = unseen(History(train_with_dropout(settings, samples, p)))
    if not without or not dropped:
        raise ValueError("without test rows there is nothing to compare")
    return Comparison(p, without, dropped)
