"""Cures for a broken stack; each one has been run to its end before it is offered."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import torch

from neuron_core.shapes.shape import MAX_ELEMENTS, Shape
from neuron_core.shared.refusal import Refusal, attempt
from neuron_core.shared.seeding import seeded
from neuron_core.shared.typed_input import InputError
from neuron_core.stack.layers import LAYERS, new_layer
from neuron_core.stack.run import Break, Stack, Trace, check_layers, check_room, run_stack

_SEED = 0  # whether shapes fit does not depend on what is drawn


@dataclass(frozen=True)
class SetArgument:
    """Give a layer's argument another value."""

    index: int
    argument: str
    before: int
    after: int


@dataclass(frozen=True)
class Insert:
    """Put the layer of this name before a layer."""

    index: int
    name: str


@dataclass(frozen=True)
class UseDefaults:
    """Set a layer's arguments back to their defaults."""

    index: int


@dataclass(frozen=True)
class Remove:
    """Take a layer out."""

    index: int


@dataclass(frozen=True)
class SetInput:
    """Give the input another shape."""

    shape: Shape


@dataclass(frozen=True)
class SwitchToEval:
    """Put the stack into eval()."""


Change = SetArgument | Insert | UseDefaults | Remove | SetInput | SwitchToEval


@dataclass(frozen=True)
class Cure:
    """A change of a stack that broke, the number of other layers `fitted` to it, and the whole stack after it: it runs."""

    change: Change
    fitted: int
    stack: Stack


Idea = tuple[Change, Stack]
"""A change, and the stack after it, untried."""


def cures(trace: Trace, most: int = 4) -> list[Cure]:
    """Return up to `most` cures for where `trace` broke; none if it did not break.

    The closest to what was meant come first, removing the layer comes last. A stack that breaks in several places is repaired to
    its end: the later layers that still do not fit are fitted to what arrives, and the cure says how many they were.
    """
    if trace.broken is None:
        return []
    found: dict[Stack, Cure] = {}
    for idea in _ideas(trace.stack, trace.broken):
        if len(found) == most:
            break
        _try_out(idea, found)
    if not found:
        _try_out(_remove(trace.stack, trace.broken.index), found)
    return list(found.values())


def _try_out(idea: Idea, found: dict[Stack, Cure]) -> None:
    """Fit what still breaks in the changed stack, run it, and keep it in `found` if it runs."""
    change, changed = idea
    if math.prod(changed.input) > MAX_ELEMENTS:
        return  # no field takes such an input
    try:
        cured, fitted = _fit_all(changed)
        if cured.layers and cured not in found and run_stack(cured, _SEED).broken is None:
            found[cured] = Cure(change, fitted, cured)
    except InputError:
        return  # it would be too large


def _ideas(stack: Stack, broken: Break) -> Iterator[Idea]:
    index, layer = broken.index, stack.layers[broken.index]
    takes, wanted, fitted = layer.kind.takes, layer.takes, layer.fitted(broken.arrives)
    flattens = [
        (Insert(index, name), stack.putting(index, new_layer(name), layer))
        for name, kind in LAYERS.items()
        if kind.flattens and len(broken.arrives) > 2
    ]
    whole = wanted == math.prod(broken.arrives[1:]) and bool(flattens)  # it is made for all of a sample
    if whole:
        yield from flattens
    if takes and wanted and fitted and fitted.takes and not whole:
        yield SetArgument(index, takes.argument, wanted, fitted.takes), stack.putting(index, fitted)
    if takes and wanted:
        yield from _earlier(stack, index, wanted, takes.dimension)
        yield from _other_input(stack, broken, wanted)
    if layer.kind.over_batch and stack.training and fitted in (layer, None):
        yield SwitchToEval(), replace(stack, training=False)
    yield from flattens
    yield from _other_flattens(stack, broken)


def _earlier(stack: Stack, index: int, wanted: int, dimension: int) -> Iterator[Idea]:
    """Change what the layer before sends, or where there is none, the size that comes in."""
    for earlier in range(index - 1, -1, -1):
        layer = stack.layers[earlier]
        if layer.sends:
            change = SetArgument(earlier, layer.kind.sends, layer.sends, wanted)
            yield change, stack.putting(earlier, layer.having(layer.kind.sends, wanted))
            return
    if -len(stack.input) <= dimension < len(stack.input):
        sizes = list(stack.input)
        sizes[dimension] = wanted
        yield _input(stack, tuple(sizes))


def _other_input(stack: Stack, broken: Break, wanted: int) -> Iterator[Idea]:
    """Give the input the dimensions, or the batch, that are missing."""
    if not stack.input:
        yield _input(stack, (wanted,))
        yield _input(stack, (2, wanted))
    elif len(broken.arrives) < 2:
        yield _input(stack, (2, *stack.input))
    elif stack.input[0] == 1:
        yield _input(stack, (2, *stack.input[1:]))


def _other_flattens(stack: Stack, broken: Break) -> Iterator[Idea]:
    """Set a Flatten up to the break, or the broken layer, back to its defaults; give a Flatten a batch to keep, or remove it."""
    for index, layer in enumerate(stack.layers[: broken.index + 1]):
        plain = new_layer(layer.name)
        may_be_plain = layer.kind.flattens or (index == broken.index and plain.plain)
        if may_be_plain and layer != plain:
            yield UseDefaults(index), stack.putting(index, plain)
    if stack.layers[broken.index].kind.flattens:
        if len(broken.arrives) == 1:
            yield _input(stack, (1, *stack.input))
        yield _remove(stack, broken.index)


def _remove(stack: Stack, index: int) -> Idea:
    return Remove(index), stack.putting(index)


def _input(stack: Stack, shape: Shape) -> Idea:
    return SetInput(shape), replace(stack, input=shape)


def _fit_all(stack: Stack) -> tuple[Stack, int]:
    """Fit every layer that refuses what arrives, and return the stack and how many they were.

    One pass, each layer run on what the fitted layers before it give; it ends at a layer that fitting does not help.
    """
    check_layers(stack.layers)
    layers, count = list(stack.layers), 0
    with seeded(_SEED), torch.no_grad():
        x = torch.zeros(stack.input)
        for index, layer in enumerate(layers):
            check_room(layer, tuple(x.shape), f"Layer {index + 1}")
            leaves = attempt(partial(layer.module().train(stack.training), x))
            if isinstance(leaves, Refusal):
                fitted = layer.fitted(tuple(x.shape))
                if fitted is None or fitted == layer:
                    break
                layers[index], count = fitted, count + 1
                check_layers(tuple(layers))
                leaves = attempt(partial(fitted.module().train(stack.training), x))
                if isinstance(leaves, Refusal):
                    break
            x = leaves
    return replace(stack, layers=tuple(layers)), count
