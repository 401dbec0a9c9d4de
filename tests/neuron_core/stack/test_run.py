import random

import pytest
import torch
from torch import nn

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.shapes.shape import BadInput
from neuron_core.stack.layers import LAYERS, Layer, new_layer
from neuron_core.stack.run import MAX_LAYERS, Stack, linears_in_a_row, read_layers, run_stack, write_layers
from tests.neuron_core.stack.random_stacks import random_stack


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_is_what_its_code_says(name):
    layer = new_layer(name)
    world = {"torch": torch, "nn": nn}
    exec(layer.kind.definition, world)
    torch.manual_seed(0)
    ours = layer.module()
    torch.manual_seed(0)
    theirs = eval(layer.code, world)
    x = torch.randn(4, 3)
    assert torch.equal(ours.eval()(x), theirs.eval()(x))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_is_a_layer_and_computes_the_same(name):
    x = torch.linspace(-4, 4, 33)
    assert torch.equal(new_layer(name).module()(x), ACTIVATIONS[name].function(x))


def test_reading_gives_back_what_was_written():
    dice = random.Random(0)
    for _ in range(500):
        layers = random_stack(dice).layers
        text = write_layers(layers)
        assert read_layers(text) == layers
        assert read_layers(text.replace(" ", "+")) == layers
        assert len(text) < 25 * len(layers)


def test_the_lessons_stack_is_short_and_readable():
    layers = (Layer("linear", (4, 3)), Layer("relu"), Layer("dropout", (0.5,)), Layer("linear", (3, 1)))
    assert write_layers(layers) == "linear-4-3 relu dropout-0.5 linear-3-1"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("linear-4-3 relu drop", "Layer 3, “drop”, is not one of the layers known here, such as linear-4-3, relu"),
        ("linear-4-", "Layer 1, Linear: out_features has to be a whole number from 1 to 4,096"),
        ("linear-4", "takes in_features and out_features, and 1 numbers"),
        ("linear-1000000000-3", "in_features has to be"),
        ("linear-0-3", "in_features has to be"),
        ("linear-4.5-3", "in_features has to be a whole number"),
        ("linear-4096-4096", "at most 1,000,000"),
        ("dropout-1.5", "p has to be a number from 0 to 1"),
        ("dropout-nan", "p has to be"),
        ("relu-3", "no number at all"),
        ("flatten-9", "takes start_dim and end_dim"),
        ("conv-3-3", "Layer 1, “conv”, is not one"),
        ("linear-4-3; relu", "parted by spaces"),
        ("linear-4-3,relu", "parted by spaces"),
        ("[x](y)", "Layer 1 is not one"),
        (":smile:", "Layer 1 is not one"),
        ("_x_", "Layer 1 is not one"),
        (" ".join(["linear-1-1"] * 500), "500 layers are too many"),
        ("<script>alert(1)</script>", "Layer 1 is not one"),
        ("linear-" + "9" * 4000 + "-3", "in_features has to be"),
    ],
)
def test_bad_text_gets_a_sentence_that_names_the_layer(text, says):
    with pytest.raises(BadInput) as caught:
        read_layers(text)
    assert says in str(caught.value)
    assert "script" not in str(caught.value)


def test_a_stack_cut_anywhere_reads_or_gets_a_sentence():
    text = "flatten-0--1 linear-4-3 batchnorm-3 leaky_relu dropout-0.25 linear-3-1"
    for end in range(len(text)):
        try:
            read_layers(text[:end])
        except BadInput as bad:
            assert len(str(bad)) < 150  # noqa: PT017 - either way is right


def test_runs_like_a_sequential_and_breaks_exactly_where_it_does():
    dice = random.Random(1)
    broken = 0
    for _ in range(400):
        stack, seed = random_stack(dice), dice.randint(0, 999)
        trace = run_stack(stack, seed)

        torch.manual_seed(seed)
        x = torch.randn(stack.input)
        model = nn.Sequential(*[layer.module() for layer in stack.layers]).train(stack.training)
        shapes, error = [tuple(x.shape)], None
        for module in model:
            try:
                x = module(x)
            except Exception as raised:
                error = raised
                break
            shapes.append(tuple(x.shape))

        assert trace.shapes == tuple(shapes)
        assert trace.parameters == tuple(sum(p.numel() for p in module.parameters()) for module in model)
        if error is None:
            assert trace.broken is None
            assert torch.equal(trace.tensors[-1], x)
        else:
            broken += 1
            assert trace.broken.index == len(shapes) - 1
            assert (trace.broken.error, trace.broken.error_type) == (str(error), type(error).__name__)
    assert 100 < broken < 350


def test_the_input_is_the_same_whatever_the_layers_are():
    dice = random.Random(9)
    for _ in range(60):
        one, other = random_stack(dice), random_stack(dice)
        x = run_stack(one, 7).tensors[0]
        torch.manual_seed(7)
        assert torch.equal(x, torch.randn(one.input))
        assert torch.equal(x, run_stack(Stack(one.input, other.layers), 7).tensors[0])


@pytest.mark.parametrize(
    ("shape", "text", "clash"),
    [
        ((2, 4), "linear-4-3 relu linear-4-1", ("3", "4")),
        ((2, 2, 2), "linear-4-3", ("2", "4")),
        ((), "linear-4-3", ("0-D", "1-D or more")),
        ((3,), "batchnorm-3", ("1-D", "2-D or 3-D")),
        ((1, 3), "batchnorm-3", ("1 value a feature", "more than 1")),
        ((2, 4, 3), "batchnorm-3", ("4", "3")),
        ((2, 3), "layernorm-4", ("3", "4")),
        ((4,), "flatten", ("1-D", "Flatten()")),
    ],
)
def test_the_two_that_disagree_are_named(shape, text, clash):
    assert run_stack(Stack(shape, read_layers(text)), 0).broken.clash == clash


def test_what_is_too_large_never_reaches_torch(monkeypatch):
    stack = Stack((1000, 100), read_layers("linear-100-1000"))
    monkeypatch.setattr(nn.Linear, "forward", None)
    with pytest.raises(BadInput, match="Layer 1 would make 1,000,000 numbers"):
        run_stack(stack, 0)


def test_linears_in_a_row_are_found():
    text = "linear-1-1 identity linear-1-1 linear-1-1 relu linear-1-1 dropout-0.5 linear-1-1 linear-1-1 identity"
    assert list(linears_in_a_row(read_layers(text))) == [(0, 3), (7, 8)]
    assert MAX_LAYERS == 24
