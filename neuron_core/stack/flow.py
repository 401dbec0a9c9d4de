"""The numbers in a stack: the same weights and input in train() and in eval(), side by side, a row for each sample."""

from dataclasses import dataclass
from enum import StrEnum

import torch
from torch import Tensor

from neuron_core.shapes.shape import Shape
from neuron_core.stack.run import Trace

MOST_SAMPLES, MOST_NUMBERS = 4, 5

Rows = tuple[tuple[float, ...], ...]


class Stop(StrEnum):
    """What is said where a layer gave no numbers."""

    RAISES = "✗ raises here"
    NOT_REACHED = "– not reached"


@dataclass(frozen=True)
class FlowStep:
    """The input, or a layer's output: its name and shape, and its first numbers in either mode, a row for each sample.

    `shape` is None where it has no numbers in either. `differ` compares all numbers, not only those shown. `zeroed` are how
    many numbers that were not 0 became 0 here, in train() and in eval().
    """

    label: str
    shape: Shape | None
    train: Rows | Stop
    evaluated: Rows | Stop
    differ: bool
    zeroed: tuple[int, int]


def samples(shape: Shape) -> int:
    """Return how many samples a tensor of `shape` holds: dimension 0 counts them, unless it is the only one.

    >>> samples((2, 4)), samples((4,)), samples(())
    (2, 1, 1)
    """
    return shape[0] if len(shape) > 1 else 1


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
                _numbers(train, index),
                _numbers(evaluated, index),
                len(reached) == 2 and not torch.equal(*reached),
                (_zeroed(train.tensors, index), _zeroed(evaluated.tensors, index)),
            )
        )
    return tuple(steps)


def _numbers(trace: Trace, index: int) -> Rows | Stop:
    if index < len(trace.tensors):
        tensor = trace.tensors[index]
        rows = tensor.reshape(samples(tuple(tensor.shape)), -1)[:MOST_SAMPLES, :MOST_NUMBERS]
        return tuple(map(tuple, rows.tolist()))
    return Stop.RAISES if index == len(trace.tensors) else Stop.NOT_REACHED


def _zeroed(tensors: tuple[Tensor, ...], index: int) -> int:
    if not 0 < index < len(tensors) or tensors[index].shape != tensors[index - 1].shape:
        return 0
    return int(((tensors[index] == 0) & (tensors[index - 1] != 0)).sum())
