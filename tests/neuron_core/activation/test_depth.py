import itertools

import pytest
import torch
from torch import nn

from neuron_core.activation.depth import (
    DEPTH,
    DRAWS,
    HE_GAIN,
    LEARNING_RATE,
    SAMPLES,
    START_BIAS,
    START_WEIGHT,
    STEPS,
    WIDTH,
    collapse,
    draws,
    merge,
    signals,
    sleeper,
    ten_layers,
)  # fmt: skip
from neuron_core.activation.gradient import slopes, why_no_slope
from neuron_core.activation.registry import ACTIVATIONS

SMOOTH = [name for name in ACTIVATIONS if name != "step"]
GAINS = [1.0, HE_GAIN]


def real_layers(seed: int, gain: float) -> list[nn.Linear]:
    """Torch's own Linears, with the weights of draw number `seed`."""
    torch.manual_seed(seed)
    layers = [nn.Linear(WIDTH, WIDTH, bias=False) for _ in range(DEPTH)]
    torch.manual_seed(seed)
    for layer in layers:
        nn.init.orthogonal_(layer.weight, gain)
    return layers


@pytest.mark.parametrize("gain", GAINS)
@pytest.mark.parametrize("name", SMOOTH)
def test_the_path_is_the_median_of_fifty_plain_sequentials(name, gain):
    shares, zeros, means = [], [], []
    for seed in range(DRAWS):
        layers = real_layers(seed, gain)
        x, error = torch.randn(SAMPLES, WIDTH, requires_grad=True), torch.randn(SAMPLES, WIDTH)
        met, h = [], x
        for layer in layers:
            z = layer(h)
            met.append(slopes(name, z))
            h = ACTIVATIONS[name].function(z)
        h.backward(error)
        shares.append(x.grad.norm(dim=1) / error.norm(dim=1))
        zeros.append((torch.stack(met) == 0).float().mean())
        means.append(torch.stack(met).mean())
    way = ten_layers(name, gain)
    assert way.path[-1] == pytest.approx(torch.cat(shares).median().item(), rel=1e-3)
    assert way.zero_share == pytest.approx(torch.stack(zeros).mean().item(), abs=1e-3)
    assert way.mean_slope == pytest.approx(torch.stack(means).mean().item(), rel=1e-3)


def test_the_draws_are_orthogonal_and_all_different():
    weights, x, end = draws()
    assert weights.shape == (DEPTH, DRAWS, WIDTH, WIDTH)
    assert x.shape == end.shape == (DRAWS, SAMPLES, WIDTH)
    torch.testing.assert_close(weights @ weights.mT, torch.eye(WIDTH).expand_as(weights), atol=1e-5, rtol=0)
    flat = weights.flatten(0, 1)
    assert len({tuple(one.flatten()[:4].tolist()) for one in flat}) == DEPTH * DRAWS


def test_without_an_activation_only_the_gain_counts():
    assert ten_layers("identity").path == pytest.approx([1.0] * (DEPTH + 1), rel=1e-4)
    assert ten_layers("identity", HE_GAIN).path == pytest.approx([HE_GAIN**i for i in range(DEPTH + 1)], rel=1e-4)


@pytest.mark.parametrize("gain", GAINS)
@pytest.mark.parametrize("name", SMOOTH)
def test_a_path_starts_at_one_and_has_its_eleven_sizes(name, gain):
    way = ten_layers(name, gain)
    assert way.path[0] == 1
    assert len(way.path) == DEPTH + 1
    assert 0 <= way.zero_share <= 1


def test_orthogonal_layers_keep_a_gradients_length():
    """So what the page blames on the activation at gain 1 is the activation's."""
    for layer in real_layers(1, 1.0):
        x = torch.randn(SAMPLES, WIDTH, requires_grad=True)
        error = torch.randn(SAMPLES, WIDTH)
        (back,) = torch.autograd.grad(layer(x), x, error)
        torch.testing.assert_close(back.norm(dim=1), error.norm(dim=1))


def test_the_signals_are_what_a_sequential_computes():
    layers = real_layers(0, 1.0)
    x = torch.randn(5, WIDTH)
    found = signals(x, [layer.weight for layer in layers], torch.tanh)
    assert len(found) == DEPTH + 1
    assert torch.equal(found[0], x)
    stack = nn.Sequential(*itertools.chain.from_iterable((layer, nn.Tanh()) for layer in layers))
    torch.testing.assert_close(found[-1], stack(x))
    torch.testing.assert_close(found[3], stack[:6](x))


@pytest.mark.parametrize(
    ("name", "one", "he"), [("relu", 0.017, 0.54), ("tanh", 0.26, 0.92), ("sigmoid", 4.7e-7, 8.2e-6)]
)
def test_what_arrives_is_what_an_engineer_measured_elsewhere(name, one, he):
    """Another set-up of the same kind (one input a network); so to within a fifth, the spread of such a median."""
    assert ten_layers(name).path[-1] == pytest.approx(one, rel=0.2)
    assert ten_layers(name, HE_GAIN).path[-1] == pytest.approx(he, rel=0.2)


def test_hes_gain_is_torchs_and_the_square_root_of_two():
    assert HE_GAIN == nn.init.calculate_gain("relu") == pytest.approx(2**0.5)


def test_gain_makes_up_for_what_relu_loses():
    """ReLU passes a factor on, so ten layers of gain g arrive g to the tenth times as large."""
    one, he = ten_layers("relu").path[-1], ten_layers("relu", HE_GAIN).path[-1]
    assert he / one == pytest.approx(HE_GAIN**DEPTH, rel=1e-3)
    assert one < 0.05
    assert he > 0.5


def test_a_relu_layer_loses_about_half_of_the_energy_and_the_gain_puts_it_back():
    weights, x, end = draws()
    for gain, expected in ((1.0, 0.5), (HE_GAIN, 1.0)):
        forth = signals(x.clone().requires_grad_(), list((gain * weights).unbind()), torch.relu)
        back = torch.autograd.grad(forth[-1], forth, end)
        energy = [gradient.square().sum().item() for gradient in reversed(back)]
        for before, after in itertools.pairwise(energy):
            assert after / before == pytest.approx(expected, rel=0.2)


@pytest.mark.parametrize("gain", GAINS)
def test_ten_sigmoids_never_leave_more_than_gain_over_four_to_the_tenth(gain):
    """The bound holds for every draw and input, not only for the median."""
    weights, x, end = draws()
    forth = signals(x.clone().requires_grad_(), list((gain * weights).unbind()), torch.sigmoid)
    (back,) = torch.autograd.grad(forth[-1], forth[0], end)
    assert (back.norm(dim=-1) <= end.norm(dim=-1) * (gain / 4) ** DEPTH * (1 + 1e-4)).all()


def test_a_sigmoid_keeps_a_quarter_at_most():
    for gain in GAINS:
        path = ten_layers("sigmoid", gain).path
        assert all(after <= gain * before / 4 + 1e-9 for before, after in itertools.pairwise(path))


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
    draws.__wrapped__()
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
