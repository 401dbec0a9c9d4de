from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from neuron_core.simple_ann.parameters import Parameters, build
from neuron_core.simple_ann.passes import backward_pass, forward_pass, network_gradients, run_network
from tests.neuron_core.simple_ann.networks import GATE, any_parameters, cases


def test_the_pass_forward_is_the_model_itself():
    for parameters, _, _ in cases(10):
        model, x = build(parameters), 10 * torch.randn(6, 2)
        z, hidden, out = forward_pass(model, x)
        assert torch.equal(out, model(x))
        assert torch.equal(hidden, z.clamp(min=0))


def test_outputs_and_hidden_values_are_torchs():
    for parameters, model, x in cases():
        result = run_network(parameters, tuple(x.tolist()))
        z = model[0](x)
        assert result.z == pytest.approx(z.tolist(), rel=1e-5, abs=2e-6)
        assert result.hidden == pytest.approx(torch.relu(z).tolist(), rel=1e-5, abs=2e-6)
        assert result.out == pytest.approx(model(x).item(), rel=1e-5, abs=2e-6)


def test_the_gate_is_right_in_every_corner():
    for a in (0.0, 1.0):
        for b in (0.0, 1.0):
            assert run_network(GATE, (a, b)).out == (a != b)


def test_gradients_are_autograds():
    for parameters, model, x in cases():
        model(x).backward()
        wanted = [value for parameter in model.parameters() for value in parameter.grad.flatten().tolist()]
        found = network_gradients(parameters, tuple(x.tolist()))
        assert list(found.values()) == pytest.approx(wanted, rel=1e-5, abs=2e-6)


def test_the_pass_back_has_torchs_names_and_shapes_and_leaves_the_model_as_it_was():
    model = build(GATE)
    slopes = backward_pass(model, torch.tensor([1.0, 2.0]))
    wanted = {name: parameter.shape for name, parameter in model.named_parameters()}
    assert {name: slope.shape for name, slope in slopes.items()} == wanted
    assert all(parameter.grad is None for parameter in model.parameters())


def test_gradients_are_the_slope_of_the_output():
    """Central differences in float64, an oracle that shares no code with autograd."""
    measured = 0
    for parameters in any_parameters(60, limit=2.0):
        inputs = (1.3, -2.1)
        if min(map(abs, run_network(parameters, inputs).z)) < 1e-3:
            continue  # at its bend a ReLU has no slope to measure
        for name, slope in network_gradients(parameters, inputs).items():
            ends = [
                _out64(parameters.values | {name: parameters.values[name] + nudge}, inputs) for nudge in (-1e-6, 1e-6)
            ]
            assert slope == pytest.approx((ends[1] - ends[0]) / 2e-6, rel=1e-4, abs=1e-5)
            measured += 1
    assert measured > 300


def _out64(p: dict[str, float], inputs: tuple[float, float]) -> float:
    hidden = [max(0.0, p[f"w{i}1"] * inputs[0] + p[f"w{i}2"] * inputs[1] + p[f"b{i}"]) for i in (1, 2)]
    return p["v1"] * hidden[0] + p["v2"] * hidden[1] + p["c"]


def test_sessions_with_the_same_network_do_not_disturb_each_other():
    inputs = [(float(i), 2.0) for i in range(-8, 8)]
    parameters = Parameters(**GATE.values | {"c": 0.75})  # built by nobody yet

    def ask(point: tuple[float, float]) -> tuple:
        return network_gradients(parameters, point), run_network(parameters, point)

    wanted = [ask(point) for point in inputs]
    with ThreadPoolExecutor(16) as threads:
        for _ in range(20):
            assert list(threads.map(ask, inputs)) == wanted
