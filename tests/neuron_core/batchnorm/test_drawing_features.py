import pytest

from neuron_core.batchnorm.drawing_features import features_drawing
from neuron_core.batchnorm.study import study_features
from tests.drawings import Parsed, check
from tests.neuron_core.batchnorm.settings import PLAIN, some_norms, studied


@pytest.mark.parametrize("norm", [PLAIN, *some_norms(8, seed=13)], ids=str)
def test_every_number_before_and_after_is_on_the_scale(norm):
    found = study_features(studied(norm))
    drawing = features_drawing(found)
    check(drawing, found.sweep.now)
    assert {column for _, column, target, _ in drawing.slots if target == "cx"} == found.sweep.now.keys()
    low, high = found.span
    for key, table in found.sweep.rows.items():
        if key != "feeds":
            for column in table.values():
                assert -(10.0**low) <= column.min().item()
                assert column.max().item() <= 10.0**high


def test_the_even_part_is_marked_and_said():
    drawing = features_drawing(study_features(studied(PLAIN)))
    assert 'class="even"' in drawing.markup
    assert "In the shaded part, from −1 to 1, the scale is even. Beyond it is logarithmic" in " ".join(
        Parsed(drawing).words
    )
