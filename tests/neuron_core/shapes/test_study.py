import pytest
import torch
from torch import nn

from neuron_core.shapes.linear_numbers import linear_numbers
from neuron_core.shapes.questions import flatten_questions, linear_questions
from neuron_core.shapes.shape import MAX_ELEMENTS, fit_linear, flatten
from neuron_core.shapes.study import CALLS, study_flatten, study_linear
from neuron_core.shapes.words import (
    arithmetic_words,
    flatten_sentence,
    linear_sentence,
    linear_words,
    merged_words,
    use_words,
)
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
    assert found.words == merged_words(found.tensor, found.merged, found.result)
    assert len(found.merged) == {1: 3, 0: 4, 2: 2, 5: 0}[start]
    assert prompts(found.questions) == prompts(flatten_questions((2, 3, 2, 2), start, end))


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
        assert found.sentence == " ".join(filter(None, (linear_sentence(found.fit), arithmetic_words(found.numbers))))
        assert found.words == linear_words(found.fit)
        assert found.numbers == linear_numbers(found.fit, 1, 1)
        assert bool(found.clash) == bool(found.cures) == isinstance(found.fit.leaves, Refusal)
        assert found.use == use_words(5)
        assert prompts(found.questions) == prompts(linear_questions(shape))


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


def test_the_chosen_output_of_the_chosen_vector_is_studied():
    found = study_linear((2, 3), 3, 2, 2, 1)
    assert (found.numbers.vector, found.numbers.output) == (2, 1)
    assert "Output 1 of vector 2: 4 × 0.38" in found.sentence


def test_the_lessons_example_is_one_click_from_its_linear():
    found = study_linear((4, 10, 8), 3, 2)
    assert next(iter(found.cures)) == "Use nn.Linear(8, 2)"
    assert study_linear((4, 10, 8), 8, 2).fit.leaves == (4, 10, 2)
    assert "Use nn.Linear(8, 2)" not in study_linear((4, 10, 8), 3, 2, most_features=7).cures
