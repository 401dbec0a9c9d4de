from dataclasses import replace

import pytest
import torch

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.neuron.drawing import neuron_drawing
from neuron_core.neuron.model import Neuron
from neuron_core.neuron.study import Study, study
from neuron_core.shared.drawing.palette import surface_colour
from neuron_core.shared.drawing.slots import Drawing
from neuron_core.shared.sweep import Axis
from tests.drawings import Parsed, check


def studied(n: int, activation: str = "relu", x: float = 1.0) -> Study:
    neuron = Neuron((x,) * n, (1.0,) * n, 0.0, activation)
    return study(neuron, [Axis(key, -5, 5, 1) for key in neuron.values])


def draw(n: int) -> Drawing:
    return neuron_drawing(studied(n))


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("n", [1, 2, 3, 4])
@pytest.mark.parametrize("charts", [True, False])
def test_every_slot_has_its_column(n, activation, charts):
    found = studied(n, activation)
    check(neuron_drawing(found, charts=charts), found.sweep.now.keys() | found.neuron.values.keys())


def test_every_number_of_the_neuron_is_in_the_picture():
    columns = {column for _, column, target, _ in draw(3).slots if target == ""}
    assert columns >= {"x1", "x2", "x3", "w1", "w2", "w3", "b", "c1", "c2", "c3", "z", "out"}


def test_sign_is_told_by_more_than_colour():
    drawing = draw(2)
    marks = drawing.fills.index(("sign", ("−", "0", "+")))
    marked = {column for _, column, _, fill in drawing.slots if fill == marks}
    assert marked == {"c1", "c2"}, "each edge of an input carries its sign as a mark"


def test_the_same_numbers_give_the_same_drawing():
    assert draw(2) == draw(2)
    assert draw(2).held == draw(2).held


def test_an_axis_that_has_to_grow_changes_what_is_held_and_the_drawing_stands():
    near, far = studied(2, x=1.0), studied(2, x=4.9)
    assert near.z_axis != far.z_axis
    one, other = neuron_drawing(near), neuron_drawing(far)
    assert one == other
    for drawing, found in ((one, near), (other, far)):
        assert (drawing.held["sum_low"], drawing.held["sum_high"]) == found.z_axis
        assert (drawing.held["map_low"], drawing.held["map_high"]) == (-found.map.top, found.map.top)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_map_is_coloured_by_torchs_own_curve(activation):
    found = studied(2, activation, x=3.0)
    held, z = neuron_drawing(found).held, found.map.z
    expected = ACTIVATIONS[activation].function(torch.tensor(z)).tolist()
    assert [held[f"map_{i}"] for i in range(len(z))] == [surface_colour(value / found.map.top) for value in expected]
    assert (held["map_x1"], held["map_x2"]) == (z[0], z[-1])


def test_the_line_of_the_curve_lies_where_torch_puts_it():
    held = neuron_drawing(studied(2, "tanh", x=2.0)).held
    for point in held["curve"].split():
        x, y = map(float, point.split(","))
        z = held["curve_across_low"] + (x - 24) / 276 * (held["curve_across_high"] - held["curve_across_low"])
        out = held["curve_up_low"] + (146 - y) / 134 * (held["curve_up_high"] - held["curve_up_low"])
        assert out == pytest.approx(torch.tanh(torch.tensor(z)).item(), abs=0.02)


def test_words_cannot_become_markup():
    found = studied(1)
    found = replace(found, activation=replace(found.activation, label="<script>alert(1)</script>"))
    parsed = Parsed(neuron_drawing(found))
    assert "script" not in parsed.tags
    assert "<script>alert(1)</script>" in parsed.words


@pytest.mark.parametrize(
    ("w", "b", "words"),
    [
        (0.0, 0.0, "Here z = 0 everywhere."),
        (0.0, 1.0, "the output is 1 everywhere. z is 0 nowhere on this map."),
        (0.4, 0.1, "The dashed line is where z = 0."),
    ],
)
def test_the_map_says_where_the_boundary_is(w, b, words):
    neuron = Neuron((3.0, 5.0), (w, w), b, "relu")
    found = study(neuron, [Axis(key, -10, 10, 1) for key in neuron.values])
    assert words in neuron_drawing(found).held["map_words"]
