import random
import re
import xml.etree.ElementTree as ET
from math import prod

import pytest

from neuron_core.shapes.drawing import doorway_drawing, doorway_sentence, flatten_drawing
from neuron_core.shapes.drawing_layout import layout
from neuron_core.shapes.shape import doorway, flatten


def parsed(drawing) -> ET.Element:
    return ET.fromstring(drawing.markup)


def words(drawing) -> str:
    return " ".join("".join(element.itertext()) for element in parsed(drawing).iter("text"))


def test_every_cell_has_a_place_of_its_own():
    dice = random.Random(0)
    for _ in range(100):
        shape = tuple(dice.randint(1, 4) for _ in range(dice.randint(0, 5)))
        plan = layout(shape)
        assert len(set(plan.cells)) == prod(shape)
        assert len(plan.frames) == prod(shape[:-1])
        assert all(0 <= x < plan.width and 0 <= y < plan.height for x, y in plan.cells)


@pytest.mark.parametrize(("shape", "start"), [((1, 2, 2), 1), ((2, 3, 2, 2), 0), ((5,), 0), ((), 0)])
def test_flatten_draws_each_cell_twice_in_one_colour(shape, start):
    drawing = flatten_drawing(shape, flatten(shape, start, -1).shape)
    colours = [rect.get("fill") for rect in parsed(drawing).iter("rect") if rect.get("class") == "cell"]
    assert len(colours) == 2 * prod(shape)
    assert sorted(colours[: prod(shape)]) == sorted(colours[prod(shape) :])
    assert len(set(colours)) == prod(shape)


def test_a_refused_flatten_draws_the_tensor_and_says_so():
    drawing = flatten_drawing((2, 2), flatten((2, 2), 4, -1).shape)
    assert "✗ torch refuses" in words(drawing)


def test_a_doorway_that_fits_shows_three_shapes():
    door = doorway((4, 10, 8), 8, 3)
    text = words(doorway_drawing(door))
    for shape in ((4, 10, 8), (3, 8), (4, 10, 3)):
        assert str(shape) in text
    assert "40 vectors of 8" in text
    assert "✗" not in text


@pytest.mark.parametrize(("shape", "clash"), [((2, 4), "✗ 4 ≠ 3"), ((), "✗ no dimension ≠ 3")])
def test_a_doorway_that_does_not_fit_marks_the_two_that_disagree(shape, clash):
    drawing = doorway_drawing(doorway(shape, 3, 2))
    assert clash in words(drawing)
    marked = [e.text for e in parsed(drawing).iter() if re.search(r"\bbroken\b", e.get("class", ""))]
    assert "3" in marked
    assert (str(shape[-1]) if shape else "≠") in marked


def test_the_sentence_says_both_numbers():
    assert "a last dimension of 4" in doorway_sentence(doorway((2, 4), 3, 2))
    assert "the door wants 3" in doorway_sentence(doorway((2, 4), 3, 2))
    assert "(2, 2)" in doorway_sentence(doorway((2, 3), 3, 2))


def test_a_drawing_stays_small():
    assert len(doorway_drawing(doorway((5, 5, 10, 20, 20), 20, 4)).markup) < 60_000
    assert len(flatten_drawing((64,), (64,)).markup) < 30_000
