import pytest
import torch

from neuron_core.activation.registry import ACTIVATIONS

Z = torch.linspace(-220, 220, 4401)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_code_shown_is_the_function_used(name):
    activation = ACTIVATIONS[name]
    computed = eval(activation.code, {"torch": torch, "z": Z})
    torch.testing.assert_close(computed, activation.function(Z), rtol=0, atol=0)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_source_is_a_name_in_torch(name):
    place = torch
    for part in ACTIVATIONS[name].source.split(".")[1:]:
        place = getattr(place, part)
    assert callable(place)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_limits_are_values_that_float32_reaches_far_out(name):
    out = ACTIVATIONS[name].function(Z)
    for limit in ACTIVATIONS[name].limits:
        assert (out[Z.abs() > 100] == limit).any()


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "step"])
def test_whatever_can_lose_its_gradient_says_why(name):
    z = Z.clone().requires_grad_()
    (slope,) = torch.autograd.grad(ACTIVATIONS[name].function(z).sum(), z)
    assert bool(ACTIVATIONS[name].flat) == bool((slope == 0).any())
