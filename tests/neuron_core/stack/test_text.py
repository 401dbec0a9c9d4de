import random

import pytest

from neuron_core.shared.typed_input import InputError
from neuron_core.stack.layers import LAYERS, Layer, new_layer
from neuron_core.stack.text import read_layers, write_layers
from tests.neuron_core.stack.random_stacks import random_stack


def test_reading_gives_back_what_was_written():
    dice = random.Random(0)
    for _ in range(500):
        layers = random_stack(dice).layers
        text = write_layers(layers)
        assert read_layers(text) == layers
        assert read_layers(text.replace(" ", "+")) == layers
        assert len(text) < 25 * len(layers)


@pytest.mark.parametrize("name", LAYERS)
def test_a_new_layer_can_be_written(name):
    assert read_layers(write_layers((new_layer(name),))) == (new_layer(name),)


def test_the_lessons_stack_is_short_and_readable():
    layers = (Layer("linear", (4, 3)), Layer("relu"), Layer("dropout", (0.5,)), Layer("linear", (3, 1)))
    assert write_layers(layers) == "linear-4-3 relu dropout-0.5 linear-3-1"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("linear-4-3 relu drop", "Layer 3, “drop”, is not one of the layers known here, such as linear-4-3, relu"),
        ("linear-4-", "Layer 1, Linear: out_features has to be a whole number from 1 to 4,096"),
        ("linear-4", "takes in_features and out_features, but 1 number is given."),
        ("linear", "takes in_features and out_features, but 0 numbers are given."),
        ("linear-4-3-2", "takes in_features and out_features, but 3 numbers are given."),
        ("linear-1000000000-3", "in_features has to be"),
        ("linear-0-3", "in_features has to be"),
        ("linear-4.5-3", "in_features has to be a whole number"),
        ("linear-4096-4096", "at most 1,000,000"),
        ("dropout-1.5", "p has to be a number from 0 to 1"),
        ("dropout--0.5", "p has to be a number from 0 to 1"),
        ("dropout-nan", "p has to be"),
        ("relu-3", "no number at all, but 1 number is given."),
        ("flatten-9", "takes start_dim and end_dim, but 1 number is given."),
        ("conv-3-3", "Layer 1, “conv”, is not one"),
        ("linear-4-3; relu", "Separate layers with spaces"),
        ("linear-4-3,relu", "Separate layers with spaces"),
        ("[x](y)", "Layer 1 is not one"),
        (":smile:", "Layer 1 is not one"),
        ("_x_", "Layer 1 is not one"),
        (" ".join(["linear-1-1"] * 500), "500 layers are too many"),
        ("<script>alert(1)</script>", "Layer 1 (column 1): this cannot be read as Python"),
        ("linear-" + "9" * 4000 + "-3", "in_features has to be"),
        ("relu " * 2_000_000, "This text has 10,000,000 characters; at most 20,000 can be read here."),
    ],
)
def test_bad_text_gets_a_sentence_that_names_the_layer(text, says):
    with pytest.raises(InputError) as caught:
        read_layers(text)
    assert says in str(caught.value)
    assert "script" not in str(caught.value)


def test_a_negative_zero_is_written_as_zero():
    assert write_layers(read_layers("dropout--0.0")) == "dropout-0.0"


def test_a_stack_cut_anywhere_reads_or_gets_a_sentence():
    text = "flatten-0--1 linear-4-3 batchnorm-3 leaky_relu dropout-0.25 linear-3-1"
    for end in range(len(text)):
        try:
            read_layers(text[:end])
        except InputError as bad:
            assert len(str(bad)) < 150  # noqa: PT017 - either way is right
