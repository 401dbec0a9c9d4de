import pytest
import torch

from neuron_core.activation.gradient import slopes, why_no_slope
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.shared.refusal import Refusal

SMOOTH = [name for name in ACTIVATIONS if name != "step"]


@pytest.mark.parametrize("name", SMOOTH)
def test_slopes_are_what_the_outputs_differ_by(name):
    """Central differences in float64, an oracle that shares no code with autograd."""
    z = torch.linspace(-6.03, 6.07, 400, dtype=torch.float64)
    z = z[z.abs() > 1e-3]  # clear of the kinks at 0
    step = 1e-6
    function = ACTIVATIONS[name].function
    differences = (function(z + step) - function(z - step)) / (2 * step)
    torch.testing.assert_close(slopes(name, z), differences, atol=1e-6, rtol=1e-5)


@pytest.mark.parametrize("name", SMOOTH)
@pytest.mark.parametrize("shape", [(), (1,), (3, 4)])
def test_slopes_have_the_shape_of_z_and_leave_it_alone(name, shape):
    z = torch.full(shape, 0.7)
    assert slopes(name, z).shape == shape
    assert not z.requires_grad
    assert torch.equal(z, torch.full(shape, 0.7))


def test_relu_has_its_three_slopes():
    assert slopes("relu", torch.tensor([-2.0, 0.0, 3.0])).tolist() == [0, 0, 1]


def test_only_a_step_has_no_slope_and_torch_says_so_itself():
    with pytest.raises(RuntimeError) as raised:
        torch.heaviside(torch.tensor([0.0], requires_grad=True), torch.tensor(0.0)).sum().backward()
    assert {name: why_no_slope(name) for name in ACTIVATIONS if why_no_slope(name)} == {
        "step": Refusal.of(raised.value)
    }
    with pytest.raises(RuntimeError, match="heaviside"):
        slopes("step", torch.zeros(1))


def test_a_sigmoid_takes_at_least_three_quarters_of_an_error_away():
    z = torch.linspace(-30, 30, 60_001, requires_grad=True)  # holds 0
    error = torch.linspace(-5, 5, 60_001)
    (passed,) = torch.autograd.grad(torch.sigmoid(z), z, error)
    assert (passed.abs() <= error.abs() / 4).all()
    z = z.detach()
    assert slopes("sigmoid", z).max() == slopes("sigmoid", torch.zeros(1)) == 0.25
    far = z.abs() > 0.01
    assert (slopes("sigmoid", z)[far] < 0.25).all()


def test_an_error_times_a_slope_of_zero_leaves_the_weights_without_a_gradient():
    w, b, x = torch.tensor(1.5, requires_grad=True), torch.tensor(1.0, requires_grad=True), torch.tensor(-2.0)
    (7 * torch.relu(w * x + b)).backward()
    assert (w * x + b).item() == -2
    assert w.grad == b.grad == 0
