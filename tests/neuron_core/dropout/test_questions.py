import pytest

from neuron_core.dropout.layer import Dropout
from neuron_core.dropout.questions import dropout_questions

VECTORS = [(10.0, 20.0, 30.0, 40.0), (0.0,), (-3.0, 0.0), (1e6,) * 12]


@pytest.mark.parametrize("vector", VECTORS)
@pytest.mark.parametrize("seed", range(12))
def test_the_answers_hold_for_every_draw(vector, seed):
    questions = dropout_questions(Dropout(vector, 0.3, True, seed), "p", "training")
    truths = [question.ask_torch() for question in questions]
    picked = [question.options[truth.option] for question, truth in zip(questions, truths, strict=True)]
    assert picked == [
        "They are scaled up",
        "2 in 10",
        "Yes: it still drops",
        "Yes: no_grad() is not eval()",
        "Its mean, but not its spread",
    ]


def test_the_explanations_carry_torchs_numbers():
    said = [
        question.ask_torch().explanation for question in dropout_questions(Dropout((1.0, -5.0), 0.3, True, 0), "p", "t")
    ]
    assert "becomes 2:" in said[0]
    assert "a share of 0.2" in said[1] or "a share of 0.1" in said[1]
    assert "unit 2, whose input is −5" in said[4]
    assert "always −5" in said[4]


def test_each_question_changes_what_it_asks_about_by_the_keys_it_was_given():
    changes = [question.change for question in dropout_questions(Dropout((1.0,), 0.3, True, 0), "the p", "the mode")]
    assert changes == [
        {"the p": 0.5, "the mode": True},
        {"the p": 0.2, "the mode": True},
        {"the mode": False},
        {"the mode": True},
        {"the p": 0.5, "the mode": True},
    ]
