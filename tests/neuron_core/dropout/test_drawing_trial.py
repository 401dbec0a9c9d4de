import pytest

from neuron_core.dropout.drawing_trial import trial_drawing
from neuron_core.dropout.layer import Dropout
from neuron_core.dropout.study import study_thousand_passes
from tests.drawings import Parsed, check
from tests.neuron_core.dropout.settings import LESSON, some_dropouts, studied


@pytest.mark.parametrize("settings", [LESSON, Dropout((0.0,), 0.5, True, 1), *some_dropouts(12)], ids=str)
def test_mean_spread_input_and_mask_are_drawn_for_every_unit(settings):
    found = study_thousand_passes(studied(settings))
    drawing = trial_drawing(found)
    check(drawing, found.sweep.now)
    assert {column for _, column, _, _ in drawing.slots} == found.sweep.now.keys()
    (domain,) = {drawing.fills[fill][1] for _, column, target, fill in drawing.slots if target == "cy"}
    hair = 0.02 * (domain[1] - domain[0])
    assert domain[0] - hair <= min(found.sweep.now.values())
    assert max(found.sweep.now.values()) <= domain[1] + hair


def test_every_mark_is_named():
    words = " ".join(Parsed(trial_drawing(study_thousand_passes(studied(LESSON)))).words)
    for mark in (
        "● mean of the 1,000 passes",
        "| the mean, one spread down and one up",
        "― the input",
        "× mean with the mask only",
    ):
        assert mark in words


def test_what_leaves_the_axis_carries_an_arrow():
    drawing = trial_drawing(study_thousand_passes(studied(LESSON)))
    arrows = [column for _, column, target, _ in drawing.slots if target == "opacity"]
    assert sorted(arrows) == sorted(f"{name}{i}" for name in ("low", "high") for i in (1, 2, 3, 4))
