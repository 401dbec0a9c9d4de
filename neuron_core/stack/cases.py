"""Stacks worth starting from: the lesson's, and some with something wrong."""

from dataclasses import dataclass

from neuron_core.shapes.shape import Shape
from neuron_core.stack.run import Stack
from neuron_core.stack.text import read_layers


@dataclass(frozen=True)
class StackCase:
    """A stack to load and a sentence on what to notice."""

    stack: Stack
    notice: str


def _case(shape: Shape, text: str, notice: str) -> StackCase:
    return StackCase(Stack(shape, read_layers(text)), notice)


STACK_CASES: dict[str, StackCase] = {  # by the name that the page shows
    "4-3-1": _case(
        (2, 4),
        "linear-4-3 relu dropout-0.5 linear-3-1",
        "The next Linear has to take what the first one sends: 3 leave, 3 arrive. ReLU and Dropout do not change the shape.",
    ),
    "Flatten": _case(
        (2, 2, 2),
        "flatten linear-4-3 batchnorm-3 dropout-0.5 linear-3-1",
        "Five roles: reshape, learn, stabilise, regularise, output. The first 2 of every shape is the batch: no layer changes it.",
    ),
    "10-20-5": _case((2, 10), "linear-10-20 linear-20-5", "It runs. But is it more than one Linear?"),
    "SimpleANN": _case(
        (1, 2), "linear-2-2 relu linear-2-1", "The lesson's whole class, as a stack: nine parameters, one output."
    ),
    "Broken": _case(
        (2, 4),
        "linear-4-3 relu linear-5-1",
        "3 leave the first Linear, but the last one takes 5. Either of the two can be changed.",
    ),
    "No Flatten": _case(
        (8, 2, 4),
        "linear-4-3 relu linear-3-1",
        "A Flatten is missing, and torch raises no error. Look at the last shape.",
    ),
}


def case_of(stack: Stack) -> str | None:
    """Return the name of the case that `stack` is, in either mode."""
    same = (
        name
        for name, case in STACK_CASES.items()
        if (case.stack.layers, case.stack.input) == (stack.layers, stack.input)
    )
    return next(same, None)
