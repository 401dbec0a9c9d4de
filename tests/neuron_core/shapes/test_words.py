import random
from math import prod

import pytest
import torch
from torch import nn

from neuron_core.shapes.cures import cures
from neuron_core.shapes.linear_numbers import linear_numbers
from neuron_core.shapes.shape import fit_linear, flatten, merged_dimensions
from neuron_core.shapes.words import (
    arithmetic_words,
    clash_words,
    cure_words,
    flatten_sentence,
    linear_sentence,
    linear_words,
    merged_words,
    missing_dimension,
    use_words,
)
from neuron_core.shared.refusal import Refusal


def test_the_flatten_sentence_says_both_shapes():
    said = flatten_sentence((1, 2, 2), flatten((1, 2, 2), 1, -1))
    assert said == "4 cells of a tensor of shape (1, 2, 2), in the same order in a tensor of shape (1, 4)."


def test_the_flatten_sentence_says_what_changes_nothing_and_what_is_refused():
    assert flatten_sentence((2, 2), flatten((2, 2), 1, -1)) == "A tensor of shape (2, 2) with 4 cells, left as it was."
    assert "Torch refuses" in flatten_sentence((2, 2), flatten((2, 2), 4, -1))
    assert "with 1 cell," in flatten_sentence((1,), flatten((1,), 0, -1))


def test_the_linear_sentence_says_both_numbers():
    assert linear_sentence(fit_linear((2, 4), 3, 2)) == (
        "A tensor of shape (2, 4) arrives with a last dimension of 4; the Linear takes 3. "
        "The weight has shape (2, 3), out by in."
    )
    assert "no dimension at all" in linear_sentence(fit_linear((), 3, 2))


def test_the_linear_sentence_counts_the_vectors():
    dice = random.Random(0)
    for _ in range(50):
        shape = tuple(dice.randint(1, 3) for _ in range(dice.randint(1, 4)))
        said = linear_sentence(fit_linear(shape, shape[-1], 2))
        leaves = tuple(nn.Linear(shape[-1], 2)(torch.zeros(shape)).shape)
        vectors = prod(shape[:-1])
        assert f"leaves with shape {leaves}" in said
        assert (
            f"{vectors} vectors of {shape[-1]}, each by itself," if vectors > 1 else f"as one vector of {shape[-1]} "
        ) in said


@pytest.mark.parametrize(("outputs", "says"), [(1, "one value"), (10, "the scores of 10 classes")])
def test_what_outputs_are_for(outputs, says):
    assert says in use_words(outputs)


def said_of_merging(shape, start, end) -> str:
    after = flatten(shape, start, end)
    return merged_words(shape, range(0) if isinstance(after, Refusal) else merged_dimensions(shape, start, end), after)


def test_the_merged_dimensions_are_named_and_multiplied():
    assert said_of_merging((1, 2, 2), 1, -1) == (
        "Dimensions 1 and 2 become one, of 2 × 2 = **4**. Only the grouping changes: the cells keep their order."
    )
    assert "Dimensions 0, 1 and 2 become one, of 2 × 3 × 4 = **24**" in said_of_merging((2, 3, 4), 0, -1)
    assert "both dimension 1: nothing is merged" in said_of_merging((2, 3, 4), 1, 1)
    assert "A single number has no dimension" in said_of_merging((), 0, -1)
    assert said_of_merging((2, 2), 3, -1) == ""


def test_one_dimension_alone_has_its_comma_explained():
    dice = random.Random(8)
    for _ in range(200):
        shape = tuple(dice.randint(1, 4) for _ in range(dice.randint(0, 4)))
        after = flatten(shape, dice.randint(-4, 3), dice.randint(-4, 3))
        if isinstance(after, Refusal):
            continue
        said = merged_words(shape, range(1), after)
        assert (f"({after[0]},), with a comma" in said) == (len(after) == 1)


def test_the_merged_sizes_are_torchs_over_random_shapes():
    dice = random.Random(9)
    for _ in range(200):
        shape, start, end = (
            tuple(dice.randint(2, 5) for _ in range(dice.randint(1, 4))), dice.randint(0, 3), dice.randint(-3, 3),
        )  # fmt: skip
        try:
            flat = torch.flatten(torch.zeros(shape), start, end)
        except (RuntimeError, IndexError):
            assert said_of_merging(shape, start, end) == ""
            continue
        said = said_of_merging(shape, start, end)
        if "become one" in said:
            assert int(said.split("**")[1]) == flat.shape[start]


def test_the_arithmetic_is_written_out():
    given = linear_numbers(fit_linear((2, 3), 3, 2), 1, 1)
    said = arithmetic_words(given)
    assert said == "Output 1 of vector 1: 1 × 0.38 + 2 × (−0.43) + 3 × 0.47 + (−0.39) = 0.54."
    assert "+ the other products +" in arithmetic_words(linear_numbers(fit_linear((2, 9), 9, 2), 1, 1))
    assert arithmetic_words(linear_numbers(fit_linear((2, 4), 3, 2), 1, 1)) == ""


def test_the_words_on_a_linear_hold_for_random_shapes():
    dice = random.Random(10)
    for _ in range(30):
        shape = tuple(dice.randint(1, 4) for _ in range(dice.randint(1, 4)))
        layer = nn.Linear(shape[-1], 2)
        x = torch.randn(shape)
        y = layer(x)
        assert y.shape[:-1] == x.shape[:-1]  # all other dimensions stay
        each = torch.stack([layer(vector) for vector in x.reshape(-1, shape[-1])])  # each through the same weight
        assert torch.allclose(y.reshape(-1, 2), each, atol=1e-6)
        said = linear_words(fit_linear(shape, shape[-1], 2))
        assert f"here {shape[-1]}" in said
        vectors = prod(shape[:-1])
        assert (f"Each of the {vectors} vectors goes" if vectors > 1 else "The vector goes") in said


def test_a_clash_and_its_cures_are_said():
    fit = fit_linear((4, 10, 8), 3, 2)
    assert (
        clash_words(fit)
        == "✗ Torch refuses: the last dimension of the input is **8**, and the Linear takes vectors of **3**."
    )
    assert [cure_words(fit, cure) for cure in cures(fit, 1000)] == [
        "Use nn.Linear(8, 2)",
        "Give the input the shape 4x10x3",
    ]
    assert "a scalar has **no dimension**" in clash_words(fit_linear((), 3, 2))


def test_the_missing_dimension_is_said_just_where_torch_misses_it():
    draw = random.Random(11)
    for _ in range(300):
        shape = tuple(draw.randint(1, 3) for _ in range(draw.randint(0, 4)))
        start, end = draw.randint(-6, 6), draw.randint(-6, 6)
        result = flatten(shape, start, end)
        misses = isinstance(result, Refusal) and "Dimension out of range" in result.words
        assert bool(missing_dimension(shape, start, end)) == misses, (shape, start, end, result)
