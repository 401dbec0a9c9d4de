"""A run as surfaces to look at from above: its loss over two of the weights, and its output over both inputs."""

import math
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from neuron_core.training.columns import shade
from neuron_core.training.evaluate import losses, outputs
from neuron_core.training.model import names
from neuron_core.training.run import Run

POINTS = 41
"""How many values each of the two weights takes: 1,681 networks."""
MOST_PLACES = 200
"""How many places of its path are kept, beside that of the epoch looked at."""
_LEAST_ROOM = 0.5  # around the path, for a weight that hardly moves
_LARGEST = torch.finfo(torch.float32).max
_OUTPUTS_AT_ONCE = 4_000_000

Grid = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Place:
    """Where training was after an epoch: the two weights, and the loss of its network."""

    epoch: int
    first: float
    second: float
    loss: float


@dataclass(frozen=True)
class Landscape:
    """The training loss over the two weights `names`, all other parameters as they are `now`.

    `loss` has shape (len(second), len(first)); where the numbers grow out of float32 it is inf or nan. `path` is where training
    went, from its start to its end, with the loss that it had there.
    """

    names: tuple[str, str]
    first: tuple[float, ...]
    second: tuple[float, ...]
    loss: Grid
    path: tuple[Place, ...]
    now: Place

    @property
    def finite(self) -> list[float]:
        """The losses of the grid that are finite numbers, row by row."""
        return [value for row in self.loss for value in row if math.isfinite(value)]

    @property
    def lowest(self) -> tuple[float, float, float] | None:
        """Return both weights where the grid's loss is lowest, and that loss; `None` where none of it is a finite number."""
        found = [
            (value, first, second)
            for second, row in zip(self.second, self.loss, strict=True)
            for first, value in zip(self.first, row, strict=True)
            if math.isfinite(value)
        ]
        if not found:
            return None
        loss, first, second = min(found)
        return first, second, loss


@lru_cache(maxsize=16)
def loss_landscape(run: Run, epoch: int, first: str, second: str) -> Landscape:
    """Compute the loss over the weights named `first` and `second`, around the whole path of `run`, as seen from `epoch`.

    Raises `ValueError` where the network has no parameter of such a name, or both are the same.
    """
    if first == second:
        raise ValueError(f"{first} cannot be both weights")
    labels = names(run.settings.hidden)
    pair = [labels.index(first), labels.index(second)]
    across, up = (torch.linspace(*_ends(run.log[:, place]), POINTS) for place in pair)
    rows, columns = torch.meshgrid(up, across, indexing="ij")  # (POINTS, POINTS)
    loss = loss_over(run, epoch, (first, second), torch.stack([columns, rows], 2).view(-1, 2)).view(POINTS, POINTS)
    kept = sorted({*_thinned(run.epochs), epoch})
    places = zip(kept, *run.log[kept][:, pair].unbind(1), _losses(run, run.log[kept]), strict=True)
    path = tuple(Place(at, one.item(), two.item(), value.item()) for at, one, two, value in places)
    return Landscape(
        (first, second), tuple(across.tolist()), tuple(up.tolist()), _grid(loss), path, path[kept.index(epoch)]
    )


def loss_over(run: Run, epoch: int, pair: tuple[str, str], values: Tensor) -> Tensor:
    """Return the training loss (N,) where the two weights `pair` are `values` (N, 2), and all others as after `epoch`."""
    labels = names(run.settings.hidden)
    log = run.log[epoch].repeat(len(values), 1)  # (N, parameters)
    log[:, [labels.index(name) for name in pair]] = values
    return _losses(run, log)


def _losses(run: Run, log: Tensor) -> Tensor:
    """Return the training loss (N,) of networks with the parameters `log` (N, parameters), some of them at a time."""
    x, y, settings = run.samples.x_train, run.samples.y_train, run.settings
    pieces = torch.split(log, max(1, _OUTPUTS_AT_ONCE // len(x)))
    return torch.cat([losses(outputs(piece, settings.activation, x), y, settings.loss) for piece in pieces])


def _ends(values: Tensor) -> tuple[float, float]:
    """Return round ends that hold `values` with a quarter as much room on either side."""
    low, high = values.min().item(), values.max().item()
    room = max((high - low) / 4, _LEAST_ROOM)
    step = 10.0 ** math.floor(math.log10(high - low + 2 * room)) / 5
    low, high = math.floor((low - room) / step) * step, math.ceil((high + room) / step) * step
    return max(low, -_LARGEST), min(high, _LARGEST)


def _thinned(epochs: int) -> list[int]:
    """Choose up to `MOST_PLACES` epochs, more of them early: there a network moves fastest."""
    return sorted({round(epochs * (step / (MOST_PLACES - 1)) ** 2) for step in range(MOST_PLACES)})


def _grid(values: Tensor) -> Grid:
    return tuple(map(tuple, values.tolist()))


@dataclass(frozen=True)
class OutputSurface:
    """The output over both inputs: each takes the values `along`, and `out` has shape (len(along), len(along)), x2 by row.

    `shade` is as strongly as the cells are coloured, -1 to 1 (see `columns.shade`). `rows` are training rows, each (x1, x2, y).
    `heights` are the network's outputs for them where y is a class, and y itself where it is a number.
    """

    along: tuple[float, ...]
    out: Grid
    shade: Grid
    rows: tuple[tuple[float, float, float], ...]
    heights: tuple[float, ...]


@lru_cache(maxsize=16)
def output_surface(run: Run, epoch: int, most: int) -> OutputSurface:
    """Compute the output after `epoch` over the square of the rows, and at up to `most` training rows."""
    samples = run.samples
    log, activation = run.log[epoch : epoch + 1], run.settings.activation
    along = torch.linspace(samples.low, samples.high, POINTS)
    x2, x1 = torch.meshgrid(along, along, indexing="ij")
    out = outputs(log, activation, torch.stack([x1, x2], 2).view(-1, 2)).view(POINTS, POINTS)
    colour = shade(out, samples, run.settings.loss).clamp(-1, 1)
    x, y = samples.x_train[:most], samples.y_train[:most]
    heights = outputs(log, activation, x)[0] if samples.classes else y[:, 0]
    rows = tuple(map(tuple, torch.cat([x, y], 1).tolist()))
    return OutputSurface(tuple(along.tolist()), _grid(out), _grid(colour), rows, tuple(heights.tolist()))
