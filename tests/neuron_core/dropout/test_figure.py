import pytest

from neuron_core.dropout.figure import trial_figure
from neuron_core.dropout.layer import thousand_passes
from neuron_core.shared.drawing.palette import THEMES

TRIAL = thousand_passes((10.0, -20.0, 0.0), 0.5, 3)


@pytest.mark.parametrize("theme", THEMES)
def test_the_figure_carries_the_trial_in_the_themes_colours(theme):
    measured, theory, mask = trial_figure(TRIAL, THEMES[theme]).data
    assert measured.x == ("unit 1", "unit 2", "unit 3")
    assert (measured.y, measured.error_y.array) == (TRIAL.mean, TRIAL.spread)
    assert (theory.y, theory.error_y.array) == (TRIAL.theory_mean, TRIAL.theory_spread)
    assert (mask.y, mask.error_y.array) == (TRIAL.mask_mean, None)
    colours = THEMES[theme]
    assert [trace.marker.color for trace in (measured, theory, mask)] == [
        colours.positive, colours.lines[0], colours.neutral,
    ]  # fmt: skip


def test_what_is_compared_stands_side_by_side_and_differs_in_shape():
    figure = trial_figure(TRIAL, THEMES["light"])
    assert figure.layout.scattermode == "group"
    assert len({trace.offsetgroup for trace in figure.data}) == len({trace.marker.symbol for trace in figure.data}) == 3
