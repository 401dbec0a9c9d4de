import random
from math import prod

import pytest
import torch
from torch import nn

from neuron_core.shapes.shape import fit_linear, flatten
from neuron_core.shapes.words import flatten_sentence, linear_sentence, use_words


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
        assert (f"{vectors} vectors, each by itself" if vectors > 1 else "as one vector") in said


@pytest.mark.parametrize(("outputs", "says"), [(1, "one value"), (10, "the scores of 10 classes")])
def test_what_outputs_are_for(outputs, says):
    assert says in use_words(outputs)
