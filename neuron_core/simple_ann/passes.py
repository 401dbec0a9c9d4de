"""What can be asked of a SimpleANN: its nine parameters, a pass forward and a pass back, its output wherever the inputs are."""

import math
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor, nn
from torch.func import functional_call, grad, vmap
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from neuron_core.neuron.model import Surface, boundary
from neuron_core.shared.numbers import number_text
from neuron_core.shared.seeding import seeded
from neuron_core.shared.sweep import Columns
from neuron_core.shared.typed_input import Rows
from neuron_core.simple_ann.model import SimpleANN

BOUND = 1 / math.sqrt(2)
"""Both layers have two inputs, and `nn.Linear` draws weights and biases evenly from ±1/sqrt(in_features)."""


@dataclass(frozen=True)
class Parameters:
    """The nine numbers that make up a SimpleANN, in torch's own order.

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


PLACES = {
    "w11": ("fc1.weight", (0, 0)), "w12": ("fc1.weight", (0, 1)),
    "w21": ("fc1.weight", (1, 0)), "w22": ("fc1.weight", (1, 1)),
    "b1": ("fc1.bias", (0,)), "b2": ("fc1.bias", (1,)),
    "v1": ("fc2.weight", (0, 0)), "v2": ("fc2.weight", (0, 1)),
    "c": ("fc2.bias", (0,)),
}  # fmt: skip
"""Where torch keeps each of the nine: the parameter's name and the index in it."""


@lru_cache(maxsize=256)
def drawn(seed: int) -> Parameters:
    """Return the parameters that `torch.manual_seed(seed)` and `SimpleANN()` give anyone at home."""
    with seeded(seed):
        return Parameters(*parameters_to_vector(SimpleANN().parameters()).tolist())


@lru_cache
def many_draws(seed: int) -> tuple[float, ...]:
    """Return 4,000 weights of one wide layer with two inputs: what `fc1.weight` is drawn from, seen from afar."""
    with seeded(seed):
        return tuple(nn.Linear(2, 2000).weight.flatten().tolist())


@lru_cache(maxsize=64)
def build(parameters: Parameters) -> SimpleANN:
    """Return a SimpleANN that holds `parameters`, on the CPU; it is shared, so copy it before you change or move it."""
    with seeded(0):  # a new layer draws its weights; these are overwritten
        model = SimpleANN()
    vector_to_parameters(torch.tensor(list(parameters.values.values())), model.parameters())
    return model


def forward(model: SimpleANN, values: Mapping[str, Tensor]) -> Columns:
    """Run the network on N inputs; `values` maps input1 and input2 to tensors of shape (N,).

    Returns columns of shape (N,): the products `c11..c22` (hidden neuron, input), the pre-activations `z1, z2`, the hidden
    values `h1, h2`, the products `p1, p2` that reach the output, `out`, and the nine parameters.
    """
    x = torch.stack([values["input1"], values["input2"]], 1)  # (N, 2)
    with torch.no_grad():
        into_hidden = x[:, None] * model.fc1.weight  # (N, 2, 2)
        z = model.fc1(x)  # (N, 2)
        hidden = torch.relu(z)  # (N, 2)
        columns = torch.cat([into_hidden.flatten(1), z, hidden, hidden * model.fc2.weight, model(x)], 1)  # (N, 11)
        constants = parameters_to_vector(model.parameters()).expand(len(x), -1)  # (N, 9)
    names = ["c11", "c12", "c21", "c22", "z1", "z2", "h1", "h2", "p1", "p2", "out"]
    return dict(zip([*names, *PLACES], torch.cat([columns, constants], 1).unbind(1), strict=True))


def backward(model: SimpleANN, values: Mapping[str, Tensor]) -> Columns:
    """Let autograd differentiate the output at each of N inputs; `values` as for `forward`.

    Returns columns of shape (N,): `g_` and the name of a parameter, of an input or of a hidden value (`g_h1, g_h2`); beside
    them z1, z2, h1, h2, out and the nine parameters, as `forward` has them. A bias is added to z as it is: z's gradient is `g_b1`, `g_b2`.
    """
    x = torch.stack([values["input1"], values["input2"]], 1)  # (N, 2)
    own = deepcopy(model)  # functional_call swaps parameters in place for a moment, and `model` is shared

    def output(parameters: dict[str, Tensor], point: Tensor) -> Tensor:
        return functional_call(own, parameters, (point,)).squeeze()

    with torch.no_grad():  # torch.func differentiates all the same
        by_parameter, by_input = vmap(grad(output, argnums=(0, 1)), in_dims=(None, 0))(
            dict(model.named_parameters()), x
        )
        by_hidden = vmap(grad(lambda hidden: model.fc2(hidden).squeeze()))(torch.relu(model.fc1(x)))
    parts = torch.cat([*(part.flatten(1) for part in by_parameter.values()), by_input, by_hidden], 1)  # (N, 13)
    names = [f"g_{name}" for name in (*PLACES, "input1", "input2", "h1", "h2")]
    kept = {"z1", "z2", "h1", "h2", "out", *PLACES}
    seen = {name: column for name, column in forward(model, values).items() if name in kept}
    return seen | dict(zip(names, parts.unbind(1), strict=True))


