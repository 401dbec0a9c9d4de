from dataclasses import replace

import pytest
import torch

from neuron_core.slow_step.step import added_up, checkpoint, last_in_reach, slow_step
from neuron_core.training.choices import EVERY_ROW, LOSSES, OPTIMISERS
from neuron_core.training.evaluate import History
from neuron_core.training.model import LEARNERS, WIDTHS
from neuron_core.training.run import AT_ONCE, Run, train
from neuron_core.training.samples import drawn_table, prepare
from neuron_core.training.settings import Settings

XOR = prepare(drawn_table("xor", 60, 0.5, 0), 0.2, False, 0)  # 48 training rows
SINE = prepare(drawn_table("sine", 60, 0.5, 0), 0.2, True, 0)


def taken(run, epoch):
    return slow_step(checkpoint(run, epoch))


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("decay", [0.0, 0.01])
@pytest.mark.parametrize("epoch", [0, 1, 29])
def test_it_is_the_step_that_training_took_bit_for_bit(optimiser, loss, decay, epoch):
    run = train(Settings(optimiser=optimiser, loss=loss, decay=decay, epochs=30, seed=3), XOR)
    step = taken(run, epoch)
    assert torch.equal(step.before, run.log[epoch])
    assert torch.equal(step.after, run.log[epoch + 1])
    assert not torch.equal(step.before, step.after)
    assert step.number == epoch + 1


@pytest.mark.parametrize("hidden", WIDTHS)
@pytest.mark.parametrize("activation", LEARNERS)
def test_so_it_is_for_every_network(hidden, activation):
    run = train(Settings(hidden=hidden, activation=activation, loss="mse", optimiser="adam", epochs=5), SINE)
    assert torch.equal(taken(run, 4).after, run.log[5])


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("batch", [1, 10, 47])
def test_of_several_batches_it_is_the_first_after_the_epoch(optimiser, batch):
    settings = Settings(optimiser=optimiser, batch=batch, epochs=6, seed=2)
    run = train(settings, XOR)
    step = taken(run, 5)
    assert len(step.x) == batch
    assert step.number == 5 * settings.steps_of(48) + 1
    assert torch.equal(step.before, run.log[5])
    model, flat, optimiser_ = checkpoint(run, 5).resume()
    generator = torch.Generator().manual_seed(2)
    orders = [torch.randperm(48, generator=generator) for _ in range(6)]
    parts = orders[-1].split(batch)
    assert torch.equal(step.x, XOR.x_train[parts[0]])
    for part in parts:  # the rest of the epoch, as everyone writes it
        optimiser_.zero_grad(set_to_none=False)
        LOSSES[settings.loss].make()(model(XOR.x_train[part]), XOR.y_train[part]).backward()
        optimiser_.step()
    assert torch.equal(flat.detach(), run.log[6])


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("decay", [0.0, 0.1])
@pytest.mark.parametrize("rate", [0.001, 0.1, 3.0])
def test_the_sum_on_every_edge_comes_out(optimiser, decay, rate):
    run = train(Settings(hidden=4, activation="tanh", optimiser=optimiser, decay=decay, rate=rate, epochs=12), XOR)
    for epoch in (0, 7):
        step = taken(run, epoch)
        new = step.before - step.group["lr"] * step.multiplied
        assert torch.allclose(new, step.after, rtol=3e-6, atol=3e-7)


@pytest.mark.parametrize("decay", [0.0, 0.1])
def test_what_the_optimiser_remembers_follows_its_rule(decay):
    memory = {}
    for optimiser in OPTIMISERS:
        run = train(Settings(optimiser=optimiser, decay=decay, epochs=12), XOR)
        first, step = taken(run, 0), taken(run, 8)
        memory[optimiser] = set(step.memory)
        assert all(not values.any() for values in first.kept.values())
        for name, values in step.kept.items():
            assert torch.equal(values, taken(run, 7).memory[name]), "the step before left it so"
        direction = step.direction
        if optimiser == "momentum":
            buffer = step.group["momentum"] * step.kept["momentum_buffer"] + direction
            assert torch.allclose(step.memory["momentum_buffer"], buffer, atol=1e-7)
        if optimiser == "adam":
            one, two = step.group["betas"]
            mean = one * step.kept["exp_avg"] + (1 - one) * direction
            square = two * step.kept["exp_avg_sq"] + (1 - two) * direction**2
            assert torch.allclose(step.memory["exp_avg"], mean, atol=1e-7)
            assert torch.allclose(step.memory["exp_avg_sq"], square, atol=1e-9)
    assert memory == {"sgd": set(), "momentum": {"momentum_buffer"}, "adam": {"exp_avg", "exp_avg_sq"}}


