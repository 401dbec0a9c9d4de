"""Every number of every finding, computed anew with plain torch."""

import math
import random
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
import torch
from torch import nn

from neuron_core.atlas.atlas import State, judge
from neuron_core.diagnosis.findings import (
    AtChance,
    AtRest,
    Broke,
    DeadNeurons,
    Jumps,
    OneClass,
    Rose,
    StillFalling,
    Straight,
    Unbent,
    best_constant,
    best_plane,
    diagnose,
    ending,
)
from neuron_core.diagnosis.words import finding_words
from neuron_core.training.choices import EVERY_ROW, OPTIMISERS, RATES
from neuron_core.training.evaluate import History
from neuron_core.training.model import LEARNERS, drawn, names
from neuron_core.training.run import Run, train
from neuron_core.training.samples import Samples, Table, drawn_table, prepare
from neuron_core.training.settings import Settings

LOSSES = {"bce": nn.BCEWithLogitsLoss, "mse": nn.MSELoss}


@cache
def rows(data: str = "xor", n: int = 200, noise: float = 0.5) -> Samples:
    return prepare(drawn_table(data, n, noise, 0), 0.2, False, 0)


def findings(samples: Samples | None = None, **settings) -> tuple[Run, dict[type, object]]:
    run = train(Settings(**settings), samples or rows())
    return run, {type(found): found for found in diagnose(run, History(run))}


def network(run: Run, epoch: int = -1) -> nn.Module:
    """The network after an epoch, as an ordinary module."""
    model = drawn(run.settings.hidden, run.settings.activation, 0)
    nn.utils.vector_to_parameters(run.log[epoch], model.parameters())
    return model


def loss_after(run: Run, epoch: int = -1) -> torch.Tensor:
    model = network(run, epoch)
    return LOSSES[run.settings.loss]()(model(run.samples.x_train), run.samples.y_train)


def test_what_is_solved_has_no_finding():
    run, found = findings(seed=0)
    end = ending(run, History(run))
    assert end.solved
    assert end.accuracy >= 0.95
    assert not found


@pytest.mark.parametrize(("seed", "neurons"), [(1, (1,)), (3, (2,)), (4, (1, 2))])
def test_dead_neurons_are_off_for_every_row_and_their_gradient_is_exactly_0(seed, neurons):
    run, found = findings(seed=seed)
    dead = found[DeadNeurons]
    assert (dead.neurons, dead.rows, dead.size) == (neurons, 160, 0.0)
    z = network(run).fc1(run.samples.x_train)
    gradient = dict(zip(names(2), History(run).gradient[-1].tolist(), strict=True))
    for i in (1, 2):
        off = not bool((z[:, i - 1] > 0).any())
        assert off == (i in neurons)
        assert all(gradient[name] == 0 for name in (f"w{i}1", f"w{i}2", f"b{i}")) == off
    assert set(dead.parameters) == {f"{kind}" for i in neurons for kind in (f"w{i}1", f"w{i}2", f"b{i}")}


def test_many_starts_of_the_lesson_have_dead_neurons():
    assert sum(DeadNeurons in findings(seed=seed, epochs=150)[1] for seed in range(20)) >= 4


def test_a_leaky_neuron_that_is_off_for_every_row_is_not_dead():
    run = train(Settings(activation="leaky_relu", epochs=20), rows())
    log = run.log.clone()
    log[:, 4:6] = -100.0  # both biases: far below every row
    off = Run(run.settings, run.samples, log)
    assert not (network(off).fc1(run.samples.x_train) > 0).any()
    assert DeadNeurons not in map(type, diagnose(off, History(off)))
    same = Run(replace(run.settings, activation="relu"), run.samples, log)
    assert DeadNeurons in map(type, diagnose(same, History(same)))


def test_a_neuron_that_is_saturated_by_every_row_is_not_said_to_be_off():
    run = train(Settings(activation="sigmoid", epochs=20), rows())
    log = run.log.clone()
    log[:, 4:6] = 1_000.0  # both biases: far above, where float32 has a slope of 0 too
    high = Run(run.settings, run.samples, log)
    assert not History(high).gradient[-1][:6].any()
    assert DeadNeurons not in map(type, diagnose(high, History(high)))


def test_one_class_for_all_rows():
    run, found = findings(seed=4)
    with torch.no_grad():
        answers = (network(run)(run.samples.x_train) > 0).int().unique().tolist()
    assert answers == [found[OneClass].answer]
    share = (run.samples.y_train == answers[0]).float().mean().item()
    assert found[OneClass].share == pytest.approx(share)
    assert found[OneClass].rows == len(run.samples.y_train)


@pytest.mark.parametrize("loss", LOSSES)
def test_the_best_constant_is_the_best(loss):
    y = rows("blobs", 51).y_train
    constant, lowest = best_constant(rows("blobs", 51), loss)
    each = torch.linspace(-3, 3, 2_001)
    tried = torch.stack([LOSSES[loss]()(value.expand_as(y), y) for value in each])
    assert lowest <= tried.min().item() + 1e-6
    assert lowest == pytest.approx(tried.min().item(), abs=1e-4)
    assert constant == pytest.approx(each[tried.argmin()].item(), abs=0.01)


