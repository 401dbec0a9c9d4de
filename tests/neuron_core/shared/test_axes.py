import pytest

from neuron_core.shared.axes import nice_ceiling, roomy, snug


@pytest.mark.parametrize(
    ("value", "ceiling"),
    [(0, 1), (1, 1), (1.1, 1.5), (1.6, 2), (2.7, 3), (9.9, 10), (10, 10), (11, 15), (16, 20), (210, 300)],
)
def test_round_ends(value, ceiling):
    assert nice_ceiling(value) == ceiling


@pytest.mark.parametrize("values", [[0.6, 2.6, 2.7], [-210.0], [0.0], [-3.0, 40.0]])
def test_an_axis_has_room_to_spare_on_both_sides(values):
    low, high = roomy(values)
    assert low < 0 < high
    assert low <= 1.5 * min(values)
    assert high >= 1.5 * max(values)


def test_a_snug_axis_holds_its_values():
    assert snug((0.0, 0.9)) == (-0.2, 1.0)
    assert snug((-3.0, 4.5)) == (-3.0, 5.0)
    low, high = snug((0.0, 0.0))
    assert low < high
