"""A stack of layers, and one run through it, layer by layer, up to the layer that refuses what arrives."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import torch
from torch import Tensor, nn

from neuron_core.shapes.shape import Shape, check_output, check_weights
from neuron_core.shared.refusal import Refusal, attempt
from neuron_core.shared.seeding import seeded
from neuron_core.shared.typed_input import InputError
from neuron_core.stack.layers import Layer

MAX_LAYERS = 24


@dataclass(frozen=True)
class Stack:
    """The shape of what goes in, batch included, the layers that it goes through, and whether they are in training."""

    input: Shape
    layers: tuple[Layer, ...]
    training: bool = True

    def putting(self, index: int, *layers: Layer) -> "Stack":
        """Return this stack with `layers` in place of the one at `index`."""
        return replace(self, layers=(*self.layers[:index], *layers, *self.layers[index + 1 :]))


def draw(stack: Stack) -> tuple[Tensor, list[nn.Module]]:
    """Draw the input, then the layers' weights: coming first, the input depends on the seed and its shape alone."""
    return torch.randn(stack.input), [layer.module() for layer in stack.layers]


@dataclass(frozen=True)
class Break:
    """Where a stack breaks: the index of the layer that refuses, the shape that arrived there, and torch's words."""

    index: int
    arrives: Shape
    refusal: Refusal


@dataclass(frozen=True)
class Trace:
    """One run: the input and the output of every layer that ran, each layer's number of parameters, and the break.

    `tensors` has one entry more than layers that ran; after an unbroken run its last is the stack's output.
    """

    stack: Stack
    tensors: tuple[Tensor, ...]
    parameters: tuple[int, ...]
    broken: Break | None

    @property
    def shapes(self) -> tuple[Shape, ...]:
        return tuple(tuple(tensor.shape) for tensor in self.tensors)

    @property
    def ran(self) -> tuple[Layer, ...]:
        """The layers that gave an output."""
        return self.stack.layers[: len(self.tensors) - 1]


def run_stack(stack: Stack, seed: int) -> Trace:
    """Draw the stack's input and build it under `seed`, and run it layer by layer until it ends or a layer refuses.

    Raises `InputError` before a layer would make more numbers than this app allocates.
    """
    with seeded(seed):
        return _run(stack, check_room)


def run_shapes(stack: Stack) -> Trace:
    """Run a stack of any size on torch's device `meta`, where tensors have shapes and no numbers, so that nothing is allocated."""
    with seeded(0), torch.device("meta"):
        return _run(stack, lambda layer, arrives, who: None)


def _run(stack: Stack, check: Callable[[Layer, Shape, str], None]) -> Trace:
    """Draw a stack and run it; `check` may raise before a layer runs."""
    with torch.no_grad():
        x, modules = draw(stack)
        model = nn.Sequential(*modules).train(stack.training)
        tensors, broken = [x], None
        for index, (layer, module) in enumerate(zip(stack.layers, model, strict=True)):
            arrives = tuple(tensors[-1].shape)
            check(layer, arrives, f"Layer {index + 1}")
            leaves = attempt(partial(module, tensors[-1]))
            if isinstance(leaves, Refusal):
                broken = Break(index, arrives, leaves)
                break
            tensors.append(leaves)
    counts = tuple(sum(parameter.numel() for parameter in module.parameters()) for module in modules)
    return Trace(stack, tuple(tensors), counts, broken)


def check_room(layer: Layer, arrives: Shape, who: str) -> None:
    """Raise `InputError` when a layer, `who`, would make more numbers than this app allocates."""
    if layer.sends is not None:
        check_output(arrives, layer.sends, who)


def check_count(count: int) -> None:
    """Raise `InputError` for more layers than a stack may have."""
    if count > MAX_LAYERS:
        raise InputError(f"{count} layers are too many here; at most {MAX_LAYERS}.")


def check_layers(layers: tuple[Layer, ...]) -> None:
    """Raise `InputError` for more layers, or more weights in them, than this app allocates."""
    check_count(len(layers))
    check_weights(sum(math.prod((layer.takes or 1, layer.sends)) for layer in layers if layer.sends), "The stack")
