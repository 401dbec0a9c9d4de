import pytest
import torch
from torch import nn

from neuron_core.shapes.questions import flatten_questions, linear_questions
from neuron_core.shapes.shape import MAX_ELEMENTS, fit_linear, flatten
from neuron_core.shapes.study import CALLS, study_flatten, study_linear
from neuron_core.shapes.words import flatten_sentence, linear_sentence, use_words
from neuron_core.shared.refusal import Refusal


def prompts(questions) -> list[str]:
    return [question.prompt for question in questions]


@pytest.mark.parametrize(("start", "end"), [(1, -1), (0, -1), (2, 3), (5, -1)])
def test_a_flattened_tensor(start, end):
    found = study_flatten((2, 3, 2, 2), start, end)
    assert (found.tensor, found.start_dim, found.end_dim) == ((2, 3, 2, 2), start, end)
    assert found.result == flatten((2, 3, 2, 2), start, end)
    assert isinstance(found.result, Refusal) == (start == 5)
    assert found.sentence == flatten_sentence(found.tensor, found.result)
    assert prompts(found.questions) == prompts(flatten_questions())


def test_the_two_calls_are_torchs_own_defaults():
    x = torch.ones(2, 3, 2)
    found = study_flatten((2, 3, 2), 0, 1)
    assert found.calls == {
        "nn.Flatten()": tuple(nn.Flatten()(x).shape),
        "torch.flatten(x)": tuple(torch.flatten(x).shape),
    }


def test_the_call_is_named_whose_defaults_these_are():
    for name, ends in CALLS.items():
        assert study_flatten((2, 2), *ends).call == name
    assert study_flatten((2, 2), 1, 1).call is None


def test_a_linear_that_fits_and_one_that_does_not():
    for shape in ((2, 3), (2, 4), ()):
        found = study_linear(shape, 3, 5)
        assert found.fit == fit_linear(shape, 3, 5)
        assert found.complaint == ""
        assert found.sentence == linear_sentence(found.fit)
        assert found.use == use_words(5)
        assert prompts(found.questions) == prompts(linear_questions())


def test_of_an_output_that_is_too_large_one_vector_is_studied():
    found = study_linear((MAX_ELEMENTS // 100, 100), 100, 1000)
    assert "1,000,000 numbers" in found.complaint
    assert "one vector of the input is used" in found.complaint
    assert found.fit == fit_linear((100,), 100, 1000)
    assert "as one vector of 100" in found.sentence


@pytest.mark.parametrize("shape", [(), (1,), (MAX_ELEMENTS,), (100, 10, 10, 10), (1, 1, 1, 1, MAX_ELEMENTS)])
def test_every_size_that_the_page_lets_through_can_be_studied(shape):
    for in_features, out_features in ((1, 1), (1000, 1000), (1, 1000)):
        study_linear(shape, in_features, out_features)
