import pytest
import torch

from neuron_core.activation.questions import activation_questions
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.activation.slope import (
    FAINT,
    activation_script,
    levels,
    refusal,
    slopes,
    span_text,
    study,
    study_curve,
    study_notes,
    study_sentence,
)
from neuron_core.shared.sweep import Axis, sweep
from tests.scripts import run_script

AXIS = Axis("z", -20.0, 20.0, 0.1)
SMOOTH = [name for name in ACTIVATIONS if name != "step"]


@pytest.mark.parametrize("name", SMOOTH)
def test_slopes_are_what_the_outputs_differ_by(name):
    z = torch.linspace(-6.03, 6.07, 50, dtype=torch.float64)  # clear of the kinks at 0
    step = 1e-6
    function = ACTIVATIONS[name].function
    differences = (function(z + step) - function(z - step)) / (2 * step)
    torch.testing.assert_close(slopes(name, z), differences, atol=1e-6, rtol=1e-5)


def test_only_a_step_has_no_slope_and_torch_says_so():
    assert [name for name in ACTIVATIONS if refusal(name)] == ["step"]
    assert "heaviside" in refusal("step")


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_row_is_torch_at_that_position(name):
    names = [name, *(other for other in ("gelu", "step") if other != name)]
    rows = sweep([AXIS], {"z": 1.3}, lambda values: study(values, "z", names)).rows["z"]
    for index in range(0, AXIS.count, 37):
        z = torch.tensor(AXIS.positions()[index], requires_grad=True)
        out = ACTIVATIONS[name].function(z)
        torch.testing.assert_close(rows[f"out_{name}"][index], out.detach(), atol=2e-6, rtol=1e-5)
        if name not in ("step", "identity"):
            out.backward()
            torch.testing.assert_close(rows[f"slope_{name}"][index], z.grad, atol=2e-6, rtol=1e-5)
            torch.testing.assert_close(rows["above"][index] - rows[f"out_{name}"][index], z.grad, atol=2e-5, rtol=1e-4)
    assert ("slope_step" in rows) is False


@pytest.mark.parametrize("name", SMOOTH)
def test_level_ground_is_where_autograd_says_zero(name):
    found = levels(name)
    z = torch.linspace(-119.93, 119.97, 1201)
    slope = slopes(name, z)
    for spans, is_level in ((found.zero, slope == 0), (found.saturated, slope.abs() < FAINT)):
        inside = torch.zeros_like(z, dtype=torch.bool)
        for start, end in spans:
            inside |= (z >= start) & (z <= end)
        assert bool(is_level[inside].all())
    assert bool(found.zero) == bool(ACTIVATIONS[name].flat)
    assert found.least <= slope.min() + 1e-3
    assert found.most >= slope.max() - 1e-3


def test_spans_in_words():
    assert span_text(levels("relu").zero) == "z ≤ 0"
    assert span_text(()) == "nowhere"
    assert span_text(((-1.0, 2.0),)) == "−1 ≤ z ≤ 2"


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("z", [-20.0, -0.3, 0.0, 18.0])
def test_the_script_gives_what_the_sentence_says(name, z):
    now = sweep([AXIS], {"z": z}, lambda values: study(values, "z", [name])).now
    printed = run_script(activation_script(name, z))
    assert float(printed.pop("out")) == pytest.approx(now[f"out_{name}"], abs=1e-6)
    if name != "step":
        assert float(printed.pop("slope")) == pytest.approx(now[f"slope_{name}"], abs=1e-6)
    assert not printed
    assert ACTIVATIONS[name].label in study_sentence(name, z, now)


def test_notes_name_what_is_special():
    def note(name, z):
        return " ".join(study_notes(name, sweep([AXIS], {"z": z}, lambda values: study(values, "z", [name])).now))

    assert "exactly 0" in note("relu", -2.0)
    assert "Saturated" in note("sigmoid", 6.0)
    assert "heaviside" in note("step", 1.0)
    assert note("identity", 3.0) == ""


@pytest.mark.parametrize("question", activation_questions("z"), ids=lambda question: question.prompt[:30])
def test_torch_answers_each_question_with_one_of_its_options(question):
    truth = question.ask_torch()
    assert question.options[truth.option]
    assert truth.explanation.endswith(".")


def test_answers_that_everyone_can_check():
    assert [question.ask_torch().option for question in activation_questions("z")] == [0, 2, 2, 0]


def test_a_curve_without_a_slope_has_none():
    assert study_curve("step", 5.0).slope == ()
    assert len(study_curve("relu", 5.0).slope) == len(study_curve("relu", 5.0).z)
