import pytest

from neuron_core.shared.numbers import number_text
from neuron_core.simple_ann.parameters import PLACES, Parameters, drawn
from neuron_core.simple_ann.passes import network_gradients, run_network
from neuron_core.simple_ann.plane import plane
from tests.neuron_core.simple_ann.networks import AXES, GATE, any_parameters, studied


def test_all_numbers_of_a_study_are_of_one_network_and_one_input():
    for parameters in any_parameters(20, limit=2.0):
        found, wanted = studied(parameters, (3.0, -1.5)), run_network(parameters, (3.0, -1.5))
        assert (found.parameters, found.inputs) == (parameters, (3.0, -1.5))
        assert found.result.z == pytest.approx(wanted.z, rel=1e-5, abs=1e-5)
        assert found.result.hidden == pytest.approx(wanted.hidden, rel=1e-5, abs=1e-5)
        assert found.result.out == pytest.approx(wanted.out, rel=1e-5, abs=1e-5)
        assert found.sweep.values == {"input1": 3.0, "input2": -1.5}
        assert found.sweep.now["out"] == found.result.out
        assert number_text(found.result.out) in found.sentence
        assert found.plane == plane(parameters, 10.0)
        assert number_text(found.plane.highest) in found.plane_words


def test_the_sweep_has_every_position_of_both_inputs():
    found = studied()
    assert found.sweep.axes == AXES
    for axis in AXES:
        assert all(len(column) == 201 for column in found.sweep.rows[axis.key].values())
        assert "out" in found.sweep.rows[axis.key]
    at_minus_10 = found.sweep.rows["input1"]["out"][0].item()
    assert at_minus_10 == pytest.approx(run_network(drawn(1429), (-10.0, 2.0)).out, abs=1e-5)


def test_forward_and_backward_differ_in_nothing_but_the_sweep():
    forward, backward = studied(), studied(backward=True)
    assert (forward.result, forward.notes, forward.sentence) == (backward.result, backward.notes, backward.sentence)
    assert "g_w11" not in forward.sweep.now
    slopes = {name: backward.sweep.now[f"g_{name}"] for name in PLACES}
    assert slopes == pytest.approx(network_gradients(drawn(1429), (1.0, 2.0)), abs=1e-6)


def test_the_notes_are_on_this_input():
    assert studied(GATE, (1.0, 1.0)).notes == []
    assert studied(GATE, (0.5, 0.0)).notes[0].startswith("Hidden neuron 2 is off for this input")
    assert len(studied(GATE, (-1.0, 0.0)).notes) == 3


def test_the_default_seed_holds_one_neuron_just_below_its_line():
    found = studied()
    assert found.result.hidden[0] > 0
    assert -0.2 < found.result.z[1] < 0
    assert not any(found.plane.dead)


def test_the_questions_stay_within_the_sliders_and_make_the_pages_own_setting():
    questions = studied(Parameters(**GATE.values | {"c": 9.5})).questions
    assert [question.change for question in questions if "pass backward" in question.prompt] == [{"pass": "back"}]
    assert {"c": 8.5} in [question.change for question in questions]
