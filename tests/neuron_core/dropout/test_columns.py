from dataclasses import replace

import pytest
import torch
from torch import nn

from neuron_core.dropout.columns import forward
from neuron_core.dropout.layer import Dropout, dropout
from tests.neuron_core.dropout.settings import AXIS, LESSON, at_home, row, some_dropouts, studied


def test_the_lesson_beside_torch():
    now = studied(LESSON).sweep.now
    assert row(now, "m", 4) == [10, 0, 30, 0]
    assert row(now, "t", 4) == [20, 0, 60, 0]
    assert row(now, "e", 4) == [10, 20, 30, 40]
    assert (now["kept"], now["mean_in"], now["mean_now"]) == (2, 25, 20)


@pytest.mark.parametrize("settings", [*some_dropouts(40)], ids=str)
def test_every_row_is_torchs_under_that_seed(settings):
    rows, n = studied(settings).sweep, len(settings.vector)
    assert row(rows.now, "t", n) == pytest.approx(at_home(settings), rel=1e-6)
    for index in (0, 7, 13, 19, 20):
        truth = at_home(replace(settings, p=AXIS.positions()[index]))
        shown = [float(rows.rows["p"].get(f"t{i}", [rows.now[f"t{i}"]] * 21)[index]) for i in range(1, n + 1)]
        assert shown == pytest.approx(truth, rel=1e-6)


@pytest.mark.parametrize("settings", [*some_dropouts(20)], ids=str)
def test_kept_units_are_scaled_and_eval_is_the_identity(settings):
    now, n = studied(settings).sweep.now, len(settings.vector)
    for x, mask, factor, trained, evaluated in zip(*(row(now, name, n) for name in "xmkte"), strict=True):
        assert evaluated == x
        assert mask == (x if factor else 0)
        assert factor == 0 or factor == pytest.approx(1 / (1 - settings.p), rel=1e-5)
        assert trained == pytest.approx(x * factor, rel=1e-5)
    assert now["mean_in"] == pytest.approx(sum(settings.vector) / n, rel=1e-5, abs=1e-3)
    assert now["mean_now"] == pytest.approx(sum(row(now, "t" if settings.training else "e", n)) / n, rel=1e-5, abs=1e-3)


@pytest.mark.parametrize("settings", [each for each in some_dropouts(30) if each.p < 1], ids=str)
def test_the_textbooks_line_gives_the_same_columns(settings):
    now, n = studied(settings).sweep.now, len(settings.vector)
    mask = (torch.tensor(row(now, "k", n)) > 0).float()
    x = torch.tensor(settings.vector)
    torch.testing.assert_close(dropout(x, settings.p, mask), torch.tensor(row(now, "t", n)))
    assert (x * mask).tolist() == row(now, "m", n)


@pytest.mark.parametrize("settings", [*some_dropouts(20)], ids=str)
def test_what_is_kept_holds_in_the_mode_that_is_on(settings):
    torch.manual_seed(settings.seed)
    kept = int((nn.Dropout(settings.p)(torch.ones(len(settings.vector))) > 0).sum())
    for training, truth in ((True, kept), (False, len(settings.vector))):
        assert studied(replace(settings, training=training)).sweep.now["kept"] == truth


def test_p_is_the_sliders_and_not_float32s():
    columns = forward(torch.tensor([0.05, 0.1]), Dropout((1.0,) * 12, 0.1, True, 2))
    for index, p in enumerate((0.05, 0.1)):
        truth = at_home(Dropout((1.0,) * 12, p, True, 2))
        assert [columns[f"t{i}"][index].item() for i in range(1, 13)] == truth
