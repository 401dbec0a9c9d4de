"""The activation functions a person can choose; torch computes every one of them.

Adding one is one entry in `ACTIVATIONS`: the selector, the URL, the curve, the exported script and the tests follow.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor


@dataclass(frozen=True)
class Activation:
    """One activation function and the words that belong to it.

    `function` maps a float tensor of any shape to one of the same shape. `code` is the same as Python source, with the
    pre-activation called `z`. `verdict` says of a negative, a zero and a positive output what becomes of it, after the
    words 'passed on' or, for zero, 'ignored'. `flat` says why its gradient can be exactly 0 (empty: it never is).
    `limits` are the values that the curve approaches and on paper never reaches. `source` is its name in torch.
    """

    label: str
    function: Callable[[Tensor], Tensor]
    code: str
    formula: str
    verdict: tuple[str, str, str]
    flat: str
    source: str
    limits: tuple[float, ...] = ()


_UNDERFLOW = "So far below 0 the true slope is too small for float32, and it is rounded to 0."
_BOTH_ENDS = (
    "So far out the curve is all but level: its true slope is too small for float32, and the stored one is exactly 0."
)
_DAMPED = ("damped, a little below 0", "nothing is left of the sum", "damped, the less the larger z is")

ACTIVATIONS: dict[str, Activation] = {
    "identity": Activation(
        label="Identity",
        function=torch.nn.Identity(),
        code="z",
        formula="z, unchanged",
        verdict=("unchanged, below 0", "the sum is exactly 0", "unchanged"),
        flat="",
        source="torch.nn.Identity",
    ),
    "step": Activation(
        label="Step",
        function=lambda z: torch.heaviside(z, z.new_zeros(())),
        code="torch.heaviside(z, torch.tensor(0.0))",
        formula="1 if z > 0, else 0",
        verdict=("below 0", "z is not above 0", "it fires, with 1"),
        flat="A step is level on both sides of its jump, and at the jump it has no slope at all.",
        source="torch.heaviside",
    ),
    "relu": Activation(
        label="ReLU",
        function=torch.relu,
        code="torch.relu(z)",
        formula="max(0, z)",
        verdict=("below 0", "ReLU holds back all that is not above 0", "as it is"),
        flat="At and below 0 ReLU is level, so torch's gradient there is exactly 0.",
        source="torch.nn.ReLU",
    ),
    "leaky_relu": Activation(
        label="Leaky ReLU",
        function=F.leaky_relu,
        code="torch.nn.functional.leaky_relu(z)",
        formula="z if z > 0, else 0.01 z",
        verdict=("a hundredth of it", "the sum is exactly 0", "as it is"),
        flat="",
        source="torch.nn.LeakyReLU",
    ),
    "sigmoid": Activation(
        label="Sigmoid",
        function=torch.sigmoid,
        code="torch.sigmoid(z)",
        formula="1 / (1 + exp(−z))",
        verdict=("below 0", "too small for float32, rounded to 0", "squeezed between 0 and 1"),
        flat=_BOTH_ENDS,
        source="torch.nn.Sigmoid",
        limits=(0, 1),
    ),
    "tanh": Activation(
        label="Tanh",
        function=torch.tanh,
        code="torch.tanh(z)",
        formula="(exp(z) − exp(−z)) / (exp(z) + exp(−z))",
        verdict=("squeezed between −1 and 0", "the sum is exactly 0", "squeezed between 0 and 1"),
        flat=_BOTH_ENDS,
        source="torch.nn.Tanh",
        limits=(-1, 1),
    ),
    "gelu": Activation(
        label="GELU",
        function=F.gelu,
        code="torch.nn.functional.gelu(z)",
        formula="z × the share of a normal curve below z",
        verdict=_DAMPED,
        flat=_UNDERFLOW,
        source="torch.nn.GELU",
        limits=(0,),
    ),
    "silu": Activation(
        label="SiLU",
        function=F.silu,
        code="torch.nn.functional.silu(z)",
        formula="z × sigmoid(z)",
        verdict=_DAMPED,
        flat=_UNDERFLOW,
        source="torch.nn.SiLU",
        limits=(0,),
    ),
    "softplus": Activation(
        label="Softplus",
        function=F.softplus,
        code="torch.nn.functional.softplus(z)",
        formula="log(1 + exp(z))",
        verdict=("below 0", "too small for float32, rounded to 0", "smoothed, never quite 0"),
        flat=_UNDERFLOW,
        source="torch.nn.Softplus",
        limits=(0,),
    ),
}


def curve(activation: str, reach: float, points: int = 81) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return z from -reach to reach and the activation's value at each: evenly spaced, and once more just above 0.

    The point just above 0 keeps a jump upright.
    """
    even = torch.linspace(-reach, reach, points)
    z = torch.cat([even, torch.tensor([1e-4 * reach])]).sort().values
    return tuple(z.tolist()), tuple(ACTIVATIONS[activation].function(z).tolist())
