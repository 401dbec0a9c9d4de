import pytest
import torch
from torch import nn

from neuron_core.stack.cases import STACK_CASES, case_of
from neuron_core.stack.findings import find
from neuron_core.stack.layers import new_layer, roles
from neuron_core.stack.run import Stack, run_stack


@pytest.mark.parametrize("name", STACK_CASES)
def test_a_case_is_known_in_either_mode(name):
    stack = STACK_CASES[name].stack
    assert case_of(stack) == name
    assert case_of(Stack(stack.input, stack.layers, training=False)) == name
    assert case_of(Stack(stack.input, (*stack.layers, new_layer("relu")))) is None


@pytest.mark.parametrize("name", STACK_CASES)
def test_only_the_broken_one_breaks(name):
    assert (run_stack(STACK_CASES[name].stack, 0).broken is not None) == (name == "Broken")


def test_what_the_notices_say_is_so():
    lesson = run_stack(STACK_CASES["4-3-1"].stack, 0)
    assert lesson.shapes[0] == (2, 4)
    assert [shape[-1] for shape in lesson.shapes] == [4, 3, 3, 3, 1]
    flat = STACK_CASES["Flatten"].stack
    assert set(roles(flat.layers)) == {"reshape", "learn", "stabilise", "regularise", "output"}
    assert {shape[0] for shape in run_stack(flat, 0).shapes} == {4}
    assert find(run_stack(flat, 0)).linear_rows_in_eval == ((1, 4),)
    assert sum(run_stack(STACK_CASES["SimpleANN"].stack, 0).parameters) == 9
    assert find(run_stack(STACK_CASES["10-20-5"].stack, 0)).linear_rows
    broken = run_stack(STACK_CASES["Broken"].stack, 0)
    assert broken.broken.arrives[-1] == 3
    assert broken.stack.layers[broken.broken.index].takes == 5
    assert run_stack(STACK_CASES["No Flatten"].stack, 0).shapes[-1] == (8, 2, 1)


def test_the_case_called_simple_ann_is_the_lessons_class():
    modules = [layer.module() for layer in STACK_CASES["SimpleANN"].stack.layers]
    assert [type(module) for module in modules] == [nn.Linear, nn.ReLU, nn.Linear]
    assert torch.Size([2, 2]) == modules[0].weight.shape


def test_only_batch_norm_computes_over_the_samples_of_the_flatten_case():
    """Change one sample, and in training the others change at BatchNorm alone."""
    stack = STACK_CASES["Flatten"].stack
    torch.manual_seed(1)
    x = torch.randn(stack.input)
    other = x.clone()
    other[0] += 1
    for layer in stack.layers:
        module = layer.module().train()
        torch.manual_seed(2)
        one = module(x)
        torch.manual_seed(2)
        two = module(other)
        assert torch.equal(one[1:], two[1:]) != layer.kind.over_batch, layer
        x, other = one.detach(), one.detach().clone()
        other[0] += 1


def test_batch_norm_has_samples_enough_in_the_flatten_case():
    """With two samples its output in training is 1 and -1, whatever goes in."""
    stack = STACK_CASES["Flatten"].stack
    place = next(index for index, layer in enumerate(stack.layers) if layer.kind.over_batch)
    sizes = set(run_stack(stack, 1429).tensors[place + 1].abs().flatten().tolist())
    assert max(sizes) - min(sizes) > 0.5
    two = run_stack(Stack((2, 2, 2), stack.layers), 1429).tensors[place + 1].abs()
    assert (two - 1).abs().max() < 0.01


def test_the_simple_ann_case_draws_its_input_first():
    """That is why its weights are not those of `SimpleANN` under the same seed, and says so."""
    case = STACK_CASES["SimpleANN"]
    torch.manual_seed(5)
    x, first = torch.randn(case.stack.input), nn.Linear(2, 2)
    trace = run_stack(case.stack, 5)
    assert torch.equal(trace.tensors[0], x)
    assert torch.equal(trace.tensors[1], first(x))
    torch.manual_seed(5)
    assert not torch.equal(nn.Linear(2, 2).weight, first.weight)
    assert "here the input is drawn first" in case.notice
