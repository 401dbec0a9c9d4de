"""What a training can be set to: losses, optimisers, and how far each number may go."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

Parameters = Iterable[Tensor]


@dataclass(frozen=True)
class Loss:
    """A loss: `make` builds torch's module, `code` is the same as Python source.

    An output above `threshold` means class 1. `numbers` tells whether it can also compare numbers, not only classes.
    """

    label: str
    make: Callable[..., nn.Module]
    code: str
    threshold: float
    numbers: bool
    says: str


LOSSES: dict[str, Loss] = {
    "bce": Loss(
        label="BCE with logits",
        make=nn.BCEWithLogitsLoss,
        code="nn.BCEWithLogitsLoss()",
        threshold=0.0,
        numbers=False,
        says="The output is a logit: torch sends it through a sigmoid, and the loss is −log of the chance given to the true class.",
    ),
    "mse": Loss(
        label="MSE",
        make=nn.MSELoss,
        code="nn.MSELoss()",
        threshold=0.5,
        numbers=True,
        says="The mean squared error: how far the output is from y, squared, averaged over the rows.",
    ),
}
"""By the name that the address carries."""


@dataclass(frozen=True)
class Optimiser:
    """An optimiser: `make` gets the parameters, the learning rate and the weight decay; `code` is the same as Python source."""

    label: str
    make: Callable[[Parameters, float, float], Optimizer]
    code: str
    says: str


OPTIMISERS: dict[str, Optimiser] = {
    "sgd": Optimiser(
        label="SGD",
        make=lambda parameters, rate, decay: torch.optim.SGD(parameters, lr=rate, weight_decay=decay),
        code="torch.optim.SGD(model.parameters(), lr={rate}, weight_decay={decay})",
        says="Each parameter takes a step against its gradient: w − rate × gradient.",
    ),
    "momentum": Optimiser(
        label="Momentum",
        make=lambda parameters, rate, decay: torch.optim.SGD(parameters, lr=rate, momentum=0.9, weight_decay=decay),
        code="torch.optim.SGD(model.parameters(), lr={rate}, momentum=0.9, weight_decay={decay})",
        says="SGD with a memory: 0.9 of the last step's direction is kept, and the gradient is added.",
    ),
    "adam": Optimiser(
        label="Adam",
        make=lambda parameters, rate, decay: torch.optim.Adam(parameters, lr=rate, weight_decay=decay),
        code="torch.optim.Adam(model.parameters(), lr={rate}, weight_decay={decay})",
        says="Each parameter has a step size of its own: a running mean of its gradients over the root of their running mean square.",
    ),
}
"""By the name that the address carries."""

RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
"""The learning rates to choose from, each about three times the last."""

DECAYS = (0.0, 0.0001, 0.001, 0.01, 0.1)
"""The weight decays to choose from."""

MOST_EPOCHS = 1_000
MOST_IN_A_BATCH = 200
EVERY_ROW = 0
"""The batch size that stands for all rows at once."""
