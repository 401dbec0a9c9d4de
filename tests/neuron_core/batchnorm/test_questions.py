import pytest

from neuron_core.batchnorm.layer import BatchNorm
from neuron_core.batchnorm.questions import Keys, batchnorm_questions
from neuron_core.batchnorm.snippets import batch_of_one_in_training
from neuron_core.shared.live_run import live_run

KEYS = Keys(training="the mode", batch="the batch", momentum="the momentum", passes="the passes")


def norm(passes: int = 1) -> BatchNorm:
    return BatchNorm(((1.0, 2.0, 3.0), (2.0, 1.0, 0.0)), True, True, (1.0,) * 3, (0.0,) * 3, 0.1, 1e-5, passes)


def test_torch_gives_the_answers_that_its_documentation_promises():
    truths = [(question, question.ask_torch()) for question in batchnorm_questions(norm(), KEYS)]
    assert [question.options[truth.option] for question, truth in truths] == [
        "Of its column: one feature of all samples",
        "Yes: its running statistics change",
        "18: mostly the new value",
        "No, there are two",
        "Torch refuses",
    ]


def test_the_explanations_carry_torchs_numbers():
    said = [question.ask_torch().explanation for question in batchnorm_questions(norm(), KEYS)]
    assert "from 0 to 2." in said[1]
    assert "from 0 to 18." in said[2]
    assert "the root of 100 " in said[3]
    assert "went 200 " in said[3]
    assert f"“{live_run(batch_of_one_in_training).refusal}”" in said[4]


@pytest.mark.parametrize(("passes", "then"), [(0, 1), (1, 2), (50, 1)])
def test_each_question_changes_what_it_asks_about_by_the_keys_it_was_given(passes, then):
    assert [question.change for question in batchnorm_questions(norm(passes), KEYS)] == [
        {"the mode": True},
        {"the passes": then},
        {"the momentum": "0.9", "the passes": 1},
        {"the mode": True},
        {"the mode": True, "the batch": "2, 200, 4000"},
    ]
