import pytest

from neuron_core.dropout.layer import Dropout
from neuron_core.dropout.questions import dropout_questions
from neuron_core.dropout.snippets import SHOWN, everything_dropped, functional_told_the_mode, out_of_range
from neuron_core.shared.live_run import live_run

VECTORS = [(10.0, 20.0, 30.0, 40.0), (0.0,), (-3.0, 0.0), (1e6,) * 12]


@pytest.mark.parametrize("vector", VECTORS)
@pytest.mark.parametrize("seed", range(12))
def test_the_answers_hold_for_every_draw(vector, seed):
    questions = dropout_questions(Dropout(vector, 0.3, True, seed))
    truths = [question.ask_torch() for question in questions]
    picked = [question.options[truth.option] for question, truth in zip(questions, truths, strict=True)]
    assert picked == [
        "They grow",
        "2 in 10",
        "Yes: it still drops",
        "Yes: no_grad() is not eval()",
        "The mean, not the spread",
    ]


def test_what_runs_live_runs_and_only_one_raises():
    runs = {snippet: live_run(snippet, seed=0) for snippet in SHOWN.values()}
    assert [snippet for snippet, run in runs.items() if run.error] == [out_of_range]
    assert "1.5" in runs[out_of_range].message
    assert runs[everything_dropped].value == [0.0] * 8
    assert runs[functional_told_the_mode].value == [1.0] * 8
