from dataclasses import replace

import pytest
import torch
from torch import nn

from neuron_core.diagnosis.overfit import DropoutNetwork, compare_dropout, train_with_dropout, unseen
from neuron_core.training.evaluate import History
from neuron_core.training.model import drawn
from neuron_core.training.run import train
from neuron_core.training.samples import drawn_table, prepare
from neuron_core.training.settings import Settings

FEW = prepare(drawn_table("circles", 40, 1.0, 0), 0.5, False, 0)
LARGE = Settings(hidden=8, optimiser="adam", rate=0.1)


def module(settings: Settings, p: float, parameters: torch.Tensor) -> DropoutNetwork:
    model = DropoutNetwork(settings, p)
    nn.utils.vector_to_parameters(parameters, model.parameters())
    return model


def test_few_noisy_rows_and_a_large_network_overfit():
    run = train(LARGE, FEW)
    seen = unseen(History(run))
    losses = []
    for parameters in run.log:
        model = drawn(8, "relu", 0)
        nn.utils.vector_to_parameters(parameters, model.parameters())
        with torch.no_grad():
            losses.append(
                [
                    nn.BCEWithLogitsLoss()(model(x), y).item()
                    for x, y in ((FEW.x_test, FEW.y_test), (FEW.x_train, FEW.y_train))
                ]
            )
    test, training = zip(*losses, strict=True)
    assert test[seen.lowest_epoch] == pytest.approx(min(test), abs=1e-6)
    assert (seen.lowest, seen.last) == (pytest.approx(min(test), abs=1e-6), pytest.approx(test[-1], abs=1e-5))
    assert seen.train_then == pytest.approx(training[seen.lowest_epoch], abs=1e-6)
    assert seen.train_last == pytest.approx(training[-1], abs=1e-6)
    assert seen.overfits
    assert seen.last > 2 * seen.lowest


def test_while_the_test_loss_still_falls_nothing_overfits():
    assert not unseen(History(train(Settings(optimiser="sgd", rate=0.001), FEW))).overfits


def test_without_test_rows_nothing_is_said():
    none = prepare(FEW.table, 0.0, False, 0)
    assert unseen(History(train(Settings(epochs=3), none))) is None
    with pytest.raises(ValueError, match="test rows"):
        compare_dropout(Settings(epochs=3), none, 0.5)


@pytest.mark.parametrize("batch", [0, 7])
def test_with_dropout_of_0_it_is_the_run_itself(batch):
    settings = Settings(epochs=12, batch=batch)
    assert torch.equal(train_with_dropout(settings, FEW, 0.0).log, train(settings, FEW).log)


def test_dropout_starts_from_the_same_weights_and_goes_another_way_each_time_the_same():
    settings = replace(LARGE, epochs=10)
    one = train_with_dropout(settings, FEW, 0.5)
    train_with_dropout.cache_clear()
    with torch.random.fork_rng():
        torch.manual_seed(99)
        before = torch.get_rng_state()
        two = train_with_dropout(settings, FEW, 0.5)
        assert torch.equal(torch.get_rng_state(), before), "nobody else's draws are touched"
    assert torch.equal(one.log, two.log)
    assert torch.equal(one.log[0], train(settings, FEW).log[0])
    assert not torch.equal(one.log[1], train(settings, FEW).log[1])


def test_hidden_values_are_dropped_in_training_alone():
    model = module(LARGE, 0.5, train(LARGE, FEW).log[-1])
    plain = drawn(8, "relu", 0)
    nn.utils.vector_to_parameters(train(LARGE, FEW).log[-1], plain.parameters())
    with torch.no_grad(), torch.random.fork_rng():
        torch.manual_seed(0)
        assert torch.equal(model.eval()(FEW.x_train), plain(FEW.x_train))
        assert not torch.equal(model.train()(FEW.x_train), model(FEW.x_train))


@pytest.mark.parametrize("p", [0.2, 0.5])
def test_both_are_measured_in_eval(p):
    seen = compare_dropout(LARGE, FEW, p)
    model = module(LARGE, p, train_with_dropout(LARGE, FEW, p).log[-1]).eval()
    with torch.no_grad():
        assert seen.dropped.last == pytest.approx(
            nn.BCEWithLogitsLoss()(model(FEW.x_test), FEW.y_test).item(), abs=1e-5
        )
        assert seen.dropped.train_last == pytest.approx(
            nn.BCEWithLogitsLoss()(model(FEW.x_train), FEW.y_train).item(), abs=1e-5
        )
    assert seen.without == unseen(History(train(LARGE, FEW)))


def test_a_run_that_breaks_keeps_what_came_before():
    for batch in (0, 7):
        run = train_with_dropout(Settings(loss="mse", rate=30.0, epochs=300, batch=batch), FEW, 0.2)
        assert run.broke
        assert run.log.isfinite().all()
        assert run.epochs == (run.broke - 1) // run.settings.steps_of(20)
