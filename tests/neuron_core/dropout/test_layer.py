import math
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from torch import nn

from neuron_core.dropout.layer import PASSES, Dropout, drop, dropout, thousand_passes
from tests.neuron_core.dropout.settings import at_home, some_dropouts


@pytest.mark.parametrize("p", [0.0, 0.05, 0.3, 0.5, 0.95])
@pytest.mark.parametrize("seed", [0, 7, 1429])
def test_the_textbooks_line_is_torchs_layer(p, seed):
    torch.manual_seed(3)
    x = torch.randn(40, 12)
    torch.manual_seed(seed)
    mask = (nn.Dropout(p)(torch.ones(40, 12)) != 0).float()
    torch.manual_seed(seed)
    torch.testing.assert_close(dropout(x, p, mask), nn.Dropout(p)(x))
    assert p in (0.0, 0.05) or 0 < mask.mean() < 1


def test_the_textbooks_line_divides_and_does_not_multiply():
    assert dropout(torch.tensor([10.0, 20.0]), 0.75, torch.tensor([1.0, 0.0])).tolist() == [40.0, 0.0]


@pytest.mark.parametrize("settings", [*some_dropouts(20)], ids=str)
def test_drop_is_what_anyone_gets_at_home(settings):
    assert list(drop(settings.vector, settings.p, settings.seed)) == at_home(settings)


def test_p_one_gives_plain_zeros():
    assert drop((1.0, -2.0, 3.0), 1.0, 5) == (0.0, 0.0, 0.0)


def test_thirty_threads_with_thirty_seeds_get_what_one_alone_gets():
    vector = tuple(float(i) for i in range(1, 13))
    wanted = [tuple(at_home(Dropout(vector, 0.5, True, seed))) for seed in range(30)]
    for _ in range(5):
        drop.cache_clear()
        with ThreadPoolExecutor(30) as pool:
            assert list(pool.map(lambda seed: drop(vector, 0.5, seed), range(30))) == wanted


@pytest.mark.parametrize("p", [0.0, 0.05, 0.5, 0.8])
def test_a_thousand_passes_keep_the_mean_and_not_the_spread(p):
    vector = (10.0, -20.0, 30.0, 0.0)
    trial = thousand_passes(vector, p, 3)
    error = math.sqrt(p / (1 - p) / PASSES)  # of a mean over a thousand, in units of x
    assert trial.theory_mean == vector
    for x, mean, spread, theory in zip(vector, trial.mean, trial.spread, trial.theory_spread, strict=True):
        assert abs(mean - x) <= 4.5 * error * abs(x) + 1e-4
        assert spread == pytest.approx(theory, rel=0.2, abs=1e-4)
        assert theory == pytest.approx(abs(x) * math.sqrt(p / (1 - p)))


@pytest.mark.parametrize("p", [0.0, 0.3, 0.5])
def test_a_thousand_passes_are_torchs_under_that_seed(p):
    vector = (10.0, -20.0, 0.0)
    torch.manual_seed(11)
    out = nn.Dropout(p)(torch.tensor(vector).expand(1000, -1))
    trial = thousand_passes(vector, p, 11)
    assert trial.mean == pytest.approx(out.mean(0).tolist())
    assert trial.spread == pytest.approx(out.std(0, correction=0).tolist())
    kept = (out != 0).float().mean(0)
    assert trial.mask_mean == pytest.approx((kept * torch.tensor(vector)).tolist(), rel=1e-4)


def test_a_thousand_passes_at_p_one_are_zeros():
    trial = thousand_passes((5.0, 6.0), 1.0, 0)
    assert trial.mean == trial.theory_mean == trial.spread == trial.theory_spread == trial.mask_mean == (0.0, 0.0)


@pytest.mark.parametrize("vector", [(), (1.0,) * 13])
def test_sizes_are_bounded(vector):
    with pytest.raises(ValueError, match="1 to 12"):
        Dropout(vector, 0.5, True, 0)
