import pytest
import torch

from neuron_core.activation.depth import DEPTH, HE_GAIN, START_BIAS, sleeper, ten_layers
from neuron_core.activation.gradient import slopes, why_no_slope
from neuron_core.activation.levels import FAINT, SCAN, levels
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.activation.words import (
    arrived_words,
    gain_words,
    notes,
    sentence,
    share_text,
    sigmoid_words,
    sleeper_words,
    span_text,
)
from neuron_core.shared.numbers import number_text
from neuron_core.shared.refusal import Refusal

SMOOTH = [name for name in ACTIVATIONS if name != "step"]


def slope_at(name: str, z: float) -> float | Refusal:
    return why_no_slope(name) or slopes(name, torch.tensor([z])).item()


def note(name: str, z: float) -> str:
    return " ".join(notes(ACTIVATIONS[name], z, slope_at(name, z), levels(name)))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_sentence_carries_the_numbers(name):
    for z in (-20.0, -0.3, 0.0, 18.0):
        out, slope = ACTIVATIONS[name].function(torch.tensor(z)).item(), slope_at(name, z)
        said = sentence(ACTIVATIONS[name], z, out, slope)
        assert said.startswith(f"At z = {number_text(z)}, {ACTIVATIONS[name].label} gives {number_text(out)}; ")
        end = "torch has no slope for it" if name == "step" else f"its slope is {number_text(slope)}"
        assert said.endswith(f"; {end}.")


def test_notes_name_what_is_special():
    assert "exactly 0" in note("relu", -2.0)
    assert "Sigmoid is saturated here" in note("sigmoid", 6.0)
    assert "heaviside" in note("step", 1.0)
    assert note("identity", 3.0) == ""


def test_a_minimum_is_flat_but_not_saturated():
    assert "GELU is almost level at this z" in note("gelu", -0.75)
    assert "saturated" in note("gelu", -3.5)


def test_a_slope_of_a_hundredth_is_neither():
    assert note("leaky_relu", -2.0) == ""


@pytest.mark.parametrize("name", SMOOTH)
def test_there_is_a_note_exactly_where_hardly_anything_is_learnt(name):
    for tenth in range(-200, 201, 3):
        z = tenth / 10
        slope, said = slope_at(name, z), note(name, z)
        assert bool(said) == (abs(slope) < FAINT)
        assert ("exactly 0" in said) == (slope == 0)
        if said and slope:
            assert f"multiplied by {number_text(slope)}." in said
            beyond = torch.linspace(z, SCAN.maximum if z > 0 else SCAN.minimum, 2000)
            assert ("saturated" in said) == bool((slopes(name, beyond).abs() < FAINT).all())


def test_a_note_is_whole_sentences():
    for name in ACTIVATIONS:
        for z in (-15.0, -6.0, 0.0, 6.0, 19.0):
            said = note(name, z)
            assert not said or said[-1] in ".”"
            assert "  " not in said


def test_spans_in_words():
    assert span_text(levels("relu").zero) == "z ≤ 0"
    assert span_text(()) == "nowhere"
    assert span_text(((-1.0, 2.0),)) == "−1 ≤ z ≤ 2"
    assert span_text(((-120.0, -9.1), (-1.0, 2.0), (9.1, 120.0))) == "z ≤ −9.1 or −1 ≤ z ≤ 2 or z ≥ 9.1"


@pytest.mark.parametrize("name", SMOOTH)
def test_a_span_in_words_is_true_of_autograd(name):
    """Read the words back, and ask autograd at every position whether they hold."""
    slope = slopes(name, torch.tensor(SCAN.positions()))
    for spans, holds in ((levels(name).zero, slope == 0), (levels(name).saturated, None)):
        said = span_text(spans).replace("−", "-")
        for z, true, value in zip(
            SCAN.positions(),
            (holds if holds is not None else slope.abs() < FAINT).tolist(),
            slope.tolist(),
            strict=True,
        ):
            claimed = any(
                z <= float(part[4:]) if "≤" in part else z >= float(part[4:])
                for part in said.split(" or ")
                if part != "nowhere"
            )
            if holds is not None:
                assert claimed == true
            elif claimed:
                assert abs(value) < FAINT


def test_what_arrives_is_said_for_every_activation_at_both_gains():
    one, he = ({entry.label: ten_layers(name, gain) for name, entry in ACTIVATIONS.items()} for gain in (1.0, HE_GAIN))
    said = arrived_words(one, he)
    for name, entry in ACTIVATIONS.items():
        shares = []
        for way in (ten_layers(name), ten_layers(name, HE_GAIN)):
            shares.append("none" if isinstance(way, Refusal) else number_text(way.path[-1]))
            assert share_text(way) == shares[-1]
        assert f"{entry.label}: {shares[0]} at gain 1, {shares[1]} at gain √2" in said
    assert "Step: none" in said


def test_nobody_leaves_with_relu_vanishes():
    said = gain_words()
    one, he = ten_layers("relu"), ten_layers("relu", HE_GAIN)
    assert f"{number_text(one.path[-1])} of its length arrives" in said
    assert f"{number_text(he.path[-1])} arrives" in said
    assert f"slope is 0 for {number_text(100 * one.zero_share, 0)} %" in said
    assert "not ReLU alone" in said
    assert he.path[-1] > 0.5 > 0.05 > one.path[-1]


def test_a_sigmoid_is_bounded_and_the_bound_is_said():
    said = sigmoid_words()
    bound = (HE_GAIN / 4) ** DEPTH
    assert f"= {number_text(bound)}" in said
    for gain in (1.0, HE_GAIN):
        share = ten_layers("sigmoid", gain).path[-1]
        assert share <= bound
        assert number_text(share) in said


def test_words_that_need_a_gradient_are_left_out_where_torch_has_none(monkeypatch):
    for name, words in (("relu", gain_words), ("sigmoid", sigmoid_words)):
        monkeypatch.setattr(f"{words.__module__}.ten_layers", lambda *_: why_no_slope("step"))
        assert words() == "", name


def test_a_level_place_multiplies_what_a_weight_learns_by_its_slope():
    """What the note and the picture say of learning: the weight's gradient is the slope times the input, times what comes back."""
    generator = torch.Generator().manual_seed(3)
    for name in SMOOTH:
        x, w, b, error = (4 * torch.randn(500, generator=generator) for _ in range(4))
        w = w.requires_grad_()
        z = w * x + b
        (learnt,) = torch.autograd.grad(ACTIVATIONS[name].function(z), w, error)
        slope = slopes(name, z)
        torch.testing.assert_close(learnt, error * slope * x)
        assert (learnt[slope == 0] == 0).all()


@pytest.mark.parametrize("name", SMOOTH)
def test_what_training_did_is_what_became_of_the_bias(name):
    end = sleeper(name)
    moved = end.bias - START_BIAS
    assert sleeper_words(end) == ("did not move" if moved == 0 else "b rose" if moved > 0 else "b fell")
