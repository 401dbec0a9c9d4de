import ast
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import torch
from torch import nn

from neuron_core.batchnorm.layer import (
    MOST_FEEDS,
    MOST_ROWS,
    BatchNorm,
    batchnorm_columns,
    batchnorm_notes,
    batchnorm_script,
    batchnorm_sentence,
    knob_keys,
    memory,
    read_eps,
    read_momentum,
)
from neuron_core.shared.numbers import number_text
from neuron_core.shared.sweep import Axis, sweep
from neuron_core.shared.typed_input import RowsError
from tests.scripts import run_script

GAMMAS, BETAS, FEEDS = knob_keys("bn")
AXES = [*(Axis(key, -2.0, 2.0, 0.1) for key in GAMMAS + BETAS), Axis(FEEDS, 0, MOST_FEEDS, 1)]
BATCH = ((2.0, 200.0, 4000.0), (4.0, 180.0, 1000.0), (6.0, 260.0, 2500.0), (8.0, 120.0, 3500.0))
PLAIN = BatchNorm(BATCH, True, True, (1.0, 1.0, 1.0), (0.0, 0.0, 0.0), 0.1, 1e-5, 1)


def table(norm, cell=(1, 1)):
    values = dict(zip(GAMMAS + BETAS, norm.gamma + norm.beta, strict=True)) | {FEEDS: float(norm.feeds)}
    return sweep(AXES, values, lambda values: batchnorm_columns(values, "bn", norm, cell))


def at_home(norm):
    """Training output, eval output, and the layer after its feeds, as anyone gets them from torch."""
    layer, x = nn.BatchNorm1d(3, eps=norm.eps, momentum=norm.momentum, affine=norm.affine), torch.tensor(norm.batch)
    with torch.no_grad():
        if norm.affine:
            layer.weight.copy_(torch.tensor(norm.gamma))
            layer.bias.copy_(torch.tensor(norm.beta))
        for _ in range(norm.feeds):
            layer(x)
        remembered = layer.running_mean.clone(), layer.running_var.clone()
        evaluated = layer.eval()(x)
        return layer.train()(x), evaluated, *remembered


def some_norms(count, seed=0):
    draw = random.Random(seed)
    for _ in range(count):
        scales = [10 ** draw.uniform(-1, 5) for _ in range(3)]
        rows = tuple(
            tuple(round(draw.gauss(0.5, 1) * scale, 3) for scale in scales) for _ in range(draw.randint(2, MOST_ROWS))
        )
        gamma, beta = (tuple(round(draw.uniform(-2, 2), 1) for _ in range(3)) for _ in "gb")
        momentum = draw.choice([None, 0.0, 0.1, 0.37, 0.9, 1.0])
        eps = draw.choice([1e-5, 1e-3, 1e-8, 1.0])
        yield BatchNorm(
            rows, draw.random() < 0.5, draw.random() < 0.7, gamma, beta, momentum, eps, draw.randint(0, MOST_FEEDS)
        )


def close(shown, truth):
    torch.testing.assert_close(torch.tensor(shown), truth, rtol=2e-4, atol=2e-4)


@pytest.mark.parametrize("norm", [PLAIN, *some_norms(40)], ids=str)
def test_before_after_and_memory_are_torchs(norm):
    trained, evaluated, mean, var = at_home(norm)
    now = table(norm).now
    for r in range(1, len(norm.batch) + 1):
        close([now[f"x{r}_{f}"] for f in (1, 2, 3)], torch.tensor(norm.batch[r - 1]))
        close([now[f"t{r}_{f}"] for f in (1, 2, 3)], trained[r - 1])
        close([now[f"e{r}_{f}"] for f in (1, 2, 3)], evaluated[r - 1])
    close([now[f"rm{f}"] for f in (1, 2, 3)], mean)
    close([now[f"rv{f}"] for f in (1, 2, 3)], var)


@pytest.mark.parametrize("norm", [*some_norms(12, seed=1)], ids=str)
def test_every_position_of_every_slider_is_torchs(norm):
    rows = table(norm)
    for axis, (name, place) in zip(AXES, [("gamma", i) for i in range(3)] + [("beta", i) for i in range(3)] + [("feeds", 0)], strict=True):  # fmt: skip
        for index in (0, 17, axis.count - 1):
            value = axis.positions()[index]
            if name == "feeds":
                there = replace(norm, feeds=int(value))
            else:
                there = replace(
                    norm, **{name: tuple(value if i == place else old for i, old in enumerate(getattr(norm, name)))}
                )
            trained, evaluated, *_ = at_home(there)
            row = rows.now | {column: values[index].item() for column, values in rows.rows[axis.key].items()}
            close([row[f"t1_{f}"] for f in (1, 2, 3)], trained[0])
            close([row[f"e1_{f}"] for f in (1, 2, 3)], evaluated[0])


@pytest.mark.parametrize("norm", [PLAIN, *some_norms(40, seed=2)], ids=str)
def test_the_arithmetic_comes_out_at_the_layers_number(norm):
    r, f = len(norm.batch), 1 + len(norm.batch) % 3
    now = table(norm, (r, f)).now
    by_hand = (now["in"] - now["center"]) / (now["var"] + now["eps"]) ** 0.5 * now["gamma"] + now["beta"]
    assert now["out"] == pytest.approx(by_hand, rel=1e-3, abs=1e-3)
    assert now["hat"] * now["gamma"] + now["beta"] == pytest.approx(now["out"], rel=1e-3, abs=1e-3)
    column = torch.tensor(norm.batch)[:, f - 1]
    if norm.training:
        assert now["center"] == pytest.approx(column.mean().item(), rel=1e-5, abs=1e-5)
        assert now["var"] == pytest.approx(column.var(correction=0).item(), rel=1e-5)
    assert now[f"unbiased{f}"] == pytest.approx(column.var(correction=1).item(), rel=1e-5)


