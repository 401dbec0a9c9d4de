"""Cures for a broken stack; each one has been run to its end before it is offered."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch

from neuron_core.shapes.shape import MAX_FEATURES, TORCH_REFUSES, BadInput, Shape
from neuron_core.shared.seeding import seeded
from neuron_core.stack.layers import Layer, new_layer
from neuron_core.stack.run import Break, Stack, Trace, check_layers, check_room, run_stack

_SEED = 0  # whether shapes fit does not depend on what is drawn


@dataclass(frozen=True)
class Cure:
    """What to change, in words for a button, and the whole stack after it: it runs."""

    says: str
    stack: Stack


def cures(trace: Trace, most: int = 4) -> list[Cure]:
    """Return up to `most` cures for the seam where `trace` broke; none if it did not break.

    The closest to what was meant come first, taking the layer out comes last. A stack with several broken seams is repaired to its end: the later layers that still do not fit are fitted to what
    arrives, and the cure says how many they were.
    """
    if trace.broken is None:
        return []
    found: dict[Stack, str] = {}
    for says, changed in _ideas(trace.stack, trace.broken):
        if len(found) == most:
            break
        _try_out(says, changed, found)
    if not found:
        _try_out(*_take_out(trace.stack, trace.broken.index), found)
    return [Cure(says, stack) for stack, says in found.items()]


def _try_out(says: str, changed: Stack, found: dict[Stack, str]) -> None:
    """Fit what still breaks in `changed`, run it, and keep it in `found` if it runs."""
    try:
        cured, fitted = _fit_all(changed)
        if cured.layers and cured not in found and run_stack(cured, _SEED).broken is None:
            found[cured] = says + (f", and fit {fitted} layer{'s' * (fitted > 1)} to it" if fitted else "")
    except BadInput:
        return  # it would be too large


Idea = tuple[str, Stack]


def _ideas(stack: Stack, broken: Break) -> Iterator[Idea]:
    layer = stack.layers[broken.index]
    if fitted := _fitted(layer, broken.arrives):
        argument = layer.kind.door[0] if layer.kind.door else ""
        yield (
            f"Change {_place(broken.index, layer)}’s {argument} from {layer.get(argument)} to {fitted.get(argument)}",
            stack.putting(broken.index, fitted),
        )
    if layer.kind.door:
        yield from _earlier(stack, broken.index)
        yield from _other_input(stack, broken)
    if layer.name == "batchnorm" and stack.training:
        yield "Switch to eval(): it then uses its running statistics", replace(stack, training=False)
    if len(broken.arrives) > 2:
        yield (
            f"Insert Flatten before {_place(broken.index, layer)}",
            stack.putting(broken.index, new_layer("flatten"), layer),
        )
    yield from _other_flattens(stack, broken)


def _earlier(stack: Stack, index: int) -> Iterator[Idea]:
    """Change what the layer before sends, or where there is none, the size that comes in."""
    wanted, dimension = _wanted(stack.layers[index])
    for earlier in range(index - 1, -1, -1):
        layer = stack.layers[earlier]
        if layer.kind.sends:
            argument = layer.kind.sends
            yield (
                f"Change {_place(earlier, layer)}’s {argument} from {layer.get(argument)} to {wanted}",
                stack.putting(earlier, layer.having(argument, wanted)),
            )
            return
    if -len(stack.input) <= dimension < len(stack.input):
        sizes = list(stack.input)
        sizes[dimension] = wanted
        yield _input_idea(stack, tuple(sizes))


def _other_input(stack: Stack, broken: Break) -> Iterator[Idea]:
    """Give the input the dimensions, or the batch, that are missing."""
    wanted, _ = _wanted(stack.layers[broken.index])
    if not stack.input:
        yield _input_idea(stack, (wanted,))
        yield _input_idea(stack, (2, wanted))
    elif len(broken.arrives) < 2:
        yield _input_idea(stack, (2, *stack.input))
    elif stack.input[0] == 1:
        yield _input_idea(stack, (2, *stack.input[1:]))


def _other_flattens(stack: Stack, broken: Break) -> Iterator[Idea]:
    """Set a Flatten up to the break back to its defaults, give the broken one a batch to keep, or take it out."""
    for index, layer in enumerate(stack.layers[: broken.index + 1]):
        if layer.name == "flatten" and layer != new_layer("flatten"):
            yield (
                f"Let {_place(index, layer)} start at dimension 1, and end at the last",
                stack.putting(index, new_layer("flatten")),
            )
    if stack.layers[broken.index].name == "flatten":
        if len(broken.arrives) == 1:
            yield _input_idea(stack, (1, *stack.input))
        yield _take_out(stack, broken.index)


def _take_out(stack: Stack, index: int) -> Idea:
    return f"Take {_place(index, stack.layers[index])} out", stack.putting(index)


def _input_idea(stack: Stack, shape: Shape) -> Idea:
    return f"Give the input the shape {shape}", replace(stack, input=shape)


def _place(index: int, layer: Layer) -> str:
    return f"layer {index + 1} {layer.kind.label}"


def _wanted(layer: Layer) -> tuple[int, int]:
    """Return what a layer's door takes, and in which dimension."""
    argument, dimension = layer.kind.door
    return int(layer.get(argument)), dimension


def _fitted(layer: Layer, arrives: Shape) -> Layer | None:
    """Return the layer with its door as wide as what arrives; None where there is no door or no such dimension."""
    if not layer.kind.door:
        return None
    argument, dimension = layer.kind.door
    if not -len(arrives) <= dimension < len(arrives) or arrives[dimension] > MAX_FEATURES:
        return None
    return layer.having(argument, arrives[dimension])


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
            try:
                x = layer.module().train(stack.training)(x)
                continue
            except TORCH_REFUSES:
                fitted = _fitted(layer, tuple(x.shape))
            if fitted is None or fitted == layer:
                break
            layers[index], count = fitted, count + 1
            check_layers(tuple(layers))
            try:
                x = fitted.module().train(stack.training)(x)
            except TORCH_REFUSES:
                break
    return replace(stack, layers=tuple(layers)), count
