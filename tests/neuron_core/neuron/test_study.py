from dataclasses import replace

import pytest
import torch

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.neuron.cases import CASES, truth_table
from neuron_core.neuron.model import Neuron, gradients, run
from neuron_core.neuron.study import study
from neuron_core.neuron.surface import survey
from neuron_core.shared.sweep import Axis

LESSON = CASES["Lesson"].neuron


def axes(neuron: Neuron) -> list[Axis]:
    return [Axis(key, -10, 10, 0.5) for key in neuron.values]


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_its_parts_are_what_each_would_be_asked_alone(activation):
    neuron = replace(LESSON, activation=activation)
    found = study(neuron, axes(neuron))
    assert found.result == run(neuron)
    assert found.gradients == gradients(neuron)
    assert found.sweep.now["z"] == pytest.approx(found.result.z)
    assert found.sweep.now["out"] == pytest.approx(found.result.out)
    assert found.sweep.values == neuron.values
    assert (found.corners, found.case_words) == ([], ("", ""))


def test_the_charts_hold_the_sum_and_leave_room_to_drag():
    torch.manual_seed(7)
    for _ in range(200):
        n = int(torch.randint(1, 5, ()))
        neuron = Neuron(
            tuple((20 * torch.rand(n) - 10).tolist()), tuple((10 * torch.rand(n) - 5).tolist()), 0.5, "tanh"
        )
        found = study(neuron, axes(neuron))
        low, high = found.z_axis
        sums = torch.tensor(found.result.contributions).cumsum(0).tolist()
        assert all(low <= value <= high for value in [*sums, found.result.z])
        z, out = found.curve
        assert z[0] <= found.result.z <= z[-1]
        assert len(z) == len(out)


@pytest.mark.parametrize("name", CASES)
def test_a_case_says_what_to_notice_and_a_gate_how_many_corners_are_right(name):
    case = CASES[name]
    found = study(case.neuron, axes(case.neuron), name)
    before, after = found.case_words
    assert case.notice in before
    assert "changed" not in before
    assert found.corners == (truth_table(case.neuron, case.gate) if case.gate else [])
    right = sum(corner.right for corner in found.corners)
    assert after.startswith(f"{right} of {len(found.corners)} corners right." if case.gate else "")
    assert "no line" not in after, "the verdict comes after trying"
    tried = replace(case.neuron, b=case.neuron.b + 0.5)
    if case.gate:
        verdict = study(tried, axes(tried), name).case_words[1]
        assert ("no line separates these corners" in verdict) == (name == "XOR"), "said of what no setting solves"


def test_a_gate_of_another_size_and_a_changed_case_say_so():
    three = Neuron((1.0,) * 3, (1.0,) * 3, 0.0, "step")
    assert study(three, axes(three), "AND").case_words[0].endswith("It has 2 inputs; this neuron has 3.")
    assert study(LESSON, axes(LESSON), "Dead ReLU").case_words[0].endswith("You have changed it since.")


def test_it_says_which_slider_has_the_largest_gradient():
    found = study(LESSON, axes(LESSON))
    assert "Largest gradient: x" not in found.gradient_words
    assert found.gradient_words.endswith("Largest gradient: w2."), "d out / d w2 is x2 = 5"
    dead = CASES["Dead ReLU"].neuron
    assert study(dead, axes(dead)).gradient_words.endswith("Here every gradient is 0.")
    step = replace(LESSON, activation="step")
    assert "heaviside" in study(step, axes(step)).gradient_words


def test_questions_keep_to_the_sliders_they_are_about():
    near = [Axis(key, -0.5, 0.5, 0.1) for key in LESSON.values]
    small = Neuron((0.1, 0.2), (0.3, 0.4), 0.1, "relu")
    prompts = [question.prompt for question in study(small, near).questions]
    assert not any(prompt.startswith("Double") for prompt in prompts), "0.6 and 0.8 are beyond these sliders"


def test_its_map_is_over_the_inputs_that_were_chosen():
    three = Neuron((1.0, 2.0, 3.0), (0.5, -0.5, 1.0), 0.0, "tanh")
    found = study(three, axes(three), over=(1, 3))
    assert found.map == survey(three, (1, 3), -10, 10)
    assert found.map_words.startswith("For x1 and x3 from −10 to 10 the output lies between")
    one = Neuron((1.0,), (0.5,), 0.0, "identity")
    assert study(one, axes(one)).map == survey(one, (1,), -10, 10)
    assert study(one, axes(one)).map_words.startswith("For x1 from −10 to 10 the output lies between −5 and 5.")


def test_a_gates_map_shows_its_corners_and_room_around_them():
    gate = CASES["AND"].neuron
    assert (study(gate, axes(gate), "AND").map.low, study(gate, axes(gate), "AND").map.high) == (-1, 2)
    assert study(gate, axes(gate)).map.high == 10


def test_a_point_dragged_over_the_map_has_its_rows():
    found = study(LESSON, axes(LESSON))
    (pair,) = found.sweep.pairs
    assert [axis.key for axis in pair.axes] == ["x1", "x2"]
    assert set(pair.rows) == {"s2", "z", "out"}, "what one input changes alone is in its own rows"
    count = pair.axes[1].count
    for i, x1 in enumerate(pair.axes[0].positions()):
        for j, x2 in enumerate(pair.axes[1].positions()):
            truth = run(replace(LESSON, x=(x1, x2)))
            assert pair.rows["z"][i * count + j].item() == pytest.approx(truth.z, abs=1e-5)
            assert pair.rows["out"][i * count + j].item() == pytest.approx(truth.out, abs=1e-5)
