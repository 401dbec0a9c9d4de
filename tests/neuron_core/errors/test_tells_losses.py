"""What gives a silent mistake with losses away is there, under twenty seeds."""

import math
from functools import cache
from statistics import median

import pytest
import torch
from torch import nn

from neuron_core.errors.snippets.losses import LOSSES
from neuron_core.errors.snippets.losses_measured import (
    SHAKEN,
    explained,
    of_large_inputs,
    of_three_classes,
    of_two_classes,
)
from neuron_core.errors.tell import Measured
from neuron_core.shared.live_run import live_run
from neuron_core.shared.numbers import number_text

SEEDS = range(20)


@cache
def measured(key: str) -> Measured:
    tell = LOSSES[key].tell
    return tell.measured([tell.measure(seed, LOSSES[key].defaults) for seed in SEEDS])


def last(runs) -> float:
    return median(run[-1] for run in runs)


@pytest.mark.parametrize(("key", "floor"), [("softmax", 0.5514), ("sigmoid", 0.5032)])
def test_no_net_gets_below_the_floor_and_without_the_mistake_each_does(key, floor):
    found = measured(key)
    assert found.floor == pytest.approx(floor, abs=5e-5)
    assert found.floor == pytest.approx(LOSSES[key].run({}).value), "the exhibit prints it"
    assert min(map(min, found.wrong)) >= found.floor
    assert max(run[-1] for run in found.right) < found.floor
    assert last(found.right) < last(found.wrong) / 2
    assert f"cost {number_text(found.floor)}, and no net gets below" in LOSSES[key].tell.says(found)


def test_the_floor_is_one_for_any_answers():
    shares = torch.softmax(10 * torch.randn(1000, 3), dim=1)
    classes = torch.randint(3, (1000,))
    assert (nn.CrossEntropyLoss(reduction="none")(shares, classes) >= measured("softmax").floor - 1e-6).all()
    halves = (torch.arange(1000) % 2).float()
    for _ in range(20):
        probabilities = torch.sigmoid(10 * torch.randn(1000))
        assert nn.BCEWithLogitsLoss()(probabilities, halves).item() >= measured("sigmoid").floor - 1e-6


@pytest.mark.parametrize(("key", "trained"), [("softmax", of_three_classes), ("sigmoid", of_two_classes)])
def test_accuracy_hardly_shows_it(key, trained):
    wrong, right = (median(trained(seed, wrong=wrong)[1] for seed in SEEDS) for wrong in (True, False))
    assert abs(wrong - right) < 0.03
    assert min(wrong, right) > 0.85
    said = LOSSES[key].tell.says(measured(key))
    assert f"{number_text(wrong, 2)} with the {key}, {number_text(right, 2)} without" in said


def test_one_logit_costs_nothing_and_moves_nothing():
    found = measured("one_logit")
    assert found.wrong == ((0.0, 0.0, 0.0),) * len(SEEDS)
    for first, end, moved in found.right:
        assert first > end > 0
        assert moved > 0.1


def test_inputs_in_the_thousands_end_at_ln_2_under_every_seed():
    found = measured("unscaled")
    assert found.floor == pytest.approx(math.log(2))
    assert min(map(min, found.wrong)) >= found.floor - 1e-6
    assert max(run[-1] for run in found.wrong) < found.floor + 0.001
    assert max(run[-1] for run in found.right) < 0.3
    assert len(found.wrong[0]) == 100 - SHAKEN


def test_the_first_steps_throw_the_loss_up_and_only_they():
    runs = [of_large_inputs(seed, wrong=True) for seed in SEEDS]
    assert median(max(losses[:SHAKEN]) for losses in runs) > 10_000
    assert all(max(losses[:SHAKEN]) > 50 for losses in runs)
    assert all(max(losses[SHAKEN:]) < 0.72 for losses in runs)
    peak = number_text(median(map(max, runs)), 0)
    assert f"throw the loss up to {peak}." in LOSSES["unscaled"].tell.says(measured("unscaled"))


@pytest.mark.parametrize("seed", range(3))
def test_what_is_measured_is_what_the_snippet_does(seed):
    shown = LOSSES["unscaled"].shows
    assert live_run(shown.snippet, seed=seed).value == of_large_inputs(seed, wrong=True)[-1]
    assert live_run(shown.cure, seed=seed).value == of_large_inputs(seed, wrong=False)[-1]


def test_large_inputs_make_large_gradients_and_every_hidden_neuron_gives_0():
    for seed in SEEDS:
        torch.manual_seed(seed)
        y = (torch.arange(100) % 2.0).unsqueeze(1)
        x = 1000 + 300 * y + 100 * torch.randn(100, 2)
        model = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 1))
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for step in range(SHAKEN):
            optimizer.zero_grad()
            nn.BCEWithLogitsLoss()(model(x), y).backward()
            optimizer.step()
            if step == 0:
                assert model[0].weight.grad.abs().max() > 10
        assert not model[:2](x).any()
        assert len(model(x).unique()) == 1
        scaled = (x - x.mean(dim=0)) / x.std(dim=0)
        assert (scaled.abs() < 2).float().mean() > 0.9


@pytest.mark.parametrize("key", ["by_hand", "mse_shapes"])
@pytest.mark.parametrize("batch", [2, 3, 7])
def test_there_are_n_times_n_differences(key, batch):
    tell = LOSSES[key].tell
    for seed in SEEDS:
        wrong, right = tell.measure(seed, {"batch": batch})
        square = torch.tensor(wrong).reshape(batch, batch)
        assert not square.diagonal().any()
        assert square.count_nonzero() == batch * batch - batch
        assert right == (0.0,) * batch
    assert tell.columns(batch=batch) == (batch, batch)


def test_by_hand_the_net_learns_the_mean():
    assert max(abs(explained(seed, wrong=True)) for seed in SEEDS) < 0.001
    assert min(explained(seed, wrong=False) for seed in SEEDS) > 0.99
    said = LOSSES["by_hand"].tell.says(measured("by_hand"))
    assert "explains 0% of their variance, with equal shapes 99.9%." in said
