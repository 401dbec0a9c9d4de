import pytest
import torch

from neuron_core.simple_ann.model import SimpleANN
from tests.neuron_core.simple_ann.networks import at_home


def test_the_class_is_two_linears_and_a_relu_between_them():
    for seed in range(20):
        torch.manual_seed(seed)
        ours, theirs = SimpleANN(), at_home(seed)
        x = 10 * torch.randn(50, 2)
        assert torch.equal(ours(x), theirs(x))


@pytest.mark.parametrize("shape", [(2,), (1, 2), (7, 2), (3, 4, 2)])
def test_it_takes_one_input_or_many(shape):
    assert SimpleANN()(torch.ones(shape)).shape == (*shape[:-1], 1)
