"""What torch accepts and what is wrong all the same, in sentences."""

from dataclasses import dataclass
from functools import lru_cache

import torch
import torch.nn.functional as F
from torch import nn

from neuron_core.shapes.shape import MAX_ELEMENTS
from neuron_core.shared.numbers import number_text
from neuron_core.shared.seeding import seeded
from neuron_core.stack.run import Stack, Trace, draw, linears_in_a_row


def stack_notes(trace: Trace) -> list[str]:
    """Return a sentence for everything in the part of the stack that ran that is legal but hardly meant."""
    ran = trace.stack.layers[: len(trace.tensors) - 1]
    notes = [
        f"Layers {first + 1} to {last + 1} are Linears with nothing between them: together they are one Linear. Put an "
        "activation between them."
        for first, last in linears_in_a_row(ran)
    ]
    notes += _forgotten_flatten(trace)
    for index, layer in enumerate(ran):
        shape = trace.shapes[index]
        if layer.name == "flatten" and trace.shapes[index + 1][:1] != shape[:1]:
            notes.append(
                f"Layer {index + 1} Flatten melts dimension 0 too, {shape} to {trace.shapes[index + 1]}: the examples of the "
                "batch are no longer apart."
            )
        if layer.name == "batchnorm" and shape[0] == 1:
            notes.append(
                f"Layer {index + 1} BatchNorm1d has a batch of one: nothing to compare it with. "
                + (
                    "Its statistics come from one example alone."
                    if trace.stack.training
                    else "In eval() that is fine; in train() torch may refuse it."
                )
            )
    if ran and not trace.broken:
        notes += _last_layer(trace)
    return notes


def _forgotten_flatten(trace: Trace) -> list[str]:
    for index, layer in enumerate(trace.stack.layers[: len(trace.tensors) - 1]):
        if layer.name == "flatten":
            break
        shape = trace.shapes[index]
        if layer.name == "linear" and len(shape) > 2:
            return [
                f"Layer {index + 1} Linear gets {shape} and works on the last dimension alone. If {shape[1:]} is one example, "
                "a Flatten is missing before it, and torch will not tell you."
            ]
    return []


def _last_layer(trace: Trace) -> list[str]:
    layer, shape = trace.stack.layers[-1], trace.shapes[-1]
    place = f"Layer {len(trace.stack.layers)} {layer.kind.label}"
    if layer.name == "dropout" and layer.get("p"):
        return [f"{place} is the output: in training it deletes {layer.get('p'):.0%} of the answers themselves."]
    if layer.name == "relu":
        return [f"{place} is the output: no answer can be below 0, and where it holds back, nothing is learnt."]
    if layer.name == "softmax" and shape and shape[-1] > 1:
        least = number_text(_softmaxed_twice(shape[-1]))
        return [
            f"{place} is the output: right for reading shares. But nn.CrossEntropyLoss has a softmax of its own: after this "
            f"one, even a perfect answer costs {least} instead of 0."
        ]
    if layer.name == "sigmoid":
        return [
            f"{place} is the output: right for reading a chance. But nn.BCEWithLogitsLoss has a sigmoid of its own: after "
            f"this one, even a perfect answer costs {number_text(_sigmoid_twice())} instead of 0."
        ]
    return []


@lru_cache
def _softmaxed_twice(classes: int) -> float:
    """The cross-entropy of a perfect answer that is a probability already."""
    perfect = F.one_hot(torch.tensor([0]), classes).float()
    return F.cross_entropy(perfect, torch.tensor([0])).item()


@lru_cache
def _sigmoid_twice() -> float:
    return F.binary_cross_entropy_with_logits(torch.ones(1), torch.ones(1)).item()


@dataclass(frozen=True)
class Collapse:
    """A run of Linears and the one Linear that does the same.

    `weight` and `bias` are that one's, `parameters` the number before and after, `difference` the largest between the
    two outputs on what arrives there.
    """

    first: int
    last: int
    weight: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]
    parameters: tuple[int, int]
    difference: float


def collapse(trace: Trace, seed: int) -> Collapse | None:
    """Merge the first run of Linears that ran: W = W2 W1, b = W2 b1 + b2, with the stack's own weights under `seed`.

    None where there is no such run, or where the one weight would be too large to show anything.
    """
    stack: Stack = trace.stack
    run = next(iter(linears_in_a_row(stack.layers[: len(trace.tensors) - 1])), None)
    if run is None:
        return None
    first, last = run
    with seeded(seed):
        modules = draw(stack)[1][first : last + 1]
    linears = [module for module in modules if isinstance(module, nn.Linear)]
    if linears[0].in_features * linears[-1].out_features > MAX_ELEMENTS:
        return None
    with torch.no_grad():
        weight, bias = linears[0].weight, linears[0].bias
        for linear in linears[1:]:
            weight, bias = linear.weight @ weight, linear.weight @ bias + linear.bias
        one = F.linear(trace.tensors[first], weight, bias)
        difference = (one - trace.tensors[last + 1]).abs().max().item()
    before = sum(trace.parameters[first : last + 1])
    return Collapse(
        first,
        last,
        tuple(map(tuple, weight.tolist())),
        tuple(bias.tolist()),
        (before, weight.numel() + bias.numel()),
        difference,
    )
