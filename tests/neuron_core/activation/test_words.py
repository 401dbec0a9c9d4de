import pytest
import torch

from neuron_core.activation.depth import START_BIAS, TenLayers, sleeper, ten_layers
from neuron_core.activation.gradient import slopes, why_no_slope
from neuron_core.activation.levels import FAINT, SCAN, levels
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.activation.words import arrived_words, met_words, notes, sentence, sleeper_words, span_text
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
    assert "GELU is almost flat at this z" in note("gelu", -0.75)
    assert "saturated" in note("gelu", -3.5)


def test_a_slope_of_a_hundredth_is_neither():
    assert note("leaky_relu", -2.0) == ""


@pytest.mark.parametrize("name", SMOOTH)
def test_there_is_a_note_exactly_where_hardly_any_error_is_passed_back(name):
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


def test_what_arrives_is_said_for_every_activation():
    ways = {entry.label: ten_layers(name) for name, entry in ACTIVATIONS.items()}
    said = arrived_words(ways)
    for name, entry in ACTIVATIONS.items():
        way = ten_layers(name)
        end = "none, torch has no gradient" if isinstance(way, Refusal) else number_text(way.path[-1])
        assert f"{entry.label}: {end}" in said


def test_the_slopes_on_the_way_are_said_where_there_are_some():
    assert met_words({"A": TenLayers((1.0,), 0.25, 0.5)}) == (
        "The slopes on the way: A 0.5 on average, 25 % of them exactly 0."
    )
    assert met_words({"Step": ten_layers("step")}) == ""
    assert "Step" not in met_words({"Step": ten_layers("step"), "ReLU": ten_layers("relu")})


@pytest.mark.parametrize("name", SMOOTH)
def test_what_training_did_is_what_became_of_the_bias(name):
    end = sleeper(name)
    moved = end.bias - START_BIAS
    assert sleeper_words(end) == ("did not move" if moved == 0 else "b rose" if moved > 0 else "b fell")