@dataclass(frozen=True)
class Result:
    """One forward pass: pre-activations and hidden values of the two hidden neurons, and the output."""

    z: tuple[float, float]
    hidden: tuple[float, float]
    out: float

    @classmethod
    def of(cls, row: Mapping[str, float]) -> "Result":
        """Read one row of `forward`'s columns."""
        return cls((row["z1"], row["z2"]), (row["h1"], row["h2"]), row["out"])


def run(parameters: Parameters, inputs: tuple[float, float]) -> Result:
    """Run the network once, in float32 on the CPU."""
    columns = forward(build(parameters), {f"input{i}": torch.tensor([value]) for i, value in enumerate(inputs, 1)})
    return Result.of({name: column.item() for name, column in columns.items()})


def gradients(parameters: Parameters, inputs: tuple[float, float]) -> dict[str, float]:
    """Return autograd's d out / d parameter for each of the nine."""
    columns = backward(build(parameters), {f"input{i}": torch.tensor([value]) for i, value in enumerate(inputs, 1)})
    return {name: columns[f"g_{name}"].item() for name in PLACES}


@dataclass(frozen=True)
class Plane:
    """The output over both inputs, and where each hidden neuron's line z = 0 enters and leaves the square (empty: nowhere)."""

    surface: Surface
    lines: tuple[tuple[tuple[float, float], ...], tuple[tuple[float, float], ...]]


@lru_cache(maxsize=64)
def plane(parameters: Parameters, limit: float, points: int = 21) -> Plane:
    """Compute the output on a grid of `points` x `points` inputs, each from -limit to limit."""
    grid = torch.linspace(-limit, limit, points)
    across, up = torch.meshgrid(grid, grid, indexing="xy")  # (points, points)
    with torch.no_grad():
        out = build(parameters)(torch.stack([across, up], -1)).squeeze(-1)  # (points, points)
    one, two = (boundary(*weights, bias, -limit, limit) for weights, bias in zip(*_hidden(parameters), strict=True))
    ticks = grid.tolist()
    return Plane(Surface(ticks, ticks, out.tolist(), (), level=False), (one, two))


def _hidden(parameters: Parameters) -> tuple[tuple[tuple[float, float], ...], tuple[float, float]]:
    """Return the weights and the biases of the two hidden neurons."""
    return ((parameters.w11, parameters.w12), (parameters.w21, parameters.w22)), (parameters.b1, parameters.b2)


@dataclass(frozen=True)
class Batch:
    """N rows run together: the columns input1, input2, h1, h2, output, and the tensor's shape before and after each layer."""

    columns: dict[str, list[float]]
    shapes: dict[str, tuple[int, ...]]


def run_batch(parameters: Parameters, rows: Rows) -> Batch:
    """Run N rows of (input1, input2) together."""
    model = build(parameters)
    x = torch.tensor(rows)  # (N, 2)
    with torch.no_grad():
        hidden = torch.relu(model.fc1(x))  # (N, 2)
        out = model(x)  # (N, 1)
    names = ("input1", "input2", "h1", "h2", "output")
    columns = [*zip(*rows, strict=True), *hidden.unbind(1), out.squeeze(1)]
    shapes = {"x": x.shape, "fc1 and ReLU": hidden.shape, "fc2": out.shape}
    return Batch(
        {name: torch.as_tensor(column).tolist() for name, column in zip(names, columns, strict=True)},
        {name: tuple(shape) for name, shape in shapes.items()},
    )


def sentence(inputs: tuple[float, float], result: Result) -> str:
    """Say what the network computes, with the numbers in it: the text twin of its picture."""
    hidden = " ".join(
        f"Hidden neuron {i} has z = {number_text(z)} and {'sends ' + number_text(h) if h > 0 else 'is off, it sends 0'}."
        for i, (z, h) in enumerate(zip(result.z, result.hidden, strict=True), 1)
    )
    given = f"Inputs {number_text(inputs[0])} and {number_text(inputs[1])}."
    return f"{given} {hidden} Model output {number_text(result.out)}."


def notes(parameters: Parameters, result: Result, reach: Plane) -> list[str]:
    """Say which hidden neurons are off for this input, and what follows; an ordinary pass gets no note."""
    said = []
    off = [i for i in (1, 2) if not result.hidden[i - 1] > 0]
    for i in off:
        dead = " No input in the square below wakes it." if _is_off_everywhere(parameters, i, reach) else ""
        said.append(
            f"Hidden neuron {i} is dead for this input: its z is {number_text(result.z[i - 1])}, so its ReLU sends 0, and "
            f"w{i}1, w{i}2 and b{i} get a gradient of exactly 0.{dead}"
        )
    if len(off) == 2:
        said.append("Both are off: the output is c alone, and no small move of an input changes it.")
    unheard = [i for i in (1, 2) if (parameters.v1, parameters.v2)[i - 1] == 0 and i not in off]
    said += [
        f"Hidden neuron {i} is on, but v{i} is 0: nobody listens, and no gradient gets past v{i}." for i in unheard
    ]
    return said


def _is_off_everywhere(parameters: Parameters, i: int, reach: Plane) -> bool:
    """A neuron that is off at the origin and whose line misses the square is off in all of it."""
    _, biases = _hidden(parameters)
    return not reach.lines[i - 1] and biases[i - 1] <= 0
