import itertools
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
import torch

from neuron_core.activation.curves import MAX_CURVES, sample_curve
from neuron_core.activation.drawing import activation_drawing
from neuron_core.activation.gradient import slopes
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.activation.study import study
from neuron_core.shared.drawing.charts import bends
from neuron_core.shared.sweep import Axis
from tests.drawings import Parsed, check

AXIS = Axis("z", -20.0, 20.0, 0.1)
SMOOTH = [name for name in ACTIVATIONS if name != "step"]


def studied(*names: str, z: float = 1.0):
    return study(names, z, AXIS)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("z", [1.0, 18.0])
def test_every_slot_has_its_column_and_every_column_its_slot(name, z):
    names = list(dict.fromkeys([name, "relu", "step", "tanh"]))[:MAX_CURVES]
    found = studied(*names, z=z)
    drawing, columns = activation_drawing(found), found.sweep.now.keys() | {"z"}
    check(drawing, columns)
    assert {column for _, column, _, _ in drawing.slots} == columns


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_one_alone_is_drawn_too(name):
    found = studied(name)
    check(activation_drawing(found), found.sweep.now.keys() | {"z"})


def test_each_line_has_a_twin_in_the_table():
    for names in itertools.combinations(ACTIVATIONS, 2):
        drawing = activation_drawing(studied(*names))
        words = Parsed(drawing).words
        for name in names:
            assert f'<th scope="row">{ACTIVATIONS[name].label}</th>' in drawing.markup
            assert ACTIVATIONS[name].formula in words


def test_each_number_of_the_table_is_a_slot():
    drawing = activation_drawing(studied("tanh", "step"))
    written = {column for _, column, target, fill in drawing.slots if not target and drawing.fills[fill][0] == "number"}
    assert written == {"out_tanh", "slope_tanh", "out_step"}
    assert "none" in Parsed(drawing).words


def test_the_verdict_goes_by_the_sign_of_the_slope():
    drawing = activation_drawing(studied("gelu"))
    (fill,) = {fill for _, column, target, fill in drawing.slots if column == "slope_gelu" and not target} - {
        fill for fill, kind in enumerate(drawing.fills) if kind[0] == "number"
    }
    negative, zero, positive = drawing.fills[fill][1]
    assert "the other way" in negative
    assert "learn nothing" in zero
    assert "this many times as far." in positive


@pytest.mark.parametrize("name", SMOOTH)
def test_a_small_move_of_z_moves_the_output_slope_times_as_far(name):
    """What the verdict says, checked by moving z; the corner of a ReLU is left out."""
    z = torch.linspace(-6, 6, 1999, dtype=torch.float64)
    z = z[z.abs() > 1e-3]
    by = 1e-5
    moved = (ACTIVATIONS[name].function(z + by) - ACTIVATIONS[name].function(z)) / by
    torch.testing.assert_close(moved, slopes(name, z), atol=1e-4, rtol=1e-3)


@pytest.mark.parametrize("names", [("relu", "sigmoid", "tanh"), ("step", "relu"), ("gelu",)])
def test_the_dots_of_the_first_can_be_taken(names):
    found = studied(*names)
    drawing = activation_drawing(found)
    assert len(drawing.handles) == (1 if names[0] == "step" else 2)
    for _, moves in drawing.handles:
        (move,) = moves
        assert (move.key, move.along, move.relative) == ("z", "x", False)
        assert move.values == (found.curves[0].z[0], found.curves[0].z[-1])
        assert move.step == AXIS.step
    places = {moves[0].places for _, moves in drawing.handles}
    dots = {drawing.fills[fill][2] for _, column, target, fill in drawing.slots if (column, target) == ("z", "cx")}
    assert places == dots, "a pointer on the dot is where the dot is"


def test_numbers_light_up_with_what_they_came_from():
    parts = [part.get("data-part") for part in ET.fromstring(activation_drawing(studied("relu", "tanh")).markup).iter()]
    assert parts.count("out_relu") == 4, "the tile, the line, the dot, the cell of the table"
    assert parts.count("slope_relu") == 5, "those, and the tangent"
    assert parts.count("out_tanh") == parts.count("slope_tanh") == 2, "the line with its dot, the cell"


def test_what_answers_a_question_can_be_covered():
    root = ET.fromstring(activation_drawing(studied("relu", "sigmoid", "step")).markup)
    parents = {child: parent for parent in root.iter() for child in parent}
    covers = [part for part in root.iter() if part.get("data-cover")]
    lines = {part.get("data-cover") for part in covers if part.find("polyline") is not None}
    assert lines == {"slope_relu", "slope_sigmoid"}
    numbers = [part for part in covers if part.get("data-cover") == "slope"]
    assert {part.tag for part in numbers} == {"div", "p", "g", "td"}
    assert any(part.find("circle") is not None for part in numbers), "the dot of the slope tells it too"
    for name in ("ReLU", "Sigmoid"):  # in place of a covered line stands a question mark, which the style sheet shows
        for words, part in ((f"{name}: ?", "slope_{}"), (f"{name} below 0: ?", "slope_{}_below")):
            (mark,) = [text for text in root.iter("text") if text.text == words]
            before = list(parents[mark])[list(parents[mark]).index(mark) - 1]
            assert before.get("data-cover") == part.format(name.lower())