def test_it_is_said_where_the_steps_shown_do_not_come_out_at_the_layers_number():
    def shown(norm):
        now = table(norm).now
        return now["slip"], number_text(now["out"]), number_text(now["hat"] * now["gamma"] + now["beta"])

    fives = replace(PLAIN, batch=((5.0, 5.0, 5.0),) * 2)
    slip, out, by_hand = shown(fives)
    assert slip == 1
    assert out != by_hand == "0"
    assert shown(replace(fives, training=False))[0] == 0
    assert shown(replace(fives, gamma=(0.0,) * 3))[0] == 0
    assert shown(PLAIN)[0] == 0


@pytest.mark.parametrize("norm", [PLAIN, *some_norms(25, seed=3)], ids=str)
def test_the_next_feed_weighs_the_new_by_momentum_and_the_unbiased_variance(norm):
    now = table(norm, (1, 2)).now
    _, _, mean, var = at_home(replace(norm, feeds=norm.feeds + 1))
    for old, new, result, truth in (("rm2", "mean2", "rm_next", mean[1]), ("rv2", "unbiased2", "rv_next", var[1])):
        assert now[result] == pytest.approx(truth.item(), rel=1e-4, abs=1e-4)
        assert now["keep"] * now[old] + now["take"] * now[new] == pytest.approx(now[result], rel=1e-3, abs=1e-3)


def test_memory_moves_towards_the_batch_with_every_feed():
    seen = memory(BATCH, 0.1, 1e-5)
    gaps = (seen.mean - torch.tensor(BATCH).mean(0)).abs()
    assert bool((gaps[1:] <= gaps[:-1]).all())
    assert torch.allclose(gaps[1], 0.9 * gaps[0])


@pytest.mark.parametrize("eps", [1e-5, 0.0])
def test_what_torch_refuses_to_train_on_still_works_in_eval(eps):
    norm = replace(PLAIN, batch=BATCH[:1] if eps else BATCH, eps=eps)
    with pytest.raises(ValueError, match=r".") as refused:
        nn.BatchNorm1d(3, eps=eps)(torch.tensor(norm.batch))
    now = table(norm).now
    assert str(refused.value) in batchnorm_notes(norm)[0]
    assert "t1_1" not in now
    assert now["out"] == now["e1_1"] == pytest.approx(2, rel=1e-4)
    assert "In eval" in batchnorm_sentence(norm, (1, 1), now)
    assert "training" not in run_script(batchnorm_script(norm))


def test_every_number_is_finite_however_extreme():
    wild = ((1e6, -1e6, 1e-30), (1e6, 1e6, 0.0), (1e6, 1e6, 1e-30))
    for norm in (replace(PLAIN, batch=wild, momentum=m, eps=e, feeds=f) for m in (None, 0.0, 1.0) for e in (1e-12, 1.0) for f in (0, 50)):  # fmt: skip
        rows = table(norm)
        assert all(torch.isfinite(column).all() for columns in rows.rows.values() for column in columns.values())
        assert all(abs(value) < float("inf") for value in rows.now.values())


def test_notes_name_what_is_special():
    assert batchnorm_notes(PLAIN) == []
    assert "Feature 2 is the same" in batchnorm_notes(replace(PLAIN, batch=((1.0, 5.0, 2.0), (2.0, 5.0, 3.0))))[0]
    flat = batchnorm_notes(replace(PLAIN, batch=((5.0, 5.0, 5.0),) * 2))[0]
    assert "Features 1, 2 and 3 are the same in every row: their variances are 0" in flat
    assert "never move" in batchnorm_notes(replace(PLAIN, momentum=0.0))[0]
    assert "replaces" in batchnorm_notes(replace(PLAIN, momentum=1.0))[0]


@pytest.mark.parametrize("norm", [PLAIN, replace(PLAIN, feeds=0, affine=False), *some_norms(5, seed=4)], ids=str)
def test_the_script_gives_the_pages_numbers(norm):
    printed, now = run_script(batchnorm_script(norm)), table(norm).now
    for line, name in (("training", "t"), ("eval", "e")):
        for r, row in enumerate(ast.literal_eval(printed[line]), 1):
            assert row == pytest.approx([now[f"{name}{r}_{f}"] for f in (1, 2, 3)], rel=2e-4, abs=2e-4)
    assert ast.literal_eval(printed["running var"]) == pytest.approx([now[f"rv{f}"] for f in (1, 2, 3)], rel=1e-4)


@pytest.mark.parametrize(
    ("text", "value"), [("0.1", 0.1), (" 0,25 ", 0.25), ("None", None), ("none", None), ("1", 1.0)]
)
def test_momentum_is_read(text, value):
    assert read_momentum(text) == value


@pytest.mark.parametrize("text", ["", "1.5", "-0.1", "nan", "inf", "abc", "0.1, 0.2", "9" * 10_000_000])
def test_momentum_outside_is_named(text):
    with pytest.raises(RowsError, match="Momentum"):
        read_momentum(text)


@pytest.mark.parametrize("text", ["", "-1e-5", "1e-30", "2", "nan", "eps"])
def test_eps_outside_is_named(text):
    with pytest.raises(RowsError, match="eps"):
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
        seen = list(pool.map(lambda norm: table(norm).now, norms))
    for now, truth in zip(seen, wanted, strict=True):
        assert [now[f"rm{f}"] for f in (1, 2, 3)] == pytest.approx(truth, rel=1e-4, abs=1e-4)