def test_a_loss_at_chance_is_near_ln_2():
    run, found = findings(seed=4)
    assert found[AtChance].loss == pytest.approx(loss_after(run).item(), abs=1e-6)
    assert found[AtChance].constant_loss == pytest.approx(torch.tensor(2.0).log().item(), abs=1e-3)


def test_a_rate_that_is_too_large_breaks_it():
    run, found = findings(loss="mse", rate=30.0)
    assert list(found) == [Broke]
    assert found[Broke].step == run.broke == found[Broke].epoch
    finite = [value for value in (loss_after(run, epoch).item() for epoch in range(len(run.log))) if value < torch.inf]
    assert found[Broke].high == pytest.approx(max(finite))
    assert found[Broke].high > 1_000 * found[Broke].first
    assert not ending(run, History(run)).solved


@pytest.mark.parametrize("batch", [EVERY_ROW, 40])
def test_the_epoch_of_the_step_that_broke_it(batch):
    found = findings(loss="mse", rate=30.0, batch=batch, epochs=50)[1]
    steps = 1 if batch == EVERY_ROW else 4
    assert (found[Broke].epoch - 1) * steps < found[Broke].step <= found[Broke].epoch * steps


def test_a_loss_that_rose():
    run, found = findings(optimiser="sgd", rate=10.0)
    assert found[Rose].last == pytest.approx(loss_after(run).item(), abs=1e-5)
    assert found[Rose].last > found[Rose].first == pytest.approx(loss_after(run, 0).item(), abs=1e-6)


def test_a_plateau_that_still_falls():
    run, found = findings(optimiser="sgd", rate=0.001)
    falling = found[StillFalling]
    assert falling.epochs == 100
    assert falling.before == pytest.approx(loss_after(run, -101).item(), abs=1e-6)
    assert falling.after == pytest.approx(loss_after(run).item(), abs=1e-6)
    assert AtRest not in found
    longer = History(train(Settings(optimiser="sgd", rate=0.003), rows())).loss[-1].item()
    assert longer < falling.after, "faster steps get further"


def test_at_rest_the_gradient_is_small():
    run, found = findings(seed=2)
    model = network(run)
    LOSSES["bce"]()(model(run.samples.x_train), run.samples.y_train).backward()
    length = torch.cat([parameter.grad.flatten() for parameter in model.parameters()]).norm().item()
    assert found[AtRest].gradient == pytest.approx(length, abs=1e-6)
    assert StillFalling not in found


def test_neurons_that_are_on_for_every_row_bend_nothing():
    run, found = findings(seed=2)
    assert (found[Unbent].on, found[Unbent].off) == ((1, 2), ())
    x = run.samples.x_train
    with torch.no_grad():
        out = network(run)(x)
    ones = torch.cat([x, torch.ones(len(x), 1)], 1)
    plane = torch.linalg.lstsq(ones, out).solution
    assert torch.allclose(ones @ plane, out, atol=1e-5)


@pytest.mark.parametrize("loss", LOSSES)
def test_a_network_that_bends_nothing_is_the_plane_that_is_named(loss):
    run, found = findings(activation="identity", loss=loss, hidden=3)
    straight = found[Straight]
    with torch.no_grad():
        out = network(run)(run.samples.x_train).squeeze(1)
    x1, x2 = run.samples.x_train.T
    assert torch.allclose(straight.a * x1 + straight.b * x2 + straight.c, out, atol=1e-5)
    assert straight.loss >= straight.best_loss - 1e-6
    assert straight.best_accuracy < 0.95


@pytest.mark.parametrize("data", ["xor", "circles", "moons", "sine"])
@pytest.mark.parametrize("loss", LOSSES)
def test_no_plane_is_better_than_the_best(data, loss):
    samples = rows(data)
    if loss == "bce" and not samples.classes:
        return
    best, accuracy = best_plane(samples, loss)
    assert (accuracy is None) == (not samples.classes)
    plane = torch.zeros(3, requires_grad=True)
    optimizer = torch.optim.Adam([plane], lr=0.05)
    for _ in range(600):
        optimizer.zero_grad()
        value = LOSSES[loss]()(samples.x_train @ plane[:2, None] + plane[2], samples.y_train)
        value.backward()
        optimizer.step()
    assert best <= value.item() + 1e-5
    if data != "moons" or loss == "mse":
        assert best == pytest.approx(value.item(), abs=1e-3)


def test_where_a_plane_will_do_the_identity_is_no_fault():
    for data in ("blobs", "plane"):
        samples = rows(data, noise=0.2)
        loss = "bce" if samples.classes else "mse"
        assert Straight not in findings(samples, activation="identity", loss=loss, epochs=5, rate=0.001)[1]


