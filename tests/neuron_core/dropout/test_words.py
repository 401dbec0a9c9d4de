from dataclasses import replace

import pytest
import torch

from neuron_core.dropout.columns_in_network import network_forward
from neuron_core.dropout.in_network import INPUTS, SimpleANNWithDropout
from neuron_core.dropout.layer import Dropout, thousand_passes
from neuron_core.dropout.words import network_sentence, trial_words
from neuron_core.shared.seeding import seeded
from pages.knobs.common import SEED
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
        assert (
            "Its output is spread around the mean (the spread is the typical distance from it); in eval the spread is 0."
            in words
        )
        trial = thousand_passes(vector, p, seed)
        for x, mean, spread in zip(vector, trial.mean, trial.spread, strict=True):
            assert abs(mean - x) < 0.3 * abs(x)
            assert spread > 0.2 * abs(x)


def rows(seed: int) -> list[dict[str, float]]:
    columns = network_forward(torch.tensor([0.0, 0.25, 0.5, 0.75, 1.0]), True, seed)
    return [{name: column[i].item() for name, column in columns.items()} for i in range(5)]


def test_the_sentence_on_the_network_names_who_is_dropped():
    said = [network_sentence(now) for now in rows(SEED.default)]
    assert [words.split(" on this pass")[0] for words in said] == [
        "No hidden unit is dropped",
        "No hidden unit is dropped",
        "Hidden unit 2 is dropped",
        "Both hidden units are dropped",
        "Both hidden units are dropped",
    ]
    assert "Hidden unit 1 is scaled by 2." in said[2]
    assert not any("off for this input" in words for words in said)
    now = rows(SEED.default)[0] | {"out": 1.5, "eval": -2.0}
    assert network_sentence(now).endswith("The output is 1.5; in eval it is −2.")


@pytest.mark.parametrize("seed", [SEED.default, *range(60)])
def test_a_unit_that_is_said_to_be_off_anyway_changes_nothing_and_any_other_does(seed):
    """The change between the two outputs is what the sentence puts it down to, recomputed from the model's own weights."""
    with seeded(seed):
        model = SimpleANNWithDropout(0.5)
    hidden = torch.relu(model.fc1(torch.tensor(INPUTS))).tolist()
    weights = model.fc2.weight[0].tolist()
    for now in rows(seed):
        said = network_sentence(now)
        for i in (1, 2):
            assert (f"Hidden unit {i} is off for this input anyway" in said) == (hidden[i - 1] == 0)
        changes = [weights[i] * hidden[i] * (now[f"k{i + 1}"] - 1) for i in (0, 1)]
        assert now["out"] - now["eval"] == pytest.approx(sum(changes), abs=1e-5)
        dropped = [i for i in (0, 1) if not now[f"k{i + 1}"]]
        for i in dropped:
            assert bool(changes[i]) == (f"unit {i + 1} is off" not in said)
