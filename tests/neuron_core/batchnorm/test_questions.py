from dataclasses import replace

import pytest
import torch

from neuron_core.batchnorm.questions import batchnorm_questions
from neuron_core.batchnorm.snippets import batch_of_one_in_training
from neuron_core.shared.live_run import live_run
from pages.knobs.batchnorm import BATCH as PAGE
from tests.neuron_core.batchnorm.settings import KEYS, PLAIN, some_norms


def asked(norm=PLAIN, cell=(1, 1)):
    return batchnorm_questions(norm, cell, KEYS)


def test_torch_gives_the_answers_that_its_documentation_promises():
    truths = [(question, question.ask_torch()) for question in asked()]
    assert [question.options[truth.option] for question, truth in truths] == [
        "Like those of feature 1: a few units around 0",
        "Yes: it changes too",
        "Yes: its running mean and variance change",
        "18: momentum is the weight of the new batch",
        "No, there are two",
        "Torch refuses",
    ]


def test_each_twin_asks_the_same_with_other_numbers():
    pairs = [(question, question.twin()) for question in asked()]
    assert [twin.options[twin.ask_torch().option] for _, twin in pairs] == [
        "They stay the same",
        "No: row 1 is the same as before",
        "Yes: its running mean and variance change",
        "10: momentum is the weight of the new batch",
        "No, there are two",
        "It is normalised like any other batch",
    ]
    for question, twin in pairs:
        assert twin.prompt != question.prompt
        assert twin.ask_torch().happened != question.ask_torch().happened
        assert twin.twin is None


@pytest.mark.parametrize("norm", [*some_norms(30, seed=14)], ids=str)
def test_the_first_two_answers_hold_for_any_batch(norm):
    for f in (1, 2, 3):
        for question in asked(norm, (1, f)):
            if question.prompt.startswith("Feature "):
                truth = question.ask_torch()
                assert truth.option == 1
                other = int(question.prompt[8])
                column = torch.tensor(norm.batch)[:, other - 1]
                out = torch.nn.BatchNorm1d(1, eps=norm.eps)(column[:, None])
                assert out.abs().max() <= (len(norm.batch) - 1) ** 0.5 + 1e-3
            elif question.prompt.startswith("In training: row"):
                assert question.twin().ask_torch().option == 0, "in eval no other row matters"


def test_what_happened_carries_torchs_numbers():
    said = [question.ask_torch().happened for question in asked()]
    assert (
        said[0]
        == "Feature 3 went in as 1000 to 4000 and came out as −1.5275 to 1.0911, feature 1 as −1.3416 to 1.3416."
    )
    assert said[1].startswith("Row 1 went in as 2 both times and came out as −1.3416, then as −1.0")
    assert "from 0 to 2." in said[2]
    assert "from 0 to 18." in said[3]
    assert "the root of 100," in said[4]
    assert "stored 200 " in said[4]
    assert f"“{live_run(batch_of_one_in_training).refusal}”" in said[5]


@pytest.mark.parametrize(
    "change",
    [{"batch": PLAIN.batch[:1]}, {"eps": 0.0}, {"batch": tuple((row[0], 5.0, row[2]) for row in PLAIN.batch)}],
)
def test_where_there_is_nothing_to_compare_the_first_two_bring_the_lessons_batch(change):
    questions = asked(replace(PLAIN, **change))
    assert len(questions) == len(asked())
    for question, usual in zip(questions[:2], asked()[:2], strict=True):
        assert question.prompt == usual.prompt
        assert question.ask_torch() == usual.ask_torch()
        assert question.change == usual.change | {"batch": PAGE.default, "eps": "1e-5"}
        assert question.twin().change.keys() >= {"batch", "eps"}


@pytest.mark.parametrize(("passes", "then"), [(0, 1), (1, 2), (50, 1)])
def test_each_question_changes_what_it_asks_about_by_the_keys_it_was_given(passes, then):
    assert [question.change for question in asked(replace(PLAIN, passes=passes))] == [
        {"cell": "row 1, feature 3", "move": 0, "training": True},
        {"cell": "row 4, feature 1", "move": 10, "training": True},
        {"feeds": then},
        {"momentum": "0.9", "feeds": 1},
        {"training": True},
        {"training": True, "batch": "2, 200, 4000"},
    ]


def test_what_would_answer_a_question_is_named():
    assert [question.covers for question in asked()] == [
        ("features",),
        (),
        ("running",),
        ("running",),
        ("running",),
        ("runs",),
    ]
