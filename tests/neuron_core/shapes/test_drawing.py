import random
import re
import xml.etree.ElementTree as ET
from itertools import combinations
from math import prod

import pytest

from neuron_core.shapes.drawing import MAX_CELLS, TURN, flatten_drawing
from neuron_core.shapes.drawing_layout import CELL
from neuron_core.shapes.shape import flatten
from neuron_core.shapes.study import study_flatten
from neuron_core.shared.drawing.slots import Drawing
from neuron_core.shared.refusal import Refusal
from pages.knobs.shapes import STEP
from pages.shared.live_view import _drawn
from tests.drawings import check

PRESETS = [(1, 2, 2), (2, 2), (2, 2, 3), (2, 3, 2, 2), (5,)]


def flattened(shape, start=0, end=-1, **more) -> Drawing:
    return flatten_drawing(study_flatten(shape, start, end), STEP.key, **more)


def parsed(drawing: Drawing) -> ET.Element:
    return ET.fromstring(drawing.markup)


def words(drawing: Drawing) -> str:
    return " ".join("".join(element.itertext()) for element in parsed(drawing).iter("text"))


def cells(drawing: Drawing) -> list[ET.Element]:
    return [svg for svg in parsed(drawing).iter("svg") if svg.get("aria-hidden")]


def ghosts(drawing: Drawing) -> list[list[tuple[str, float, float]]]:
    """The numbers of each tensor's places, and the corners of these places."""
    groups = [group for group in parsed(drawing).iter("g") if group.get("class") == "ghost"]
    return [[(t.text, float(t.get("x")) - 18, float(t.get("y")) - 24) for t in group.iter("text")] for group in groups]


def scaled(value: float, fill) -> float:
    """As the live view does it."""
    _, (low, high), (start, end) = fill
    return start + (end - start) * min(1.0, max(0.0, (value - low) / (high - low)))


def places(drawing: Drawing, step: float) -> list[tuple[float, float]]:
    """Where each cell stands with the slider at `step`."""
    found: dict[str, dict[str, float]] = {}
    for element, column, target, fill in drawing.slots:
        assert column == "step"
        found.setdefault(element, {})[target] = scaled(step, drawing.fills[fill])
    return [(found[cell.get("id")]["x"], found[cell.get("id")]["y"]) for cell in cells(drawing)]


def test_every_picture_is_well_formed_has_a_text_twin_and_one_column():
    dice = random.Random(3)
    for _ in range(60):
        shape = tuple(dice.randint(1, 3) for _ in range(dice.randint(0, 4)))
        drawing = flattened(shape, dice.randint(-4, 4))
        check(drawing, {"step"})
        assert len(drawing.slots) in (0, 2 * prod(shape))


def test_the_picture_is_named_by_its_tensor_and_not_by_the_answer():
    (name,) = [svg.get("aria-label") for svg in parsed(flattened((2, 2, 3), 1)).iter("svg") if svg.get("role")]
    assert name == "The cells of x (2, 2, 3), and where Flatten puts them"


@pytest.mark.parametrize(("shape", "start"), [((1, 2, 2), 1), ((2, 3, 2, 2), 0), ((5,), 0), ((), 0)])
def test_each_cell_has_a_colour_of_its_own_and_lights_up_with_both_of_its_places(shape, start):
    drawing = flattened(shape, start)
    assert len({cell.get("color") for cell in cells(drawing)}) == prod(shape)
    for number, cell in enumerate(cells(drawing)):
        assert cell.find("text").text == str(number + 1)
        assert drawing.markup.count(f'data-part="{number}"') == 3
        assert cell.get("data-part") == str(number)


@pytest.mark.parametrize(
    ("shape", "start"), [*((shape, start) for shape in PRESETS for start in (0, len(shape) - 1)), ((2, 2, 3), 1)]
)
def test_the_cells_lie_in_the_tensor_at_0_and_in_the_flattened_one_at_100(shape, start):
    drawing = flattened(shape, start)
    source, target = ghosts(drawing)
    assert (
        [number for number, _, _ in source]
        == [number for number, _, _ in target]
        == [str(n + 1) for n in range(prod(shape))]
    )
    for step, wanted in ((0, source), (100, target)):
        for (x, y), (_, left, top) in zip(places(drawing, step), wanted, strict=True):
            assert (x, y) == pytest.approx((left, top), abs=0.11)


