import random

import pytest
import torch
from torch import nn

from neuron_core.shared.typed_input import InputError
from neuron_core.stack.layers import Layer, new_layer
from neuron_core.stack.run import MAX_LAYERS, Stack, check_layers, run_on_meta, run_shapes, run_stack
from neuron_core.stack.text import read_layers
from tests.neuron_core.stack.random_stacks import random_stack


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
            assert (trace.broken.refusal.type, trace.broken.refusal.words) == (type(error).__name__, str(error))
    assert 100 < broken < 350


def test_the_input_is_the_same_whatever_the_layers_are():
    dice = random.Random(9)
    for _ in range(60):
        one, other = random_stack(dice), random_stack(dice)
        x = run_stack(one, 7).tensors[0]
        torch.manual_seed(7)
        assert torch.equal(x, torch.randn(one.input))
        assert torch.equal(x, run_stack(Stack(one.input, other.layers), 7).tensors[0])


def test_what_is_too_large_never_reaches_torch(monkeypatch):
    stack = Stack((1000, 100), read_layers("linear-100-1000"))
    monkeypatch.setattr(nn.Linear, "forward", None)
    with pytest.raises(InputError, match="Layer 1 would make 1,000,000 numbers"):
        run_stack(stack, 0)


def test_a_trace_knows_which_layers_ran():
    trace = run_stack(Stack((2, 4), read_layers("linear-4-3 linear-5-1 relu")), 0)
    assert [layer.code for layer in trace.ran] == ["nn.Linear(4, 3)"]
    assert (trace.broken.index, trace.broken.arrives) == (1, (2, 3))
    whole = run_stack(Stack((2, 4), read_layers("linear-4-3 relu")), 0)
    assert whole.ran == whole.stack.layers


def test_a_layer_is_put_in_the_place_of_another():
    stack = Stack((2, 4), read_layers("linear-4-3 relu"))
    assert stack.putting(1).layers == stack.layers[:1]
    assert stack.putting(1, stack.layers[1], new_layer("tanh")).layers == (*stack.layers, new_layer("tanh"))


def test_more_layers_or_weights_than_fit_are_refused():
    check_layers((new_layer("relu"),) * MAX_LAYERS)
    assert MAX_LAYERS == 24
    with pytest.raises(InputError, match="25 layers are too many"):
        check_layers((new_layer("relu"),) * (MAX_LAYERS + 1))
    half = new_layer("linear").having("in_features", 1000).having("out_features", 500)
    check_layers((half, half))
    with pytest.raises(InputError, match="1,000,009 weights"):
        check_layers((half, half, new_layer("linear")))


def test_shapes_alone_are_those_of_the_run_itself():
    """Torch's device without numbers gives the same shapes, and refuses the same."""
    dice = random.Random(9)
    broken = 0
    for _ in range(200):
        stack = random_stack(dice)
        whole = run_stack(stack, 0)
        for shapes in (run_on_meta(stack), run_shapes(stack)):
            assert shapes.shapes == whole.shapes
            assert shapes.parameters == whole.parameters
            assert (shapes.broken and shapes.broken.index) == (whole.broken and whole.broken.index)
        broken += whole.broken is not None
    assert 40 < broken < 160


def test_what_is_too_large_runs_for_its_shapes_and_allocates_nothing():
    for layers in (
        (Layer("linear", (1_000_000, 1_000_000)), Layer("linear", (1_000_000, 3))),
        (Layer("layernorm", (1_000_000,)),) * 24,
    ):
        trace = run_shapes(Stack((2, 1_000_000), layers))
        assert trace.broken is None
        assert {tensor.device.type for tensor in trace.tensors} == {"meta"}
