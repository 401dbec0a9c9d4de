"""The numbers in a stack: the same weights and input in train() and in eval(), side by side."""

from dataclasses import dataclass
from enum import StrEnum

import torch

from neuron_core.shapes.shape import Shape
from neuron_core.stack.run import Trace

MOST_NUMBERS = 6


class Stop(StrEnum):
    """What is said where a layer gave no numbers."""

    RAISES = "✗ raises here"
    NOT_REACHED = "– not reached"


@dataclass(frozen=True)
class FlowStep:
    """The input, or a layer's output: its name, shape and size, and its first numbers in either mode, in reading order.

    `shape` is None where it has no numbers in either. `differ` compares all numbers, not only those shown.
    """

    label: str
    shape: Shape | None
    count: int
    train: tuple[float, ...] | Stop
    evaluated: tuple[float, ...] | Stop
    differ: bool


def flow(train: Trace, evaluated: Trace) -> tuple[FlowStep, ...]:
    """Set two runs of one stack side by side, step by step, starting with the input."""
    labels = ["Input", *(layer.short for layer in train.stack.layers)]
    steps = []
    for index, label in enumerate(labels):
        reached = [trace.tensors[index] for trace in (train, evaluated) if index < len(trace.tensors)]
        steps.append(
            FlowStep(
                label,
                tuple(reached[0].shape) if reached else None,
                reached[0].numel() if reached else 0,
                _numbers(train, index),
                _numbers(evaluated, index),
                len(reached) == 2 and not torch.equal(*reached),
            )
        )
    return tuple(steps)


def _numbers(trace: Trace, index: int) -> tuple[float, ...] | Stop:
    if index < len(trace.tensors):
        return tuple(trace.tensors[index].flatten()[:MOST_NUMBERS].tolist())
    return Stop.RAISES if index == len(trace.tensors) else Stop.NOT_REACHED
