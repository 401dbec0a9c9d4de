import math
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import torch
from torch import nn

from neuron_core.dropout.layer import (
    MOST_UNITS,
    Dropout,
    drop,
    dropout_columns,
    dropout_notes,
    dropout_script,
    dropout_sentence,
    thousand_passes,
)
from neuron_core.shared.sweep import Axis, sweep
from tests.scripts import run_script

AXIS = Axis("p", 0.0, 1.0, 0.05)
LESSON = Dropout((10.0, 20.0, 30.0, 40.0), 0.5, True, 74)


def table(dropout):
    return sweep([AXIS], {"p": dropout.p}, lambda values: dropout_columns(values, "p", dropout))


def row(now, name, n):
    return [now[f"{name}{i}"] for i in range(1, n + 1)]


def at_home(dropout):
    """What anyone gets who seeds torch and calls the layer."""
    torch.manual_seed(dropout.seed)
    return nn.Dropout(dropout.p)(torch.tensor(dropout.vector)).tolist()


def some_dropouts(count):
    draw = random.Random(0)
    for _ in range(count):
        vector = tuple(round(draw.uniform(-1e3, 1e3), 2) for _ in range(draw.randint(1, MOST_UNITS)))
        yield Dropout(vector, draw.choice(AXIS.positions()), draw.random() < 0.5, draw.randrange(2**31))


def test_the_lesson_beside_torch():
    now = table(LESSON).now
    assert row(now, "m", 4) == [10, 0, 30, 0]
    assert row(now, "t", 4) == [20, 0, 60, 0]
    assert row(now, "e", 4) == [10, 20, 30, 40]
    assert (now["kept"], now["mean_in"], now["mean_now"]) == (2, 25, 20)


@pytest.mark.parametrize("dropout", [*some_dropouts(40)], ids=str)
def test_every_row_is_torchs_under_that_seed(dropout):
    rows, n = table(dropout), len(dropout.vector)
    assert row(rows.now, "t", n) == pytest.approx(at_home(dropout), rel=1e-6)
    for index in (0, 7, 13, 19, 20):
        p = AXIS.positions()[index]
        truth = at_home(Dropout(dropout.vector, p, True, dropout.seed))
        shown = [float(rows.rows["p"].get(f"t{i}", [rows.now[f"t{i}"]] * 21)[index]) for i in range(1, n + 1)]
        assert shown == pytest.approx(truth, rel=1e-6)


@pytest.mark.parametrize("dropout", [*some_dropouts(20)], ids=str)
def test_survivors_are_the_mask_scaled_and_eval_is_the_identity(dropout):
    now, n = table(dropout).now, len(dropout.vector)
    for x, mask, factor, trained, evaluated in zip(*(row(now, name, n) for name in "xmkte"), strict=True):
        assert evaluated == x
        assert mask == (x if factor else 0)
        assert factor == 0 or factor == pytest.approx(1 / (1 - dropout.p), rel=1e-5)
        assert trained == pytest.approx(x * factor, rel=1e-5)
    assert now["mean_now"] == pytest.approx(sum(row(now, "t" if dropout.training else "e", n)) / n, rel=1e-5, abs=1e-3)


def test_p_one_gives_plain_zeros():
    assert drop((1.0, -2.0, 3.0), 1.0, 5) == (0.0, -0.0, 0.0)
    assert "divide by 0" in dropout_notes(dropout := Dropout((1.0, 2.0), 1.0, True, 0), table(dropout).now)[0]


def test_thirty_threads_with_thirty_seeds_get_what_one_alone_gets():
    vector = tuple(float(i) for i in range(1, 13))
    wanted = []
    for seed in range(30):
        torch.manual_seed(seed)
        wanted.append(tuple(nn.Dropout(0.5)(torch.tensor(vector)).tolist()))
    for _ in range(5):
        drop.cache_clear()
        with ThreadPoolExecutor(30) as pool:
            assert list(pool.map(lambda seed: drop(vector, 0.5, seed), range(30))) == wanted


@pytest.mark.parametrize("p", [0.0, 0.05, 0.5, 0.8])
def test_a_thousand_passes_keep_the_mean_and_not_the_spread(p):
    vector = (10.0, -20.0, 30.0, 0.0)
    trial = thousand_passes(vector, p, 3)
    error = math.sqrt(p / (1 - p) / 1000)  # of a mean over a thousand, in units of x
    for x, mean, spread, theory in zip(vector, trial.mean, trial.spread, trial.theory_spread, strict=True):
        assert abs(mean - x) <= 4.5 * error * abs(x) + 1e-4
        assert spread == pytest.approx(theory, rel=0.2, abs=1e-4)
        assert theory == pytest.approx(abs(x) * math.sqrt(p / (1 - p)))


def test_a_thousand_passes_at_p_one_are_zeros():
    trial = thousand_passes((5.0, 6.0), 1.0, 0)
    assert trial.mean == trial.theory_mean == trial.spread == trial.theory_spread == trial.mask_mean == (0.0, 0.0)


def test_notes_name_what_is_special():
    def notes(vector, p, seed=74):
        dropout = Dropout(vector, p, True, seed)
        return " ".join(dropout_notes(dropout, table(dropout).now))

    assert notes((10.0, 20.0, 30.0, 40.0), 0.5) == ""
    assert "ever dropped" in notes((1.0,), 0.0)
    assert "Every number is 0" in notes((0.0, 0.0), 0.5)
    assert any("every unit" in notes((1.0,), 0.5, seed) for seed in range(8))
    assert any("no unit" in notes((1.0,), 0.5, seed) for seed in range(8))


@pytest.mark.parametrize("dropout", [*some_dropouts(20)], ids=str)
def test_what_is_kept_holds_in_the_mode_that_is_on(dropout):
    torch.manual_seed(dropout.seed)
    survivors = int((nn.Dropout(dropout.p)(torch.ones(len(dropout.vector))) > 0).sum())
    for training, truth in ((True, survivors), (False, len(dropout.vector))):
        assert table(replace(dropout, training=training)).now["kept"] == truth


def test_the_sentence_has_all_three_rows():
    text = dropout_sentence(LESSON, table(LESSON).now)
    assert text == (
        "Units 2, 4 dropped in training at p = 0.5. There torch gives 20, 0, 60, 0; in eval 10, 20, 30, 40; "
        "the mask alone would give 10, 0, 30, 0."
    )


@pytest.mark.parametrize("dropout", [LESSON, *some_dropouts(5)], ids=str)
def test_the_script_gives_the_pages_numbers(dropout):
    printed, now, n = run_script(dropout_script(dropout)), table(dropout).now, len(dropout.vector)
    for line, name in (("mask only", "m"), ("training", "t"), ("eval", "e")):
        assert [float(value) for value in printed[line].strip("[]").split(",")] == pytest.approx(row(now, name, n))


@pytest.mark.parametrize("vector", [(), (1.0,) * 13])
def test_sizes_are_bounded(vector):
    with pytest.raises(ValueError, match="1 to 12"):
        Dropout(vector, 0.5, True, 0)
