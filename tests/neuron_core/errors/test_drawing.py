import math
import re
import xml.etree.ElementTree as ET
from statistics import median

import pytest

from neuron_core.errors.drawing import tell_drawing, tell_twin
from neuron_core.errors.drawing_grids import MOST
from neuron_core.errors.drawing_halves import axis_of
from neuron_core.errors.registry import MISTAKES
from neuron_core.errors.tell import SEEDS, Bars, Curves, Dots, Grids, Measured, Tell
from neuron_core.shared.numbers import number_text
from tests.drawings import Parsed, check

NOTHING = {"wrong": lambda seed: (), "right": lambda seed: (), "says": lambda measured: ""}
CURVES = Curves(axis="loss", **NOTHING)
DOTS = Dots(axis="probability", **NOTHING)
BARS = Bars(axis="gradient", names=("after 1", "after 2"), **NOTHING)
GRIDS = Grids(axis="differences", columns=lambda batch: (batch, 1), **NOTHING)

FALLS = Measured(
    ((1.0, 0.7, 0.6), (1.2, 0.8, 0.64), (0.9, 0.7, 0.62)), ((1.1, 0.5, 0.1), (1.0, 0.4, 0.2), (0.9, 0.3, 0.3)), 0.55
)
ASKED = Measured(((0.2, 0.7, 0.5), (0.1, 0.4, 0.3)), ((0.5, 0.5, 0.5), (0.25, 0.25, 0.25)))
ADDED = Measured(((-1.0, -2.0), (1.0, 2.0), (2.0, 4.0)), ((3.0, 3.0), (3.0, 3.0), (3.0, 3.0)))
SQUARE = Measured(((1.0, -2.0, 0.0, 0.25),), ((0.5, -0.5),))

KINDS = [(CURVES, FALLS, {}), (DOTS, ASKED, {}), (BARS, ADDED, {}), (GRIDS, SQUARE, {"batch": 2})]


def first_seeds(measured: Measured, count: int) -> Measured:
    return Measured(measured.wrong[:count], measured.right[:count], measured.floor)


def tree(tell: Tell, measured: Measured, numbers: dict[str, int]) -> ET.Element:
    return ET.fromstring(tell_drawing(tell, measured, numbers).markup)


def halves(root: ET.Element) -> list[ET.Element]:
    return [*root.iterfind(".//div[@class='half wrong']"), *root.iterfind(".//div[@class='half right']")]


def size_of_first(path: str) -> tuple[float, float]:
    """The width and the height of the first mark of a path."""
    wide, high = re.match(r"M\S+ \S+h([\d.]+)v([\d.]+)", path).groups()
    return float(wide), float(high)


def words(root: ET.Element) -> str:
    return " ".join(root.itertext())


@pytest.mark.parametrize(("tell", "measured", "numbers"), KINDS)
def test_each_kind_is_a_still_picture_with_a_text_twin(tell, measured, numbers):
    for count in range(1, len(measured.wrong) + 1):
        seen = first_seeds(measured, count)
        drawing = tell_drawing(tell, seen, numbers)
        check(drawing, ())
        assert not drawing.slots
        (picture,) = ET.fromstring(drawing.markup).iterfind(".//*[@role='img']")
        assert picture.get("aria-label") == tell_twin(tell, seen, numbers)


@pytest.mark.parametrize(("tell", "measured", "numbers"), KINDS)
def test_wrong_and_right_are_told_by_mark_and_name_and_not_by_colour_alone(tell, measured, numbers):
    said = words(tree(tell, measured, numbers))
    assert "✗  with the mistake" in said
    assert "✓  cured" in said


def test_curves_have_a_line_for_each_seed_and_say_their_end_and_the_floor():
    for half, runs in zip(halves(tree(CURVES, FALLS, {})), (FALLS.wrong, FALLS.right), strict=True):
        lines = [line.get("points").split() for line in half.iterfind(".//polyline")]
        assert len(lines) == len(runs)
        ends = [float(line[-1].split(",")[1]) for line in lines]
        assert sorted(ends, reverse=True) == [ends[i] for i in sorted(range(3), key=lambda i: runs[i][-1])]
        assert half.find(".//text[@class='value start']").text == number_text(median(values[-1] for values in runs))
        assert "floor 0.55" in words(half)
    without = words(tree(CURVES, Measured(FALLS.wrong, FALLS.right), {}))
    assert "floor" not in without


def test_both_halves_have_one_axis():
    for tell, measured, numbers in KINDS[:2]:
        one, other = (
            [text.text for text in half.iterfind(".//text[@class='tick end']")]
            for half in halves(tree(tell, measured, numbers))
        )
        assert one == other
    same = Measured((FALLS.right[0],), (FALLS.right[0],))
    one, other = (half.find(".//polyline").get("points") for half in halves(tree(CURVES, same, {})))
    assert one == other


def test_a_line_that_no_float_holds_is_drawn_as_far_as_it_goes():
    grown = Measured(((1.0, 2.0, math.inf, math.nan),), ((1.0, 0.5, 0.4, 0.3),))
    wrong, _ = halves(tree(CURVES, grown, {}))
    assert len(wrong.find(".//polyline").get("points").split()) == 2
    assert "nan" in words(wrong)
    assert "nan" in tell_twin(CURVES, grown, {})
    tell_drawing(CURVES, Measured(((math.nan,),), ((math.inf,),)), {})


