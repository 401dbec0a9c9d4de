"""The slope of an activation, from autograd, or torch's words where it has none."""

from functools import lru_cache

import torch
from torch import Tensor

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.shared.refusal import Refusal, attempt


def slopes(activation: str, z: Tensor) -> Tensor:
    """Return d f(z) / d z, of z's shape. Raises `RuntimeError` where torch has no derivative: ask `why_no_slope` first."""
    z = z.detach().requires_grad_()
    out = ACTIVATIONS[activation].function(z)
    return torch.autograd.grad(out.sum(), z)[0]


@lru_cache
def why_no_slope(activation: str) -> Refusal | None:
    """Return torch's refusal to differentiate `activation`; `None` where it has a derivative."""
    found = attempt(lambda: slopes(activation, torch.zeros(1)))
    return found if isinstance(found, Refusal) else None
