import pytest
import torch

from neuron_core.activation.gradient import slopes
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.activation.script import activation_script
from tests.scripts import run_script


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("z", [-20.0, -0.3, 0.0, 18.0])
def test_the_script_prints_the_output_and_the_slope(name, z):
    printed = run_script(activation_script(name, z))
    assert float(printed.pop("out")) == pytest.approx(ACTIVATIONS[name].function(torch.tensor(z)).item(), abs=1e-6)
    if name != "step":
        assert float(printed.pop("slope")) == pytest.approx(slopes(name, torch.tensor(z)).item(), abs=1e-6)
    assert not printed
