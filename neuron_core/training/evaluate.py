"""A whole run looked at afterwards: every epoch's network at once, with the epoch as one more dimension.

E networks and N points. Nothing here is computed while training.
"""

from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.training.choices import LOSSES
from neuron_core.training.run import Run

_AT_ONCE = 4_000_000
"""How many hidden values are in memory at a time."""


@dataclass(frozen=True)
class Parts:
    """E networks' parameters in the shapes of `torch.baddbmm`: w (E, 2, hidden), b (E, 1, hidden), v (E, hidden, 1), c (E, 1, 1)."""

    w: Tensor
    b: Tensor
    v: Tensor
    c: Tensor

    @classmethod
    def of(cls, log: Tensor) -> "Parts":
        """Take apart `log` (E, parameters)."""
        hidden = (log.shape[1] - 1) // 4
        w, b, v, c = torch.split(log, [2 * hidden, hidden, hidden, 1], dim=1)
        return cls(w.view(-1, hidden, 2).transpose(1, 2), b[:, None, :], v[:, :, None], c[:, :, None])


def forward(log: Tensor, activation: str, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Run E networks, `log` (E, parameters), on x (N, 2) or on x (E, N, 2): one set of points for each.

    Returns z and the hidden values, both (E, N, hidden), and the output (E, N).
    """
    parts = Parts.of(log)
    z = torch.baddbmm(parts.b, x.expand(len(log), -1, -1), parts.w)
    hidden = ACTIVATIONS[activation].function(z)
    return z, hidden, torch.baddbmm(parts.c, hidden, parts.v).squeeze(2)


def outputs(log: Tensor, activation: str, x: Tensor) -> Tensor:
    """Return only the outputs (E, N), computed a piece at a time, so that memory stays bounded."""
    with torch.no_grad():
        return torch.cat([forward(piece, activation, x)[2] for piece in _pieces(log, x)])


def _pieces(log: Tensor, x: Tensor) -> tuple[Tensor, ...]:
    """Part `log` (E, parameters) into so many networks at a time as the memory for their hidden values on x (N, 2) allows."""
    hidden = (log.shape[1] - 1) // 4
    return torch.split(log, max(1, _AT_ONCE // (hidden * max(1, len(x)))))


def losses(out: Tensor, y: Tensor, loss: str) -> Tensor:
    """Return the mean loss (E,) of outputs (E, N) against y (N, 1): nan where there is no row."""
    each: Tensor = LOSSES[loss].make(reduction="none")(out, y.squeeze(1).expand_as(out))
    return each.mean(1)


def accuracies(out: Tensor, y: Tensor, loss: str) -> Tensor:
    """Return the share (E,) of outputs (E, N) on the side of the threshold where their class y (N, 1) lies."""
    right = (out > LOSSES[loss].threshold) == (y.squeeze(1) > 0.5)
    return right.float().mean(1)


@dataclass(frozen=True, eq=False)
class History:
    """What each epoch's network makes of the rows, E = epochs + 1."""

    run: Run

    @cached_property
    def loss(self) -> Tensor:
        """(E,) over the training rows."""
        return losses(self.out, self.run.samples.y_train, self.run.settings.loss)

    @cached_property
    def test_loss(self) -> Tensor:
        """(E,); nan without test rows."""
        return losses(self.test_out, self.run.samples.y_test, self.run.settings.loss)

    @cached_property
    def accuracy(self) -> Tensor:
        """(E,), 0 to 1, over the training rows."""
        return accuracies(self.out, self.run.samples.y_train, self.run.settings.loss)

    @cached_property
    def test_accuracy(self) -> Tensor:
        """(E,), 0 to 1; nan without test rows."""
        return accuracies(self.test_out, self.run.samples.y_test, self.run.settings.loss)

    @cached_property
    def out(self) -> Tensor:
        """(E, n): the outputs for the training rows."""
        return self._outputs(self.run.samples.x_train)

    @cached_property
    def test_out(self) -> Tensor:
        """(E, m): the outputs for the test rows."""
        return self._outputs(self.run.samples.x_test)

    @cached_property
    def gradient(self) -> Tensor:
        """(E, parameters): autograd's gradient of the training loss for every parameter of every epoch's network."""
        run, pieces = self.run, []
        x, y = run.samples.x_train, run.samples.y_train
        for piece in _pieces(run.log, x):
            log = piece.clone().requires_grad_()
            out = forward(log, run.settings.activation, x)[2]
            # Each epoch's loss depends on that epoch's parameters alone, so one way back serves all.
            pieces.append(torch.autograd.grad(losses(out, y, run.settings.loss).sum(), log)[0])
        return torch.cat(pieces)

    def _outputs(self, x: Tensor) -> Tensor:
        return outputs(self.run.log, self.run.settings.activation, x)
