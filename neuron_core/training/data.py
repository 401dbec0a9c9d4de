"""Points to learn from: each a recipe that draws as many as are wanted, with as much noise as is wanted.

Adding one is one entry in `DATA_SETS`: selector, address, picture, scripts and tests follow from it.
"""

import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from neuron_core.shared.seeding import seeded

Draw = Callable[[int, float], tuple[Tensor, Tensor]]
"""Draws n rows with a noise from 0 to 1: x of shape (n, 2), about -1 to 1, and y of shape (n, 1)."""


@dataclass(frozen=True)
class DataSet:
    """A recipe and what to see in it. `classes` tells whether y says which of two classes (0 or 1) a point has, or is a number."""

    draw: Draw
    says: str
    classes: bool = True


def halves(n: int) -> Tensor:
    """Return n labels (n, 1), 0 and 1 in turn: both classes have as many points, or nearly."""
    return (torch.arange(n) % 2).float()[:, None]


def draw_xor(n: int, noise: float) -> tuple[Tensor, Tensor]:
    corner = torch.arange(n) % 4
    x1, x2 = corner // 2, corner % 2
    x = 0.7 * (2 * torch.stack([x1, x2], 1) - 1.0)
    return x + 0.4 * noise * torch.randn(n, 2), (x1 != x2).float()[:, None]


def draw_quadrants(n: int, noise: float) -> tuple[Tensor, Tensor]:
    x = 2 * torch.rand(n, 2) - 1
    y = (x[:, :1] * x[:, 1:] < 0).float()
    return x + 0.1 * noise * torch.randn(n, 2), y


def draw_circles(n: int, noise: float) -> tuple[Tensor, Tensor]:
    y, angle = halves(n), 2 * math.pi * torch.rand(n, 1)
    radius = torch.where(y == 1, 0.35, 0.9)
    return radius * torch.cat([angle.cos(), angle.sin()], 1) + 0.2 * noise * torch.randn(n, 2), y


def draw_moons(n: int, noise: float) -> tuple[Tensor, Tensor]:
    y, angle = halves(n), math.pi * torch.rand(n, 1)
    upper = torch.cat([angle.cos() - 0.5, angle.sin() - 0.25], 1)
    x = torch.where(y == 1, -upper, upper) * 0.65
    return x + 0.2 * noise * torch.randn(n, 2), y


def draw_spirals(n: int, noise: float) -> tuple[Tensor, Tensor]:
    y, along = halves(n), torch.rand(n, 1).sqrt()
    angle = 3 * math.pi * along + math.pi * y
    return along * torch.cat([angle.cos(), angle.sin()], 1) + 0.1 * noise * torch.randn(n, 2), y


def draw_blobs(n: int, noise: float) -> tuple[Tensor, Tensor]:
    y = halves(n)
    return 1.1 * (y - 0.5) + (0.1 + 0.5 * noise) * torch.randn(n, 2), y


def draw_line(n: int, noise: float) -> tuple[Tensor, Tensor]:
    x = 2 * torch.rand(n, 2) - 1
    y = (x.sum(1, keepdim=True) > 0).float()
    return x + 0.2 * noise * torch.randn(n, 2), y


def draw_plane(n: int, noise: float) -> tuple[Tensor, Tensor]:
    x = 2 * torch.rand(n, 2) - 1
    return x, 0.6 * x[:, :1] - 0.4 * x[:, 1:] + 0.4 * noise * torch.randn(n, 1)


def draw_sine(n: int, noise: float) -> tuple[Tensor, Tensor]:
    x = 2 * torch.rand(n, 2) - 1
    return x, (math.pi * x[:, :1]).sin() + 0.4 * noise * torch.randn(n, 1)


DATA_SETS: dict[str, DataSet] = {
    "xor": DataSet(draw_xor, "Four corners; class 1 is where exactly one input is high. No single line parts them."),
    "quadrants": DataSet(
        draw_quadrants, "XOR without gaps: the classes meet at both axes, so a corner has to be exact."
    ),
    "circles": DataSet(draw_circles, "A ring around a ring: class 1 has to be fenced in."),
    "moons": DataSet(draw_moons, "Two half moons that reach into each other."),
    "spirals": DataSet(draw_spirals, "Two arms wound into each other: the hardest one here."),
    "blobs": DataSet(draw_blobs, "Two clouds: one line parts them, or nearly."),
    "line": DataSet(draw_line, "Two halves with a line between them."),
    "plane": DataSet(
        draw_plane, "The answer is a number: a tilted plane, which needs no hidden neuron.", classes=False
    ),
    "sine": DataSet(draw_sine, "The answer is a number: a wave along x1.", classes=False),
}
"""By the name that the address carries."""


def draw(name: str, n: int, noise: float, seed: int) -> tuple[Tensor, Tensor]:
    """Draw data set `name`: x (n, 2) and y (n, 1), float32, the same for the same four arguments and the same torch."""
    with seeded(seed):
        return DATA_SETS[name].draw(n, noise)


def source(name: str) -> str:
    """Return the Python text of the recipe, for a script: what it calls comes first."""
    recipe = inspect.getsource(DATA_SETS[name].draw)
    return (inspect.getsource(halves) + "\n\n" if "halves(" in recipe else "") + recipe
