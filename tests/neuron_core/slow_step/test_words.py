from dataclasses import replace

import pytest
import torch

from neuron_core.shared.numbers import number_text
from neuron_core.slow_step.questions import step_questions
from neuron_core.slow_step.step import added_up, checkpoint, last_in_reach, slow_step
from neuron_core.slow_step.words import added_table, added_words, out_of_reach, step_table, stop_words, which_words
from neuron_core.training.choices import OPTIMISERS
from neuron_core.training.model import WIDTHS, names
from neuron_core.training.run import Run, train
from neuron_core.training.samples import drawn_table, prepare
from neuron_core.training.settings import Settings

XOR = prepare(drawn_table("xor", 60, 0.5, 0), 0.2, False, 0)


def begun(epoch=2, **settings):
    return checkpoint(train(Settings(**{"epochs": 4} | settings), XOR), epoch)


def test_it_says_which_step_it_is():
    assert which_words(slow_step(begun())) == (
        "This is step 3 of the run. It leads from epoch 2 to 3, with all 48 rows in one batch."
    )
    assert which_words(slow_step(begun(batch=10))) == (
        "This is step 11 of the run, the first of 5 that lead from epoch 2 to 3. Its batch has 10 rows."
    )
    assert which_words(slow_step(begun(batch=1))).endswith("has 1 row.")


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("hidden", WIDTHS)
@pytest.mark.parametrize("decay", [0.0, 0.1])
def test_the_table_has_every_parameter_and_grows_with_the_stops(optimiser, hidden, decay):
    step = slow_step(begun(optimiser=optimiser, hidden=hidden, decay=decay))
    widths = []
    for stop in (1, 2, 3, 4):
        table = step_table(step, stop)
        assert table["parameter"] == names(hidden)
        assert {len(column) for column in table.values()} == {len(names(hidden))}
        widths.append(len(table))
    memory = {"sgd": 0, "momentum": 2, "adam": 4}[optimiser]
    assert widths == [2, 2, 3, 4 + memory + (decay > 0)]
    assert table["gradient"] == [number_text(value) for value in step.gradient.tolist()]
    for before, after, text in zip(step.before.tolist(), step.after.tolist(), list(table.values())[-1], strict=True):
        assert text.startswith(f"{number_text(before)} − 0.1 × ".replace(" ", "\xa0"))
        assert text.endswith(f" = {number_text(after)}".replace(" ", "\xa0"))


@pytest.mark.parametrize("name", ["momentum_buffer", "exp_avg", "exp_avg_sq"])
def test_what_the_optimiser_remembers_is_in_the_table(name):
    step = slow_step(begun(optimiser="momentum" if name == "momentum_buffer" else "adam"))
    table = step_table(step, 4)
    titles = list(table)
    place = next(place for place, title in enumerate(titles) if f"({name})" in title)
    assert table[titles[place]] == [number_text(value) for value in step.memory[name].tolist()]
    assert table[titles[place - 1]] == [number_text(value) for value in step.kept[name].tolist()]
    assert titles[place - 1].startswith("old ")


def test_each_stop_is_said_with_its_numbers():
    step = slow_step(begun())
    said = [stop_words(step, stop) for stop in (1, 2, 3, 4)]
    for value in (*step.z[step.row].tolist(), step.out[step.row].item(), step.out.mean().item()):
        assert number_text(value) in said[0]
    assert number_text(step.losses.max().item()) in said[1]
    assert number_text(step.loss) in said[1]
    assert number_text(max(step.gradient.tolist(), key=abs)) in said[2]
    moved = (step.after - step.before).abs()
    assert names(2)[int(moved.argmax())] in said[3]


def test_what_is_out_of_reach_is_said():
    run = Run(Settings(batch=10), XOR, torch.zeros(1001, 9))
    last = last_in_reach(run)
    assert f"move the epoch to {last:,} or less" in out_of_reach(run, 900)
    assert f"up to {5 * last:,} of them. Epoch 900 has 4,500 steps before it" in out_of_reach(run, 900)
    assert "no step" in out_of_reach(Run(Settings(), XOR, torch.zeros(1, 9)), 0)


def test_gradients_that_added_up_are_in_a_table():
    start = begun(optimiser="adam")
    step, found = slow_step(start), added_up(start)
    _, *columns = added_table(step, found).values()
    for column, values in zip(columns, (found.first, found.second, found.both, found.after, found.right), strict=True):
        assert column == [number_text(value) for value in values.tolist()]
    assert number_text(found.both.norm().item()) in added_words(step, found)


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("seed", range(4))
def test_torch_answers_twice_as_large(optimiser, seed):
    start = begun(optimiser=optimiser, seed=seed)
    (question,) = step_questions(start, {"training_no_zero": True})
    truth = question.ask_torch()
    assert question.options[truth.option] == "Twice as large"
    largest = max(slow_step(start).gradient.tolist(), key=abs)
    assert f"from {number_text(largest)} to {number_text(2 * largest)}" in truth.happened


def test_where_every_gradient_is_0_it_stays_0():
    start = begun(loss="mse")
    with torch.no_grad():
        perfect = replace(start, y=start.resume()[0](start.x))
    (question,) = step_questions(perfect, {})
    truth = question.ask_torch()
    assert question.options[truth.option] == "0"
    assert "Every gradient is 0" in truth.happened