def test_a_slopes_two_parts_meet_at_zero_and_are_torchs():
    found = studied("relu", "sigmoid")
    root = ET.fromstring(activation_drawing(found).markup)
    for curve in found.curves:
        (group,) = [
            part
            for part in root.iter()
            if part.get("data-cover") == f"slope_{curve.name}" and part.find("polyline") is not None
        ]
        left, right = [
            [tuple(map(float, point.split(","))) for point in line.get("points").split()]
            for line in group.iter("polyline")
        ]
        middle = (34 + 308) / 2
        assert left[-1][0] == pytest.approx(middle, abs=0.1)
        assert right[0][0] == pytest.approx(middle, abs=1.5), "the next point: a jump is no line"
        assert left[0][0] < middle < right[-1][0]


def test_a_steep_slope_gets_an_axis_that_holds_it():
    found = studied("relu")
    usual = activation_drawing(found)
    steep = replace(found.curves[0], slope=tuple(3 * slope for slope in found.curves[0].slope))
    drawn = activation_drawing(replace(found, curves=(steep,)))
    domains = [
        drawn.fills[fill][1] for _, column, target, fill in drawn.slots if (column, target) == ("slope_relu", "cy")
    ]
    assert domains[0][1] >= 3
    assert drawn != usual


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "step"])
@pytest.mark.parametrize("z", [-3.3, 0.4, 2.0])
def test_the_tangent_touches_the_curve_at_the_dot(name, z):
    found = studied(name, z=z)
    drawing, now = activation_drawing(found), found.sweep.now | {"z": z}

    def put(element: str) -> dict[str, float]:
        """Where the live view puts the element's ends: each attribute's scale at the numbers of now."""
        places = {}
        for owner, column, target, fill in drawing.slots:
            if owner == element and drawing.fills[fill][0] == "scale":
                _, (low, high), (first, last) = drawing.fills[fill]
                places[target] = first + (last - first) * (now[column] - low) / (high - low)
        return places

    tangent = put(next(owner for owner, column, _, _ in drawing.slots if column == "below"))
    dot = put(next(owner for owner, column, _, _ in drawing.slots if column == f"out_{name}" and "cy" in put(owner)))
    assert (tangent["x1"] + tangent["x2"]) / 2 == pytest.approx(dot["cx"], abs=1e-3)
    assert (tangent["y1"] + tangent["y2"]) / 2 == pytest.approx(dot["cy"], abs=1e-3)
    curve = found.curves[0]
    assert dot["cx"] - tangent["x1"] == pytest.approx((308 - 34) / (curve.z[-1] - curve.z[0]), abs=1e-3), "1 along z"
    assert tangent["x1"] < tangent["x2"]
    guides = [
        put(line.get("id")) for line in ET.fromstring(drawing.markup).iter("line") if line.get("class") == "guide"
    ]
    step, rise = guides
    assert (step["x1"], step["y1"]) == pytest.approx((dot["cx"], dot["cy"]), abs=1e-3)
    assert (step["x2"], step["y2"]) == pytest.approx((rise["x1"], rise["y1"]), abs=1e-3)
    assert (rise["x2"], rise["y2"]) == pytest.approx((tangent["x2"], tangent["y2"]), abs=1e-3)


def test_equal_curves_give_the_same_drawing():
    assert activation_drawing(studied("relu", "tanh", z=1.0)) is activation_drawing(studied("relu", "tanh", z=-2.0))


def test_words_cannot_become_markup():
    found = studied("relu")
    curve = replace(found.curves[0], label="<script>alert(1)</script>")
    parsed = Parsed(activation_drawing(replace(found, curves=(curve,))))
    assert "script" not in parsed.tags
    assert "<script>alert(1)</script>" in parsed.words


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("points", [121, 241, 1001])
def test_a_line_with_few_bends_stays_on_the_curve(name, points):
    curve = sample_curve(name, 5.0, points)
    pixels = [(27 * z, 26 * out) for z, out in zip(curve.z, curve.out, strict=True)]
    kept = bends(pixels)
    assert len(kept) <= len(pixels)
    for x, y in pixels:
        (x0, y0), (x1, y1) = next((a, b) for a, b in itertools.pairwise(kept) if a[0] <= x <= b[0])
        assert abs(y0 + (y1 - y0) * (x - x0) / (x1 - x0) - y) < 0.5
