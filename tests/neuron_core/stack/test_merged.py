import pytest
import torch
import torch.nn.functional as F
from torch import nn

from neuron_core.stack.cases import STACK_CASES
from neuron_core.stack.merged import merge, merged_linear
from neuron_core.stack.run import Stack, run_stack
from neuron_core.stack.text import read_layers


def test_two_linears_are_one():
    torch.manual_seed(0)
    one, two = nn.Linear(4, 7), nn.Linear(7, 3)
    x = torch.randn(5, 4)
    with torch.no_grad():
        weight, bias = merge(one.weight, one.bias, two.weight, two.bias)
        torch.testing.assert_close(F.linear(x, weight, bias), two(one(x)))


def test_linears_in_a_row_are_merged_into_one():
    seed = 5
    stack = Stack((7, 10), read_layers("relu linear-10-20 linear-20-8 identity linear-8-5 tanh"))
    trace = run_stack(stack, seed)
    one = merged_linear(trace, seed)
    assert (one.first, one.last) == (1, 4)
    assert one.size == (10, 5)
    assert one.parameters == (220 + 168 + 45, 55)
    assert one.difference < 1e-5
    merged = F.linear(trace.tensors[1], torch.tensor(one.weight), torch.tensor(one.bias))
    torch.testing.assert_close(merged, trace.tensors[5])
    assert one.difference == (merged - trace.tensors[5]).abs().max().item()


def test_nothing_is_merged_where_something_stands_between():
    assert merged_linear(run_stack(STACK_CASES["4-3-1"].stack, 0), 0) is None


def test_only_what_ran_is_merged():
    broken = run_stack(Stack((2, 4), read_layers("linear-4-3 linear-5-1 linear-1-1")), 0)
    assert merged_linear(broken, 0) is None


@pytest.mark.parametrize(("size", "merges"), [(300, True), (400, False)])
def test_one_weight_that_would_be_too_large_is_left_alone(size, merges):
    trace = run_stack(Stack((1, size), read_layers(f"linear-{size}-1 linear-1-{size}")), 0)
    assert (merged_linear(trace, 0) is not None) == merges
