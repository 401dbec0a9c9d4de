from dataclasses import astuple

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
        assert found.plane == plane(parameters, -10.0, 10.0)
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
    assert forward.plane == backward.plane
    (note,), (told_back,) = forward.notes, backward.notes
    assert told_back.startswith(note.rstrip("."))
    assert ("gradient" in note, "gradient" in told_back) == (False, True)
    assert astuple(forward.result)[2] == pytest.approx(astuple(backward.result)[2])
    assert backward.sentence.startswith(f"{forward.sentence} Backward, step 1 of 6")
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
    assert not any(found.plane.asleep)


def test_the_questions_stay_within_the_sliders_and_make_the_pages_own_setting():
    questions = studied(Parameters(**GATE.values | {"c": 9.5})).questions
    assert [question.change for question in questions if "gradient of exactly 0" in question.prompt] == [
        {"pass": "back"}
    ]
    assert {"c": 8.5} in [question.change for question in questions]


def test_a_gate_is_seen_near_its_corners_and_any_other_network_as_far_as_the_sliders_go():
    gate, other = studied(GATE, (1.0, 1.0)), studied()
    assert (gate.case, gate.plane.low, gate.plane.high, gate.map_step) == ("XOR", -1.0, 2.0, 0.5)
    assert [corner.out for corner in gate.corners] == [0, 1, 1, 0]
    assert gate.corner_words.startswith("**4 of 4 corners right:**")
    assert gate.case_words.startswith("**XOR.**")
    assert "Changed since" not in gate.case_words
    assert (other.case, other.plane.low, other.plane.high, other.corners) == (None, -10.0, 10.0, [])
    assert other.case_words == other.corner_words == ""


def test_what_was_changed_of_a_case_is_named_and_its_corners_follow():
    found = studied(Parameters(**GATE.values | {"b2": 0.0}), (1.0, 1.0))
    assert found.case_words.endswith("Changed since: b2.")
    assert [corner.out for corner in found.corners] == [0, -1, -1, -2]
    assert found.corner_words.startswith("**2 of 4 corners right:**")
    assert found.corner_words.count("✗ wrong") == 2


def test_the_point_on_a_map_finds_every_position_of_both_inputs():
    for found in (studied(), studied(GATE), studied(backward=True), studied(GATE, backward=True)):
        (pair,) = found.sweep.pairs
        first, second = (axis.positions() for axis in pair.axes)
        assert first[0] == found.plane.low
        assert first[-1] == found.plane.high
        index = 3 * len(second) + 5
        wanted = run_network(found.parameters, (first[3], second[5])).out
        assert pair.rows["out"][index].item() == pytest.approx(wanted, rel=1e-5, abs=1e-5)


def test_a_commit_is_small():
    for parameters in (drawn(1429), GATE):
        for backward in (False, True):
            table = studied(parameters, backward=backward, step=3).sweep
            columns = [*table.rows.values(), *(pair.rows for pair in table.pairs)]
            assert sum(4 * len(column) for rows in columns for column in rows.values()) < 24_000


def test_the_maps_stand_still_while_the_inputs_move():
    for backward in (False, True):
        table = studied(backward=backward).sweep
        still = {"m1_a", "m1_b", "m1_h", "m2_a", "m2_b", "m2_h", "top", "low", "top_h", *PLACES}
        assert still <= table.now.keys()
        assert not any(still & rows.keys() for rows in table.rows.values())


def test_dead_is_said_of_all_that_the_sliders_can_set_and_not_of_the_map_alone():
    """With b2 = -5 the second neuron of XOR is off on its small map, but not for larger inputs."""
    found = studied(Parameters(**GATE.values | {"b2": -5.0}), (1.0, 1.0))
    assert found.plane.asleep == (False, True)
    assert "Hidden neuron 2 is off" in found.notes[0]
    assert "dead" not in found.notes[0]
