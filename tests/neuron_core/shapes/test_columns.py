import pytest

from neuron_core.shapes.columns import scrub
from pages.knobs.shapes import STEP


@pytest.mark.parametrize("at", [0, 35, 100])
def test_the_only_column_is_where_the_slider_stands(at):
    found = scrub(STEP.axis, at)
    assert found.now == {"step": at}
    assert found.values == {"shapes_step": at}
    assert found.rows["shapes_step"]["step"].tolist() == STEP.axis.positions() == list(range(0, 101, 5))
