"""Where an activation is flat: its slope is exactly 0, or stays near 0 however far z goes."""

from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from neuron_core.activation.gradient import slopes, why_no_slope
from neuron_core.shared.refusal import Refusal
from neuron_core.shared.sweep import Axis

SCAN = Axis("z", -120.0, 120.0, 0.1)
"""Where the slopes are searched: beyond ±104 the exponential function has underflowed in float32, so nothing new comes."""
FAINT = torch.tensor(0.01).item()
"""A slope closer to 0 than this leaves less than a hundredth to learn from. It is float32's 0.01, since slopes are float32."""

Spans = tuple[tuple[float, float], ...]
"""Intervals of `SCAN`: the first z and the last z of each."""


@dataclass(frozen=True)
class Levels:
    """Where on `SCAN` the slope is exactly 0, where the activation is saturated, and the smallest and largest slope.

    Saturated: the slope is closer to 0 than `FAINT`, and stays so up to the end of the scan.
    """

    zero: Spans
    saturated: Spans
    least: float
    most: float

    def saturated_at(self, z: float) -> bool:
        """Tell whether `z` is in a saturated interval, to within one step of the scan."""
        return any(start - SCAN.step < z < end + SCAN.step for start, end in self.saturated)


@lru_cache
def levels(activation: str) -> Levels | Refusal:
    """Search z from -120 to 120, in steps of 0.1, for flat parts."""
    refusal = why_no_slope(activation)
    if refusal:
        return refusal
    slope = slopes(activation, torch.tensor(SCAN.positions()))
    saturated = tuple(span for span in _spans(slope.abs() < FAINT) if SCAN.minimum in span or SCAN.maximum in span)
    return Levels(_spans(slope == 0), saturated, slope.min().item(), slope.max().item())


def _spans(where: Tensor) -> Spans:
    """Return the runs of True in `where`, a mask over `SCAN`."""
    edges = torch.nn.functional.pad(where.int(), (1, 1)).diff()
    positions = SCAN.positions()
    starts, ends = (edges == 1).nonzero().flatten().tolist(), (edges == -1).nonzero().flatten().tolist()
    return tuple((positions[start], positions[end - 1]) for start, end in zip(starts, ends, strict=True))
