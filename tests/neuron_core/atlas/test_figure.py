import math

import pytest

from neuron_core.atlas.figure import final_losses_figure, shares_figure
from neuron_core.shared.drawing.palette import THEMES

ENDS = {
    "2-2-1": {"✓ solved": {0: 0.01, 3: 0.02}, "· stuck": {1: 0.7}, "✗ dead": {2: 0.35}},
    "2-8-1": {"✓ solved": {0: 0.001, 1: 0.002, 2: 0.003}, "· stuck": {3: math.nan}, "✗ dead": {}},
}


@pytest.mark.parametrize("theme", THEMES.values())
def test_bars_have_the_counts_and_their_marks(theme):
    bars = shares_figure(ENDS, theme).data
    assert [list(bar.x) for bar in bars] == [[2, 3], [1, 1], [1, 0]]
    assert [bar.name for bar in bars] == ["✓ solved", "· stuck", "✗ dead"]
    assert [list(bar.text) for bar in bars] == [["✓ 2", "✓ 3"], ["· 1", "· 1"], ["✗ 1", ""]]


@pytest.mark.parametrize("theme", THEMES.values())
def test_every_start_has_a_mark_at_its_loss(theme):
    marks = final_losses_figure(ENDS, theme).data
    assert [list(mark.customdata)[:3] for mark in marks[:1]] == [[0.01, 0.02, 0.001]]
    assert list(marks[0].x)[:2] == pytest.approx([-2, math.log10(0.02)])  # a large range: each step ten times the last
    assert list(marks[0].text)[:2] == ["2-2-1, seed 0", "2-2-1, seed 3"]
    assert math.isnan(marks[1].x[1])
    assert len({mark.marker.symbol for mark in marks}) == 3
    above, below = marks[0].y[0], marks[0].y[2]
    assert above - below == pytest.approx(1)
