"""What is said about mistakes with losses and modes holds, asked of torch with nothing of ours in between; also with other numbers."""

import random

import pytest
import torch
from torch import nn

from neuron_core.errors.mistake import Mistake
from neuron_core.errors.recognise import recognise
from neuron_core.errors.snippets.losses import LOSSES
from neuron_core.errors.snippets.modes import MODES
from neuron_core.stack.run import run_stack
from neuron_core.stack.text import read_layers

CASES = 20
NUMBERED = [pytest.param(key, mistake, id=key) for key, mistake in {**LOSSES, **MODES}.items() if mistake.numbers]


def drawn(mistake: Mistake, seed: int) -> dict[str, int]:
    dice = random.Random(seed)
    return {number.name: dice.randint(number.minimum, number.maximum) for number in mistake.numbers}


@pytest.mark.parametrize(("key", "mistake"), NUMBERED)
def test_the_message_is_recognised_and_its_numbers_are_the_learners(key, mistake):
    for seed in range(CASES):
        numbers = drawn(mistake, seed)
        run = mistake.run(numbers)
        said = [run.refusal] if run.refusal else run.warned
        if said:
            found = recognise(str(said[0]))
            assert found.key == key
            assert found.numbers.items() <= numbers.items()
        else:
            assert key == "by_hand" or numbers["target"] < numbers["classes"], "else it is a mistake with any numbers"


@pytest.mark.parametrize(("key", "mistake"), NUMBERED)
def test_cures_cure_with_any_numbers(key, mistake):
    for seed in range(CASES):
        for cure in mistake.cures(drawn(mistake, seed)):
            run = cure.run()
            assert not run.refusal
            assert not run.warned


@pytest.mark.parametrize(
    ("key", "loss"), [("class_float", nn.CrossEntropyLoss()), ("binary_long", nn.BCEWithLogitsLoss())]
)
def test_a_target_of_the_right_type_is_taken(key, loss):
    cured = LOSSES[key].cures({})[0].run().value
    torch.manual_seed(0)
    if key == "class_float":
        assert cured == loss(torch.randn(4, 3), torch.tensor([0, 2, 1, 2])).item()
    else:
        assert cured == loss(torch.randn(4), torch.tensor([0.0, 1.0, 1.0, 0.0])).item()
    assert torch.tensor([0.0, 2.0]).dtype is torch.float
    assert torch.tensor([0, 1]).dtype is torch.long


@pytest.mark.parametrize("classes", [1, 2, 3, 10])
def test_the_last_class_is_one_less_than_the_outputs(classes):
    logits, mistake = torch.randn(2, classes), LOSSES["class_number"]
    nn.CrossEntropyLoss()(logits, torch.tensor([0, classes - 1]))
    with pytest.raises(IndexError):
        nn.CrossEntropyLoss()(logits, torch.tensor([0, classes]))
    nn.CrossEntropyLoss()(logits, torch.tensor([1, classes]) - 1)  # counted from 1, one less is right
    cause = mistake.cause({"classes": classes, "target": classes})
    assert f"{classes} output{'s' * (classes != 1)} in a row" in cause
    assert cause.endswith(f"the last one is class {classes - 1}: there is no class {classes}.")


def test_where_a_class_number_is_touched_the_net_has_as_many_outputs():
    settings = LOSSES["class_number"].place.settings(classes=7, target=9)
    assert read_layers(settings["stack"])[-1].sends == 7


@pytest.mark.parametrize("batch", [2, 3, 50])
def test_a_column_and_a_list_are_stretched_to_a_square(batch):
    out, target = torch.randn(batch, 1), torch.randn(batch)
    assert torch.broadcast_shapes(out.shape, target.shape) == (batch, batch)
    assert f"({batch}, {batch})" in LOSSES["mse_shapes"].cause({"batch": batch})
    all_pairs = torch.stack([(o - t) ** 2 for o in out.squeeze(1) for t in target]).mean()
    with pytest.warns(UserWarning, match="broadcasting"):
        assert nn.MSELoss()(out, target) == pytest.approx(all_pairs.item())


