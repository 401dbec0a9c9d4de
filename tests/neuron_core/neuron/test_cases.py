import pytest
import torch

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.neuron.cases import CASES, THRESHOLD, BestScore, best_score, truth_table
from neuron_core.neuron.model import Neuron, gradients, run

GATES = {name: case for name, case in CASES.items() if case.gate}
LOGIC = {
    "AND": lambda a, b: a and b,
    "OR": lambda a, b: a or b,
    "NAND": lambda a, b: not (a and b),
    "XOR": lambda a, b: a != b,
    "NOT": lambda a: not a,
}


@pytest.mark.parametrize("name", GATES)
def test_a_gate_wants_what_logic_says(name):
    for corner in truth_table(GATES[name].neuron, GATES[name].gate):
        assert corner.wanted == int(LOGIC[name](*map(bool, corner.x)))


@pytest.mark.parametrize("name", GATES)
def test_every_gate_but_xor_is_right_in_every_corner(name):
    corners = truth_table(GATES[name].neuron, GATES[name].gate)
    assert all(corner.right for corner in corners) == (name != "XOR")


@pytest.mark.parametrize("name", GATES)
def test_each_corner_is_the_neuron_run_there(name):
    neuron = GATES[name].neuron
    for corner in truth_table(neuron, GATES[name].gate):
        out = run(Neuron(corner.x, neuron.w, neuron.b, neuron.activation)).out
        assert corner.out == out
        assert corner.answer == (out >= THRESHOLD)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_no_setting_solves_xor_and_some_solve_and(activation):
    assert best_score(CASES["XOR"].gate, activation) == BestScore(3, 21 * 21 * 41)
    assert best_score(CASES["AND"].gate, activation).right == 4


@pytest.mark.parametrize("activation", [name for name in ACTIVATIONS if name not in ("identity", "relu", "leaky_relu")])
def test_a_gate_of_one_input_is_searched_too(activation):
    assert best_score(CASES["NOT"].gate, activation) == BestScore(2, 21 * 41)


def test_a_random_search_does_no_better_on_xor():
    torch.manual_seed(0)
    inputs = torch.tensor([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    wanted = torch.tensor(CASES["XOR"].gate, dtype=torch.bool)
    z = torch.empty(50_000, 2).uniform_(-5, 5) @ inputs.T + torch.empty(50_000, 1).uniform_(-10, 10)
    assert ((z > 0) == wanted).sum(1).max() == 3


def test_a_gate_of_the_wrong_size_is_refused():
    with pytest.raises(ValueError, match="4 corners"):
        truth_table(Neuron((1.0,), (1.0,), 0.0, "step"), CASES["AND"].gate)


def test_the_cases_show_what_they_are_named_for():
    assert gradients(CASES["Dead ReLU"].neuron).slope == 0
    assert run(CASES["Dead ReLU"].neuron).out == 0
    assert gradients(CASES["Saturated sigmoid"].neuron).slope == 0
    assert run(CASES["Saturated sigmoid"].neuron).out == 1
    cancelling = run(CASES["Cancelling inputs"].neuron)
    assert cancelling.z == 0
    assert all(cancelling.contributions)
