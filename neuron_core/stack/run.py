"""A stack of layers: its text, its bounds, and one run through it, layer by layer, up to the seam that breaks."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import torch
from torch import Tensor, nn

from neuron_core.shapes.shape import TORCH_REFUSES, BadInput, Shape, check_output, check_weights
from neuron_core.shared.seeding import seeded
from neuron_core.stack.layers import LAYERS, Argument, Layer

MAX_LAYERS = 24


@dataclass(frozen=True)
class Stack:
    """The shape of what goes in, batch included, the layers it meets, and whether they are in training."""

    input: Shape
    layers: tuple[Layer, ...]
    training: bool = True

    def putting(self, index: int, *layers: Layer) -> "Stack":
        """Return this stack with `layers` in place of the one at `index`."""
        return replace(self, layers=(*self.layers[:index], *layers, *self.layers[index + 1 :]))


def read_layers(text: str) -> tuple[Layer, ...]:
    """Read layers as a link carries them: `linear-4-3 relu dropout-0.5 linear-3-1`, in a link with + for the spaces.

    Raises BadInput, naming the layer's number, for what is unknown, incomplete, out of bounds or too much.
    """
    words = [word for word in re.split(r"[\s+]+", text.strip().lower()) if word]
    if not words:
        raise BadInput("The stack is empty: write at least one layer, such as linear-4-3.")
    if re.search(r";|,(?!\d)", text):
        raise BadInput("Layers are parted by spaces and nothing else: linear-4-3 relu linear-3-1.")
    _check_count(len(words))
    layers = tuple(_read_layer(word, f"Layer {number}") for number, word in enumerate(words, 1))
    check_layers(layers)
    return layers


def check_layers(layers: tuple[Layer, ...]) -> None:
    """Raise BadInput for more layers, or more weights in them, than this app allocates."""
    _check_count(len(layers))
    check_weights(sum(math.prod(map(int, layer.values)) for layer in layers if layer.kind.sends), "The stack")


def _check_count(count: int) -> None:
    if count > MAX_LAYERS:
        raise BadInput(f"{count} layers are too many here; at most {MAX_LAYERS}.")


def _read_layer(word: str, place: str) -> Layer:
    name, *numbers = re.split(r"(?<=[a-z0-9.])-", word)
    kind = LAYERS.get(name)
    if kind is None:
        said = f", “{name}”," if re.fullmatch(r"[^\W_]\w{0,23}", name) else ""  # nothing that Markdown would act on
        raise BadInput(
            f"{place}{said} is not one of the layers known here, such as linear-4-3, relu, dropout-0.5 or flatten."
        )
    wanted = kind.arguments
    if name == "flatten" and not numbers:
        numbers = [str(argument.default) for argument in wanted]
    if len(numbers) != len(wanted):
        names = " and ".join(argument.name for argument in wanted) or "no number at all"
        raise BadInput(f"{place}, {kind.label}: it takes {names}, and {len(numbers)} numbers are given.")
    where = f"{place}, {kind.label}"
    return Layer(
        name, tuple(_read_number(number, argument, where) for number, argument in zip(numbers, wanted, strict=True))
    )


def _read_number(text: str, argument: Argument, where: str) -> float:
    pattern, said = (r"-?\d{1,18}", "a whole number") if argument.whole else (r"\d{1,18}(\.\d{1,18})?", "a number")
    low, high = argument.minimum, argument.maximum
    if not re.fullmatch(pattern, text) or not low <= float(text) <= high:
        raise BadInput(f"{where}: {argument.name} has to be {said} from {low:,} to {high:,}.")
    return int(text) if argument.whole else float(text)


def write_layers(layers: tuple[Layer, ...]) -> str:
    """Write layers so that `read_layers` reads the same again.

    >>> write_layers((Layer("linear", (4, 3)), Layer("flatten", (1, -1)), Layer("dropout", (0.5,))))
    'linear-4-3 flatten dropout-0.5'
    """
    words = []
    for layer in layers:
        plain = layer.name == "flatten" and layer.values == (1, -1)
        words.append(layer.name if plain else "-".join([layer.name, *map(_number, layer.values)]))
    return " ".join(words)


def _number(value: float) -> str:
    return f"{Decimal(repr(value)):f}"  # never with an exponent


def roles(layers: tuple[Layer, ...]) -> list[str]:
    """Return each layer's role in a word; the last layer that learns gives the output."""
    words = [layer.kind.role for layer in layers]
    learning = [index for index, layer in enumerate(layers) if layer.kind.sends]
    if learning:
        words[learning[-1]] = "output"
    return words


@dataclass(frozen=True)
class Break:
    """The first seam that breaks: the layer's index, what arrived there, and torch's error as raised.

    `clash` says in two short texts which two do not agree: what arrived, and what the layer takes.
    """

    index: int
    arrives: Shape
    error: str
    error_type: str
    clash: tuple[str, str]


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


def draw(stack: Stack) -> tuple[Tensor, list[nn.Module]]:
    """Draw the input, then the layers' weights: coming first, the input depends on the seed and its shape alone."""
    return torch.randn(stack.input), [layer.module() for layer in stack.layers]


def run_stack(stack: Stack, seed: int) -> Trace:
    """Draw the stack's input and build it under `seed`, and run it layer by layer until it ends or a layer refuses.

    Raises BadInput before a layer would make more numbers than this app allocates.
    """
    with seeded(seed), torch.no_grad():
        x, modules = draw(stack)
        model = nn.Sequential(*modules).train(stack.training)
        tensors, broken = [x], None
        for index, (layer, module) in enumerate(zip(stack.layers, model, strict=True)):
            check_room(layer, tuple(tensors[-1].shape), f"Layer {index + 1}")
            try:
                tensors.append(module(tensors[-1]))
            except TORCH_REFUSES as error:
                arrives = tuple(tensors[-1].shape)
                clash = _clash(layer, arrives, stack.training)
                broken = Break(index, arrives, str(error), type(error).__name__, clash)
                break
    counts = tuple(sum(parameter.numel() for parameter in module.parameters()) for module in modules)
    return Trace(stack, tuple(tensors), counts, broken)


def check_room(layer: Layer, arrives: Shape, who: str) -> None:
    """Raise BadInput when a layer, `who`, would make more numbers than this app allocates."""
    if layer.kind.sends:
        check_output(arrives, int(layer.get(layer.kind.sends)), who)


def _clash(layer: Layer, arrives: Shape, training: bool) -> tuple[str, str]:
    """Say which two do not agree, from the shape and the layer alone; torch has already said that it refuses."""
    if not layer.kind.door:
        return f"{len(arrives)}-D", layer.code.removeprefix("nn.")
    argument, dimension = layer.kind.door
    wanted = int(layer.get(argument))
    if not -len(arrives) <= dimension < len(arrives) or (layer.name == "batchnorm" and len(arrives) > 3):
        return f"{len(arrives)}-D", "2-D or 3-D" if layer.name == "batchnorm" else "1-D or more"
    if arrives[dimension] == wanted and training:
        return "1 value a feature", "more than 1"
    return str(arrives[dimension]), str(wanted)


def linears_in_a_row(layers: tuple[Layer, ...]) -> Iterator[tuple[int, int]]:
    """Give the first and last index of every run of Linears with nothing between them (an identity is nothing)."""
    run: list[int] = []
    for index, layer in enumerate((*layers, None)):
        if layer and layer.name == "linear":
            run.append(index)
        elif not layer or layer.name != "identity":
            if len(run) > 1:
                yield run[0], run[-1]
            run = []
