"""What gives a silent mistake with train() and eval() away is there, under twenty seeds."""

from functools import cache
from statistics import median

import pytest

from neuron_core.errors.snippets.modes import MODES
from neuron_core.errors.tell import Measured
from neuron_core.shared.numbers import number_text

SEEDS = range(20)


@cache
def measured(key: str) -> Measured:
    tell = MODES[key].tell
    return tell.measured([tell.measure(seed, {}) for seed in SEEDS])


def spread(answers) -> float:
    return max(answers) - min(answers)


@pytest.mark.parametrize(("key", "least"), [("dropout_eval", 0.4), ("batchnorm_eval", 0.09)])
def test_the_same_point_gets_other_answers_and_in_eval_one(key, least):
    found = measured(key)
    wide = median(map(spread, found.wrong))
    assert wide > least
    assert {spread(answers) for answers in found.right} == {0.0}
    assert all(0 <= answer <= 1 for answers in (*found.wrong, *found.right) for answer in answers)
    said = MODES[key].tell.says(found)
    assert number_text(wide, 2) in said
    assert said.endswith(" 0.")


@pytest.mark.parametrize("key", ["functional_dropout", "no_grad_mode"])
def test_eight_ones_do_not_stay_eight(key):
    found = measured(key)
    assert {answer for answers in found.right for answer in answers} == {8.0}
    for answers in found.wrong:
        assert spread(answers) >= 6
        assert {answer % 2 for answer in answers} == {0.0}, "what is kept is doubled"
    low, high = median(map(min, found.wrong)), median(map(max, found.wrong))
    assert f"between {number_text(low)} and {number_text(high)}" in MODES[key].tell.says(found)


def test_every_tell_asks_fifty_times():
    for mistake in MODES.values():
        if mistake.tell:
            wrong, right = mistake.tell.measure(0, {})
            assert len(wrong) == len(right) == 50
