import pytest
import torch

from neuron_core.activation.curves import sample_curve
from neuron_core.activation.gradient import slopes
from neuron_core.activation.registry import ACTIVATIONS


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("reach", [5.0, 20.0])
def test_a_curve_is_the_activation_and_its_slope(name, reach):
    curve = sample_curve(name, reach)
    z = torch.tensor(curve.z)
    assert (curve.z[0], curve.z[-1], len(curve.z)) == (-reach, reach, 241)
    assert torch.equal(torch.tensor(curve.out), ACTIVATIONS[name].function(z))
    if name == "step":
        assert curve.slope == ()
    else:
        assert torch.equal(torch.tensor(curve.slope), slopes(name, z))
    assert (curve.name, curve.label, curve.formula) == (name, ACTIVATIONS[name].label, ACTIVATIONS[name].formula)


def test_a_curve_has_as_many_points_as_were_asked_for():
    assert len(sample_curve("relu", 5.0, 11).z) == len(sample_curve("relu", 5.0, 11).slope) == 11
