import pytest

from neuron_core.shared.drawing.palette import THEMES
from neuron_core.simple_ann.figure import initial_weights_figure, timings_figure
from neuron_core.simple_ann.parameters import BOUND, drawn, many_draws

LIGHT, DARK = THEMES["light"], THEMES["dark"]


def test_the_draws_are_counted_in_full_and_the_nine_marked():
    marks = drawn(1429).values
    figure = initial_weights_figure(BOUND, many_draws(1429), marks, LIGHT)
    assert sum(figure.data[0].y) == pytest.approx(100)
    assert dict(zip(figure.data[1].text, figure.data[1].x, strict=True)) == marks


def test_the_height_of_a_diamond_is_not_read_as_a_share():
    figure = initial_weights_figure(BOUND, many_draws(1429), drawn(1429).values, LIGHT)
    bars, diamonds = figure.data
    assert "height means nothing" in diamonds.name
    assert "%{y" not in diamonds.hovertemplate
    assert max(figure.layout.yaxis.tickvals) < min(diamonds.y), "no percentage is written beside a diamond"
    assert max(bars.y) < min(diamonds.y) + 1


def test_timings_are_drawn_in_microseconds():
    figure = timings_figure((1, 10), {"CPU": [1e-5, 2e-5], "cuda": [3e-5]}, LIGHT)
    assert list(figure.data[0].y) == pytest.approx([10, 20])
    assert figure.data[0].line.dash != figure.data[1].line.dash
    assert figure.data[0].marker.symbol != figure.data[1].marker.symbol
    assert list(figure.data[1].x) == [1]


def test_figures_have_the_themes_colours():
    for theme in (LIGHT, DARK):
        bars, diamonds = initial_weights_figure(BOUND, many_draws(1), drawn(1).values, theme).data
        assert (bars.marker.color, diamonds.marker.color) == (theme.neutral, theme.accent)
        lines = timings_figure((1, 10), {"CPU": [1, 2], "cuda": [2, 1]}, theme).data
        assert [line.line.color for line in lines] == [theme.text, theme.lines[0]]
