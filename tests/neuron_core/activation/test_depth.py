import itertools

import pytest
import torch
from torch import nn

from neuron_core.activation.depth import (
    DEPTH,
    LEARNING_RATE,
    SAMPLES,
    STACK_SEED,
    START_BIAS,
    START_WEIGHT,
    STEPS,
    WIDTH,
    collapse,
    merge,
    signals,
    sleeper,
    ten_layers,
)  # fmt: skip
from neuron_core.activation.gradient import slopes, why_no_slope
from neuron_core.activation.registry import ACTIVATIONS

SMOOTH = [name for name in ACTIVATIONS if name != "step"]


def orthogonal_layers() -> list[nn.Linear]:
    torch.manual_seed(STACK_SEED)
    layers = [nn.Linear(WIDTH, WIDTH) for _ in range(DEPTH)]
    for layer in layers:
        nn.init.orthogonal_(layer.weight)
        nn.init.zeros_(layer.bias)
    return layers


@pytest.mark.parametrize("name", SMOOTH)
def test_the_path_is_what_a_plain_sequential_gives(name):
    layers = orthogonal_layers()
    x = torch.randn(SAMPLES, WIDTH, requires_grad=True)
    out = x
    for layer in layers:
        out = ACTIVATIONS[name].function(layer(out))
    out.sum().backward()
    path = ten_layers(name).path
    assert len(path) == DEPTH + 1
    inputs = [x]
    for layer in layers:
        inputs.append(ACTIVATIONS[name].function(layer(inputs[-1])))
    met = torch.stack([slopes(name, layer(seam)) for layer, seam in zip(layers, inputs, strict=False)])
    assert ten_layers(name).mean_slope == pytest.approx(met.mean().item(), rel=1e-4)
    assert ten_layers(name).zero_share == pytest.approx((met == 0).float().mean().item(), abs=1e-4)
    assert path[-1] == pytest.approx(x.grad.norm(dim=1).mean().item() / 4, rel=1e-4)  # 4: the length of 16 ones


def test_without_an_activation_nothing_is_lost():
    assert ten_layers("identity").path == pytest.approx([1.0] * (DEPTH + 1), rel=1e-4)


@pytest.mark.parametrize("name", SMOOTH)
def test_a_path_starts_at_one_and_has_its_eleven_sizes(name):
    way = ten_layers(name)
    assert way.path[0] == 1
    assert len(way.path) == DEPTH + 1
    assert 0 <= way.zero_share <= 1


def test_orthogonal_layers_keep_a_gradients_length():
    """So what the caption blames on the activation is the activation's."""
    torch.manual_seed(1)
    for layer in orthogonal_layers():
        x = torch.randn(SAMPLES, WIDTH, requires_grad=True)
        error = torch.randn(SAMPLES, WIDTH)
        (back,) = torch.autograd.grad(layer(x), x, error)
        torch.testing.assert_close(back.norm(dim=1), error.norm(dim=1))


def test_the_signals_are_what_a_sequential_computes():
    layers = orthogonal_layers()
    x = torch.randn(5, WIDTH)
    found = signals(x, layers, torch.tanh)
    assert len(found) == DEPTH + 1
    assert torch.equal(found[0], x)
    stack = nn.Sequential(*itertools.chain.from_iterable((layer, nn.Tanh()) for layer in layers))
    torch.testing.assert_close(found[-1], stack(x))
    torch.testing.assert_close(found[3], stack[:6](x))


def test_a_sigmoid_keeps_a_quarter_at_most():
    path = ten_layers("sigmoid").path
    assert all(after <= before / 4 + 1e-9 for before, after in itertools.pairwise(path))


def test_relu_stops_about_half_and_tanh_nothing():
    assert 0.4 < ten_layers("relu").zero_share < 0.6
    assert ten_layers("tanh").zero_share == 0
    assert ten_layers("tanh").mean_slope > ten_layers("relu").mean_slope


def test_a_step_has_no_way_back():
    refused = ten_layers("step")
    assert refused == why_no_slope("step")
    assert "heaviside" in refused.words


def test_ten_layers_leave_the_shared_generator_alone():
    torch.manual_seed(5)
    wanted = torch.rand(1)
    torch.manual_seed(5)
    ten_layers.__wrapped__("relu")
    collapse.__wrapped__("relu")
    sleeper.__wrapped__("relu")
    assert torch.equal(torch.rand(1), wanted)


def test_merging_two_linears_gives_one_that_does_the_same():
    torch.manual_seed(2)
    for inputs, hidden, outputs in ((2, 3, 2), (4, 1, 5), (3, 16, 1)):
        first, second, one = nn.Linear(inputs, hidden), nn.Linear(hidden, outputs), nn.Linear(inputs, outputs)
        with torch.no_grad():
            weight, bias = merge(first, second)
            one.weight.copy_(weight)
            one.bias.copy_(bias)
        x = torch.randn(50, inputs)
        torch.testing.assert_close(one(x), nn.Sequential(first, second)(x), atol=1e-5, rtol=1e-5)


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


@pytest.mark.parametrize("name", SMOOTH)
def test_training_is_plain_gradient_descent(name):
    """The same by hand: a neuron of torch's own, each step the gradient times the learning rate."""
    neuron, x = nn.Linear(1, 1), torch.linspace(0.1, 1, 10)[:, None]
    nn.init.constant_(neuron.weight, START_WEIGHT)
    nn.init.constant_(neuron.bias, START_BIAS)
    gradients, losses = [], []
    for _ in range(STEPS + 1):
        loss = ((ACTIVATIONS[name].function(neuron(x)) - 1) ** 2).mean()
        losses.append(loss.item())
        w, b = torch.autograd.grad(loss, [neuron.weight, neuron.bias])
        gradients.append(b.item())
        if len(losses) <= STEPS:
            with torch.no_grad():
                neuron.weight -= LEARNING_RATE * w
                neuron.bias -= LEARNING_RATE * b
    end = sleeper(name)
    assert end.gradient == pytest.approx(gradients[0], rel=1e-5, abs=1e-8)
    assert end.bias == pytest.approx(neuron.bias.item(), rel=1e-3, abs=1e-4)
    assert (end.loss_before, end.loss_after) == pytest.approx((losses[0], losses[-1]), rel=1e-2, abs=1e-5)


def test_every_input_starts_far_below_zero():
    z = START_WEIGHT * torch.linspace(0.1, 1, 10) + START_BIAS
    assert (z <= -3).all()


def test_a_relu_that_is_dead():
    end = sleeper("relu")
    assert (end.gradient, end.bias) == (0, START_BIAS)
    assert end.loss_after == end.loss_before == 1


def test_a_leak_is_enough_to_move():
    end = sleeper("leaky_relu")
    assert end.bias > START_BIAS + 1
    assert end.loss_after < end.loss_before


@pytest.mark.parametrize("name", [name for name in SMOOTH if name != "relu"])
def test_b_goes_the_way_of_its_slope_and_the_loss_shrinks(name):
    z = START_WEIGHT * torch.linspace(0.1, 1, 10) + START_BIAS
    up = slopes(name, z) > 0
    assert up.all() or not up.any()
    end = sleeper(name)
    assert (end.bias > START_BIAS) == up.all()
    assert end.loss_after < end.loss_before
    if not up.any():
        assert end.loss_after > 1, "the output stays below 0, so the error stays above 1"


def test_what_cannot_be_differentiated_cannot_train():
    assert sleeper("step") == why_no_slope("step")
