"""Neurons worth seeing, each with what to notice; some are logic gates, with a truth table."""

from dataclasses import dataclass
from functools import lru_cache

import torch

from neuron_core.neuron.model import Neuron, output
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
        "x2 counts for more: it is the larger input and has the larger weight. Raise w1 until both bars are about as long.",
    ),
    "AND": Case(
        Neuron((1.0, 1.0), (1.0, 1.0), -1.5, "step"),
        "The bias sets the bar: one input of 1 stays below it, two together reach over it.",
        gate=(0, 0, 0, 1),
    ),
    "OR": Case(
        Neuron((0.0, 1.0), (1.0, 1.0), -0.5, "step"),
        "The same weights as AND, with a lower bar. Lower b by 1 and OR becomes AND.",
        gate=(0, 1, 1, 1),
    ),
    "NAND": Case(
        Neuron((1.0, 1.0), (-1.0, -1.0), 1.5, "step"),
        "AND with every sign reversed: now the inputs speak against firing, and the bias speaks for it.",
        gate=(1, 1, 1, 0),
    ),
    "NOT": Case(
        Neuron((1.0,), (-1.0,), 0.5, "step"),
        "A negative weight turns a signal into silence, and silence into a signal.",
        gate=(1, 0),
    ),
    "XOR": Case(
        Neuron((1.0, 1.0), (1.0, 1.0), -0.5, "step"),
        "Try to get all four corners of the map right: drag the weights and the bias.",
        gate=(0, 1, 1, 0),
    ),
    "Dead ReLU": Case(
        Neuron((3.0, 5.0), (-0.5, -0.4), 0.1, "relu"),
        "z is below 0, so ReLU sends 0 and every gradient is 0: no gradient tells this neuron which way to go.",
    ),
    "Saturated sigmoid": Case(
        Neuron((6.0, 5.0), (3.0, 2.0), 1.0, "sigmoid"),
        "Drag x1 or w1: z changes a lot and the output hardly moves. Far from 0 a sigmoid is almost flat.",
    ),
    "Cancelling inputs": Case(
        Neuron((4.0, 4.0), (1.5, -1.5), 0.0, "tanh"),
        "Two strong signals add up to nothing: their weights have opposite signs. Move one of them and the balance is gone.",
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
    out = output(torch.tensor(inputs), torch.tensor(neuron.w), torch.tensor(neuron.b), neuron.activation)  # (2^n,)
    return [Corner(*row) for row in zip(inputs, gate, out.tolist(), strict=True)]


@dataclass(frozen=True)
class BestScore:
    """The most corners of a gate that any of the `tried` settings gets right."""

    right: int
    tried: int


@lru_cache
def best_score(gate: tuple[int, ...], activation: str) -> BestScore:
    """Try a grid of settings of a neuron on a `gate` of one or two inputs: each weight from -5 to 5, the bias from -10 to 10, by 0.5."""
    n = (len(gate) - 1).bit_length()
    weights = torch.tensor(Axis("w", -5, 5, 0.5).positions())
    biases = torch.tensor(Axis("b", -10, 10, 0.5).positions())
    settings = torch.cartesian_prod(*[weights] * n, biases)  # (S, n + 1)
    inputs = torch.tensor(_corners(n))[:, None]  # (2^n, 1, n)
    out = output(inputs, settings[:, :-1], settings[:, -1], activation)  # (2^n, S)
    right = (out >= THRESHOLD) == torch.tensor(gate, dtype=torch.bool)[:, None]
    return BestScore(int(right.sum(0).max()), len(settings))


def _corners(n: int) -> list[tuple[float, ...]]:
    return [tuple(float(bit) for bit in f"{number:0{n}b}") for number in range(2**n)]
