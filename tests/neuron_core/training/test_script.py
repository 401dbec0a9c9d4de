import contextlib
import io
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
import torch

from neuron_core.shared.numbers import number_text
from neuron_core.simple_ann.eight_steps import class_source
from neuron_core.training.choices import DECAYS, EVERY_ROW, LOSSES, OPTIMISERS
from neuron_core.training.columns import run_columns
from neuron_core.training.data import DATA_SETS
from neuron_core.training.evaluate import History
from neuron_core.training.model import LEARNERS, WIDTHS
from neuron_core.training.run import Run, Trainer, train
from neuron_core.training.samples import Samples, Table, drawn_table, prepare
from neuron_core.training.script import training_script
from neuron_core.training.settings import Settings
from neuron_core.training.table_csv import read_csv, table_of
from neuron_core.training.table_iris import MEASUREMENTS, PAIRS, iris_table
from tests.scripts import run_script

XOR = prepare(drawn_table("xor", 60, 0.5, 0), 0.2, False, 0)
BATCHES = (EVERY_ROW, 10, 7, 1, 200)
TITLES = {"loss": "loss", "test_loss": "test loss", "accuracy": "accuracy", "test_accuracy": "test accuracy"}


def at_home(script: str) -> tuple[dict[str, str], dict[str, Any]]:
    """Run a script as it stands; return its `name = value` lines, and its names with what they hold at the end."""
    names: dict[str, Any] = {"__name__": "__main__"}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(script, "training.py", "exec"), names)
    return read(printed.getvalue()), names


def read(printed: str) -> dict[str, str]:
    return dict(line.split(" = ", 1) for line in printed.splitlines())


def assert_the_pages_numbers(run: Run, printed: dict[str, str]) -> None:
    columns = run_columns(History(run))
    shown = {title: columns[name][-1].item() for name, title in TITLES.items() if name in columns}
    assert printed.keys() == shown.keys()
    for title, value in shown.items():
        if "loss" in title:
            assert float(printed[title]) == pytest.approx(value, rel=1e-5, abs=1e-7)
        else:
            number, percent = printed[title].split(" ")
            assert percent == "%"
            assert number_text(float(number), 1) == number_text(value, 1)


def assert_the_same_at_home(run: Run) -> None:
    """The script prints what the page shows, and its network is the page's, bit for bit."""
    printed, names = at_home(training_script(run))
    assert_the_pages_numbers(run, printed)
    parameters = [parameter.detach().flatten() for parameter in names["model"].parameters()]
    assert torch.equal(torch.cat(parameters), run.log[-1])


def losses_for(samples: Samples) -> list[str]:
    return [name for name, loss in LOSSES.items() if samples.classes or loss.numbers]


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("data", DATA_SETS)
def test_every_data_set_with_every_loss_and_optimiser(data, optimiser):
    for turn, standardise in enumerate((False, True)):
        samples = prepare(drawn_table(data, 50 + turn, 0.3, turn), 0.2 * turn, standardise, turn)
        for loss in losses_for(samples):
            assert_the_same_at_home(train(Settings(loss=loss, optimiser=optimiser, epochs=6, batch=10 * turn), samples))


@pytest.mark.parametrize("batch", BATCHES)
@pytest.mark.parametrize("decay", DECAYS)
def test_every_batch_size_and_weight_decay(batch, decay):
    for share, standardise in ((0.0, True), (0.2, False), (0.5, True)):
        samples = prepare(drawn_table("circles", 60, 0.5, 3), share, standardise, 4)
        assert_the_same_at_home(train(Settings(hidden=4, batch=batch, decay=decay, epochs=4, seed=8), samples))


@pytest.mark.parametrize("hidden", WIDTHS)
@pytest.mark.parametrize("activation", LEARNERS)
def test_every_network(hidden, activation):
    settings = Settings(hidden=hidden, activation=activation, optimiser="adam", epochs=5, seed=hidden)
    run = train(settings, XOR)
    assert_the_same_at_home(run)
    script = training_script(run)
    assert (class_source().split("\n\n\n")[1] in script) == ("class Network" not in script)
    assert ("class SimpleANN" in script) == (hidden == 2 and activation == "relu")


def test_a_run_of_a_thousand_epochs():
    for settings in (Settings(), Settings(hidden=8, activation="gelu", optimiser="adam", rate=0.03, seed=5)):
        assert_the_same_at_home(train(settings, prepare(drawn_table("spirals", 200, 0.2, 1), 0.2, True, 1)))


@pytest.mark.parametrize("pair", PAIRS)
def test_the_iris_flowers_are_written_out(pair):
    for first, second in pairwise(MEASUREMENTS):
        samples = prepare(iris_table(first, second, pair), 0.2, True, 2)
        assert_the_same_at_home(train(Settings(epochs=8, batch=7), samples))


