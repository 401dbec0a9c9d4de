"""Random stacks, most of them broken somewhere."""

import random

import torch

from neuron_core.stack.layers import LAYERS, Layer
from neuron_core.stack.run import Stack

torch.set_num_threads(1)  # as the server does: a second thread costs such small tensors more than it gives


def random_layer(dice: random.Random) -> Layer:
    name = dice.choice([*LAYERS, *["linear"] * 10, *["flatten"] * 2, *["batchnorm", "layernorm"] * 3])
    values = []
    for argument in LAYERS[name].arguments:
        if (LAYERS[name].arguments_optional or LAYERS[name].by_name) and dice.random() < 0.7:
            values.append(argument.default)
        elif argument.whole:
            values.append(dice.randint(int(max(-3, argument.minimum)), int(min(5, argument.maximum))))
        else:
            values.append(round(dice.uniform(argument.minimum, argument.maximum), 2))
    return Layer(name, tuple(values))


def random_stack(dice: random.Random) -> Stack:
    """Return a stack of 1 to 8 layers; half of the time every layer takes what the one before it sends."""
    shape = tuple(dice.randint(1, 4) for _ in range(dice.choice([0, 1, 2, 2, 2, 2, 3, 4])))
    layers = [random_layer(dice) for _ in range(dice.randint(1, 8))]
    if dice.random() < 0.5:
        size = shape[-1] if shape else 1
        for index, layer in enumerate(layers):
            if layer.kind.takes:
                layers[index] = layer = layer.having(layer.kind.takes.argument, size)
            size = layer.sends or size
    return Stack(shape, tuple(layers), dice.random() < 0.5)
