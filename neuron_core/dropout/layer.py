"""Dropout: in training every unit is set to 0 with probability p, and the others are scaled up by 1/(1 − p)."""

import math
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor, nn

from neuron_core.shared.seeding import seeded

MOST_UNITS = 12
PASSES = 1000


def dropout(x: Tensor, p: float, mask: Tensor) -> Tensor:
    """Return x · mask / (1 − p), for p below 1; `x` and `mask` have the same shape.

    `mask` is drawn anew on every pass: 1 (kept) with probability 1 − p, 0 (dropped) with probability p. Dividing by 1 − p
    keeps the average output at x. In eval there is nothing to compute: the output is x.
    """
    return x * mask / (1 - p)


@dataclass(frozen=True)
class Dropout:
    """The settings of a dropout layer and its input vector (1 to 12 numbers).

    `p` (0 to 1) is the chance of a unit to be dropped, `seed` where the draw of the mask starts.
    """

    vector: tuple[float, ...]
    p: float
    training: bool
    seed: int

    def __post_init__(self) -> None:
        if not 1 <= len(self.vector) <= MOST_UNITS:
            raise ValueError(f"a vector has 1 to {MOST_UNITS} numbers here, got {len(self.vector)}")


@lru_cache(maxsize=4096)
def drop(vector: tuple[float, ...], p: float, seed: int) -> tuple[float, ...]:
    """Return the output of torch's own `nn.Dropout(p)` in training, right after `torch.manual_seed(seed)`."""
    with seeded(seed):
        return tuple(nn.Dropout(p)(torch.tensor(vector)).tolist())


@dataclass(frozen=True)
class Trial:
    """A thousand passes, for each unit: mean and spread of torch's output, the same in theory, and the mean of the mask alone.

    The spread is the standard deviation over the passes.
    """

    mean: tuple[float, ...]
    spread: tuple[float, ...]
    theory_mean: tuple[float, ...]
    theory_spread: tuple[float, ...]
    mask_mean: tuple[float, ...]


@lru_cache(maxsize=256)
def thousand_passes(vector: tuple[float, ...], p: float, seed: int) -> Trial:
    """Send `vector` a thousand times through `nn.Dropout(p)` in training.

    In theory a unit's output is x/(1−p) with probability 1−p, else 0: its mean is x, its standard deviation
    |x| sqrt(p/(1−p)) (Srivastava et al. 2014, in the inverted form that torch uses). At p = 1 both are 0.
    """
    x = torch.tensor(vector).expand(PASSES, -1)  # (1000, n)
    with seeded(seed):
        out = nn.Dropout(p)(x)
    mask_mean = (x * (out != 0)).mean(0)
    ratio = math.sqrt(p / (1 - p)) if p < 1 else 0.0
    return Trial(
        tuple(out.mean(0).tolist()),
        tuple(out.std(0, correction=0).tolist()),
        vector if p < 1 else (0.0,) * len(vector),
        tuple(abs(value) * ratio for value in vector),
        tuple(mask_mean.tolist()),
    )
