import math
import threading

import pytest
import torch

from neuron_core.training.choices import EVERY_ROW, LOSSES, OPTIMISERS
from neuron_core.training.loop import flatten, steps
from neuron_core.training.model import LEARNERS, WIDTHS, drawn
from neuron_core.training.run import Trainer, is_long, train
from neuron_core.training.samples import Table, drawn_table, prepare
from neuron_core.training.settings import Settings
from tests.neuron_core.training.bare import bare_loop

XOR = prepare(drawn_table("xor", 60, 0.5, 0), 0.2, False, 0)  # 48 training rows
SINE = prepare(drawn_table("sine", 60, 0.5, 0), 0.2, True, 0)


def assert_the_bare_loop(settings, samples):
    run, log = train(settings, samples), torch.stack(bare_loop(settings, samples))
    assert torch.equal(run.log, log)
    assert not torch.equal(run.log[0], run.log[-1])


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("batch", [EVERY_ROW, 1, 10, 48, 200])
@pytest.mark.parametrize("decay", [0.0, 0.01])
def test_a_run_is_the_loop_that_everyone_writes(optimiser, loss, batch, decay):
    settings = Settings(optimiser=optimiser, loss=loss, batch=batch, decay=decay, epochs=5, seed=11)
    assert_the_bare_loop(settings, XOR)


@pytest.mark.parametrize("hidden", WIDTHS)
@pytest.mark.parametrize("activation", LEARNERS)
def test_every_network_learns_so(hidden, activation):
    assert_the_bare_loop(Settings(hidden=hidden, activation=activation, loss="mse", epochs=4, seed=2), SINE)


def test_the_same_settings_are_the_same_run():
    settings = Settings(epochs=20, batch=7)
    first = Trainer(settings, XOR)
    first.advance()
    second = Trainer(settings, XOR)
    second.advance()
    assert torch.equal(first.run().log, second.run().log)
    assert train(settings, XOR) is train(settings, XOR)


def test_slices_change_nothing():
    settings = Settings(epochs=9, batch=7)
    trainer = Trainer(settings, XOR)
    while not trainer.done:
        left = iter([True, True, True, False])
        trainer.advance(lambda left=left: next(left))
    assert torch.equal(trainer.run().log, train(settings, XOR).log)
    assert not trainer.run().stopped


def test_what_was_learned_stays_after_a_stop():
    settings = Settings(epochs=50, batch=7)
    trainer = Trainer(settings, XOR)
    left = iter([True] * 23 + [False])  # 7 steps an epoch: the fourth is not over
    trainer.advance(lambda: next(left))
    run = trainer.run()
    assert run.stopped
    assert run.epochs == trainer.epoch == 3
    assert torch.equal(run.log, train(settings, XOR).log[:4])


@pytest.mark.parametrize("batch", [EVERY_ROW, 10])
def test_a_run_ends_where_its_loss_is_no_number(batch):
    settings = Settings(loss="mse", rate=30.0, epochs=200, batch=batch, seed=4)
    run = train(settings, XOR)
    assert run.broke
    assert run.log.isfinite().all()
    steps_an_epoch = settings.steps_of(48)
    assert run.epochs == (run.broke - 1) // steps_an_epoch < 200
    model = drawn(2, "relu", 4)
    x, y = XOR.x_train, XOR.y_train
    optimizer = torch.optim.SGD(model.parameters(), lr=30.0, momentum=0.9)
    generator = torch.Generator().manual_seed(4)
    taken = 0
    while True:
        order = torch.arange(48) if batch == EVERY_ROW else torch.randperm(48, generator=generator)
        for part in order.split(batch or 48):
            optimizer.zero_grad()
            loss = torch.nn.functional.mse_loss(model(x[part]), y[part])
            taken += 1
            if not loss.isfinite():
                assert taken == run.broke
                return
            loss.backward()
            optimizer.step()


def test_parameters_that_the_last_step_broke_are_left_out():
    trainer = Trainer(Settings(epochs=3), XOR)
    trainer.advance()
    trainer.log[3, 0] = math.nan
    run = trainer.run()
    assert (run.epochs, run.broke) == (2, 3)


def test_thirty_threads_get_their_own_runs():
    wanted = {seed: train(Settings(epochs=8, seed=seed, batch=10), XOR).log for seed in range(30)}
    found = {}

    def work(seed):
        trainer = Trainer(Settings(epochs=8, seed=seed, batch=10), XOR)
        trainer.advance()
        found[seed] = trainer.run().log

    threads = [threading.Thread(target=work, args=(seed,)) for seed in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(torch.equal(found[seed], wanted[seed]) for seed in wanted)


def test_the_flat_vector_is_the_model():
    model = drawn(3, "tanh", 0)
    flat = flatten(model)
    with torch.no_grad():
        flat += 1
    assert torch.equal(torch.cat([parameter.flatten() for parameter in model.parameters()]), flat)
    model(torch.ones(1, 2)).sum().backward()
    assert flat.grad.abs().sum() > 0
    assert torch.equal(torch.cat([parameter.grad.flatten() for parameter in model.parameters()]), flat.grad)


def test_gradients_do_not_add_up():
    """The trap: a gradient that is set to None is no longer the vector's, and training would never move."""
    model = drawn(2, "relu", 0)
    flat = flatten(model)
    x, y = XOR.x_train, XOR.y_train
    loop = steps(model, torch.nn.MSELoss(), torch.optim.SGD([flat], lr=0.0), iter([(x, y)] * 2))
    next(loop)
    first = flat.grad.clone()
    next(loop)
    assert torch.equal(flat.grad, first)


@pytest.mark.parametrize(
    "forged",
    [
        {"hidden": 5}, {"hidden": 10**9}, {"activation": "step"}, {"activation": "__import__"}, {"loss": "l1"}, {"optimiser": "lbfgs"},
        {"rate": 0.2}, {"rate": math.nan}, {"rate": -0.1}, {"batch": -1}, {"batch": 201}, {"epochs": 0}, {"epochs": 1001}, {"decay": 1.0},
        {"seed": -1}, {"seed": 2**31}, {"seed": 1.5},
    ],
)  # fmt: skip
def test_forged_settings_do_not_pass(forged):
    with pytest.raises(ValueError, match=next(iter(forged))):
        Settings(**forged)


def test_long_runs_are_those_of_many_steps():
    assert not is_long(Settings(epochs=1000), XOR)
    assert is_long(Settings(epochs=1000, batch=10), XOR)
    assert not is_long(Settings(epochs=500, batch=10), XOR)


def test_a_step_over_many_rows_counts_more():
    table = Table("five thousand", ("a", "b", "y"), (), torch.randn(5000, 2), torch.randn(5000, 1))
    assert is_long(Settings(hidden=8, loss="mse"), prepare(table, 0, False, 0))
    assert not is_long(Settings(hidden=8, loss="mse", epochs=100), prepare(table, 0, False, 0))


@pytest.mark.accelerator
def test_a_run_on_an_accelerator_is_close_to_the_cpu():
    device = torch.accelerator.current_accelerator().type
    there = train(Settings(epochs=50, device=device), XOR)
    assert there.log.device.type == "cpu"
    assert torch.allclose(there.log, train(Settings(epochs=50), XOR).log, atol=1e-3)
