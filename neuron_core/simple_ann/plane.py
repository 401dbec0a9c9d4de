"""The network's output wherever its two inputs are."""

from dataclasses import dataclass
from functools import lru_cache

import torch

from neuron_core.neuron.surface import Surface, boundary
from neuron_core.shared.axes import nice_ceiling
from neuron_core.simple_ann.parameters import Parameters, build
from neuron_core.simple_ann.passes import forward_pass

Line = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Plane:
    """The output over a square of inputs, each from `low` to `high`, and the two hidden neurons there.

    `lowest` and `highest` are the output's own, not only those on the grid of `surface`. `lines` are the ends of each hidden
    neuron's line z = 0 in the square (empty: none). `asleep` says of each whether no input in the square turns it on. `top` and
    `top_hidden` are the sizes of output and hidden values that have the strongest colour on a map.
    """

    low: float
    high: float
    surface: Surface
    lowest: float
    highest: float
    lines: tuple[Line, Line]
    asleep: tuple[bool, bool]
    top: float
    top_hidden: float


@lru_cache(maxsize=64)
def plane(parameters: Parameters, low: float, high: float, points: int = 41) -> Plane:
    """Compute the output on a grid of `points` x `points` inputs."""
    p, model, grid = parameters, build(parameters), torch.linspace(low, high, points)
    one = boundary(p.w11, p.w12, p.b1, low, high)
    two = boundary(p.w21, p.w22, p.b2, low, high)
    across, up = torch.meshgrid(grid, grid, indexing="xy")  # (points, points)
    bends = torch.tensor([*one, *two, *_crossing(p, low, high)]).reshape(-1, 2)
    with torch.no_grad():
        z, hidden, out = forward_pass(model, torch.stack([across, up], -1))  # (points, points, 2 or 1)
        ends = torch.cat([out.flatten(), forward_pass(model, bends)[2].flatten()])
    on = (z > 0).flatten(0, 1).any(0).tolist()  # z is largest in a corner, and the grid has all four
    ticks = grid.tolist()
    return Plane(
        low,
        high,
        Surface(ticks, ticks, out.squeeze(-1).tolist()),
        ends.min().item(),
        ends.max().item(),
        (one, two),
        (not on[0], not on[1]),
        nice_ceiling(ends.abs().max().item()),
        nice_ceiling(hidden.max().item()),
    )


def _crossing(p: Parameters, low: float, high: float) -> Line:
    """Return where both z are 0, if that is one point in the square: with it, every corner of the output's flat regions is known."""
    determinant = p.w11 * p.w22 - p.w12 * p.w21
    if not determinant:
        return ()
    x, y = (p.w12 * p.b2 - p.w22 * p.b1) / determinant, (p.w21 * p.b1 - p.w11 * p.b2) / determinant
    return ((x, y),) if low <= min(x, y) and max(x, y) <= high else ()
