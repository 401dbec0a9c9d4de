import math
from itertools import pairwise

import pytest

from neuron_core.batchnorm.drawing_features import ACROSS
from neuron_core.batchnorm.symlog import Span, labels, lines, placed, points, span, symlog

SPANS = [(low, high) for low in range(1, 8) for high in range(1, 8)]


def drawn(value: float, ends: Span) -> float:
    """Where the live view puts a value: on the straight line between two points of the scale."""
    values, places = points(ends, ACROSS)
    (a, x), (b, y) = next(
        pair for pair in pairwise(zip(values, places, strict=True)) if pair[0][0] <= value <= pair[1][0]
    )
    return x + (y - x) * (value - a) / (b - a)


@pytest.mark.parametrize("ends", [(1, 4), (1, 1), (6, 7), (2, 5)])
def test_between_two_lines_the_scale_is_logarithmic(ends):
    """2 lies at 30 % and 4 at 60 % of the way from 1 to 10, and so in every power of ten, on both sides."""
    for sign, last in ((-1, ends[0]), (1, ends[1])):
        for power in range(last):
            start, end = (drawn(sign * 10.0**p, ends) for p in (power, power + 1))
            for step in (1, 2, 3, 4, 5, 7.5, 9):
                share = (drawn(sign * step * 10.0**power, ends) - start) / (end - start)
                assert share == pytest.approx(math.log10(step), abs=0.004)
    one, ten = drawn(1, ends), drawn(10, ends)
    assert [round((drawn(x, ends) - one) / (ten - one), 2) for x in (2, 4)] == [0.30, 0.60]


@pytest.mark.parametrize("ends", SPANS)
def test_every_value_is_drawn_within_half_a_pixel_of_symlog(ends):
    start, end = symlog(-(10.0 ** ends[0])), symlog(10.0 ** ends[1])
    for i in range(2001):
        level = start + (end - start) * i / 2000
        value = math.copysign(abs(level) if abs(level) <= 1 else 10 ** (abs(level) - 1), level)
        assert symlog(value) == pytest.approx(level, abs=1e-9)
        wanted = ACROSS[0] + (ACROSS[1] - ACROSS[0]) * i / 2000
        assert abs(drawn(min(max(value, -(10.0 ** ends[0])), 10.0 ** ends[1]), ends) - wanted) < 0.5
        assert placed(value, ends, ACROSS) == pytest.approx(wanted, abs=1e-6)


@pytest.mark.parametrize("ends", [(1, 4), (3, 2)])
def test_the_middle_is_even(ends):
    middle, one = drawn(0, ends), drawn(1, ends)
    for value in (-1, -0.25, 0.1, 0.5, 1):
        assert drawn(value, ends) - middle == pytest.approx(value * (one - middle), abs=0.02)


@pytest.mark.parametrize("ends", SPANS)
def test_the_scale_is_ascending_and_has_its_lines(ends):
    values, places = points(ends, ACROSS)
    assert values == sorted(set(values))
    assert places == sorted(places)
    assert (places[0], places[-1]) == ACROSS
    assert set(lines(ends)) <= set(values)


@pytest.mark.parametrize(
    ("values", "ends"),
    [([0.0], (1, 1)), ([10.0], (1, 1)), ([10.1], (1, 2)), ([-1000.0, 1e6], (3, 6)), ([-1e-9], (1, 1))],
)
def test_the_scale_ends_on_the_next_power_of_ten(values, ends):
    assert span(values) == ends


@pytest.mark.parametrize("ends", SPANS)
def test_labels_stand_clear_of_one_another_and_of_the_edge(ends):
    written = labels(ends, ACROSS, 640, 11)
    assert "0" in [text for text, _ in written]
    assert len(written) >= 3
    sides = [(x - 5 * len(text), x + 5 * len(text)) for text, x in written]
    assert all(end <= start for (_, end), (start, _) in pairwise(sides))
    assert sides[0][0] >= 0
    assert sides[-1][1] <= 640
