import math

import pytest
import torch

from neuron_core.activation.gradient import slopes
from neuron_core.activation.levels import SCAN, levels
from neuron_core.activation.registry import ACTIVATIONS, curve

Z = torch.linspace(-220, 220, 4401)
ROUNDED = ("sigmoid", "tanh", "gelu", "silu", "softplus")  # whose slope is 0 by float32's rounding only
FORMULAS = {  # what `formula` says, in Python's own mathematics
    "identity": lambda z: z,
    "step": lambda z: 1 if z > 0 else 0,
    "relu": lambda z: max(0, z),
    "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": lambda z: (math.exp(z) - math.exp(-z)) / (math.exp(z) + math.exp(-z)),
    "gelu": lambda z: z * (1 + math.erf(z / math.sqrt(2))) / 2,
    "silu": lambda z: z / (1 + math.exp(-z)),
    "softplus": lambda z: math.log(1 + math.exp(z)),
}


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_code_shown_is_the_function_used(name):
    activation = ACTIVATIONS[name]
    computed = eval(activation.code, {"torch": torch, "z": Z})
    torch.testing.assert_close(computed, activation.function(Z), rtol=0, atol=0)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_source_is_a_name_in_torch_and_the_function_used(name):
    place = torch
    for part in ACTIVATIONS[name].source.split(".")[1:]:
        place = getattr(place, part)
    computed = place()(Z) if isinstance(place, type) else place(Z, torch.tensor(0.0))
    assert torch.equal(computed, ACTIVATIONS[name].function(Z))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_function_is_its_formula(name):
    z = torch.linspace(-15, 15, 601, dtype=torch.float64)
    wanted = [FORMULAS[name](value) for value in z.tolist()]
    assert ACTIVATIONS[name].function(z).tolist() == pytest.approx(wanted, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_limits_are_exactly_the_values_that_only_rounding_reaches(name):
    """On either side: far out float32 stands still at a value which, nearer to 0, float64 has not reached."""
    function = ACTIVATIONS[name].function
    limits = set()
    for sign in (-1, 1):
        far = function(sign * torch.linspace(110, 220, 111))
        near = function(sign * torch.linspace(1, 7, 61, dtype=torch.float64))
        if (far == far[0]).all() and (near != far[0]).all():
            limits.add(far[0].item())
    assert limits == set(ACTIVATIONS[name].limits)


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if ACTIVATIONS[name].limits])
def test_a_limit_is_approached_step_by_step(name):
    function = ACTIVATIONS[name].function
    for limit in ACTIVATIONS[name].limits:
        sides = [(function(sign * torch.arange(2, 8, dtype=torch.float64)) - limit).abs() for sign in (-1, 1)]
        assert any((side[1:] < side[:-1]).all() and side[-1] < 1e-2 for side in sides)


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "step"])
def test_whatever_can_lose_its_gradient_says_why(name):
    z = Z.clone().requires_grad_()
    (slope,) = torch.autograd.grad(ACTIVATIONS[name].function(z).sum(), z)
    assert bool(ACTIVATIONS[name].flat) == bool((slope == 0).any())


@pytest.mark.parametrize("name", ROUNDED)
def test_a_slope_that_rounding_made_zero_is_tiny_but_not_zero(name):
    """`flat` says so of each of them; float64 has the room to see it at the places nearest to 0."""
    assert "very small, but not 0" in ACTIVATIONS[name].flat
    for span in levels(name).zero:
        nearest = min(span, key=abs)
        true = slopes(name, torch.tensor([nearest], dtype=torch.float64)).item()
        assert 0 < abs(true) < 1e-6
        assert SCAN.minimum in span or SCAN.maximum in span


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_the_slope_of_a_rounded_output_is_zero(name):
    limits = torch.tensor([float(limit) for limit in ACTIVATIONS[name].limits])
    assert torch.equal(slopes(name, Z) == 0, torch.isin(ACTIVATIONS[name].function(Z), limits))


@pytest.mark.parametrize("name", ["gelu", "silu"])
def test_verdicts_on_a_share_of_z(name):
    function = ACTIVATIONS[name].function
    z = torch.linspace(0.01, 60, 6000, dtype=torch.float64)
    share = function(z) / z
    assert (share.diff() >= -1e-12).all()
    assert (share > 0).all()
    assert (share <= 1).all()
    out = function(torch.linspace(-220, 0, 100_001))
    assert -0.3 < out.min() < 0
    assert (out <= 0).all()


def test_the_other_verdicts():
    relu, function = torch.relu(Z), {name: entry.function for name, entry in ACTIVATIONS.items()}
    assert (function["softplus"](Z) >= relu).all(), "never less than ReLU gives"
    assert (function["relu"](Z)[Z <= 0] == 0).all()
    assert torch.equal(function["relu"](Z)[Z > 0], Z[Z > 0]), "as it is"
    assert torch.equal(function["leaky_relu"](Z)[Z > 0], Z[Z > 0]), "as it is"
    torch.testing.assert_close(function["leaky_relu"](Z)[Z < 0], Z[Z < 0] / 100)
    for name in ("identity", "leaky_relu", "tanh"):
        assert torch.equal(function[name](Z) == 0, Z == 0), f"{name} is 0 only where z is exactly 0"
    for name, low in (("sigmoid", 0), ("tanh", -1)):
        assert (function[name](Z) >= low).all()
        assert (function[name](Z) <= 1).all()
    for name in ("sigmoid", "softplus"):
        zeros = function[name](Z) == 0
        assert zeros.any()
        assert (function[name](Z[zeros].max().double()) > 0).all(), "very small, and rounded to 0"


def test_a_curve_draws_a_jump_upright():
    z, out = curve("step", 4.0)
    jump = next(i for i, value in enumerate(out) if value == 1)
    assert z[jump - 1] == pytest.approx(0, abs=1e-6)
    assert out[jump - 1] == 0
    assert 0 < z[jump] < 1e-3
    assert len(z) == len(out) == 82
