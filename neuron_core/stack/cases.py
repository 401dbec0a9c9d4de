"""Stacks worth starting from: the lesson's, and some with something wrong."""

from dataclasses import dataclass

from neuron_core.stack.run import Stack, read_layers


@dataclass(frozen=True)
class Case:
    """A stack to load and a sentence on what to notice."""

    stack: Stack
    notice: str


def _case(shape: tuple[int, ...], text: str, notice: str) -> Case:
    return Case(Stack(shape, read_layers(text)), notice)


STACK_CASES: dict[str, Case] = {  # by the name that the page shows
    "4-3-1": _case(
        (2, 4),
        "linear-4-3 relu dropout-0.5 linear-3-1",
        "What one Linear sends, the next one has to take: 3 leave, 3 arrive. ReLU and Dropout leave the shape alone.",
    ),
    "Flatten": _case(
        (2, 2, 2),
        "flatten linear-4-3 batchnorm-3 dropout-0.5 linear-3-1",
        "Five roles: reshape, learn, stabilise, regularise, output. The 2 in front is the batch: no layer touches it.",
    ),
    "10-20-5": _case((2, 10), "linear-10-20 linear-20-5", "It runs. But is it more than one Linear?"),
    "SimpleANN": _case(
        (1, 2), "linear-2-2 relu linear-2-1", "The lesson's whole class, as a stack: nine parameters, one output."
    ),
    "Broken": _case(
        (2, 4),
        "linear-4-3 relu linear-5-1",
        "3 leave the first Linear, the last one waits for 5. Cure it from either side.",
    ),
    "No Flatten": _case(
        (8, 2, 4), "linear-4-3 relu linear-3-1", "Torch does not mind a forgotten Flatten here. Look at the last shape."
    ),
}
