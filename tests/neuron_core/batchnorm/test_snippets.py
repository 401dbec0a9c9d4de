import numpy as np
import pytest
import torch
from torch import nn

from neuron_core.batchnorm.snippets import (
    EXHIBITS,
    LESSON_FIGURE,
    batch_of_one_in_eval,
    batch_of_one_in_training,
    constant_feature,
    constant_feature_remembered,
    forward_without_optimiser,
    momentum_weighs_the_new,
    row_alone,
    row_through_layer_norm,
    two_equal_rows_in_training,
    two_variances,
)
from neuron_core.shared.exhibit import Outcome
from neuron_core.shared.live_run import live_run
from neuron_core.shared.refusal import Refusal


@pytest.mark.parametrize("title", EXHIBITS)
def test_every_exhibit_does_what_its_outcome_says(title):
    exhibit = EXHIBITS[title]
    run = exhibit.run()
    assert bool(run.refusal) == (exhibit.outcome is Outcome.RAISES)
    assert bool(run.warned) == (exhibit.outcome is Outcome.WARNS)
    assert exhibit.says.endswith(".")
    if exhibit.cure:
        cured = exhibit.run_cure()
        assert not cured.refusal
        assert not cured.warned
        assert exhibit.cure_says


def test_each_exhibit_shows_what_it_is_there_for():
    assert [exhibit.snippet for exhibit in EXHIBITS.values()] == [
        row_alone, batch_of_one_in_training, constant_feature, constant_feature_remembered,
    ]  # fmt: skip
    assert [exhibit.cure for exhibit in EXHIBITS.values()] == [None, batch_of_one_in_eval, None, None]


@pytest.mark.parametrize(("snippet", "shape"), [(row_alone, (3,)), (batch_of_one_in_training, (1, 3))])
def test_what_is_refused_is_refused_in_torchs_own_words(snippet, shape):
    with pytest.raises(ValueError, match=r".") as raised:
        nn.BatchNorm1d(3)(torch.ones(shape))
    assert live_run(snippet).refusal == Refusal.of(raised.value)


def test_a_new_layer_in_eval_hardly_changes_the_row():
    assert live_run(batch_of_one_in_eval).value[0] == pytest.approx([2, 200, 4000], rel=1e-5)


def test_what_is_left_of_a_constant_feature_is_the_rounding_of_float32():
    """On paper 0. Left is the difference between 7 · α, exact, and the same rounded to float32."""
    left = [value for (value,) in live_run(constant_feature).value]
    alpha = np.float32(1 / 1e-5**0.5)
    product = 7.0 * float(alpha)
    assert f"{alpha:.2f}" == "316.23"
    assert round(product, 2) == 2213.59
    rounding = product - float(np.float32(product))
    assert left in ([0.0] * 3, [pytest.approx(rounding)] * 3)  # 0 on a processor that rounds both products alike
    assert abs(rounding) <= np.spacing(np.float32(product)) / 2 < 0.00013
    says = EXHIBITS["A constant feature"].says
    assert all(number in says for number in ("316.23", "2213.59", "0.00013"))


def test_eps_alone_decides_how_large_a_surprise_becomes():
    (mean,), (surprise,) = live_run(constant_feature_remembered).value
    assert mean == 0
    assert surprise == pytest.approx(0.01 / 1e-5**0.5, rel=1e-3)
    assert f"{surprise:.2f}" in EXHIBITS["A constant feature, then a new value in eval"].says


def test_layer_norm_is_not_what_the_lesson_draws():
    value = live_run(row_through_layer_norm).value
    row = torch.tensor([2.0, 200.0, 4000.0])
    assert value == pytest.approx(((row - row.mean()) / row.std(correction=0)).tolist(), abs=1e-4)
    assert value == pytest.approx([-0.7602, -0.6526, 1.4128], abs=1e-4)
    assert value != pytest.approx(LESSON_FIGURE, abs=0.1)


@pytest.mark.parametrize(("low", "high"), [(10.0, 30.0), (-8.0, -2.0), (1.0, 4.0)])
def test_what_answers_the_questions_is_what_the_textbook_says(low, high):
    mean, half = (low + high) / 2, (high - low) / 2
    assert live_run(forward_without_optimiser, low=low, high=high).value == (0, pytest.approx(0.1 * mean))
    for momentum in (0.9, 0.25):
        value = live_run(momentum_weighs_the_new, momentum=momentum, low=low, high=high).value
        assert value == pytest.approx(momentum * mean)
    assert live_run(two_variances, low=low, high=high).value == (
        pytest.approx(half**2, rel=1e-3), pytest.approx(2 * half**2),
    )  # fmt: skip


def test_two_equal_rows_are_normalised_to_0_but_for_rounding():
    (one, other) = live_run(two_equal_rows_in_training).value
    assert one == other
    assert max(map(abs, one)) < 0.15
