from dataclasses import replace

import pytest

from neuron_core.shared.axes import round_up
from tests.neuron_core.batchnorm.settings import ALL, PLAIN, some_norms, studied


@pytest.mark.parametrize("norm", [PLAIN, replace(PLAIN, gamma=(-2.0,) * 3), *some_norms(25, seed=11)], ids=str)
@pytest.mark.parametrize("opened", [(), ALL])
def test_whatever_is_dragged_stays_on_the_scales(norm, opened):
    """Also with a negative gamma, which turns the outputs around."""
    found = studied(norm, (1, 2), opened=opened)
    (low, high), (left, right) = found.scales.before, found.scales.after
    assert left == -right
    tables = {key: rows for key, rows in found.sweep.rows.items() if key != "feeds"}
    for table in tables.values():
        for name, column in table.items():
            ends = (
                (low, high)
                if (name[0] in "xd" and name[1:].isdigit()) or name in ("under", "spread")
                else (left, right)
            )
            if (name[1:].isdigit() and name[0] in "xdhy") or name in ("under", "spread"):
                assert ends[0] - 1e-4 * abs(ends[0]) <= column.min().item()
                assert column.max().item() <= ends[1] * (1 + 1e-4), name


def test_the_scale_stands_still_while_gamma_beta_and_the_number_are_moved():
    one, other = studied(PLAIN), studied(replace(PLAIN, gamma=(-2.0, 1.0, 1.0), beta=(1.5, 0.0, 0.0)), move=6)
    assert one.scales == other.scales


@pytest.mark.parametrize(("size", "end"), [(0.0, 0.0), (1e-7, 1e-7), (0.011, 0.015), (7, 8.0), (9, 10.0), (1e6, 1e6)])
def test_ends_are_round(size, end):
    assert round_up(size) == pytest.approx(end)
