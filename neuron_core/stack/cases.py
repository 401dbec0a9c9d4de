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
        "The lesson’s stack. Two samples of 4 numbers each go in at the top; between the layers stands the shape of what one sends "
        "to the next.",
    ),
    "Flatten": _case(
        (4, 2, 2),
        "flatten linear-4-3 batchnorm-3 dropout-0.5 linear-3-1",
        "Five roles: reshape, learn, stabilise, regularise, output. The first number of every shape, 4, counts the samples: in training "
        "BatchNorm1d computes over all four, every other layer works on each sample by itself.",
    ),
    "10-20-5": _case(
        (2, 10), "linear-10-20 linear-20-5", "It runs. But is it more than one Linear? Nothing stands between the two."
    ),
    "SimpleANN": _case(
        (4, 2),
        "linear-2-2 relu linear-2-1",
        "The lesson’s class as a stack: nine parameters. Four samples, because each turns other hidden units on. The weights are "
        "not those of the SimpleANN page with the same seed: here the input is drawn first.",
    ),
    "Broken": _case(
        (2, 4),
        "linear-4-3 relu linear-5-1",
        "The first Linear sends 3 numbers, but the last one takes 5. Either of the two can be changed.",
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