def test_dots_are_one_for_each_answer_and_keep_their_seeds_place():
    for half, runs in zip(halves(tree(DOTS, ASKED, {})), (ASKED.wrong, ASKED.right), strict=True):
        paths = [path.get("d") for path in half.iterfind(".//path")]
        assert [path.count("M") for path in paths] == [3, 3]
        apart = median(max(values) - min(values) for values in runs)
        assert f"{number_text(apart)} apart" in words(half)
        seeds = [text for text in half.iterfind(".//text") if (text.text or "").isdigit()]
        assert {str(seed) for seed in SEEDS} <= {text.text for text in seeds}, "also those that are still to come"
    first, *_ = (half.find(".//path").get("d") for half in halves(tree(DOTS, first_seeds(ASKED, 1), {})))
    again, *_ = (half.find(".//path").get("d") for half in halves(tree(DOTS, ASKED, {})))
    assert first == again


def test_bars_are_two_for_each_name_from_nothing_to_the_median():
    root = tree(BARS, ADDED, {})
    assert [name.text for name in root.iterfind(".//span[@class='name']")] == list(BARS.names)
    assert [amount.text for amount in root.iterfind(".//span[@class='amount']")] == ["1", "3", "2", "3"]
    widths = [float(bar.get("width")) for bar in root.iterfind(".//rect")]
    assert widths == pytest.approx([widths[0], 3 * widths[0], 2 * widths[0], 3 * widths[0]], abs=0.2)
    assert len(root.findall(".//line[@class='run']")) == 4 * len(ADDED.wrong)


def test_a_negative_bar_lies_on_the_other_side_of_nothing():
    below = Measured(((-4.0, 4.0),), ((0.0, 0.0),))
    down, _, up, _ = tree(BARS, below, {}).iterfind(".//rect")
    assert float(down.get("x")) + float(down.get("width")) == pytest.approx(float(up.get("x")), abs=0.15)


def test_grids_write_their_numbers_in_rows():
    wrong, right = halves(tree(GRIDS, SQUARE, {"batch": 2}))
    cells = [[(cell.text, cell.get("class")) for cell in row.iterfind("td")] for row in wrong.iterfind(".//tr")]
    assert cells == [[("1", "positive"), ("−2", "negative")], [("0", "zero"), ("0.25", "positive")]]
    assert [len(row) for row in right.iterfind(".//tr")] == [1, 1]
    assert "2 × 2" in words(wrong)
    assert "2 × 1" in words(right)


def test_many_numbers_are_marks_whose_shape_is_the_sign():
    n = MOST + 1
    many = Measured(((1.0,) * n + (-0.25,) * (n * n - n),), ((0.0,) * n,))
    root = tree(GRIDS, many, {"batch": n})
    assert not root.findall(".//td")
    wrong, right = halves(root)
    down, up = (path.get("d") for path in wrong.iterfind(".//path"))
    assert up.count("M") == n
    assert down.count("M") == n * n - n
    assert size_of_first(up)[0] == size_of_first(up)[1]
    wide, high = size_of_first(down)
    assert wide == 3 * high == pytest.approx(size_of_first(up)[0] / 2)  # a quarter of the number: half as wide
    assert not any(path.get("d") for path in right.iterfind(".//path"))
    tell_drawing(GRIDS, Measured(((0.0,) * 4096,), ((math.nan,) * 64,)), {"batch": 64})


@pytest.mark.parametrize(
    ("tell", "measured", "numbers", "said"),
    [
        (
            CURVES,
            FALLS,
            {},
            (
                "3 steps",
                "3 seeds",
                "with the mistake: 0.62, between 0.6 and 0.64",
                "Cured: 0.2, between 0.1 and 0.3",
                "floor at 0.55",
            ),
        ),
        (DOTS, ASKED, {}, ("3 answers", "2 seeds", "with the mistake: 0.4, between 0.3 and 0.5", "Cured: 0.")),
        (
            BARS,
            ADDED,
            {},
            (
                "3 seeds",
                "after 1: with the mistake 1, between −1 and 2; cured 3.",
                "after 2: with the mistake 2, between −2 and 4; cured 3.",
            ),
        ),
        (GRIDS, SQUARE, {"batch": 2}, ("2 × 2: 1, −2; 0, 0.25.", "Cured 2 × 1: 0.5; −0.5.")),
        (
            GRIDS,
            Measured((tuple(map(float, range(81))),), ((1.0,) * 9,)),
            {"batch": 9},
            ("9 × 9: numbers between 0 and 80.",),
        ),
    ],
)
def test_the_twin_has_the_numbers(tell, measured, numbers, said):
    twin = tell_twin(tell, measured, numbers)
    for part in said:
        assert part in twin


def test_the_axis_holds_all_values():
    for values in ([0.3, 0.55], [-3.0, 0.0], [1e-4, 2e-3], [-5.0, -1.0]):
        low, high = axis_of(values)
        assert low <= min(0, *values) <= max(0, *values) <= high
        assert low < high


def test_text_in_a_tell_stays_text():
    hostile = Bars(axis="<b>", names=("<script>alert(1)</script>",), **NOTHING)
    drawing = tell_drawing(hostile, Measured(((1.0,),), ((1.0,),)), {})
    assert "script" not in Parsed(drawing).tags


@pytest.mark.parametrize("key", [key for key, mistake in MISTAKES.items() if mistake.tell])
def test_every_tell_can_be_drawn_and_heard(key):
    mistake = MISTAKES[key]
    seen = mistake.tell.measured([mistake.tell.measure(SEEDS[0], mistake.defaults)])
    drawing = tell_drawing(mistake.tell, seen, mistake.defaults)
    check(drawing, ())
    assert tell_twin(mistake.tell, seen, mistake.defaults)
    assert len(drawing.markup) < 200_000