def test_a_loss_that_jumps():
    run, found = findings(rows("moons"), optimiser="sgd", rate=3.0, batch=20, epochs=200)
    losses = [loss_after(run, epoch).item() for epoch in range(-21, 0)]
    jumps = found[Jumps]
    assert jumps.epochs == 20
    assert jumps.rises == sum(after > before for before, after in pairwise(losses))
    assert (jumps.low, jumps.high) == (pytest.approx(min(losses), abs=1e-5), pytest.approx(max(losses), abs=1e-5))


def made(losses: list[float]) -> History:
    """A history with these losses, for what looks at them alone."""
    run = train(Settings(seed=4, epochs=len(losses) - 1), rows())
    history = History(run)
    history.__dict__["loss"] = torch.tensor(losses)
    return history


def test_jumping_is_told_from_falling_and_from_rest():
    jumping = made([0.7] + [0.5, 0.6] * 20)
    found = {type(one): one for one in diagnose(jumping.run, jumping)}
    assert (found[Jumps].epochs, found[Jumps].rises, found[Jumps].low, found[Jumps].high) == (
        4,
        2,
        pytest.approx(0.5),
        pytest.approx(0.6),
    )
    assert StillFalling not in found
    assert AtRest not in found
    falling = made([0.7 - 0.01 * i for i in range(41)])
    assert {StillFalling} <= set(map(type, diagnose(falling.run, falling)))
    resting = made([0.6] * 41)
    assert {AtRest} <= set(map(type, diagnose(resting.run, resting)))


def test_a_few_epochs_say_nothing_about_what_comes():
    found = findings(seed=4, epochs=5)[1]
    assert not {Jumps, StillFalling, AtRest} & set(found)


def test_a_run_that_ended_before_its_first_epoch_can_be_looked_at():
    run = train(Settings(seed=4, epochs=5), rows())
    none = Run(run.settings, run.samples, run.log[:1], stopped=True)
    assert isinstance(diagnose(none, History(none)), list)
    broke = Run(run.settings, run.samples, run.log[:1], broke=1)
    assert [type(found) for found in diagnose(broke, History(broke))] == [Broke]


def test_inputs_so_large_that_the_first_loss_is_no_number():
    table = Table("huge", ("x1", "x2", "y"), (), 1e30 * rows("plane").table.x, rows("plane").table.y)
    run = train(Settings(loss="mse", epochs=5), prepare(table, 0.2, False, 0))
    (found,) = diagnose(run, History(run))
    assert not math.isfinite(loss_after(run, 0).item())
    assert found.step == 1
    assert finding_words(found).startswith("It broke before it began")
    assert not ending(run, History(run)).solved


@pytest.mark.parametrize("number", range(40))
def test_what_is_claimed_of_any_run_holds(number):
    draw = random.Random(number)
    data = draw.choice(["xor", "quadrants", "circles", "spirals", "blobs", "sine", "plane"])
    samples = prepare(drawn_table(data, draw.choice([20, 60, 120]), draw.random(), number), 0.2, draw.random() < 0.3, 0)
    settings = Settings(
        hidden=draw.choice([2, 3, 8]), activation=draw.choice(LEARNERS), loss=draw.choice(["bce", "mse"]) if samples.classes else "mse",
        optimiser=draw.choice(list(OPTIMISERS)), rate=draw.choice(RATES), decay=draw.choice([0.0, 0.1]), seed=number,
        epochs=draw.choice([3, 40, 90]),
    )  # fmt: skip
    run = train(settings, samples)
    history = History(run)
    found = {type(one): one for one in diagnose(run, history)}
    state = judge(run.log[-1:], settings, samples)[0].item()
    assert ending(run, history).solved == (state == State.SOLVED and run.broke is None)
    assert not found or not ending(run, history).solved
    assert (Broke in found) == (run.broke is not None)
    if run.broke is not None or ending(run, history).solved:
        return
    z = network(run).fc1(samples.x_train)
    out = network(run)(samples.x_train)
    last, first = loss_after(run).item(), loss_after(run, 0).item()
    if settings.activation == "relu":
        off = tuple((~(z > 0).any(0)).nonzero().flatten().add(1).tolist())
        assert off == (found[DeadNeurons].neurons if DeadNeurons in found else ())
    if DeadNeurons in found:
        assert found[DeadNeurons].size == 0
        labels = names(settings.hidden)
        places = [labels.index(name) for name in found[DeadNeurons].parameters]
        assert not History(run).gradient[-1][places].any()
    if samples.classes:
        answers = (out > (0.0 if settings.loss == "bce" else 0.5)).unique().tolist()
        assert (OneClass in found) == (len(answers) == 1)
    assert (Rose in found) == (last > 1.1 * first) or last == pytest.approx(1.1 * first, rel=1e-3)
    if AtChance in found:
        assert last == pytest.approx(found[AtChance].loss, rel=1e-4)
        assert last >= 0.97 * found[AtChance].constant_loss
    if Straight in found:
        assert found[Straight].best_loss <= last + 1e-5 * max(1, last)
