import random

import pytest

from neuron_core.stack.layers import LAYERS, new_layer
from neuron_core.stack.likely_input import likely_input
from neuron_core.stack.run import Stack, run_stack
from neuron_core.stack.text import read_layers
from tests.neuron_core.stack.random_code import fitting_layers
from tests.neuron_core.stack.random_stacks import random_stack


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("linear-4-3 relu linear-3-1", (2, 4)),
        ("relu linear-9-3", (2, 9)),
        ("batchnorm-5", (2, 5)),
        ("layernorm-7 linear-7-1", (2, 7)),
        ("flatten linear-784-10", (2, 28, 28)),
        ("flatten relu linear-784-10", (2, 28, 28)),
        ("flatten linear-10-2", (2, 1, 10)),
        ("flatten linear-1-2", (2, 1, 1)),
        ("flatten batchnorm-16", (2, 4, 4)),
        ("linear-28-10 flatten", (2, 28)),
        ("flatten-2--1 linear-12-3", (2, 1, 12)),
        ("flatten-0--1 linear-12-3", (2, 6)),
        ("flatten-0--1 linear-7-3", (1, 7)),
        ("relu", (2, 4)),
        ("flatten softmax", (2, 4)),
    ],
)
def test_two_samples_of_what_the_first_layer_takes(text, shape):
    assert likely_input(read_layers(text)) == shape


@pytest.mark.parametrize("name", LAYERS)
def test_any_one_layer_takes_its_likely_input(name):
    layers = (new_layer(name),)
    assert run_stack(Stack(likely_input(layers), layers), 0).broken is None


def test_a_network_without_a_fault_runs_on_its_likely_input():
    dice = random.Random(31)
    for _ in range(200):
        layers = fitting_layers(dice, dice.randint(1, 30))
        shape = likely_input(layers)
        assert run_stack(Stack(shape, layers), 0).broken is None
        assert shape[0] == 2


def test_any_stack_has_a_likely_input():
    dice = random.Random(32)
    for _ in range(200):
        layers = random_stack(dice).layers
        run_stack(Stack(likely_input(layers), layers), 0)
