"""Activations along z, as plain numbers for a chart."""

from dataclasses import dataclass
from functools import lru_cache

import torch

from neuron_core.activation.columns import forward
from neuron_core.activation.registry import ACTIVATIONS

MAX_CURVES = 4
"""The chosen activation and three to compare it with: as many lines as can be told apart without their colours."""


@dataclass(frozen=True)
class Curve:
    """An activation along z: its values, and its slopes (empty where torch has none); `name` is its registry name."""

    name: str
    label: str
    formula: str
    z: tuple[float, ...]
    out: tuple[float, ...]
    slope: tuple[float, ...]


@lru_cache
def sample_curve(activation: str, reach: float, points: int = 241) -> Curve:
    """Compute the activation and its slope at `points` evenly spaced z from -reach to reach."""
    z = torch.linspace(-reach, reach, points)
    columns = {name: tuple(column.tolist()) for name, column in forward(z, [activation]).items()}
    entry = ACTIVATIONS[activation]
    out, slope = columns[f"out_{activation}"], columns.get(f"slope_{activation}", ())
    return Curve(activation, entry.label, entry.formula, tuple(z.tolist()), out, slope)
