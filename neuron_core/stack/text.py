"""Layers as text, the way a link carries them: `linear-4-3 relu dropout-0.5 linear-3-1`; or as Python writes them."""

import re
from decimal import Decimal

from neuron_core.shared.typed_input import InputError
from neuron_core.stack.layers import LAYERS, Argument, Layer, new_layer
from neuron_core.stack.python_calls import checked, missing, quoted
from neuron_core.stack.python_source import check_length
from neuron_core.stack.python_text import Network, looks_like_python, read_python
from neuron_core.stack.run import check_count, check_layers


def read_layers(text: str) -> tuple[Layer, ...]:
    """Read layers with spaces between them, or + as in a link; or Python, such as `nn.Linear(4, 3), nn.ReLU()` or a class.

    Raises `InputError`, naming the layer's number, for what is unknown, incomplete, out of bounds or too much.
    """
    return read_network(text).layers


def read_network(text: str) -> Network:
    """Read the same, with what there is to say about how it was read."""
    check_length(text)
    network = read_python(text) if looks_like_python(text) else Network(_read_short(text))
    check_layers(network.layers)
    return network


def _read_short(text: str) -> tuple[Layer, ...]:
    words = [word for word in re.split(r"[\s+]+", text.strip().lower()) if word]
    if not words:
        raise InputError("The stack is empty: write at least one layer, such as linear-4-3.")
    if re.search(r";|,(?!\d)", text):
        raise InputError("Separate layers with spaces and nothing else: linear-4-3 relu linear-3-1.")
    check_count(len(words))
    return tuple(_read_layer(word, f"Layer {number}") for number, word in enumerate(words, 1))


def write_layers(layers: tuple[Layer, ...]) -> str:
    """Write layers so that `read_layers` reads the same again.

    >>> write_layers((Layer("linear", (4, 3)), Layer("flatten", (1, -1)), Layer("dropout", (0.5,))))
    'linear-4-3 flatten dropout-0.5'
    """
    return " ".join("-".join([layer.name, *([] if layer.plain else map(_number, layer.values))]) for layer in layers)


def _read_layer(word: str, place: str) -> Layer:
    name, *numbers = re.split(r"(?<=[a-z0-9.])-", word)
    kind = LAYERS.get(name)
    if kind is None:
        raise InputError(
            f"{place}{quoted(name)} is not one of the layers known here, such as linear-4-3, relu, dropout-0.5 or flatten."
        )
    if new_layer(name).plain and not numbers:
        return new_layer(name)
    where = f"{place}, {kind.label}"
    if len(numbers) != len(kind.arguments):
        raise missing(kind, len(numbers), where)
    pairs = zip(numbers, kind.arguments, strict=True)
    return Layer(name, tuple(_read_number(number, argument, where) for number, argument in pairs))


def _read_number(text: str, argument: Argument, where: str) -> float:
    pattern = r"-?\d{1,18}" if argument.whole else r"-?\d{1,18}(\.\d{1,18})?"
    if not re.fullmatch(pattern, text):
        return checked(float("nan"), argument, where)  # it is in no bounds
    return checked(int(text) if argument.whole else float(text), argument, where)


def _number(value: float) -> str:
    return f"{Decimal(repr(value)):f}"  # never with an exponent
