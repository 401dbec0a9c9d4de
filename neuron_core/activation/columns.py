"""Several activations' numbers by name, for many z at once: what a sweep computes and a drawing shows."""

from collections.abc import Sequence

from torch import Tensor

from neuron_core.activation.gradient import slopes, why_no_slope
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.shared.sweep import Columns


def forward(z: Tensor, names: Sequence[str]) -> Columns:
    """Put z, of shape (N,), through each of the activations `names`.

    Returns `out_<name>` for each and `slope_<name>` for each that torch can differentiate. For the first of them also `below`
    and `above`: the height of its tangent 1 to the left of z and 1 to the right. All have shape (N,).
    """
    columns = {f"out_{name}": ACTIVATIONS[name].function(z) for name in names}
    columns |= {f"slope_{name}": slopes(name, z) for name in names if not why_no_slope(name)}
    out, slope = columns[f"out_{names[0]}"], columns.get(f"slope_{names[0]}")
    return columns if slope is None else columns | {"below": out - slope, "above": out + slope}
