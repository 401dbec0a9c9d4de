"""What a network most likely takes, where only its layers are known."""

import math

from neuron_core.shapes.shape import Shape
from neuron_core.stack.layers import Layer
from neuron_core.stack.run import Stack, run_stack

_SAMPLES = 2  # the fewest of which BatchNorm1d can learn
_ANY: Shape = (_SAMPLES, 4)


def likely_input(layers: tuple[Layer, ...]) -> Shape:
    """Guess an input for `layers`: two samples of what the first layer takes that asks for a size.

    Where a Flatten stands before it, each sample is a square if it can be, else a column. Torch says which guess gets so far.

    >>> likely_input((Layer("linear", (4, 3)),)), likely_input((Layer("flatten", (1, -1)), Layer("linear", (784, 10))))
    ((2, 4), (2, 28, 28))
    """
    index = next((index for index, layer in enumerate(layers) if layer.takes), None)
    if index is None:
        return _ANY
    size, before = layers[index].takes or 1, layers[: index + 1]
    side = math.isqrt(size)
    images = [(_SAMPLES, side, side)] if side > 1 and side**2 == size else []
    flat: list[Shape] = [(_SAMPLES, size)]
    tall: list[Shape] = [*images, (_SAMPLES, 1, size)]
    parted: list[Shape] = (
        [(_SAMPLES, size // _SAMPLES)] if size % _SAMPLES == 0 else []
    )  # the samples are flattened too
    flattened = any(layer.kind.flattens for layer in before)
    guesses = [*(tall if flattened else flat), *flat, *parted, (1, size), (size,)]
    return next((guess for guess in guesses if run_stack(Stack(guess, before), seed=0).broken is None), flat[0])
