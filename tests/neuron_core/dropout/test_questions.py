import pytest

from neuron_core.dropout.layer import Dropout, drop
from neuron_core.dropout.questions import dropout_questions
from neuron_core.dropout.snippets import counts_dropped
from neuron_core.shared.live_run import live_run
from neuron_core.shared.numbers import number_text

VECTORS = [(10.0, 20.0, 30.0, 40.0), (0.0,), (-3.0, 0.0), (1e6,) * 12]


@pytest.mark.parametrize("vector", VECTORS)
@pytest.mark.parametrize("seed", range(12))
def test_the_answers_hold_for_every_draw(vector, seed):
    questions = dropout_questions(Dropout(vector, 0.3, True, seed), "p", "training")
    picked = [question.options[question.ask_torch().option] for question in questions]
    assert picked == [
        "They are scaled up",
        "About 2: on some passes more, on some fewer",
        "Yes: it still drops",
        "Yes: no_grad() is not eval()",
        "Its mean, but not its spread",
    ]
    twins = [question.twin() for question in questions]
    assert [twin.options[twin.ask_torch().option] for twin in twins] == [
        "40",
        "About 7: on some passes more, on some fewer",
        "No: eval() switches it off",
        "No: eval() is enough",
        "Its mean, but not its spread",
    ]
    for question, twin in zip(questions, twins, strict=True):
        assert question.prompt != twin.prompt
        assert twin.twin is None


def test_what_happened_carries_torchs_numbers():
    questions = dropout_questions(Dropout((1.0, -5.0), 0.3, True, 0), "p", "t")
    said = [question.ask_torch().happened for question in questions]
    assert said[1].startswith("In a thousand passes over 10 units torch dropped 0 to ")
    least, most, mean = live_run(counts_dropped, seed=0, p=0.2).value
    assert f"dropped {least:.0f} to {most:.0f} of them, {number_text(mean, 2)} on average" in said[1]
    assert "unit 2, whose input is −5" in said[4]
    assert "always −5" in said[4]
    assert all(question.ask_torch().why.endswith(".") for question in questions)


@pytest.mark.parametrize("seed", range(8))
def test_the_kept_unit_is_one_of_the_pages_own(seed):
    vector = (10.0, 20.0, -5.0, 40.0)
    said = dropout_questions(Dropout(vector, 0.3, True, seed), "p", "t")[0].ask_torch().happened
    out = drop(vector, 0.5, seed)
    kept = next(i for i, value in enumerate(out) if value)
    assert said == f"Unit {kept + 1} is kept: its {number_text(vector[kept])} becomes {number_text(2 * vector[kept])}."
    assert out[kept] == 2 * vector[kept]


def test_a_draw_that_keeps_no_unit_tells_the_factor():
    seed = next(seed for seed in range(100) if not any(drop((1.0, -5.0), 0.5, seed)))
    said = dropout_questions(Dropout((1.0, -5.0), 0.3, True, seed), "p", "t")[0].ask_torch().happened
    assert said == "This draw keeps no unit. One that is kept is multiplied by 2."


def test_each_question_changes_what_it_asks_about_by_the_keys_it_was_given():
    questions = dropout_questions(Dropout((1.0,), 0.3, True, 0), "the p", "the mode")
    assert [question.change for question in questions] == [
        {"the p": 0.5, "the mode": True},
        {"the p": 0.2, "the mode": True},
        {"the mode": False},
        {"the mode": True},
        {"the p": 0.5, "the mode": True},
    ]
    assert [question.twin().change for question in questions] == [
        {"the p": 0.75, "the mode": True},
        {"the p": 0.7, "the mode": True},
        {"the mode": False},
        {"the mode": False},
        {"the p": 0.1, "the mode": True},
    ]


def test_what_would_answer_a_question_is_named():
    questions = dropout_questions(Dropout((1.0,), 0.3, True, 0), "p", "t")
    assert [question.covers for question in questions] == [
        ("scaled", "trial", "runs"), (), ("runs",), ("runs",), ("trial",),
    ]  # fmt: skip
