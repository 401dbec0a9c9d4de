"""A stack of layers, and one run through it, layer by layer, up to the layer that refuses what arrives."""

import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

import torch
from torch import Tensor, nn

from neuron_core.shapes.shape import MAX_ELEMENTS, MAX_FEATURES, Shape, check_output, check_weights
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
        return _run(stack, _send_with_room)


def run_shapes(stack: Stack) -> Trace:
    """Run a stack of any size for its shapes alone.

    One too large for this app runs on torch's device `meta`, where tensors have no numbers and nothing is allocated. Not every
    stack does, because torch takes a second to prepare that device.
    """
    if math.prod(stack.input) <= MAX_ELEMENTS and all((layer.takes or 1) <= MAX_FEATURES for layer in stack.layers):
        with suppress(InputError):
            check_layers(stack.layers)
            return run_stack(stack, seed=0)
    return run_on_meta(stack)


def run_on_meta(stack: Stack) -> Trace:
    """Run a stack where nothing is allocated."""
    with seeded(0), torch.device("meta"):
        return _run(stack, _send_on_meta)


def _run(stack: Stack, send: Callable[[Layer, nn.Module, Tensor, str], Tensor | Refusal]) -> Trace:
    """Draw a stack and run it; `send` sends a tensor through a layer's module, and gets the layer's number in words."""
    with torch.no_grad():
        x, modules = draw(stack)
        model = nn.Sequential(*modules).train(stack.training)
        tensors, broken = [x], None
        for index, (layer, module) in enumerate(zip(stack.layers, model, strict=True)):
            leaves = send(layer, module, tensors[-1], f"Layer {index + 1}")
            if isinstance(leaves, Refusal):
                broken = Break(index, tuple(tensors[-1].shape), leaves)
                break
            tensors.append(leaves)
    counts = tuple(sum(parameter.numel() for parameter in module.parameters()) for module in modules)
    return Trace(stack, tuple(tensors), counts, broken)


def _send_with_room(layer: Layer, module: nn.Module, x: Tensor, who: str) -> Tensor | Refusal:
    check_room(layer, tuple(x.shape), who)
    return attempt(partial(module, x))


def _send_on_meta(layer: Layer, module: nn.Module, x: Tensor, who: str) -> Tensor | Refusal:
    """Send `x` through a layer; one without weights first gets a real number of as many dimensions.

    Whether it takes that many is all that it can refuse, and on `meta` torch does not always ask.
    """
    if not [*module.parameters()]:
        tried = attempt(partial(module, torch.zeros([1] * x.dim(), device="cpu")))
        if isinstance(tried, Refusal):
            return tried
    return attempt(partial(module, x))


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
