"""A neuron's output wherever its inputs are: a map over two of them, or along the only one.

The weighted sum z grows evenly in one direction, so the whole map is the activation's curve laid along that direction. A map
that follows a slider therefore needs no points, only to be turned, stretched and shifted; `placed` says how.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from neuron_core.activation.registry import ACTIVATIONS, curve
from neuron_core.neuron.model import Neuron, output, weighted_sum
from neuron_core.shared.axes import nice_ceiling

_LEVEL = 1e-3  # a shorter (w1, w2) hardly points anywhere: the map is then as good as level, and is drawn so


def placed(w1: Tensor, w2: Tensor) -> tuple[Tensor, Tensor]:
    """Say how z lies over the inputs whose weights are `w1` and `w2`, both of shape (N,).

    Returns (a, b): from a point to the one at (a, b) beside it, z rises by 1, and there is no shorter way to that. Where z is
    `held` with both inputs at 0, the point u (a, b) has z = held + u.
    """
    level = w1.hypot(w2) < _LEVEL
    w1, w2 = torch.where(level, torch.full_like(w1, _LEVEL), w1), torch.where(level, torch.zeros_like(w2), w2)
    size = w1**2 + w2**2
    return w1 / size, w2 / size


@dataclass(frozen=True)
class Map:
    """What a map shows: the inputs number `over`, each from `low` to `high`, the others held.

    `z` and `out` are the activation's curve, from -`z[-1]` to `z[-1]`, wide enough for all that the map shows now. `top` is the
    size of output that has the strongest colour. `least` and `most` are the output's ends on the map, `boundary` tells whether
    z = 0 crosses it, and `level` whether z is 0 everywhere.
    """

    over: tuple[int, ...]
    low: float
    high: float
    z: tuple[float, ...]
    out: tuple[float, ...]
    top: float
    least: float
    most: float
    boundary: bool
    level: bool


def survey(neuron: Neuron, over: tuple[int, ...], low: float, high: float, points: int = 21) -> Map:
    """Look at the output over the inputs number `over` (from 1; one or two of them), each from `low` to `high`."""
    grid = torch.linspace(low, high, points)
    mesh = torch.meshgrid(*[grid] * len(over), indexing="xy")
    x = torch.tensor(neuron.x).expand(*mesh[0].shape, -1).clone()  # (points, ..., n)
    for i, column in zip(over, mesh, strict=True):
        x[..., i - 1] = column
    z = weighted_sum(x, torch.tensor(neuron.w), torch.tensor(neuron.b))  # (points, ...)
    out = ACTIVATIONS[neuron.activation].function(z)
    ends = z.min().item(), z.max().item()
    reach = nice_ceiling(max(map(abs, ends)))
    along, outputs = curve(neuron.activation, reach, 33)
    top = nice_ceiling(out.abs().max().item()) if out.any() else 1.0
    return Map(
        over, low, high, along, outputs, top, out.min().item(), out.max().item(), ends[0] <= 0 <= ends[1], ends == (0.0, 0.0)
    )  # fmt: skip


@dataclass(frozen=True)
class Surface:
    """The output over two inputs: `out` has shape (len(second), len(first))."""

    first: list[float]
    second: list[float]
    out: list[list[float]]


def surface(neuron: Neuron, first: int, second: int, low: float, high: float, points: int = 21) -> Surface:
    """Compute the output over inputs number `first` and `second` (from 1), each from `low` to `high`, the others held."""
    grid = torch.linspace(low, high, points)
    across, up = torch.meshgrid(grid, grid, indexing="xy")  # (points, points)
    x = torch.tensor(neuron.x).expand(points, points, -1).clone()  # (points, points, n)
    x[..., first - 1], x[..., second - 1] = across, up
    out = output(x, torch.tensor(neuron.w), torch.tensor(neuron.b), neuron.activation)  # (points, points)
    ticks = grid.tolist()
    return Surface(ticks, ticks, out.tolist())


def boundary(w1: float, w2: float, held: float, low: float, high: float) -> tuple[tuple[float, float], ...]:
    """Return where the line w1 a + w2 b + held = 0 enters and leaves the square, solved on its four sides; () if it misses."""
    ends = set()
    for side in (low, high):
        if w2:
            ends.add((side, -(held + w1 * side) / w2))
        if w1:
            ends.add((-(held + w2 * side) / w1, side))
    inside = sorted({(round(a, 6) + 0.0, round(b, 6) + 0.0) for a, b in ends if low <= a <= high and low <= b <= high})
    return (inside[0], inside[-1]) if len(inside) > 1 else ()
