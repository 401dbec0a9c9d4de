import random
import re
import xml.etree.ElementTree as ET

import pytest

from neuron_core.shapes.drawing_linear import linear_drawing
from neuron_core.shapes.shape import fit_linear
from neuron_core.shapes.study import study_linear
from neuron_core.shared.drawing.slots import Drawing
from neuron_core.shared.numbers import number_text
from tests.drawings import check


def through_linear(shape, in_features=3, out_features=2, vector=1, output=1) -> Drawing:
    return linear_drawing(study_linear(shape, in_features, out_features, vector, output))


def parsed(drawing: Drawing) -> ET.Element:
    return ET.fromstring(drawing.markup)


def words(drawing: Drawing) -> str:
    return " ".join("".join(element.itertext()) for element in parsed(drawing).iter("text"))


def parts(drawing: Drawing, name: str) -> list[str]:
    return ["".join(e.itertext()) for e in parsed(drawing).iter() if e.get("data-part") == name]


def test_every_picture_is_well_formed_has_a_text_twin_and_no_slots():
    dice = random.Random(3)
    for _ in range(60):
        shape = tuple(dice.randint(1, 3) for _ in range(dice.randint(0, 4)))
        drawing = through_linear(shape, dice.randint(1, 12), dice.randint(1, 6))
        check(drawing, ())
        assert not drawing.slots


def test_a_linear_that_fits_shows_all_four_shapes():
    drawing = through_linear((4, 10, 8), 8, 3)
    for text in ("x (4, 10, 8)", "weight (3, 8)", "bias (3,)", "y (4, 10, 3)", "… 37 more vectors"):
        assert text in words(drawing)
    assert "✗" not in words(drawing)
    assert not [e for e in parsed(drawing).iter() if re.search("broken|lonely", e.get("class", ""))]


def test_the_chosen_numbers_their_products_and_their_sum_light_up_together():
    for vector, output in ((1, 1), (2, 1), (2, 2)):
        found = study_linear((2, 3), 3, 2, vector, output)
        drawing, given = linear_drawing(found), found.numbers
        for i in range(3):
            x, w = given.x[vector - 1][i], given.weight[output - 1][i]
            shown = number_text(abs(x * w) if i else x * w, 2)
            assert parts(drawing, str(i)) == [number_text(x), number_text(w), shown]
        bias = given.bias[output - 1]
        assert parts(drawing, "b") == [number_text(bias), f"{'−' if bias < 0 else '+'} {number_text(abs(bias))}"]
        assert parts(drawing, "y") == [number_text(given.chosen, 2), f"= {number_text(given.chosen, 2)}"]


def test_the_line_of_products_adds_up_as_it_is_written():
    dice = random.Random(4)
    for _ in range(40):
        size = dice.randint(1, 20)
        found = study_linear((3, size), size, 3, dice.randint(1, 3), dice.randint(1, 3))
        line = parsed(linear_drawing(found)).findall(".//g[@data-cover='weight']")[-1]
        written = "".join("".join(t.itertext()) + " " for t in line.iter("text") if t.get("class") != "sign")
        values = [t.text for t in line.iter("text")]
        signs = [t.text for t in line.iter("text") if t.get("class") == "sign"]
        assert len(signs) == len([v for v in values if re.fullmatch(r"[−]?[\d.]+", v)]) - 1, written
        first, *rest = [v for v in values if re.fullmatch(r"−?[\d.]+", v)]
        bias, total = values[-2], values[-1]
        number = lambda text: float(text.replace("−", "-").replace(" ", ""))  # noqa: E731
        sum_ = number(first) + sum(number(v) * (-1 if s == "−" else 1) for v, s in zip(rest, signs, strict=True))
        assert sum_ + number(bias) == pytest.approx(number(total.removeprefix("= ")), abs=0.0051)


def test_what_is_not_shown_is_counted():
    said = words(through_linear((5, 20), 20, 30))
    assert "… 2 more vectors" in said
    assert "… 27 more outputs" in said
    assert "… 1 more vector " in words(through_linear((4, 3))) + " "


@pytest.mark.parametrize(("shape", "clash"), [((2, 4), "✗ 4 ≠ 3"), ((2, 2), "✗ 2 ≠ 3"), ((), "✗ no dimension ≠ 3")])
def test_a_linear_that_does_not_fit_marks_what_has_no_partner(shape, clash):
    drawing = through_linear(shape)
    assert clash in words(drawing)
    assert "nothing comes out" in words(drawing)
    assert "y (" not in words(drawing)
    marked = [e.text for e in parsed(drawing).iter() if e.get("class") == "broken"]
    assert "3" in marked
    assert (str(shape[-1]) if shape else "3") in marked
    lonely = sum("lonely" in e.get("class", "") for e in parsed(drawing).iter("rect"))
    assert lonely == (2 * abs(shape[-1] - 3) if shape else 1 + 2 * 3)


def test_what_questions_cover_can_be_covered():
    for cover, hidden in (("weight", "weight (2, 3)"), ("y", "y (2, 2)")):
        groups = parsed(through_linear((2, 3))).findall(f".//g[@data-cover='{cover}']")
        said = " ".join("".join(t.itertext()) for group in groups for t in group.iter("text"))
        assert hidden in said


def test_the_same_study_gives_the_same_drawing():
    assert through_linear((2, 3)) is through_linear((2, 3))
    assert through_linear((2, 3)) != through_linear((2, 3), output=2)


def test_a_drawing_stays_small():
    assert fit_linear((5, 5, 10, 20, 20), 20, 4).vectors == 5000
    for drawing in (through_linear((5, 5, 10, 20, 20), 20, 4), through_linear((100, 1000), 1000, 1000)):
        assert len(drawing.markup) < 12_000
