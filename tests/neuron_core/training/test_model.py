import pytest
import torch
from torch.nn.utils import parameters_to_vector

from neuron_core.activation.gradient import why_no_slope
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.simple_ann.model import SimpleANN
from neuron_core.training.model import LEARNERS, WIDTHS, drawn, names


@pytest.mark.parametrize("seed", [0, 1, 1429])
def test_two_relu_neurons_are_simple_ann(seed):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        lesson = SimpleANN()
    model = drawn(2, "relu", seed)
    assert torch.equal(parameters_to_vector(model.parameters()), parameters_to_vector(lesson.parameters()))
    x = torch.randn(50, 2)
    assert torch.equal(model(x), lesson(x))


@pytest.mark.parametrize("hidden", WIDTHS)
def test_every_parameter_has_its_name(hidden):
    model = drawn(hidden, "tanh", 3)
    values = dict(zip(names(hidden), parameters_to_vector(model.parameters()).tolist(), strict=True))
    assert values["c"] == model.fc2.bias.item()
    for i in range(hidden):
        assert [values[f"w{i + 1}1"], values[f"w{i + 1}2"]] == model.fc1.weight[i].tolist()
        assert values[f"b{i + 1}"] == model.fc1.bias[i].item()
        assert values[f"v{i + 1}"] == model.fc2.weight[0, i].item()


def test_what_has_no_gradient_cannot_learn():
    assert set(ACTIVATIONS) - set(LEARNERS) == {name for name in ACTIVATIONS if why_no_slope(name)} == {"step"}
