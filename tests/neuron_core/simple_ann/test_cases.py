import pytest
import torch

from neuron_core.neuron.cases import CASES as ONE_NEURON
from neuron_core.neuron.cases import best_score
from neuron_core.shared.sweep import Axis
from neuron_core.simple_ann.cases import CASES, case_of, right, truth_table
from neuron_core.simple_ann.parameters import Parameters, build, drawn
from neuron_core.simple_ann.passes import forward_pass, run_network
from neuron_core.simple_ann.plane import plane
from tests.neuron_core.simple_ann.networks import GATE

POINTS = torch.cartesian_prod(torch.arange(-10.0, 10.5, 0.5), torch.arange(-10.0, 10.5, 0.5))


def outputs(parameters: Parameters) -> torch.Tensor:
    return build(parameters)(POINTS).detach().flatten()


@pytest.mark.parametrize(("name", "wanted"), [("XOR", [0, 1, 1, 0]), ("XNOR", [1, 0, 0, 1])])
def test_the_gates_are_exact_in_every_corner(name, wanted):
    corners = truth_table(CASES[name].parameters, CASES[name].gate)
    assert [corner.x for corner in corners] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert [corner.out for corner in corners] == wanted
    assert right(corners) == 4
    for corner in corners:
        assert corner.out == run_network(CASES[name].parameters, corner.x).out
    assert truth_table(drawn(1429), CASES[name].gate) != corners


def test_xor_is_the_nine_numbers_that_the_brief_names():
    assert CASES["XOR"].parameters == GATE


@pytest.mark.parametrize("name", ["XOR", "XNOR"])
def test_what_two_hidden_neurons_can_do_one_neuron_cannot(name):
    for activation in ("step", "relu"):
        assert best_score(CASES[name].gate, activation).right == 3
    assert ONE_NEURON["XOR"].gate == CASES["XOR"].gate


def test_of_xor_and_xnor_only_v_and_c_differ():
    assert set(CASES["XNOR"].parameters.edited(CASES["XOR"].parameters)) == {"v1", "v2", "c"}


def test_in_the_band_alone_the_output_is_above_0_and_both_are_off_between_the_lines():
    band = CASES["Band"].parameters
    out, total = outputs(band), POINTS.sum(1)
    assert torch.equal(out > 0, total.abs() < 10)
    between = total.abs() <= 2
    assert set(out[between].tolist()) == {band.c} == {2.0}
    assert not forward_pass(build(band), POINTS)[1][between].any()
    assert (out[~between] < band.c).all()


def test_of_one_that_is_off_the_output_is_one_neurons():
    case = CASES["One is off"]
    p = case.parameters
    assert plane(p, -10.0, 10.0).asleep == (False, True)
    alone = p.v1 * torch.relu(p.w11 * POINTS[:, 0] + p.w12 * POINTS[:, 1] + p.b1) + p.c
    assert torch.allclose(outputs(p), alone, atol=1e-5)
    assert "Raise b2 to −2" in case.notice
    assert plane(Parameters(**p.values | {"b2": -2.0}), -10.0, 10.0).asleep == (False, False)


def test_of_two_that_are_one_the_output_is_one_neurons_with_the_sum_of_their_v():
    p = CASES["Two are one"].parameters
    alone = (p.v1 + p.v2) * torch.relu(p.w11 * POINTS[:, 0] + p.w12 * POINTS[:, 1] + p.b1) + p.c
    assert torch.allclose(outputs(p), alone, atol=1e-5)
    assert p.v1 + p.v2 == 1
    one, two = plane(p, -10.0, 10.0).lines
    assert one == two
    one, two = plane(Parameters(**p.values | {"b2": 2.0}), -10.0, 10.0).lines
    assert one != two


@pytest.mark.parametrize("name", CASES)
def test_every_case_can_be_set_on_the_page(name):
    case = CASES[name]
    assert case.notice.endswith(".")
    field, slider = Axis("field", -10, 10, 0.05), Axis("slider", -10, 10, 0.1)
    assert all(value in field.positions() for value in case.parameters.values.values())
    assert all(value in slider.positions() for value in case.inputs)
    assert case_of(case.parameters) == name


def test_a_case_is_known_by_its_numbers_until_more_than_three_are_changed():
    values = GATE.values
    for count, name in enumerate(("w11", "b1", "w22", "b2"), 1):
        values[name] = 7.0
        assert case_of(Parameters(**values)) == ("XOR" if count <= 3 else None)
    for seed in range(50):
        assert case_of(drawn(seed)) is None
