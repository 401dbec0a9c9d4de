"""One neuron: out = activation(w · x + b), and what can be asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.shared.numbers import number_text
from neuron_core.shared.sweep import Columns

MAX_INPUTS = 4


@dataclass(frozen=True)
class Neuron:
    """A neuron and the input it looks at: `x` and `w` have one entry an input (1 to 4), `activation` is a registry name."""

    x: tuple[float, ...]
    w: tuple[float, ...]
    b: float
    activation: str

    def __post_init__(self) -> None:
        if len(self.x) != len(self.w):
            raise ValueError(f"every input needs a weight: got {len(self.x)} inputs and {len(self.w)} weights")

    @property
    def values(self) -> dict[str, float]:
        """The numbers by the names they have on the page and in the URL: x1..xn, w1..wn, b."""
        inputs = {f"x{i}": value for i, value in enumerate(self.x, 1)}
        weights = {f"w{i}": value for i, value in enumerate(self.w, 1)}
        return inputs | weights | {"b": self.b}


@dataclass(frozen=True)
class Result:
    """One forward pass: the contributions w_i x_i, the weighted sum z and the output."""

    contributions: tuple[float, ...]
    z: float
    out: float

    @classmethod
    def of(cls, row: Mapping[str, float]) -> "Result":
        """Read one row of `forward`'s columns."""
        contributions = (row[f"c{i}"] for i in range(1, MAX_INPUTS + 1) if f"c{i}" in row)
        return cls(tuple(contributions), row["z"], row["out"])


def forward(values: Mapping[str, Tensor], activation: str) -> Columns:
    """Compute N independent neurons; `values` maps x1..xn, w1..wn, b to tensors of shape (N,).

    Returns the contributions `c1..cn`, their running sums `s2..s{n}` (`s1` would be `c1`), the weighted sum `z` and the
    output `out`, each of shape (N,).
    """
    n = len(values) // 2
    x = torch.stack([values[f"x{i}"] for i in range(1, n + 1)])  # (n, N)
    w = torch.stack([values[f"w{i}"] for i in range(1, n + 1)])  # (n, N)
    contributions = w * x  # (n, N)
    running = contributions.cumsum(0)  # (n, N)
    z = running[-1] + values["b"]
    columns = {f"c{i}": row for i, row in enumerate(contributions, 1)}
    columns |= {f"s{i}": row for i, row in enumerate(running, 1) if i > 1}
    return columns | {"z": z, "out": ACTIVATIONS[activation].function(z)}


def run(neuron: Neuron) -> Result:
    """Compute one neuron in float32."""
    columns = forward({key: torch.tensor([value]) for key, value in neuron.values.items()}, neuron.activation)
    return Result.of({name: column.item() for name, column in columns.items()})


def sentence(neuron: Neuron, result: Result) -> str:
    """Say what the neuron computes, with the numbers in it: the text twin of its picture."""
    verdict = ACTIVATIONS[neuron.activation].verdict[(result.out > 0) - (result.out < 0) + 1]
    fate = "passed on" if result.out else "ignored"
    products = " + ".join(f"{number_text(x)} × {number_text(w)}" for x, w in zip(neuron.x, neuron.w, strict=True))
    return (
        f"Weighted sum {products} + {number_text(neuron.b)} = {number_text(result.z)}. "
        f"Output {number_text(result.out)}, {fate}: {verdict}."
    )


@dataclass(frozen=True)
class Gradients:
    """autograd's d out / d value for every x, w and b, and `slope`, d out / d z; all None where torch gives none.

    `refusal` is then torch's own error text.
    """

    values: dict[str, float | None]
    slope: float | None
    refusal: str = ""


def gradients(neuron: Neuron) -> Gradients:
    """Let autograd differentiate the output by z and by every x, w and b."""
    x = torch.tensor(neuron.x, requires_grad=True)
    w = torch.tensor(neuron.w, requires_grad=True)
    b = torch.tensor(neuron.b, requires_grad=True)
    z = torch.dot(w, x) + b
    z.retain_grad()
    try:
        ACTIVATIONS[neuron.activation].function(z).backward()
    except RuntimeError as error:  # torch.heaviside has no derivative
        return Gradients(dict.fromkeys(neuron.values), None, str(error))
    parts = [*x.grad.tolist(), *w.grad.tolist(), b.grad.item()]
    return Gradients(dict(zip(neuron.values, parts, strict=True)), z.grad.item())


@dataclass(frozen=True)
class Surface:
    """The output over two inputs: `out` has shape (len(second), len(first)); `boundary` are the ends of the line z = 0.

    `boundary` is empty where that line misses the square, and where there is no line because `level`: z is 0 everywhere.
    """

    first: list[float]
    second: list[float]
    out: list[list[float]]
    boundary: tuple[tuple[float, float], ...]
    level: bool


def surface(neuron: Neuron, first: int, second: int, low: float, high: float, points: int = 21) -> Surface:
    """Compute the output over inputs number `first` and `second` (from 1), each from `low` to `high`, the others held."""
    grid = torch.linspace(low, high, points)
    across, up = torch.meshgrid(grid, grid, indexing="xy")  # (points, points)
    columns = {key: torch.tensor(value).expand(points * points) for key, value in neuron.values.items()}
    columns[f"x{first}"], columns[f"x{second}"] = across.flatten(), up.flatten()
    out = forward(columns, neuron.activation)["out"].reshape(points, points)
    ticks = grid.tolist()
    held = run(replace(neuron, x=tuple(0.0 if i in (first, second) else x for i, x in enumerate(neuron.x, 1)))).z
    w1, w2 = neuron.w[first - 1], neuron.w[second - 1]
    level = not (w1 or w2 or held)
    return Surface(ticks, ticks, out.tolist(), boundary(w1, w2, held, low, high), level)


def boundary(w1: float, w2: float, held: float, low: float, high: float) -> tuple[tuple[float, float], ...]:
    """Return where the line w1 a + w2 b + held = 0 enters and leaves the square, solved on its four sides; () if it misses."""
    ends = set()
    for side in (low, high):
        if w2:
            ends.add((side, -(held + w1 * side) / w2))
        if w1:
            ends.add((-(held + w2 * side) / w1, side))
    inside = sorted({(round(a, 6) + 0.0, round(b, 6) + 0.0) for a, b in ends if low <= a <= high and low <= b <= high})
    return (inside[0], inside[-1]) if len(inside) > 1 else ()


def response(neuron: Neuron, low: float, high: float, points: int = 201) -> tuple[list[float], list[float]]:
    """Return the output of a neuron with one input along that input, from `low` to `high`."""
    x1 = torch.linspace(low, high, points)
    columns = {key: torch.tensor(value).expand(points) for key, value in neuron.values.items()} | {"x1": x1}
    return x1.tolist(), forward(columns, neuron.activation)["out"].tolist()
