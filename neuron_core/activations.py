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
    pre-activation called `z`. `verdict` says what the next layer receives when the output is negative, exactly zero and
    positive. `flat` says why its gradient can be exactly 0 (empty: it never is). `limits` are the values that the curve
    approaches and on paper never reaches. `source` is its name in torch's documentation.
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
_BOTH_ENDS = "So far out the curve is level to float32's last digit: the true slope is tiny, the stored one exactly 0."

ACTIVATIONS: dict[str, Activation] = {
    "identity": Activation(
        label="Identity (none)",
        function=torch.nn.Identity(),
        code="z",
        formula="z",
        verdict=("passed on unchanged, below 0", "ignored: exactly 0 is sent", "passed on unchanged"),
        flat="",
        source="torch.nn.Identity",
    ),
    "step": Activation(
        label="Step",
        function=lambda z: torch.heaviside(z, z.new_zeros(())),
        code="torch.heaviside(z, torch.tensor(0.0))",
        formula="1 if z > 0, else 0",
        verdict=("passed on", "ignored: z is not above 0", "passed on: it fires, with 1"),
        flat="A step is level on both sides of its jump, and at the jump it has no slope at all.",
        source="torch.heaviside",
    ),
    "relu": Activation(
        label="ReLU",
        function=torch.relu,
        code="torch.relu(z)",
        formula="max(0, z)",
        verdict=("passed on", "ignored: ReLU holds back all that is not above 0", "passed on as it is"),
        flat="At and below 0 ReLU is level, so torch's gradient there is exactly 0.",
        source="torch.nn.ReLU",
    ),
    "leaky_relu": Activation(
        label="Leaky ReLU",
        function=F.leaky_relu,
        code="torch.nn.functional.leaky_relu(z)",
        formula="z if z > 0, else 0.01 z",
        verdict=("passed on, a hundredth of it", "ignored: exactly 0 is sent", "passed on as it is"),
        flat="",
        source="torch.nn.LeakyReLU",
    ),
    "sigmoid": Activation(
        label="Sigmoid",
        function=torch.sigmoid,
        code="torch.sigmoid(z)",
        formula="1 / (1 + exp(−z))",
        verdict=("passed on", "ignored: too small for float32, rounded to 0", "passed on, squeezed between 0 and 1"),
        flat=_BOTH_ENDS,
        source="torch.nn.Sigmoid",
        limits=(0, 1),
    ),
    "tanh": Activation(
        label="Tanh",
        function=torch.tanh,
        code="torch.tanh(z)",
        formula="(exp(z) − exp(−z)) / (exp(z) + exp(−z))",
        verdict=(
            "passed on, squeezed between −1 and 0",
            "ignored: exactly 0 is sent",
            "passed on, squeezed between 0 and 1",
        ),
        flat=_BOTH_ENDS,
        source="torch.nn.Tanh",
        limits=(-1, 1),
    ),
    "gelu": Activation(
        label="GELU",
        function=F.gelu,
        code="torch.nn.functional.gelu(z)",
        formula="z × the share of a normal distribution below z",
        verdict=("passed on, damped to a little below 0", "ignored: exactly 0 is sent", "passed on, slightly damped"),
        flat=_UNDERFLOW,
        source="torch.nn.GELU",
        limits=(0,),
    ),
    "silu": Activation(
        label="SiLU",
        function=F.silu,
        code="torch.nn.functional.silu(z)",
        formula="z × sigmoid(z)",
        verdict=("passed on, damped to a little below 0", "ignored: exactly 0 is sent", "passed on, slightly damped"),
        flat=_UNDERFLOW,
        source="torch.nn.SiLU",
        limits=(0,),
    ),
    "softplus": Activation(
        label="Softplus",
        function=F.softplus,
        code="torch.nn.functional.softplus(z)",
        formula="log(1 + exp(z))",
        verdict=("passed on", "ignored: too small for float32, rounded to 0", "passed on, never quite 0"),
        flat=_UNDERFLOW,
        source="torch.nn.Softplus",
        limits=(0,),
    ),
}


def curve(activation: str, reach: float, points: int = 81) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return `points` evenly spaced z from -reach to reach, and the activation's value at each."""
    z = torch.linspace(-reach, reach, points)
    return tuple(z.tolist()), tuple(ACTIVATIONS[activation].function(z).tolist())
