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
    assert [shape[-1] for shape in lesson.shapes] == [4, 3, 3, 3, 1]
    flat = STACK_CASES["Flatten"].stack
    assert set(roles(flat.layers)) == {"reshape", "learn", "stabilise", "regularise", "output"}
    assert {shape[0] for shape in run_stack(flat, 0).shapes} == {2}
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
