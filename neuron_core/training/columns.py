"""The numbers of a run by name, a value for each position of the epoch's slider, and the maps that go with them."""

from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.neuron.surface import placed
from neuron_core.shared.axes import nice_ceiling
from neuron_core.shared.film import levels
from neuron_core.shared.sweep import Columns
from neuron_core.training.choices import LOSSES
from neuron_core.training.evaluate import History, Parts, forward, outputs
from neuron_core.training.model import names
from neuron_core.training.run import Run
from neuron_core.training.samples import Samples

CELLS = 48
"""How many cells a map of the output has on each side: an even number."""


def run_columns(history: History) -> Columns:
    """Return what every epoch has, as columns (epochs + 1,).

    `loss`, `test_loss`, `accuracy`, `test_accuracy` (in percent); the parameters by name. Without test rows their columns are
    missing, and so are accuracies where the answer is a number.
    """
    run = history.run
    labels = names(run.settings.hidden)
    columns = {"loss": history.loss}
    if run.samples.classes:
        columns["accuracy"] = 100 * history.accuracy
    if len(run.samples.x_test):
        columns["test_loss"] = history.test_loss
        if run.samples.classes:
            columns["test_accuracy"] = 100 * history.test_accuracy
    return columns | dict(zip(labels, run.log.unbind(1), strict=True))


def gradient_columns(history: History) -> Columns:
    """Return autograd's gradient of the training loss at every epoch: `g_` and a parameter's name, (epochs + 1,); `norm`, its length."""
    labels = names(history.run.settings.hidden)
    columns = {f"g_{name}": column for name, column in zip(labels, history.gradient.unbind(1), strict=True)}
    return columns | {"norm": history.gradient.norm(dim=1)}


@dataclass(frozen=True)
class Reach:
    """How far the hidden maps' colours go: |z| up to `z` anywhere in the run, and the hidden value `top` of the strongest colour."""

    z: float
    top: float


def reach(run: Run) -> Reach:
    """Look at the square's corners, where z is largest, over all epochs."""
    low, high = run.samples.low, run.samples.high
    corners = torch.tensor([[low, low], [low, high], [high, low], [high, high]])
    with torch.no_grad():
        z, hidden, _ = forward(run.log, run.settings.activation, corners)
    return Reach(nice_ceiling(z.abs().max().item()), nice_ceiling(hidden.abs().max().item()))


def hidden_curve(activation: str, far: Reach, points: int = 33) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return z from -far.z to far.z, denser near 0, and the activation's value at each."""
    even = torch.linspace(-1, 1, points)
    z = even.sign() * even**2 * far.z
    return tuple(z.tolist()), tuple(ACTIVATIONS[activation].function(z).tolist())


def map_columns(run: Run) -> Columns:
    """Say which way each hidden neuron's z rises at every epoch: `m1_a, m1_b` (see `placed`); its bias is z at the origin."""
    parts = Parts.of(run.log)
    columns: Columns = {}
    for i in range(run.settings.hidden):
        a, b = placed(parts.w[:, 0, i], parts.w[:, 1, i])
        columns |= {f"m{i + 1}_a": a, f"m{i + 1}_b": b}
    return columns


def probe_columns(log: Tensor, activation: str, x1: Tensor, x2: Tensor) -> Columns:
    """Run the networks on one point each: `log` (N, parameters), x1 and x2 (N,).

    Returns `p_z1.., p_h1.., p_out`, (N,).
    """
    with torch.no_grad():
        z, hidden, out = forward(log, activation, torch.stack([x1, x2], 1)[:, None, :])
    units = range(1, z.shape[2] + 1)
    columns = dict(zip((f"p_z{i}" for i in units), z[:, 0].unbind(1), strict=True))
    columns |= dict(zip((f"p_h{i}" for i in units), hidden[:, 0].unbind(1), strict=True))
    return columns | {"p_out": out[:, 0]}


@lru_cache(maxsize=8)
def cells(low: float, high: float) -> Tensor:
    """Return the middles of all cells of the square, (CELLS * CELLS, 2), row by row from the top down."""
    side = (high - low) / CELLS
    across = torch.linspace(low + side / 2, high - side / 2, CELLS)
    up, right = torch.meshgrid(across.flip(0), across, indexing="ij")
    return torch.stack([right.flatten(), up.flatten()], 1)


def shade(out: Tensor, samples: Samples, loss: str) -> Tensor:
    """Say how strongly outputs are coloured, -1 to 1: 0 is on the border between the classes, or a number of 0.

    A logit becomes twice its chance less 1, which is tanh(out / 2).
    """
    if not samples.classes:
        return out / max(samples.size, 1e-6)
    return torch.tanh(out / 2) if loss == "bce" else 2 * (out - LOSSES[loss].threshold)


def frames(run: Run) -> Tensor:
    """Return the output's map after every epoch, (epochs + 1, CELLS, CELLS) of uint8 levels."""
    out = outputs(run.log, run.settings.activation, cells(run.samples.low, run.samples.high))
    return levels(shade(out, run.samples, run.settings.loss)).view(-1, CELLS, CELLS)
