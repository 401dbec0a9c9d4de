"""A neuron's output wherever its inputs are: over two of them, or along the only one."""

from dataclasses import dataclass, replace

import torch

from neuron_core.neuron.model import Neuron, output, run


@dataclass(frozen=True)
class Surface:
    """The output over two inputs: `out` has shape (len(second), len(first)); `boundary` are the ends of the line z = 0.

    `boundary` is empty where that line misses the square, and where there is no line because `level`: z is 0 everywhere.
    """

    first: list[float]
    second: list[float]
    out: list[list[float]]
    boundary: tuple[tuple[float, float], ...]
    level: bool = False


def surface(neuron: Neuron, first: int, second: int, low: float, high: float, points: int = 21) -> Surface:
    """Compute the output over inputs number `first` and `second` (from 1), each from `low` to `high`, the others held."""
    grid = torch.linspace(low, high, points)
    across, up = torch.meshgrid(grid, grid, indexing="xy")  # (points, points)
    x = torch.tensor(neuron.x).expand(points, points, -1).clone()  # (points, points, n)
    x[..., first - 1], x[..., second - 1] = across, up
    out = output(x, torch.tensor(neuron.w), torch.tensor(neuron.b), neuron.activation)  # (points, points)
    held = run(replace(neuron, x=tuple(0.0 if i in (first, second) else x for i, x in enumerate(neuron.x, 1)))).z
    w1, w2 = neuron.w[first - 1], neuron.w[second - 1]
    ticks = grid.tolist()
    return Surface(ticks, ticks, out.tolist(), boundary(w1, w2, held, low, high), not (w1 or w2 or held))


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


@dataclass(frozen=True)
class Response:
    """The output of a neuron with one input along that input: two lists of one length."""

    x: list[float]
    out: list[float]


def response(neuron: Neuron, low: float, high: float, points: int = 201) -> Response:
    """Compute the output of a neuron with one input, which goes from `low` to `high`."""
    x = torch.linspace(low, high, points)
    out = output(x[:, None], torch.tensor(neuron.w), torch.tensor(neuron.b), neuron.activation)
    return Response(x.tolist(), out.tolist())
