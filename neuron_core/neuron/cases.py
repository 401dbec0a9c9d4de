"""Neurons worth seeing, each with what to notice; some are logic gates, with a truth table."""

from dataclasses import dataclass
from functools import lru_cache

import torch

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.neuron.model import Neuron, forward
from neuron_core.shared.sweep import Axis

THRESHOLD = 0.5
"""From this output on, a gate's answer counts as 1."""


@dataclass(frozen=True)
class Case:
    """A neuron to load and a sentence on what to notice.

    `gate` holds the wanted answers (0 or 1) for all inputs of 0 and 1, in counting order (00, 01, 10, 11); empty for a
    case that is no gate.
    """

    neuron: Neuron
    notice: str
    gate: tuple[int, ...] = ()


CASES: dict[str, Case] = {  # by the name that the page shows and the URL carries
    "Lesson": Case(
        Neuron((3.0, 5.0), (0.2, 0.4), 0.1, "relu"),
        "x2 counts for more: it is the larger input, and has the larger weight. Raise w1 until the two bars are about as long.",
    ),
    "AND": Case(
        Neuron((1.0, 1.0), (1.0, 1.0), -1.5, "step"),
        "The bias is the bar: one input of 1 stays below it, two together clear it.",
        gate=(0, 0, 0, 1),
    ),
    "OR": Case(
        Neuron((0.0, 1.0), (1.0, 1.0), -0.5, "step"),
        "The same weights as AND; only the bar is lower. Lower b by 1 and OR becomes AND.",
        gate=(0, 1, 1, 1),
    ),
    "NAND": Case(
        Neuron((1.0, 1.0), (-1.0, -1.0), 1.5, "step"),
        "AND with every sign turned round: now the inputs argue against firing, and the bias argues for it.",
        gate=(1, 1, 1, 0),
    ),
    "NOT": Case(
        Neuron((1.0,), (-1.0,), 0.5, "step"),
        "A negative weight turns a signal into silence, and silence into a signal.",
        gate=(1, 0),
    ),
    "XOR": Case(
        Neuron((1.0, 1.0), (1.0, 1.0), -0.5, "step"),
        "Try to get all four corners right. One neuron draws one straight line, and no line parts these corners.",
        gate=(0, 1, 1, 0),
    ),
    "Dead ReLU": Case(
        Neuron((3.0, 5.0), (-0.5, -0.4), 0.1, "relu"),
        "z is below 0, so ReLU sends 0 and every gradient is 0: nothing tells this neuron which way to go.",
    ),
    "Saturated sigmoid": Case(
        Neuron((6.0, 5.0), (3.0, 2.0), 1.0, "sigmoid"),
        "Drag x1 or w1: z races along and the output stands still. Far out, a sigmoid hears nothing.",
    ),
    "Cancelling inputs": Case(
        Neuron((4.0, 4.0), (1.5, -1.5), 0.0, "tanh"),
        "Two strong signals, no sum: one weight undoes the other. Move either one and the balance breaks.",
    ),
}


@dataclass(frozen=True)
class Corner:
    """One row of a gate's truth table: what was wanted, the neuron's output there, and the answer it amounts to."""

    x: tuple[float, ...]
    wanted: int
    out: float

    @property
    def answer(self) -> int:
        return int(self.out >= THRESHOLD)

    @property
    def right(self) -> bool:
        return self.answer == self.wanted


def truth_table(neuron: Neuron, gate: tuple[int, ...]) -> list[Corner]:
    """Run the neuron's weights on every corner; `gate` has one wanted answer for each of the 2^n corners."""
    inputs = _corners(len(neuron.w))
    if len(inputs) != len(gate):
        raise ValueError(f"a gate of {len(gate)} corners does not fit a neuron of {len(neuron.w)} inputs")
    columns = {key: torch.full((len(inputs),), value) for key, value in neuron.values.items()}
    columns |= {f"x{i}": column for i, column in enumerate(torch.tensor(inputs).unbind(1), 1)}
    out = forward(columns, neuron.activation)["out"].tolist()
    return [Corner(*row) for row in zip(inputs, gate, out, strict=True)]


@lru_cache
def best_score(gate: tuple[int, ...], activation: str) -> tuple[int, int]:
    """Try a grid of settings of a two-input neuron on `gate`: the most corners any gets right, and how many were tried.

    Weights run from -5 to 5 and the bias from -10 to 10, by 0.5.
    """
    weights = torch.tensor(Axis("w", -5, 5, 0.5).positions())
    biases = torch.tensor(Axis("b", -10, 10, 0.5).positions())
    settings = torch.cartesian_prod(weights, weights, biases)  # (S, 3)
    inputs = torch.tensor(_corners(2))  # (4, 2)
    z = settings[:, :2] @ inputs.T + settings[:, 2:]  # (S, 4)
    right = (ACTIVATIONS[activation].function(z) >= THRESHOLD) == torch.tensor(gate, dtype=torch.bool)
    return int(right.sum(1).max()), len(settings)


def _corners(n: int) -> list[tuple[float, ...]]:
    return [tuple(float(bit) for bit in f"{number:0{n}b}") for number in range(2**n)]
