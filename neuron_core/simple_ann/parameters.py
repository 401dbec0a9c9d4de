"""The nine numbers that make up a SimpleANN, and how a seed draws them."""

import math
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from neuron_core.shared.seeding import seeded
from neuron_core.simple_ann.model import SimpleANN

BOUND = 1 / math.sqrt(2)
"""Both layers have two inputs, and `nn.Linear` draws weights and biases uniformly between ±1/sqrt(in_features)."""

PLACES: dict[str, tuple[str, tuple[int, ...]]] = {
    "w11": ("fc1.weight", (0, 0)), "w12": ("fc1.weight", (0, 1)),
    "w21": ("fc1.weight", (1, 0)), "w22": ("fc1.weight", (1, 1)),
    "b1": ("fc1.bias", (0,)), "b2": ("fc1.bias", (1,)),
    "v1": ("fc2.weight", (0, 0)), "v2": ("fc2.weight", (0, 1)),
    "c": ("fc2.bias", (0,)),
}  # fmt: skip
"""Where torch keeps each of the nine: the parameter's name and the index in it."""


@dataclass(frozen=True)
class Parameters:
    """The nine numbers, in torch's own order.

    `w11, w12 / w21, w22` is `fc1.weight` (2, 2), a row for each hidden neuron; `b1, b2` is `fc1.bias` (2,); `v1, v2` is
    `fc2.weight` (1, 2); `c` is `fc2.bias` (1,).
    """

    w11: float
    w12: float
    w21: float
    w22: float
    b1: float
    b2: float
    v1: float
    v2: float
    c: float

    @property
    def values(self) -> dict[str, float]:
        return {name: getattr(self, name) for name in PLACES}

    def edited(self, drawn: "Parameters") -> dict[str, float]:
        """Return the values that differ from those in `drawn`."""
        before = drawn.values
        return {name: value for name, value in self.values.items() if value != before[name]}


@lru_cache(maxsize=256)
def drawn(seed: int) -> Parameters:
    """Return the parameters that `torch.manual_seed(seed)` and `SimpleANN()` give at home, with the same torch."""
    with seeded(seed):
        return Parameters(*parameters_to_vector(SimpleANN().parameters()).tolist())


@lru_cache
def many_draws(seed: int) -> tuple[float, ...]:
    """Return 4,000 weights of one wide layer with two inputs: they are drawn as those of `fc1` are."""
    with seeded(seed):
        return tuple(nn.Linear(2, 2000).weight.flatten().tolist())


@lru_cache(maxsize=64)
def build(parameters: Parameters) -> SimpleANN:
    """Return a SimpleANN that holds `parameters`, on the CPU; it is shared, so copy it before you change or move it."""
    with seeded(0):  # a new layer draws its weights; these are overwritten
        model = SimpleANN()
    vector_to_parameters(torch.tensor(list(parameters.values.values())), model.parameters())
    return model
