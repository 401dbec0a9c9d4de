import pytest
import torch

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.neuron.model import Neuron, gradients, run
from neuron_core.neuron.words import notes as edge_notes
from neuron_core.shared.refusal import Refusal


def notes(neuron: Neuron) -> str:
    return " ".join(edge_notes(neuron, run(neuron), gradients(neuron)))


def test_an_ordinary_neuron_has_nothing_to_explain():
    assert notes(Neuron((3.0, 5.0), (0.2, 0.4), 0.1, "relu")) == ""


def test_a_sum_of_exactly_zero_is_said():
    assert "z is exactly 0" in notes(Neuron((4.0, 4.0), (1.5, -1.5), 0.0, "tanh"))


def test_no_signal_at_all_is_said():
    assert "bias alone" in notes(Neuron((0.0, 3.0), (2.0, 0.0), 1.0, "relu"))


def test_a_dead_relu_is_said():
    assert "every gradient is 0" in notes(Neuron((3.0,), (-1.0,), 0.0, "relu"))


@pytest.mark.parametrize(
    ("activation", "x", "stored"), [("sigmoid", 10.0, "1"), ("tanh", -10.0, "−1"), ("sigmoid", -30.0, "0")]
)
def test_saturation_of_float32_is_said(activation, x, stored):
    neuron = Neuron((x,), (5.0,), 0.0, activation)
    assert run(neuron).out == float(stored.replace("−", "-"))
    assert f"stores exactly {stored}" in notes(neuron)
    assert "every gradient is 0" in notes(neuron)


def test_almost_saturated_is_told_from_saturated():
    neuron = Neuron((2.4,), (5.0,), 0.0, "sigmoid")
    assert 0.9999 < run(neuron).out < 1
    assert f"Torch holds {run(neuron).out:.9g}" in notes(neuron)


def test_a_gradient_of_zero_is_never_left_without_a_word():
    torch.manual_seed(3)
    for _ in range(300):
        x, w = torch.empty(2).uniform_(-10, 10).tolist(), torch.empty(2).uniform_(-5, 5).tolist()
        for activation in ACTIVATIONS:
            neuron = Neuron(tuple(x), tuple(w), 0.0, activation)
            slopes = gradients(neuron)
            flat = not isinstance(slopes, Refusal) and slopes.slope == 0
            assert ("every gradient is 0" in notes(neuron)) == flat
