import pytest
import torch

from neuron_core.activation.depth import HE_GAIN, ten_layers
from neuron_core.activation.gradient import slopes
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.activation.script import activation_script
from tests.scripts import run_script


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("z", [-20.0, 0.0, 18.0])
def test_the_script_prints_the_output_and_the_slope(name, z):
    printed = run_script(activation_script(name, z))
    assert float(printed.pop("out")) == pytest.approx(ACTIVATIONS[name].function(torch.tensor(z)).item(), abs=1e-6)
    if name != "step":
        assert float(printed.pop("slope")) == pytest.approx(slopes(name, torch.tensor(z)).item(), abs=1e-6)
    if name != "step":
        assert float(printed.pop("gain 1")) == pytest.approx(ten_layers(name).path[-1], rel=1e-3)
        assert float(printed.pop("gain of He")) == pytest.approx(ten_layers(name, HE_GAIN).path[-1], rel=1e-3)
    assert not printed
