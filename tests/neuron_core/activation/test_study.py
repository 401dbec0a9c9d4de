import itertools

import pytest
import torch

from neuron_core.activation.depth import ten_layers
from neuron_core.activation.gradient import slopes, why_no_slope
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.activation.study import REACHES, study
from neuron_core.shared.numbers import number_text
from neuron_core.shared.sweep import Axis

AXIS = Axis("activation_z", -20.0, 20.0, 0.1)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("z", [-20.0, -0.7, 0.0, 3.0, 18.3])
def test_the_numbers_now_are_torchs(name, z):
    found = study([name, *(other for other in ("gelu", "step") if other != name)], z, AXIS)
    assert found.names[0] == name
    for each in found.names:
        there = torch.tensor([z])
        assert found.sweep.now[f"out_{each}"] == pytest.approx(ACTIVATIONS[each].function(there).item(), abs=1e-6)
        if each == "step":
            assert "slope_step" not in found.sweep.now
        else:
            assert found.sweep.now[f"slope_{each}"] == pytest.approx(slopes(each, there).item(), abs=1e-6)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_sentence_carries_the_numbers_of_the_picture(name):
    found = study([name, "gelu"], -1.4, AXIS)
    assert f"{ACTIVATIONS[name].label} gives {number_text(found.sweep.now[f'out_{name}'])};" in found.sentence
    end = "no slope" if name == "step" else f"its slope is {number_text(found.sweep.now[f'slope_{name}'])}."
    assert end in found.sentence


def test_the_sweep_is_over_the_sliders_own_positions():
    found = study(["tanh"], 1.0, AXIS)
    assert found.sweep.axes == (AXIS,)
    assert found.sweep.values == {"activation_z": 1.0}
    torch.testing.assert_close(
        found.sweep.rows["activation_z"]["out_tanh"], torch.tanh(torch.tensor(AXIS.positions())), atol=1e-6, rtol=1e-5
    )


def test_the_charts_reach_far_enough_and_leave_room_to_drag():
    reaches = {}
    for z in AXIS.positions():
        curve = study(["relu"], z, AXIS).curves[0]
        reaches[abs(z)] = curve.z[-1]
        assert curve.z[0] == -curve.z[-1] <= -abs(z)
        assert curve.z[-1] in REACHES
        assert abs(z) <= 0.8 * curve.z[-1] or curve.z[-1] == REACHES[-1]
    assert (reaches[4.0], reaches[4.1], reaches[8.0], reaches[8.1]) == (5, 10, 10, 20)
    assert all(reaches[near] <= reaches[far] for near, far in itertools.pairwise(sorted(reaches)))


def test_curves_are_those_of_the_names_in_their_order():
    names = ["silu", "step", "relu"]
    found = study(names, 0.0, AXIS)
    assert [curve.name for curve in found.curves] == names


def test_notes_are_about_the_first_one():
    assert study(["relu", "step"], 2.0, AXIS).notes == []
    (said,) = study(["relu", "step"], -2.0, AXIS).notes
    assert "exactly 0" in said
    assert why_no_slope("step").words in study(["step", "relu"], 2.0, AXIS).notes[0]
    assert "saturated" in study(["tanh"], -4.0, AXIS).notes[0]


def test_questions_change_the_slider_of_the_study():
    changes = [question.change for question in study(["relu"], 1.0, AXIS).questions]
    assert {"activation": "relu", "activation_z": -2.0} in changes
    assert len(changes) == 4


@pytest.mark.parametrize("z", [-2.0, 1.0])
def test_the_first_question_covers_the_numbers_only_where_they_would_answer_it(z):
    covers = study(["relu", "tanh"], z, AXIS).questions[0].covers
    assert covers == (("slope_relu_below", "slope") if z <= 0 else ("slope_relu_below",))
    assert study(["tanh"], z, AXIS).questions[0].covers == ("slope_relu_below",)


def test_depth_waits_until_it_is_asked_for():
    """A commit runs no ten layers: the panel does, and the answer."""
    ten_layers.cache_clear()
    study(list(ACTIVATIONS)[:4], 0.3, AXIS)
    assert ten_layers.cache_info().misses == 0
