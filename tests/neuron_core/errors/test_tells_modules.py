"""What gives a silent mistake with modules away is there, under twenty seeds."""

import math
from functools import cache
from statistics import median

import pytest
import torch
from torch import nn

from neuron_core.errors.snippets.modules import MODULES
from neuron_core.errors.snippets.modules_measured import STEPS, Listed, of_listed, of_new_layer, of_xor
from neuron_core.errors.tell import Measured
from neuron_core.shared.live_run import live_run
from neuron_core.shared.numbers import number_text
from neuron_core.shared.seeding import seeded

SEEDS = range(20)


@cache
def measured(key: str) -> Measured:
    tell = MODULES[key].tell
    return tell.measured([tell.measure(seed, {}) for seed in SEEDS])


def accuracies(trained) -> tuple[float, float]:
    wrong, right = (median(trained(seed, wrong=wrong).accuracy for seed in SEEDS) for wrong in (True, False))
    return wrong, right


def test_seventeen_of_sixty_five_parameters_are_found():
    found = measured("mixed_list")
    assert set(found.wrong) == {(0.0, 17.0)}
    assert set(found.right) == {(48.0, 17.0)}
    assert sum(found.wrong[0]) == MODULES["mixed_list"].run({}).value
    assert sum(found.right[0]) == MODULES["mixed_list"].cures({})[0].run().value
    assert "finds 17 of 65 parameters" in MODULES["mixed_list"].tell.says(found)


def test_what_is_not_found_is_neither_trained_nor_saved():
    model = Listed(wrong=True)
    assert list(model.state_dict()) == ["output.weight", "output.bias"]
    before = [parameter.clone() for parameter in model.hidden[0].parameters()]
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    model(torch.randn(8, 2)).sum().backward()
    optimizer.step()
    assert all(map(torch.equal, before, model.hidden[0].parameters()))
    assert len(Listed(wrong=False).state_dict()) == 4


def test_it_learns_all_the_same_only_less_well():
    wrong, right = (median(of_listed(seed, wrong=wrong).losses[-1] for seed in SEEDS) for wrong in (True, False))
    assert right < wrong < math.log(2) / 2
    least, most = accuracies(of_listed)
    assert 0.85 < least < most
    said = MODULES["mixed_list"].tell.says(measured("mixed_list"))
    assert f"loss of {number_text(wrong, 3)}, cured {number_text(right, 3)}" in said
    assert f"accuracy of {number_text(least, 2)}, cured {number_text(most, 2)}." in said


def test_the_new_layer_does_not_move_and_the_first_does():
    found = measured("optimiser_first")
    assert {new for _, new in found.wrong} == {0.0}
    assert min(first for first, _ in found.wrong) > 1
    assert min(map(min, found.right)) > 0.5
    far = number_text(median(first for first, _ in found.wrong), 2)
    said = MODULES["optimiser_first"].tell.says(found)
    assert f"After {STEPS} steps the new layer’s weights have moved by 0, the first layer’s by up to {far}." in said


def test_the_first_layer_alone_learns_a_lot():
    wrong, right = accuracies(lambda seed, wrong: of_new_layer(seed, wrong=wrong).trained)
    assert 0.8 < wrong < right
    said = MODULES["optimiser_first"].tell.says(measured("optimiser_first"))
    assert said.endswith(f"accuracy {number_text(wrong, 2)}, cured {number_text(right, 2)}.")


def test_xor_without_an_activation_ends_at_ln_2():
    found = measured("no_activation")
    assert found.floor == pytest.approx(math.log(2))
    assert min(map(min, found.wrong)) > found.floor - 1e-6, "a float's last digit"
    assert max(run[-1] for run in found.wrong) < found.floor + 1e-5
    assert max(run[-1] for run in found.right) < 0.01
    assert accuracies(of_xor) == (0.5, 1.0)
    said = MODULES["no_activation"].tell.says(found)
    assert f"ends at ln 2, {number_text(math.log(2))}," in said
    assert said.endswith("accuracy is 0.5, with a ReLU 1.")


@pytest.mark.parametrize("seed", range(3))
def test_what_is_measured_is_what_the_snippet_does(seed):
    shown = MODULES["no_activation"].shows
    assert live_run(shown.snippet, seed=seed).value == of_xor(seed, wrong=True).losses[-1]
    assert live_run(shown.cure, seed=seed).value == of_xor(seed, wrong=False).losses[-1]


def test_every_corner_is_answered_with_one_half_or_nearly():
    corners = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    for seed in SEEDS:
        with seeded(seed):
            model = nn.Sequential(nn.Linear(2, 16), nn.Linear(16, 1))
            optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
            for _ in range(100):
                optimizer.zero_grad()
                nn.BCEWithLogitsLoss()(model(corners), torch.tensor([[0.0], [1.0], [1.0], [0.0]])).backward()
                optimizer.step()
            assert (model(corners).sigmoid() - 0.5).abs().max() < 0.005
