"""What a network most likely takes, where only its layers are known."""

import math
from collections.abc import Mapping

from neuron_core.shapes.shape import Shape
from neuron_core.stack.layers import Layer
from neuron_core.stack.run import Stack, run_shapes

_SAMPLES = 2  # the fewest of which BatchNorm1d can learn
_ANY: Shape = (_SAMPLES, 4)


def likely_input(layers: tuple[Layer, ...], sizes: Mapping[int, int] | None = None) -> Shape:
    """Guess an input for `layers`: two samples of what the first layer takes that asks for a size.

    `sizes` has those that are known already: by a layer's index, how many numbers each sample has when it leaves the layer. Where a
    Flatten stands before it, each sample is a square if it can be, else a column. Torch says which guess gets so far.

    >>> likely_input((Layer("linear", (4, 3)),)), likely_input((Layer("flatten", (1, -1)), Layer("linear", (784, 10))))
    ((2, 4), (2, 28, 28))
    """
    known = {index: layer.takes for index, layer in enumerate(layers) if layer.takes} | dict(sizes or {})
    if not known:
        return _ANY
    index = min(known)
    size, before = known[index], layers[: index + 1]
    side = math.isqrt(size)
    images = [(_SAMPLES, side, side)] if side > 1 and side**2 == size else []
    flat: list[Shape] = [(_SAMPLES, size)]
    tall: list[Shape] = [*images, (_SAMPLES, 1, size)]
    parted: list[Shape] = (
        [(_SAMPLES, size // _SAMPLES)] if size % _SAMPLES == 0 else []
    )  # the samples are flattened too
    flattened = any(layer.kind.flattens for layer in before)
    guesses = [*(tall if flattened else flat), *flat, *parted, (1, size), (size,)]
    return next((guess for guess in guesses if run_shapes(Stack(guess, before)).broken is None), flat[0])
