import itertools

import pytest
import torch
from torch import nn

from neuron_core.activation.depth import DEPTH, SLEEPING_BIAS, STACK_SEED, collapse, gradient_path, sleeper, ten_layers
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.activation.slope import slopes

SMOOTH = [name for name in ACTIVATIONS if name != "step"]


@pytest.mark.parametrize("name", SMOOTH)
def test_the_path_is_what_a_plain_sequential_gives(name):
    torch.manual_seed(STACK_SEED)
    layers = [nn.Linear(16, 16) for _ in range(DEPTH)]
    for layer in layers:
        nn.init.orthogonal_(layer.weight)
        nn.init.zeros_(layer.bias)
    x = torch.randn(64, 16, requires_grad=True)
    out = x
    for layer in layers:
        out = ACTIVATIONS[name].function(layer(out))
    out.sum().backward()
    path = gradient_path(name)
    assert len(path) == DEPTH + 1
    inputs = [x]
    for layer in layers:
        inputs.append(ACTIVATIONS[name].function(layer(inputs[-1])))
    met = torch.stack([slopes(name, layer(seam)) for layer, seam in zip(layers, inputs, strict=False)])
    assert ten_layers(name).mean_slope == pytest.approx(met.mean().item(), rel=1e-4)
    assert ten_layers(name).zero_share == pytest.approx((met == 0).float().mean().item(), abs=1e-4)
    assert path[-1] == pytest.approx(x.grad.norm(dim=1).mean().item() / 4, rel=1e-4)  # 4: the length of 16 ones


def test_without_an_activation_nothing_is_lost():
    assert gradient_path("identity") == pytest.approx([1.0] * (DEPTH + 1), rel=1e-4)


def test_a_sigmoid_keeps_a_quarter_at_most():
    path = gradient_path("sigmoid")
    assert all(after <= before / 4 + 1e-9 for before, after in itertools.pairwise(path))


def test_relu_stops_about_half_and_tanh_nothing():
    assert 0.4 < ten_layers("relu").zero_share < 0.6
    assert ten_layers("tanh").zero_share == 0
    assert ten_layers("tanh").mean_slope > ten_layers("relu").mean_slope


def test_a_step_has_no_way_back():
    with pytest.raises(RuntimeError, match="heaviside"):
        gradient_path("step")


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_two_linears_are_one_unless_something_bends(name):
    two = collapse(name)
    assert two.single == pytest.approx(two.stacked, abs=1e-6)
    merged = torch.tensor(two.second) @ torch.tensor(two.first)
    torch.testing.assert_close(torch.tensor(two.merged), merged)
    x = torch.tensor(two.x)
    by_hand = merged @ x + torch.tensor(two.merged_bias)
    assert two.stacked == pytest.approx(by_hand.tolist(), abs=1e-6)
    assert (two.between == pytest.approx(two.stacked, abs=1e-6)) == (name == "identity")


def test_a_relu_that_never_wakes():
    end = sleeper("relu")
    assert (end.gradient, end.bias) == (0, SLEEPING_BIAS)
    assert end.loss_after == end.loss_before == 1


def test_a_leak_is_enough_to_wake():
    end = sleeper("leaky_relu")
    assert end.bias > SLEEPING_BIAS + 1
    assert end.loss_after < end.loss_before


def test_what_cannot_be_differentiated_cannot_train():
    assert sleeper("step").gradient is None
