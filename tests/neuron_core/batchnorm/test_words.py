from dataclasses import replace
from itertools import pairwise

import pytest
import torch
from torch import nn

from neuron_core.batchnorm.layer import memory
from neuron_core.batchnorm.rounding import decimals
from neuron_core.batchnorm.words import notes, same_meaning, sentence
from neuron_core.shared.numbers import number_text
from tests.neuron_core.batchnorm.settings import PLAIN, at_home, some_norms, studied

FIVES = replace(PLAIN, batch=((5.0, 5.0, 5.0),) * 2, beta=(0.5, -1.0, 0.0))


@pytest.mark.parametrize("norm", list(some_norms(40)))
def test_the_range_is_said_to_shrink_where_it_does_and_the_order_stays(norm):
    found = studied(norm)
    now, rows = found.sweep.now, range(1, len(found.batch) + 1)
    before, after = ([now[f"{name}{r}"] for r in rows] for name in "xh")
    shrinks = max(after) - min(after) < max(before) - min(before)
    if max(before) > min(before):
        assert ("smaller, safer" in same_meaning(now["spread"])) == shrinks
    order = sorted(rows, key=lambda r: now[f"x{r}"])
    values = [now[f"h{r}"] for r in order]
    assert all(one <= other + 1e-5 for one, other in pairwise(values))


def test_an_ordinary_layer_has_nothing_to_explain():
    assert notes(PLAIN) == []


def test_constant_features_are_named():
    assert "Feature 2 is the same" in notes(replace(PLAIN, batch=((1.0, 5.0, 2.0), (2.0, 5.0, 3.0))))[0]
    assert "Features 1, 2 and 3 are the same in every row: their variances are 0" in notes(FIVES)[0]


@pytest.mark.parametrize(("affine", "named"), [(True, "beta"), (False, "0")])
def test_a_constant_feature_comes_out_at_beta(affine, named):
    norm = replace(FIVES, affine=affine)
    assert f"the output is then {named}, up to" in notes(norm)[0]
    trained, *_ = at_home(norm)
    wanted = norm.beta if affine else (0.0,) * 3
    torch.testing.assert_close(trained, torch.tensor([wanted] * 2), rtol=0, atol=2e-4)


def test_a_momentum_of_0_or_1_is_explained_as_torch_has_it():
    assert "never change" in notes(replace(PLAIN, momentum=0.0))[0]
    still = memory(PLAIN.batch, 0.0, 1e-5)
    assert not still.mean.any()
    assert bool((still.var == 1).all())
    assert "replaces the running statistics" in notes(replace(PLAIN, momentum=1.0))[0]
    batch = torch.tensor(PLAIN.batch)
    torch.testing.assert_close(memory(PLAIN.batch, 1.0, 1e-5).mean[1], batch.mean(0))
    torch.testing.assert_close(memory(PLAIN.batch, 1.0, 1e-5).var[1], batch.var(0))


@pytest.mark.parametrize("norm", [PLAIN, *some_norms(10, seed=9)], ids=str)
def test_the_sentence_carries_the_numbers_of_the_picture(norm):
    now = studied(norm, (2, 3)).sweep.now
    said = sentence(norm, (2, 3), now)
    assert said.startswith(f"In {'training' if norm.training else 'eval'}, row 2, feature 3:")
    for name in ("in", "center", "deviation", "spread", "hat", "out"):
        assert number_text(now[name], decimals(now[name])) in said
    assert ("gamma and beta" in said) == (now["hat"] != now["out"])
    assert ("running mean" in said) == (not norm.training)


def test_the_lessons_sentence():
    assert studied(PLAIN).sentence == (
        "In training, row 1, feature 1: 2 minus the mean 5 is −3; divided by the spread 2.2361 it is −1.3416."
    )
    scaled = replace(PLAIN, gamma=(2.0, 1.0, 1.0), beta=(1.0, 0.0, 0.0))
    assert studied(scaled).sentence.endswith("it is −1.3416. With gamma and beta the output is −1.6833.")


@pytest.mark.parametrize("change", [{"batch": PLAIN.batch[:1]}, {"eps": 0.0}])
def test_where_torch_refuses_to_train_the_sentence_is_about_eval(change):
    norm = replace(PLAIN, **change)
    with pytest.raises(ValueError, match=r"."):
        nn.BatchNorm1d(3, eps=norm.eps)(torch.tensor(norm.batch))
    assert studied(norm).sentence.startswith("In eval")
