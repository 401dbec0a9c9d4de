import pytest
import torch
from torch.nn.utils import vector_to_parameters

from neuron_core.training import evaluate
from neuron_core.training.choices import LOSSES
from neuron_core.training.evaluate import History, forward, outputs
from neuron_core.training.model import LEARNERS, WIDTHS, drawn
from neuron_core.training.run import train
from neuron_core.training.samples import drawn_table, prepare
from neuron_core.training.settings import Settings
from tests.neuron_core.training.bare import LOSSES as MODULES

MOONS = prepare(drawn_table("moons", 80, 0.6, 1), 0.25, True, 1)


def network(run, epoch):
    model = drawn(run.settings.hidden, run.settings.activation, 0)
    vector_to_parameters(run.log[epoch], model.parameters())
    return model


@pytest.mark.parametrize("hidden", WIDTHS)
@pytest.mark.parametrize("activation", LEARNERS)
def test_all_epochs_at_once_are_each_network(hidden, activation):
    run = train(Settings(hidden=hidden, activation=activation, epochs=12, seed=5), MOONS)
    x = MOONS.x_test
    z, h, out = forward(run.log, activation, x)
    for epoch in (0, 5, 12):
        model = network(run, epoch)
        assert torch.allclose(z[epoch], model.fc1(x), atol=1e-5)
        assert torch.allclose(h[epoch], model.activation(model.fc1(x)), atol=1e-5)
        assert torch.allclose(out[epoch], model(x).squeeze(1), atol=1e-5)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("hidden", [2, 8])
def test_what_an_epoch_is_worth_is_torchs(loss, hidden):
    run = train(Settings(hidden=hidden, loss=loss, epochs=30, seed=3), MOONS)
    history = History(run)
    for epoch in (0, 1, 17, 30):
        model, function = network(run, epoch), MODULES[loss]()
        for x, y, value, share in (
            (MOONS.x_train, MOONS.y_train, history.loss, history.accuracy),
            (MOONS.x_test, MOONS.y_test, history.test_loss, history.test_accuracy),
        ):
            out = model(x)
            assert value[epoch].item() == pytest.approx(function(out, y).item(), abs=1e-6)
            right = (torch.sigmoid(out) > 0.5 if loss == "bce" else out > 0.5) == (y == 1)
            assert share[epoch].item() == pytest.approx(right.float().mean().item())
        model.zero_grad()
        function(model(MOONS.x_train), MOONS.y_train).backward()
        slopes = torch.cat([parameter.grad.flatten() for parameter in model.parameters()])
        assert torch.allclose(history.gradient[epoch], slopes, atol=1e-6)


def test_pieces_change_nothing(monkeypatch):
    run = train(Settings(epochs=30), MOONS)
    whole = History(run).loss, History(run).gradient, outputs(run.log, "relu", MOONS.x_test)
    monkeypatch.setattr(evaluate, "_AT_ONCE", 700)
    parts = History(run).loss, History(run).gradient, outputs(run.log, "relu", MOONS.x_test)
    assert all(torch.allclose(one, other, atol=1e-6) for one, other in zip(whole, parts, strict=True))


def test_without_test_rows_there_is_no_test_loss():
    samples = prepare(drawn_table("moons", 40, 0.6, 1), 0, False, 1)
    assert History(train(Settings(epochs=2), samples)).test_loss.isnan().all()
