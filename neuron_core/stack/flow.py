"""What flows through a stack: the same weights and input in train() and in eval(), side by side."""

from dataclasses import dataclass

import torch

from neuron_core.shapes.shape import Shape
from neuron_core.stack.run import Trace

MOST_NUMBERS = 6


@dataclass(frozen=True)
class FlowStep:
    """The input, or a layer's output: its name, shape and size, and its first numbers in either mode.

    The numbers are in reading order, None where the run broke before; `shape` is None where both did.
    """

    label: str
    shape: Shape | None
    count: int
    train: tuple[float, ...] | None
    evaluated: tuple[float, ...] | None
    differ: bool


def flow(train: Trace, evaluated: Trace) -> tuple[FlowStep, ...]:
    """Set two runs of one stack side by side, step by step, starting with the input."""
    labels = ["Input", *(layer.code.removeprefix("nn.") for layer in train.stack.layers)]
    steps = []
    for index, label in enumerate(labels):
        both = [trace.tensors[index] if index < len(trace.tensors) else None for trace in (train, evaluated)]
        reached = [tensor for tensor in both if tensor is not None]
        heads = [None if tensor is None else tuple(tensor.flatten()[:MOST_NUMBERS].tolist()) for tensor in both]
        steps.append(
            FlowStep(
                label,
                tuple(reached[0].shape) if reached else None,
                reached[0].numel() if reached else 0,
                heads[0],
                heads[1],
                len(reached) == 2 and not torch.equal(*reached),
            )
        )
    return tuple(steps)