@pytest.mark.parametrize("key", ["mse_shapes", "by_hand", "softmax", "sigmoid"])
def test_answers_that_are_exactly_right_cost_something_and_once_cured_nothing(key):
    mistake = LOSSES[key]
    assert mistake.run(mistake.defaults).value > 0.5
    assert mistake.cures(mistake.defaults)[0].run().value == 0


def test_the_shapes_are_what_is_said_and_only_torchs_own_mse_warns():
    p, t = torch.tensor([[1.0], [2.0], [3.0]]), torch.tensor([1.0, 2.0, 3.0])
    assert (p.shape, t.shape, (p - t).shape) == ((3, 1), (3,), (3, 3))
    warned, silent = LOSSES["mse_shapes"].run({"batch": 5}), LOSSES["by_hand"].run({"batch": 5})
    assert warned.value == pytest.approx(silent.value)
    assert "broadcasting" in warned.warned[0].words
    assert not silent.warned


def test_the_losses_contain_what_is_said():
    logits, classes, halves = torch.randn(50, 3), torch.randint(3, (50,)), torch.rand(50)
    own = -torch.softmax(logits, dim=1)[torch.arange(50), classes].log().mean()
    assert nn.CrossEntropyLoss()(logits, classes).item() == pytest.approx(own.item(), abs=1e-6)
    column = logits[:, 0]
    assert nn.BCEWithLogitsLoss()(column, halves) == pytest.approx(
        nn.BCELoss()(column.sigmoid(), halves).item(), abs=1e-6
    )


def test_a_second_softmax_softens_and_a_second_sigmoid_stays_above_one_half():
    once = torch.softmax(3 * torch.randn(200, 3), dim=1)
    twice = torch.softmax(once, dim=1)
    assert (twice.max(dim=1).values < once.max(dim=1).values).all()
    assert (twice.min(dim=1).values > once.min(dim=1).values).all()
    assert (torch.sigmoid(torch.sigmoid(3 * torch.randn(200))) >= 0.5).all()


def test_one_output_alone_has_the_whole_share_and_no_gradient():
    assert (torch.softmax(100 * torch.randn(50, 1), dim=1) == 1).all()
    loss, gradient = LOSSES["one_logit"].run({}).value
    assert loss == 0
    assert not gradient.any()
    loss, gradient = LOSSES["one_logit"].cures({})[0].run().value
    assert loss > 0
    assert gradient.all()


@pytest.mark.parametrize("features", [1, 3, 200])
def test_one_row_has_no_spread_and_the_stack_page_breaks_the_same(features):
    assert torch.randn(1, features).var(dim=0, correction=0).eq(0).all()
    settings = MODES["one_row"].place.settings(features=features)
    assert settings["stack"] == f"batchnorm-{features}"
    shown = MODES["one_row"].shows.made_of({"features": features})
    assert run_stack(shown, 0).broken.refusal == MODES["one_row"].run({"features": features}).refusal
    assert [cure.run().output for cure in MODES["one_row"].cures({"features": features})] == [
        f"torch.Size([2, {features}])", f"torch.Size([1, {features}])",
    ]  # fmt: skip


def test_a_net_starts_in_train():
    assert nn.Sequential(nn.Dropout(0.5), nn.BatchNorm1d(3)).training


@pytest.mark.parametrize("key", ["dropout_eval", "batchnorm_eval"])
def test_without_eval_two_answers_differ_and_with_it_they_are_one(key):
    one, other = MODES[key].run({}).value
    assert one != other
    one, other = MODES[key].cures({})[0].run().value
    assert one == other


def test_batchnorm_in_eval_uses_what_it_noted_in_training():
    norm = nn.BatchNorm1d(2)
    norm(torch.randn(8, 2))
    row = torch.randn(1, 2)
    expected = (row - norm.running_mean) / (norm.running_var + norm.eps).sqrt()
    assert torch.allclose(norm.eval()(row), expected)
