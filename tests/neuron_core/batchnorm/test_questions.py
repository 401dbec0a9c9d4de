import pytest
import torch
from torch import nn

from neuron_core.batchnorm.layer import BatchNorm
from neuron_core.batchnorm.questions import batchnorm_questions
from neuron_core.batchnorm.snippets import (
    LESSON_FIGURE,
    SHOWN,
    batch_of_one_in_training,
    constant_feature_remembered,
    row_alone,
    row_through_layer_norm,
)
from neuron_core.shared.live_run import live_run

NORM = BatchNorm(((1.0, 2.0, 3.0), (2.0, 1.0, 0.0)), True, True, (1.0,) * 3, (0.0,) * 3, 0.1, 1e-5, 1)


def test_torch_gives_the_answers_that_its_documentation_promises():
    questions = batchnorm_questions(NORM, "feeds", "batch")
    assert [question.options[question.ask_torch().option][:3] for question in questions] == [
        "Tho",
        "Yes",
        "To ",
        "No,",
        "Tor",
    ]
    assert [question.ask_torch().option for question in questions] == [1] * 5


def test_what_runs_live_raises_where_torch_does():
    runs = {snippet: live_run(snippet) for snippet in SHOWN.values()}
    assert {snippet for snippet, run in runs.items() if run.error} == {row_alone, batch_of_one_in_training}
    for snippet, x in ((row_alone, torch.ones(3)), (batch_of_one_in_training, torch.ones(1, 3))):
        with pytest.raises(ValueError, match=r".") as raised:
            nn.BatchNorm1d(3)(x)
        assert runs[snippet].message == str(raised.value)


def test_eps_alone_decides_how_large_a_surprise_becomes():
    surprise = live_run(constant_feature_remembered).value[1][0]
    assert surprise == pytest.approx(0.01 / 1e-5**0.5, rel=1e-3)


def test_layer_norm_is_not_what_the_lesson_draws():
    value = live_run(row_through_layer_norm).value
    assert value == pytest.approx([-0.7602, -0.6526, 1.4128], abs=1e-4)
    assert value != pytest.approx(LESSON_FIGURE, abs=0.1)
