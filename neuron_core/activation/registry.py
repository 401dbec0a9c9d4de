"""The activation functions a person can choose; torch computes every one of them.

Adding one is one entry in `ACTIVATIONS`: the selector, the URL, the curves, the scripts and the tests follow from it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import torch
import torch.nn.functional as F
from torch import Tensor


@dataclass(frozen=True)
class Activation:
    """One activation function and the words that belong to it.

    `function` maps a float tensor of any shape to one of the same shape. `code` is the same as Python source, with the
    weighted sum called `z`. `verdict` describes a negative, a zero and a positive output; it follows the words 'passed on'
    or, for zero, 'sends 0'. `flat` says why its slope can be exactly 0 (empty: it never is). `limits` are the values that
    the curve approaches far from 0 and never reaches there on paper. `source` is its name in torch.
    """

    label: str
    function: Callable[[Tensor], Tensor]
    code: str
    formula: str
    verdict: tuple[str, str, str]
    flat: str
    source: str
    limits: tuple[float, ...] = ()


_ROUNDED_OUTPUT = (
    "So far from 0 the output is rounded to its limit in float32, and torch computes a slope of 0 from it; the true slope is "
    "very small, but not 0."
)
_ROUNDED_SLOPE = "So far below 0 the slope is rounded to 0 in float32; the true slope is very small, but not 0."
_SHARE = (
    "below 0, but never below −0.3",
    "z is 0, or so far below 0 that the output is rounded to 0",
    "a share of z: the larger z is, the larger the share",
)
_ROUNDED_TO_0 = "the true value is very small, and rounded to 0 in float32"

ACTIVATIONS: dict[str, Activation] = {
    "identity": Activation(
        label="Identity",
        function=torch.nn.Identity(),
        code="z",
        formula="z, unchanged",
        verdict=("unchanged, below 0", "z is exactly 0", "unchanged"),
        flat="",
        source="torch.nn.Identity",
    ),
    "step": Activation(
        label="Step",
        function=lambda z: torch.heaviside(z, z.new_zeros(())),
        code="torch.heaviside(z, torch.tensor(0.0))",
        formula="1 if z > 0, else 0",
        verdict=("below 0", "ignored: z is not above 0", "the output is 1"),
        flat="A step is flat on both sides of its jump, and at the jump it has no slope.",
        source="torch.heaviside",
    ),
    "relu": Activation(
        label="ReLU",
        function=torch.relu,
        code="torch.relu(z)",
        formula="max(0, z)",
        verdict=("below 0", "ignored: ReLU gives 0 for every z that is not above 0", "as it is"),
        flat="Below 0 ReLU is level; at 0 it has a corner, where torch uses a slope of 0.",
        source="torch.nn.ReLU",
    ),
    "leaky_relu": Activation(
        label="Leaky ReLU",
        function=F.leaky_relu,
        code="torch.nn.functional.leaky_relu(z)",
        formula="z if z > 0, else 0.01 z",
        verdict=("a hundredth of z", "z is exactly 0", "as it is"),
        flat="",
        source="torch.nn.LeakyReLU",
    ),
    "sigmoid": Activation(
        label="Sigmoid",
        function=torch.sigmoid,
        code="torch.sigmoid(z)",
        formula="1 / (1 + exp(−z))",
        verdict=("below 0", _ROUNDED_TO_0, "squeezed between 0 and 1"),
        flat=_ROUNDED_OUTPUT,
        source="torch.nn.Sigmoid",
        limits=(0, 1),
    ),
    "tanh": Activation(
        label="Tanh",
        function=torch.tanh,
        code="torch.tanh(z)",
        formula="(exp(z) − exp(−z)) / (exp(z) + exp(−z))",
        verdict=("squeezed between −1 and 0", "z is exactly 0", "squeezed between 0 and 1"),
        flat=_ROUNDED_OUTPUT,
        source="torch.nn.Tanh",
        limits=(-1, 1),
    ),
    "gelu": Activation(
        label="GELU",
        function=F.gelu,
        code="torch.nn.functional.gelu(z)",
        formula="z × the share of the standard normal distribution below z",
        verdict=_SHARE,
        flat=_ROUNDED_SLOPE,
        source="torch.nn.GELU",
        limits=(0,),
    ),
    "silu": Activation(
        label="SiLU",
        function=F.silu,
        code="torch.nn.functional.silu(z)",
        formula="z × sigmoid(z)",
        verdict=_SHARE,
        flat=_ROUNDED_SLOPE,
        source="torch.nn.SiLU",
        limits=(0,),
    ),
    "softplus": Activation(
        label="Softplus",
        function=F.softplus,
        code="torch.nn.functional.softplus(z)",
        formula="log(1 + exp(z))",
        verdict=("below 0", _ROUNDED_TO_0, "never less than ReLU gives"),
        flat=_ROUNDED_SLOPE,
        source="torch.nn.Softplus",
        limits=(0,),
    ),
}


@lru_cache(maxsize=256)
def curve(activation: str, reach: float, points: int = 81) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return z from -reach to reach and the activation's value at each: evenly spaced, and one more point just above 0.

    With that point a jump at 0 is drawn as a vertical line.
    """
    even = torch.linspace(-reach, reach, points)
    z = torch.cat([even, torch.tensor([1e-4 * reach])]).sort().values
    return tuple(z.tolist()), tuple(ACTIVATIONS[activation].function(z).tolist())
