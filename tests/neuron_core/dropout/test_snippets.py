import pytest
import torch
from torch import nn

from neuron_core.dropout.snippets import (
    EXHIBITS,
    counts_dropped,
    everything_dropped,
    functional_in_eval,
    functional_told_the_mode,
    out_of_range,
    with_gradients_in_eval,
    within_range,
    without_gradients,
    without_gradients_in_eval,
)
from neuron_core.shared.exhibit import Outcome
from neuron_core.shared.live_run import live_run
from neuron_core.shared.refusal import Refusal


@pytest.mark.parametrize("title", EXHIBITS)
@pytest.mark.parametrize("seed", [0, 1429])
def test_every_exhibit_does_what_its_outcome_says(title, seed):
    exhibit = EXHIBITS[title]
    run = exhibit.run(seed=seed)
    assert bool(run.refusal) == (exhibit.outcome is Outcome.RAISES)
    assert bool(run.warned) == (exhibit.outcome is Outcome.WARNS)
    assert exhibit.says.endswith(".")
    if exhibit.cure:
        cured = exhibit.run_cure(seed=seed)
        assert not cured.refusal
        assert not cured.warned
        assert exhibit.cure_says


def test_each_exhibit_shows_what_it_is_there_for():
    assert [exhibit.snippet for exhibit in EXHIBITS.values()] == [
        functional_in_eval, without_gradients, everything_dropped, out_of_range,
    ]  # fmt: skip
    assert [exhibit.cure for exhibit in EXHIBITS.values()] == [
        functional_told_the_mode, without_gradients_in_eval, None, within_range,
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_what_is_silently_wrong_drops_and_its_cure_does_not(seed):
    for exhibit in EXHIBITS.values():
        if exhibit.outcome is Outcome.SILENT:
            assert set(exhibit.run(seed=seed).value) <= {0.0, 2.0}
            assert exhibit.run_cure(seed=seed).value == [1.0] * 8
    assert 0.0 in live_run(functional_in_eval, seed=seed).value


def test_p_one_prints_zeros():
    assert live_run(everything_dropped, seed=0).value == [0.0] * 8


def test_a_p_out_of_range_is_refused_in_torchs_own_words():
    with pytest.raises(ValueError, match=r"1\.5") as raised:
        nn.Dropout(1.5)
    assert live_run(out_of_range, seed=0).refusal == Refusal.of(raised.value)
    assert live_run(out_of_range, seed=0).guilty == 1  # below the seed: the line that makes the layer


@pytest.mark.parametrize("p", [0.2, 0.7])
def test_the_share_dropped_is_p_on_average_and_no_quota(p):
    torch.manual_seed(3)
    counts = (nn.Dropout(p)(torch.ones(1000, 10)) == 0).sum(1).float()
    least, most, mean = live_run(counts_dropped, seed=3, p=p).value
    assert (least, most, mean) == (counts.min(), counts.max(), pytest.approx(counts.mean().item()))
    assert least < 10 * p < most
    assert mean == pytest.approx(10 * p, abs=0.2)


def test_gradients_do_not_switch_dropout_on_in_eval():
    assert live_run(with_gradients_in_eval, seed=0).value == [1.0] * 8
