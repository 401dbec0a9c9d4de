from dataclasses import replace

import pytest
import torch

from neuron_core.dropout.columns_in_network import network_forward
from neuron_core.dropout.layer import Dropout, thousand_passes
from neuron_core.dropout.words import network_sentence, trial_words
from tests.neuron_core.dropout.settings import LESSON, studied


def notes(vector: tuple[float, ...], p: float, seed: int = 74, training: bool = True) -> str:
    return " ".join(studied(Dropout(vector, p, training, seed)).notes)


def test_an_ordinary_draw_has_nothing_to_explain():
    assert notes((10.0, 20.0, 30.0, 40.0), 0.5) == ""


def test_the_ends_of_p_are_said():
    assert "no unit is ever dropped" in notes((1.0,), 0.0)
    assert "1/(1−p) would divide by 0" in notes((1.0, 2.0), 1.0)


def test_a_vector_of_zeros_is_said():
    assert "Every number is 0" in notes((0.0, 0.0), 0.5)


@pytest.mark.parametrize("training", [True, False])
def test_a_draw_that_drops_all_or_none_is_said(training):
    for seed in range(20):
        said = notes((1.0, 2.0), 0.5, seed, training)
        kept = [studied(Dropout((1.0, 2.0), 0.5, training, seed)).sweep.now[f"k{i}"] > 0 for i in (1, 2)]
        assert ("drops every unit" in said) == (not any(kept))
        assert ("drops no unit" in said) == all(kept)


def test_the_sentence_has_all_three_rows():
    assert studied(LESSON).sentence == (
        "Units 2, 4 are dropped in training at p = 0.5. The output in training is 20, 0, 60, 0; in eval it is 10, 20, 30, 40; "
        "with the mask only it would be 10, 0, 30, 0."
    )


@pytest.mark.parametrize(
    ("vector", "p", "start"),
    [
        ((1.0,), 0.0, "No unit is dropped"),
        ((1.0,), 1.0, "Unit 1 is dropped"),
        ((1.0, 2.0), 1.0, "Units 1, 2 are dropped"),
    ],
)
def test_the_sentence_counts(vector, p, start):
    assert studied(replace(LESSON, vector=vector, p=p)).sentence.startswith(start)


@pytest.mark.parametrize("seed", range(5))
def test_what_is_said_of_a_thousand_passes_is_so(seed):
    vector = (10.0, -20.0)
    every = thousand_passes(vector, 0.0, seed)
    assert "Every output is the input" in trial_words(Dropout(vector, 0.0, True, seed))
    assert (every.mean, every.spread) == (pytest.approx(vector), pytest.approx((0, 0), abs=1e-5))
    none = thousand_passes(vector, 1.0, seed)
    assert "Every output is 0" in trial_words(Dropout(vector, 1.0, True, seed))
    assert none.mean == none.spread == (0, 0)
    assert "Every output is 0" in trial_words(Dropout((0.0, 0.0), 0.5, True, seed))
    assert thousand_passes((0.0, 0.0), 0.5, seed).spread == (0, 0)
    for p in (0.1, 0.5, 0.8):
        words = trial_words(Dropout(vector, p, True, seed))
        assert "mean output of each unit is close to its input" in words
        assert "Its output is spread around the mean; in eval the spread is 0." in words
        trial = thousand_passes(vector, p, seed)
        for x, mean, spread in zip(vector, trial.mean, trial.spread, strict=True):
            assert abs(mean - x) < 0.3 * abs(x)
            assert spread > 0.2 * abs(x)


def test_the_sentence_on_the_network_names_who_is_dropped():
    columns = network_forward(torch.tensor([0.0, 0.5, 1.0]), True, 74)
    rows = [{name: column[i].item() for name, column in columns.items()} for i in range(3)]
    assert [network_sentence(now).split(" on this pass")[0] for now in rows] == [
        "No hidden unit is dropped", "Hidden unit 2 is dropped", "Both hidden units are dropped",
    ]  # fmt: skip
    assert network_sentence(rows[0] | {"out": 1.5, "eval": -2.0}).endswith("The output is 1.5; in eval it is −2.")
