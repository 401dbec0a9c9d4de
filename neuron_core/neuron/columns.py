"""A neuron's numbers by name, for many settings at once: what a sweep computes and a drawing shows."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.neuron.model import weighted_sum
from neuron_core.neuron.surface import placed
from neuron_core.shared.sweep import Columns

MAP = ("map_a", "map_b", "held")
"""How z lies over the inputs of the map, and what z is where they are 0; see `neuron_core.neuron.surface.placed`."""


def forward(values: Mapping[str, Tensor], activation: str, over: Sequence[int]) -> Columns:
    """Compute N independent neurons; `values` maps x1..xn, w1..wn, b to tensors of shape (N,).

    Returns the contributions `c1..cn`, their running sums `s2..s{n}` (`s1` would be `c1`), the weighted sum `z`, the
    output `out`, and how the map over the inputs number `over` lies (`MAP`), each of shape (N,).
    """
    n = len(values) // 2
    x = torch.stack([values[f"x{i}"] for i in range(1, n + 1)], 1)  # (N, n)
    w = torch.stack([values[f"w{i}"] for i in range(1, n + 1)], 1)  # (N, n)
    z = weighted_sum(x, w, values["b"])  # (N,)
    contributions = w * x  # (N, n)
    columns = {f"c{i}": column for i, column in enumerate(contributions.unbind(1), 1)}
    columns |= {f"s{i}": column for i, column in enumerate(contributions.cumsum(1).unbind(1), 1) if i > 1}
    others = [i for i in range(n) if i + 1 not in over]
    held = contributions[:, others].sum(1) + values["b"]  # z where the inputs of the map are 0
    across = values[f"w{over[0]}"]
    up = values[f"w{over[1]}"] if len(over) == 2 else torch.zeros_like(z)
    columns |= dict(zip(MAP, (*placed(across, up), held), strict=True))
    return columns | {"z": z, "out": ACTIVATIONS[activation].function(z)}
