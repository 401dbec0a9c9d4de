"""Networks worth seeing, their nine numbers set by hand, each with what to notice; one is a gate, with a truth table."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from neuron_core.neuron.cases import Corner
from neuron_core.simple_ann.parameters import Parameters, build
from neuron_core.simple_ann.passes import Inputs


@dataclass(frozen=True)
class Case:
    """A network to load, inputs to look at first, and a sentence on what to notice.

    `gate` holds the wanted answers (0 or 1) at the corners 00, 01, 10, 11; it is empty for a case that is no gate.
    """

    parameters: Parameters
    inputs: Inputs
    notice: str
    gate: tuple[int, ...] = ()


CASES: dict[str, Case] = {  # by the name that the page shows
    "XOR": Case(
        Parameters(w11=1.0, w12=1.0, b1=0.0, w21=1.0, w22=1.0, b2=-1.0, v1=1.0, v2=-2.0, c=0.0),
        (1.0, 1.0),
        "1 is wanted where exactly one input is 1. Both hidden neurons add the inputs up. The second one starts later, as its bias is −1, "
        "and with v2 = −2 it takes back what the first one gives.",
        gate=(0, 1, 1, 0),
    ),
    "XNOR": Case(
        Parameters(w11=1.0, w12=1.0, b1=0.0, w21=1.0, w22=1.0, b2=-1.0, v1=-1.0, v2=2.0, c=1.0),
        (1.0, 1.0),
        "The opposite of XOR: 1 is wanted where both inputs are the same. The hidden neurons are those of XOR; only v1, v2 and c differ.",
        gate=(1, 0, 0, 1),
    ),
    "Band": Case(
        Parameters(w11=1.0, w12=1.0, b1=-2.0, w21=-1.0, w22=-1.0, b2=-2.0, v1=-0.25, v2=-0.25, c=2.0),
        (0.0, 1.0),
        "Each hidden neuron pulls the output down on its own side. Between their lines both are off, and the output is c = 2: it is "
        "above 0 only in a band.",
    ),
    "One is off": Case(
        Parameters(w11=1.0, w12=0.5, b1=1.0, w21=0.2, w22=0.3, b2=-8.0, v1=1.0, v2=2.0, c=-1.0),
        (1.0, 2.0),
        "Hidden neuron 2 is off everywhere on this map, so one neuron does all the work and the output has one bend only. Raise b2 "
        "to −2 to turn it on somewhere.",
    ),
    "Two are one": Case(
        Parameters(w11=1.0, w12=-0.5, b1=1.0, w21=1.0, w22=-0.5, b2=1.0, v1=1.5, v2=-0.5, c=0.0),
        (1.0, 2.0),
        "Both hidden neurons have the same weights and bias, so they always give the same: two neurons do the work of one whose v is "
        "v1 + v2 = 1. Change b2 and the lines separate.",
    ),
}

_EDITS = 3


def case_of(parameters: Parameters) -> str | None:
    """Return the name of the case that these numbers are, or were before up to three of them were changed."""
    differ = {name: len(parameters.edited(case.parameters)) for name, case in CASES.items()}
    name = min(differ, key=lambda name: differ[name])
    return name if differ[name] <= _EDITS else None


def truth_table(parameters: Parameters, gate: tuple[int, ...]) -> list[Corner]:
    """Run the network on the four corners, in the order 00, 01, 10, 11."""
    corners = torch.cartesian_prod(torch.tensor([0.0, 1.0]), torch.tensor([0.0, 1.0]))  # (4, 2)
    with torch.no_grad():
        out = build(parameters)(corners).flatten()  # (4,)
    return [Corner(tuple(x), *row) for x, *row in zip(corners.tolist(), gate, out.tolist(), strict=True)]


def right(corners: Sequence[Corner]) -> int:
    """Count the corners with the wanted answer."""
    return sum(corner.right for corner in corners)
