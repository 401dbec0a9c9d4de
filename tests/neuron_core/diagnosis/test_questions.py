"""Every answer against torch, asked once more with nothing of ours in between where that is short."""

import time
from dataclasses import replace

import pytest
import torch
from torch import nn

from neuron_core.diagnosis.questions import same_accuracy, training_questions
from neuron_core.diagnosis.snippets import EXHIBITS
from neuron_core.shared.numbers import number_text
from neuron_core.shared.question import Question
from neuron_core.training.choices import MOST_EPOCHS, RATES
from neuron_core.training.evaluate import History
from neuron_core.training.parts import OUTCOME
from neuron_core.training.run import Run, train
from neuron_core.training.samples import drawn_table, prepare
from neuron_core.training.settings import Settings

XOR = prepare(drawn_table("xor", 100, 0.5, 0), 0.2, False, 0)
SINE = prepare(drawn_table("sine", 100, 0.5, 0), 0.2, False, 0)
RUNS = {
    "solved": (Settings(seed=0, epochs=300), XOR),
    "dead": (Settings(seed=4, epochs=300), XOR),
    "broke": (Settings(loss="mse", rate=30.0, epochs=300), XOR),
    "slowest": (Settings(rate=0.001, epochs=60, optimiser="sgd"), XOR),
    "fastest": (Settings(rate=30.0, epochs=60, seed=2**31 - 1), XOR),
    "numbers": (Settings(loss="mse", epochs=60), SINE),
    "one epoch": (Settings(epochs=1), XOR),
}


def run_of(name: str) -> Run:
    return train(*RUNS[name])


def asked(prompt: str, run: Run) -> Question:
    return next(question for question in training_questions(run) if prompt in question.prompt)


def every(run: Run) -> list[Question]:
    questions = training_questions(run)
    return [*questions, *(question.twin() for question in questions if question.twin)]


@pytest.mark.parametrize("name", RUNS)
def test_every_answer_is_an_option_and_every_change_is_possible(name):
    for question in every(run_of(name)):
        truth = question.ask_torch()
        assert 0 <= truth.option < len(question.options)
        assert truth.happened.endswith(".")
        assert truth.why.endswith(".")
        assert question.change
        assert 0 <= question.change.get("training_epoch", 0) <= MOST_EPOCHS
        assert question.change.get("training_rate", RATES[0]) in RATES
        assert question.change.get("training_mistake", next(iter(EXHIBITS))) in EXHIBITS


def test_an_answer_is_there_within_a_second():
    began = time.process_time()
    questions = every(train(Settings(seed=1), XOR))
    for question in questions:
        question.ask_torch()
    assert time.process_time() - began < len(questions)


def test_how_a_run_ends_is_counted():
    for name in ("solved", "dead", "one epoch"):
        run = run_of(name)
        model = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1))
        nn.utils.vector_to_parameters(run.log[-1], model.parameters())
        with torch.no_grad():
            right = ((model(XOR.x_train) > 0) == (XOR.y_train > 0.5)).float().mean().item()
        larger = max(XOR.y_train.mean().item(), 1 - XOR.y_train.mean().item())
        question = asked("How does it end", run)
        assert question.ask_torch().option == (0 if right >= 0.95 else 1 if right > larger else 2)
        assert question.covers == (OUTCOME,)
        assert "2-2-1" in question.prompt


def test_another_start_may_end_in_another_way():
    ends = {
        asked("How does it end", train(Settings(seed=seed, epochs=300), XOR)).ask_torch().option for seed in range(6)
    }
    assert len(ends) > 1
    twin = asked("How does it end", run_of("solved")).twin()
    assert twin.change == {
        "training_hidden": 2, "training_activation": "relu", "training_optimiser": "momentum", "training_rate": 0.1,
        "training_seed": 1, "training_epoch": 300,
    }  # fmt: skip
    assert asked("How does it end", run_of("fastest")).twin().change["training_seed"] == 0