@pytest.mark.parametrize("loss", LOSSES)
def test_its_numbers_are_those_of_the_history(loss):
    run = train(Settings(hidden=3, loss=loss, epochs=20), XOR)
    history, step = History(run), taken(run, 12)
    assert step.loss == pytest.approx(history.loss[12].item(), abs=1e-6)
    assert torch.allclose(step.gradient, history.gradient[12], atol=1e-6)
    assert torch.allclose(step.out.squeeze(1), history.out[12], atol=1e-6)
    assert step.losses.mean().item() == pytest.approx(step.loss, abs=1e-6)
    assert step.losses[step.row] == step.losses.max()


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_a_checkpoint_is_not_used_up(optimiser):
    run = train(Settings(optimiser=optimiser, epochs=10), XOR)
    start = checkpoint.__wrapped__(run, 6)
    once, again = (slow_step.__wrapped__(start) for _ in range(2))
    assert torch.equal(once.after, again.after)
    assert all(torch.equal(once.kept[name], again.kept[name]) for name in once.kept)
    added_up.__wrapped__(start)
    assert torch.equal(slow_step.__wrapped__(start).after, run.log[7])


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("batch", [EVERY_ROW, 10])
def test_without_zero_grad_gradients_add_up(optimiser, batch):
    run = train(Settings(optimiser=optimiser, batch=batch, epochs=6), XOR)
    step, found = taken(run, 4), added_up(checkpoint(run, 4))
    assert torch.equal(found.first, step.gradient)
    assert torch.equal(found.second, step.gradient), "the same batch gives the same gradient"
    assert torch.equal(found.both, found.first + found.second)
    assert found.both.any()
    assert torch.equal(found.right, step.after)
    assert not torch.equal(found.after, found.right)
    if optimiser == "sgd":
        assert torch.allclose(found.after, step.before - step.group["lr"] * found.both, atol=1e-7)


def test_no_more_is_gone_through_again_than_a_run_does_at_once():
    short, long = train(Settings(epochs=30), XOR), Settings(epochs=1000, batch=10)  # 5 steps an epoch
    assert last_in_reach(short) == 29
    reach = last_in_reach(Run(long, XOR, torch.zeros(1001, 9)))
    assert 0.9 * AT_ONCE < 5 * reach <= AT_ONCE
    assert last_in_reach(Run(long, XOR, torch.zeros(1, 9))) == -1
    assert last_in_reach(Run(long, XOR, torch.zeros(2, 9))) == 0
    for run, epoch in ((short, 30), (short, -1), (Run(long, XOR, torch.zeros(1001, 9)), reach + 1)):
        with pytest.raises(ValueError, match="no step"):
            checkpoint(run, epoch)


def test_a_run_that_broke_has_steps_up_to_there():
    run = train(Settings(loss="mse", rate=30.0, epochs=200, seed=4), XOR)
    assert run.broke
    assert torch.equal(taken(run, run.epochs - 1).after, run.log[-1])


def test_nothing_is_drawn_from_torchs_own_generator():
    before = torch.get_rng_state()
    run = train(replace(Settings(), batch=10, epochs=3), XOR)
    added_up(checkpoint(run, 2))
    assert torch.equal(before, torch.get_rng_state())


@pytest.mark.accelerator
def test_on_an_accelerator_it_is_the_runs_own_step():
    device = torch.accelerator.current_accelerator().type
    run = train(Settings(epochs=20, device=device), XOR)
    step = taken(run, 12)
    assert {part.device.type for part in (step.before, step.gradient, step.after, step.z, step.losses)} == {"cpu"}
    assert torch.allclose(step.after, run.log[13], atol=1e-6)