@pytest.mark.parametrize("shape", [*PRESETS, (3, 4), (4, 3, 2), (2, 6, 2), (3, 2, 2, 2)])
def test_no_cell_passes_through_another_on_any_way(shape):
    for start in range(len(shape)):
        for end in range(start, len(shape)):
            drawing = flattened(shape, start, end)
            for step in range(0, 101, 5):
                for (x, y), (a, b) in combinations(places(drawing, step), 2):
                    assert abs(x - a) >= CELL - 0.3 or abs(y - b) >= CELL - 0.3, (start, end, step)


def test_the_cells_first_slide_sideways_and_then_close_up():
    drawing = flattened((2, 2, 3), 1)
    before, turn, after = (places(drawing, step) for step in (0, TURN, 100))
    assert [y for _, y in before] == [y for _, y in turn]
    assert [x for x, _ in turn] == [x for x, _ in after]


@pytest.mark.parametrize(("shape", "start", "along"), [((1, 2, 2), 1, "x"), ((2, 3, 2, 2), 1, "x"), ((64,), 0, "y")])
def test_the_cells_are_one_handle_that_follows_the_pointer(shape, start, along):
    drawing = flattened(shape, start)
    ((_, (move,)),) = drawing.handles
    assert (move.key, move.along, move.values, move.step) == (
        "shapes_step",
        along,
        (STEP.minimum, STEP.maximum),
        STEP.step,
    )
    axis = "xy".index(along)
    pulled = move.places[1] / 2  # halfway is 50 percent
    before, half = (places(drawing, step) for step in (0, 50))
    moved = sum(b[axis] - a[axis] for a, b in zip(before, half, strict=True)) / prod(shape)
    if along == "x":
        assert moved == pytest.approx(pulled, abs=0.2)
    assert move.relative
    assert move.places[1] > 50


def test_the_numbers_of_the_dimensions_stand_below_them_from_both_ends():
    said = words(flattened((2, 3, 4), 1))
    assert ["x", "(2,", "3,", "4)", "0", "−3"][0] in said
    for number in ("0", "1", "2", "−3", "−2", "−1", "dimension", "from the end"):
        assert number in said


@pytest.mark.parametrize(
    ("shape", "start", "end", "merged", "into"),
    [((2, 3, 4), 1, -1, ["3,", "4)"], "12)"), ((2, 3, 4), 0, 1, ["(2,", "3,"], "(6,")],
)
def test_what_is_merged_is_marked_in_both_shapes(shape, start, end, merged, into):
    marked = [
        text.text for text in parsed(flattened(shape, start, end)).iter("text") if "accent" in text.get("class", "")
    ]
    assert marked == [*merged, into]
    assert prod(int(re.sub(r"\D", "", size)) for size in merged) == int(re.sub(r"\D", "", into))


def test_a_refused_flatten_draws_the_tensor_and_says_so():
    drawing = flattened((2, 2), 4)
    assert isinstance(flatten((2, 2), 4, -1), Refusal)
    assert "✗ torch refuses" in words(drawing)
    assert len(cells(drawing)) == 4
    assert not drawing.slots
    assert not drawing.handles


def test_what_is_covered_is_not_in_the_picture_at_all():
    drawing = flattened((2, 3), 0, covered=True)
    assert "(6,)" in words(flattened((2, 3), 0))
    assert "6" not in re.findall(
        r"\d+", " ".join(t.text for t in parsed(drawing).iter("text") if "value" in t.get("class", ""))
    )
    assert "?" in words(drawing)
    assert len(ghosts(drawing)) == 1
    assert not drawing.slots
    refused = flattened((2, 2), 4, covered=True)
    assert "refuses" not in words(refused)


def test_there_are_no_threads():
    for shape in PRESETS:
        assert all("C" not in path.get("d") for path in parsed(flattened(shape)).iter("path"))


def test_the_same_study_gives_the_same_drawing():
    assert flattened((2, 3)) is flattened((2, 3))
    assert flattened((2, 3)) != flattened((3, 2))


def test_a_drawing_stays_small():
    for shape in PRESETS:
        assert len(_drawn("flatten", flattened(shape))) < 12_000
    for shape in ((MAX_CELLS,), (MAX_CELLS, 1), (8, 8), (4, 4, 4)):
        assert prod(shape) == MAX_CELLS
        assert len(_drawn("flatten", flattened(shape))) < 29_000