def test_another_rate_is_trained():
    seen = set()
    for name in ("solved", "dead", "slowest", "fastest", "numbers", "broke"):
        run = run_of(name)
        question = asked("learning rate", run)
        assert question.twin().change["training_rate"] != question.change["training_rate"]
        for one in (question, question.twin()):
            other = train(replace(run.settings, rate=one.change["training_rate"]), run.samples)
            before, after = (History(each).loss[-1].item() for each in (run, other))
            option = one.ask_torch().option
            seen.add(option)
            assert (option == 3) == (other.broke is not None)
            if option == 0:
                assert after < before
            if option == 2:
                assert after > before
    assert seen == {0, 1, 2, 3}
    assert asked("learning rate", run_of("solved")).change["training_rate"] == 1.0
    assert "ten times larger" in asked("learning rate", run_of("solved")).prompt


def test_where_the_accuracy_stands_the_loss_moves():
    for name in ("solved", "dead", "slowest"):
        run = run_of(name)
        history, (first, last, accuracy) = History(run), same_accuracy(run)
        assert first < last
        assert history.accuracy[first : last + 1].unique().tolist() == [accuracy]
        question = asked("exactly", run)
        truth = question.ask_torch()
        assert question.options[truth.option] == "It falls"
        assert history.loss[last] < history.loss[first]
        assert number_text(history.loss[last].item()) in truth.happened
        assert question.change == {"training_epoch": last}
        longest = max(
            (history.loss[i] - history.loss[j]).item() for i in range(0, 300, 7) for j in range(i, len(run.log), 11)
            if i < len(run.log) and history.accuracy[i : j + 1].unique().numel() == 1
        )  # fmt: skip
        assert (history.loss[first] - history.loss[last]).item() >= longest - 1e-6


def test_where_the_answer_is_a_number_nothing_is_asked_of_classes():
    prompts = " ".join(question.prompt for question in training_questions(run_of("numbers")))
    assert "right" not in prompts
    assert "How does it end" not in prompts


def test_of_a_long_run_nothing_is_asked_that_has_to_be_trained():
    short = train(Settings(batch=1, epochs=30), XOR)
    long = Run(replace(short.settings, epochs=1_000), XOR, short.log, stopped=True)
    questions = training_questions(long)
    assert not [question for question in questions if "learning rate" in question.prompt]
    assert asked("How does it end", long).twin is None


def test_without_zero_grad_the_loss_ends_higher():
    question = asked("zero_grad", run_of("solved"))
    assert question.options[question.ask_torch().option] == "Higher"


def test_a_sigmoid_too_many_cannot_get_below_its_floor():
    question = asked("sigmoid", run_of("solved"))
    truth = question.ask_torch()
    assert question.options[truth.option] == "Higher"
    sure = torch.tensor([[0.0], [1.0]])
    floor = nn.BCEWithLogitsLoss()(sure, sure).item()
    assert number_text(floor) in truth.why
    wrong, least = EXHIBITS[question.change["training_mistake"]].run(seed=0).value
    assert wrong > least == pytest.approx(floor)


def test_a_softmax_of_one_output_learns_nothing():
    question = asked("softmax", run_of("solved"))
    truth = question.ask_torch()
    assert question.options[truth.option].startswith("Nothing")
    assert truth.why.endswith("the largest gradient of the first layer is 0.")
    assert "the output is 1 for every row" in truth.happened


def test_broadcast_targets_teach_their_mean():
    question = asked("(100, 1)", run_of("solved"))
    assert "mean" in question.options[question.ask_torch().option]
    (_, low, high, mean), cured = (
        run(seed=0).value
        for run in (
            EXHIBITS[question.change["training_mistake"]].run,
            EXHIBITS[question.change["training_mistake"]].run_cure,
        )
    )
    assert low == pytest.approx(mean, abs=1e-3)
    assert high == pytest.approx(mean, abs=1e-3)
    assert cured[0] < 1e-6


@pytest.mark.parametrize("seed", range(5))
def test_the_mistakes_show_whatever_the_seed(seed):
    values = {
        title: (exhibit.run(seed=seed).value, exhibit.run_cure(seed=seed).value) for title, exhibit in EXHIBITS.items()
    }
    (first, _, wrong), (same, _, right) = values["zero_grad() left out"]
    assert first == same
    assert wrong > 0.1 * first > 1_000 * right
    (wrong, least), right = values["A sigmoid before the loss that has one"]
    assert wrong > least > right
    (outputs, gradient, first, last), right = values["A softmax over one output"]
    assert (outputs, gradient, first) == ([1.0], 0.0, last)
    assert right[1] < right[0]
