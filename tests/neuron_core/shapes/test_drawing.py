import random
import re
import xml.etree.ElementTree as ET
from math import prod

import pytest

from neuron_core.shapes.drawing import MAX_CELLS, flatten_drawing, linear_drawing
from neuron_core.shapes.shape import fit_linear
from neuron_core.shapes.study import study_flatten, study_linear
from neuron_core.shared.drawing.slots import Drawing
from tests.drawings import check


def flattened(shape, start=0, end=-1) -> Drawing:
    return flatten_drawing(study_flatten(shape, start, end))


def through_linear(shape, in_features=3, out_features=2) -> Drawing:
    return linear_drawing(study_linear(shape, in_features, out_features))


def parsed(drawing: Drawing) -> ET.Element:
    return ET.fromstring(drawing.markup)


def words(drawing: Drawing) -> str:
    return " ".join("".join(element.itertext()) for element in parsed(drawing).iter("text"))


def name(drawing: Drawing) -> str:
    return next(parsed(drawing).iter("svg")).get("aria-label")


def test_every_picture_is_well_formed_has_a_text_twin_and_no_slots():
    dice = random.Random(3)
    for _ in range(60):
        shape = tuple(dice.randint(1, 3) for _ in range(dice.randint(0, 4)))
        for drawing in (flattened(shape, dice.randint(-4, 4)), through_linear(shape, dice.randint(1, 4))):
            check(drawing, ())
            assert not drawing.slots


def test_the_picture_is_named_by_its_sentence():
    assert name(flattened((2, 2, 3), 1)) == study_flatten((2, 2, 3), 1, -1).sentence
    assert name(through_linear((2, 3))) == study_linear((2, 3), 3, 2).sentence


@pytest.mark.parametrize(("shape", "start"), [((1, 2, 2), 1), ((2, 3, 2, 2), 0), ((5,), 0), ((), 0)])
def test_flatten_draws_each_cell_twice_in_one_colour(shape, start):
    drawing = flattened(shape, start)
    colours = [rect.get("fill") for rect in parsed(drawing).iter("rect") if rect.get("class") == "cell"]
    assert len(colours) == 2 * prod(shape)
    assert sorted(colours[: prod(shape)]) == sorted(colours[prod(shape) :])
    assert len(set(colours)) == prod(shape)


@pytest.mark.parametrize(("shape", "curves"), [((2, 3), 6), ((24,), 24), ((5, 5), 0)])
def test_lines_lead_from_cell_to_cell_where_they_can_be_told_apart(shape, curves):
    drawn = [path for path in parsed(flattened(shape)).iter("path") if path.get("class") == "way"]
    assert len(drawn) == curves


def test_the_cells_keep_their_numbers():
    drawing = flattened((2, 3), 0)
    numbers = [text.text for text in parsed(drawing).iter("text") if text.text.isdigit()]
    assert numbers == [*"123456"] * 2


def test_a_refused_flatten_draws_the_tensor_and_says_so():
    drawing = flattened((2, 2), 4)
    assert "✗ torch refuses" in words(drawing)
    assert sum(rect.get("class") == "cell" for rect in parsed(drawing).iter("rect")) == 4


def test_a_linear_that_fits_shows_three_shapes():
    drawing = through_linear((4, 10, 8), 8, 3)
    text = words(drawing)
    for shape in ((4, 10, 8), (3, 8), (4, 10, 3)):
        assert str(shape) in text
    assert "40 vectors of 8" in text
    assert "3 rows of 8" in text
    assert "✗" not in text
    assert not [e for e in parsed(drawing).iter() if "broken" in e.get("class", "")]


@pytest.mark.parametrize(("shape", "clash"), [((2, 4), "✗ 4 ≠ 3"), ((), "✗ no dimension ≠ 3")])
def test_a_linear_that_does_not_fit_marks_the_two_that_disagree(shape, clash):
    drawing = through_linear(shape)
    assert clash in words(drawing)
    assert "nothing comes out" in words(drawing)
    marked = [e.text for e in parsed(drawing).iter() if re.search(r"\bbroken\b", e.get("class", ""))]
    assert "3" in marked
    assert (str(shape[-1]) if shape else "≠") in marked


def test_one_of_a_thing_is_not_written_as_many():
    assert "1 vector of 3" in words(through_linear((3,), 3, 1))
    assert "1 row of 3" in words(through_linear((3,), 3, 1))


def test_the_same_study_gives_the_same_drawing():
    assert flattened((2, 3)) is flattened((2, 3))
    assert through_linear((2, 3)) is through_linear((2, 3))
    assert through_linear((2, 3)) != through_linear((2, 4))


def test_a_drawing_stays_small():
    assert fit_linear((5, 5, 10, 20, 20), 20, 4).vectors == 5000
    assert len(through_linear((5, 5, 10, 20, 20), 20, 4).markup) < 60_000
    assert len(flattened((MAX_CELLS,)).markup) < 30_000
