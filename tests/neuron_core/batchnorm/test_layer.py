from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import torch
from torch import nn

from neuron_core.batchnorm.layer import (
    MOST_PASSES,
    MOST_STEPS,
    batch_norm,
    cell_name,
    memory,
    moved,
    read_eps,
    read_momentum,
    running,
    step_of,
)
from neuron_core.shared.refusal import Refusal
from neuron_core.shared.typed_input import InputError
from tests.neuron_core.batchnorm.settings import BATCH, PLAIN, at_home, close, some_norms, studied


@pytest.mark.parametrize("norm", [PLAIN, *some_norms(30, seed=6)], ids=str)
def test_the_textbooks_lines_are_torchs_layer(norm):
    x = torch.tensor(norm.batch)
    gamma, beta = (
        (torch.tensor(norm.gamma), torch.tensor(norm.beta)) if norm.affine else (torch.ones(3), torch.zeros(3))
    )
    trained, evaluated, mean, var = at_home(norm)
    close(batch_norm(x, x.mean(0), x.var(0, correction=0), gamma, beta, norm.eps).tolist(), trained)
    close(batch_norm(x, mean, var, gamma, beta, norm.eps).tolist(), evaluated)


@pytest.mark.parametrize("norm", [each for each in some_norms(40, seed=7) if each.momentum is not None], ids=str)
def test_the_textbooks_running_statistics_are_torchs(norm):
    x = torch.tensor(norm.batch)
    mean, var = torch.zeros(3), torch.ones(3)
    for _ in range(norm.passes):
        mean = running(mean, x.mean(0), norm.momentum)
        var = running(var, x.var(0, correction=1), norm.momentum)
    _, _, true_mean, true_var = at_home(norm)
    torch.testing.assert_close(mean, true_mean, rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(var, true_var, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("norm", [PLAIN, *some_norms(10, seed=8)], ids=str)
def test_memory_holds_what_torch_has_after_every_number_of_passes(norm):
    seen = memory(norm.batch, norm.momentum, norm.eps)
    assert seen.refusal is None
    assert len(seen.mean) == len(seen.var) == MOST_PASSES + 2
    for passes in (0, 1, 2, norm.passes, MOST_PASSES + 1):
        _, _, mean, var = at_home(replace(norm, passes=passes))
        assert torch.equal(seen.mean[passes], mean)
        assert torch.equal(seen.var[passes], var)


def test_memory_moves_towards_the_batch_with_every_pass():
    seen = memory(BATCH, 0.1, 1e-5)
    gaps = (seen.mean - torch.tensor(BATCH).mean(0)).abs()
    assert bool((gaps[1:] <= gaps[:-1]).all())
    assert torch.allclose(gaps[1], 0.9 * gaps[0])


@pytest.mark.parametrize(("batch", "eps"), [(BATCH[:1], 1e-5), (BATCH, 0.0)])
def test_what_torch_refuses_is_kept_in_its_own_words(batch, eps):
    with pytest.raises(ValueError, match=r".") as raised:
        nn.BatchNorm1d(3, eps=eps)(torch.tensor(batch))
    seen = memory(batch, 0.1, eps)
    norm = replace(PLAIN, batch=batch, eps=eps)
    assert seen.refusal == norm.refusal == Refusal.of(raised.value)
    assert not norm.trains
    assert not seen.mean.any()
    assert bool((seen.var == 1).all())


@pytest.mark.parametrize("training", [True, False])
def test_a_layer_that_torch_trains_is_in_the_mode_that_is_set(training):
    norm = replace(PLAIN, training=training)
    assert norm.refusal is None
    assert norm.trains == training


@pytest.mark.parametrize(
    ("text", "value"), [("0.1", 0.1), (" 0,25 ", 0.25), ("None", None), ("none", None), ("1", 1.0)]
)
def test_momentum_is_read(text, value):
    assert read_momentum(text) == value


@pytest.mark.parametrize("text", ["", "1.5", "-0.1", "nan", "inf", "abc", "0.1, 0.2", "9" * 10_000_000])
def test_momentum_outside_is_named(text):
    with pytest.raises(InputError, match="Momentum"):
        read_momentum(text)


@pytest.mark.parametrize("text", ["", "-1e-5", "1e-30", "2", "nan", "eps"])
def test_eps_outside_is_named(text):
    with pytest.raises(InputError, match="eps"):
        read_eps(text)


def test_eps_is_read():
    assert (read_eps("1e-5"), read_eps("0"), read_eps("1e-12")) == (1e-5, 0.0, 1e-12)


@pytest.mark.parametrize("batch", [(), ((1.0, 2.0),), BATCH * 5])
def test_sizes_are_bounded(batch):
    with pytest.raises(ValueError, match="rows of 3"):
        replace(PLAIN, batch=batch)


def test_thirty_threads_remember_their_own_batches():
    norms = list(some_norms(30, seed=5))
    wanted = [at_home(norm)[2].tolist() for norm in norms]
    memory.cache_clear()
    with ThreadPoolExecutor(30) as pool:
        seen = list(pool.map(lambda norm: studied(norm).sweep.now, norms))
    for now, truth in zip(seen, wanted, strict=True):
        assert [now["rm"]] == pytest.approx(truth[:1], rel=1e-4, abs=1e-4)


@pytest.mark.parametrize(("f", "step"), [(1, 0.5), (2, 10.0), (3, 200.0)])
def test_a_step_is_round_and_at_most_a_quarter_of_the_spread(f, step):
    assert step_of(BATCH, (1, f)) == pytest.approx(step)


@pytest.mark.parametrize("norm", [*some_norms(30, seed=16)], ids=str)
def test_steps_fit_any_batch(norm):
    for f in (1, 2, 3):
        spread = torch.tensor(norm.batch, dtype=torch.float64)[:, f - 1].std(correction=0).item()
        assert spread / 10 < step_of(norm.batch, (1, f)) <= spread / 4 * (1 + 1e-6)


def test_a_feature_without_any_spread_moves_in_steps_of_1():
    assert step_of(((5.0, 1.0, 2.0),) * 2, (1, 1)) == step_of(BATCH[:1], (1, 3)) == 1


def test_only_the_followed_number_is_moved():
    after = moved(BATCH, (4, 1), MOST_STEPS)
    assert after[3] == (13.0, 120.0, 3500.0)
    assert after[:3] == BATCH[:3]
    assert moved(BATCH, (2, 2), 0) == BATCH
    assert cell_name((4, 1)) == "row 4, feature 1"