@pytest.mark.parametrize("answer", ["number", "two"])
def test_a_persons_own_rows_are_written_out(answer):
    rows = [f"{i / 7:.3f};{i * i % 11};{i % 2 if answer == 'two' else -1.5 * i}" for i in range(43)]
    table = table_of(read_csv("\n".join(["a;b;c", *rows]).encode()), 0, 1, 2)
    samples = prepare(table, 0.2, True, 0)
    for loss in losses_for(samples):
        assert_the_same_at_home(train(Settings(loss=loss, epochs=8, batch=10), samples))


def own(x: torch.Tensor, y: torch.Tensor, *, names=("a", "b", "c"), classes=()) -> Samples:
    key = f"own {x.sum().item()} {names}"
    return prepare(Table(key, names, classes, x, y), 0.2, True, 0)


def test_odd_numbers_are_written_out_bit_for_bit():
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(100, 2, generator=generator) * 10.0 ** torch.randint(-40, 9, (100, 1), generator=generator)
    x[0] = torch.tensor([-0.0, 1e9])
    samples = own(x, torch.rand(100, 1, generator=generator))
    _, names = at_home(training_script(train(Settings(loss="mse", epochs=1), samples)))
    assert torch.equal(names["table"], torch.cat([x, samples.table.y], 1))
    assert torch.equal(names["x_train"], samples.x_train)
    assert torch.equal(names["x_test"], samples.x_test)


def test_a_column_that_does_not_vary_is_only_shifted():
    generator = torch.Generator().manual_seed(1)
    x = torch.cat([torch.full((20, 1), 0.1), torch.randn(20, 1, generator=generator)], 1)
    assert_the_same_at_home(train(Settings(loss="mse", epochs=5), own(x, x[:, 1:] ** 2)))


def test_the_largest_file_makes_a_script_of_bounded_size():
    generator = torch.Generator().manual_seed(2)
    worst = -1.2345678e-30 * (1 + torch.rand(10_000, 3, generator=generator))
    samples = own(worst[:, :2], worst[:, 2:])
    run = train(Settings(loss="mse", epochs=1), samples)
    script = training_script(run)
    assert len(script.encode()) < 500_000
    assert_the_same_at_home(run)
    assert len(training_script(train(Settings(), XOR))) < 3_000


def test_nothing_in_a_persons_file_becomes_code():
    evil = ('"""\nraise SystemExit\n"""', "'''\r\x85\u2028\u202eimport os", "\\\nraise SystemExit\\")
    generator = torch.Generator().manual_seed(3)
    x = torch.randn(20, 2, generator=generator)
    samples = own(x, (x[:, :1] > 0).float(), names=evil, classes=evil[:2])
    run = train(Settings(epochs=2), samples)
    assert_the_same_at_home(run)
    script = training_script(run)
    assert "\u202e" not in script
    (line,) = (line for line in script.splitlines() if "SystemExit" in line or "import os" in line)
    assert line.startswith("# The columns: ")


def test_a_run_that_was_stopped_or_broke_is_trained_as_far_as_it_came():
    trainer = Trainer(Settings(epochs=50, batch=7), XOR)
    left = iter([True] * 23 + [False])
    trainer.advance(lambda: next(left))
    stopped = trainer.run()
    broken = train(Settings(loss="mse", rate=30.0, epochs=200, batch=10, seed=4), XOR)
    nothing = Run(stopped.settings, XOR, stopped.log[:1], stopped=True)
    assert stopped.stopped
    assert broken.broke
    for run in (stopped, broken, nothing):
        assert_the_same_at_home(run)


def test_the_loop_is_the_one_that_everyone_writes():
    for batch in BATCHES:
        script = training_script(train(Settings(epochs=3, batch=batch), XOR))
        order = ["optimizer.zero_grad()", "loss = loss_function(model(x_train", "loss.backward()", "optimizer.step()"]
        places = [script.index(line) for line in order]
        assert places == sorted(places)
        assert "model.parameters()" in script
        assert ("randperm(len(x_train)" in script) == (0 < batch < 48)


def test_the_device_is_the_runs():
    run = train(Settings(epochs=2), XOR)
    assert 'device = "cpu"\n' in training_script(run)
    there = replace(run, settings=replace(run.settings, device="cuda:1"))
    assert 'device = "cuda:1"\n' in training_script(there)
    assert_the_same_at_home(replace(run, settings=replace(run.settings, device="cpu:0")))


def test_the_script_is_one_of_those_that_every_page_exports():
    run = train(Settings(epochs=3), XOR)
    assert_the_pages_numbers(run, run_script(training_script(run)))


def test_a_script_runs_on_its_own(tmp_path):
    run = train(
        Settings(hidden=3, activation="softplus", epochs=40, batch=10),
        prepare(drawn_table("moons", 80, 0.4, 6), 0.2, True, 7),
    )
    path = tmp_path / "training.py"
    path.write_text(training_script(run), encoding="utf-8")
    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert_the_pages_numbers(run, read(done.stdout))
