"""A Linear's numbers are torch's own, and exact to the decimals that are shown."""

import random
from decimal import Decimal

import pytest
import torch
from torch import nn

from neuron_core.shapes.linear_numbers import (
    MAX_INPUTS,
    MAX_OUTPUTS,
    MAX_VECTORS,
    SEED,
    choices,
    linear_numbers,
    rounded_linear,
    small_numbers,
)
from neuron_core.shapes.shape import fit_linear
from neuron_core.shared.numbers import number_text


def test_small_numbers_count_to_nine_again_and_again():
    assert small_numbers((2, 6)).tolist() == [[1, 2, 3, 4, 5, 6], [7, 8, 9, 1, 2, 3]]
    assert small_numbers(()).item() == 1


def test_the_linear_is_torchs_own_rounded():
    torch.manual_seed(SEED)
    plain = nn.Linear(3, 2)
    layer = rounded_linear(3, 2)
    assert torch.allclose(layer.weight, plain.weight, atol=0.005001)
    assert torch.allclose(layer.bias, plain.bias, atol=0.005001)
    for value in [*layer.weight.flatten().tolist(), *layer.bias.tolist()]:
        assert value == pytest.approx(round(value, 2), abs=1e-7)
    assert layer.weight.abs().min() > 0.15  # a zero would hide what is multiplied


def test_what_is_shown_are_the_first_of_the_whole_result():
    dice = random.Random(1)
    for _ in range(60):
        shape = (*(dice.randint(1, 4) for _ in range(dice.randint(0, 3))), dice.randint(1, 12))
        out = dice.randint(1, 6)
        given = linear_numbers(fit_linear(shape, shape[-1], out), dice.randint(1, 3), dice.randint(1, 3))
        x, layer = small_numbers(shape), rounded_linear(shape[-1], out)
        whole = layer(x).detach().reshape(-1, out)[:MAX_VECTORS, :MAX_OUTPUTS]
        assert torch.allclose(torch.tensor(given.y), whole, atol=1e-5)
        width = shape[-1] if shape[-1] <= MAX_INPUTS else MAX_INPUTS - 1
        assert [*map(list, given.x)] == x.reshape(-1, shape[-1])[:MAX_VECTORS, :width].tolist()
        assert [*map(list, given.weight)] == layer.weight[:MAX_OUTPUTS, :width].tolist()
        assert list(given.bias) == layer.bias[:MAX_OUTPUTS].tolist()
        assert (given.rest is None) == (width == shape[-1])
        total = sum(given.products) + (given.rest or 0) + given.bias[given.output - 1]
        assert given.chosen == given.y[given.vector - 1][given.output - 1]
        assert total == pytest.approx(given.chosen, abs=1e-4)


@pytest.mark.parametrize("size", [1, 3, 8, 100, 1000])
def test_two_decimals_are_exact(size):
    given = linear_numbers(fit_linear((3, size), size, 3), 2, 3)
    x, layer = small_numbers((3, size))[1], rounded_linear(size, 3)
    terms = zip(x.tolist(), layer.weight[2].tolist(), strict=True)
    exact = sum((Decimal(int(a)) * Decimal(f"{w:.2f}") for a, w in terms), Decimal(f"{layer.bias[2].item():.2f}"))
    assert number_text(given.chosen, 2) == number_text(float(exact), 2)


def test_a_refused_input_has_numbers_and_nothing_that_comes_out():
    given = linear_numbers(fit_linear((2, 4), 3, 2), 2, 2)
    assert given.x == ((1, 2, 3, 4), (5, 6, 7, 8))
    assert len(given.weight) == len(given.bias) == 2
    assert (given.y, given.products, given.rest) == ((), (), None)
    assert linear_numbers(fit_linear((), 3, 2), 1, 1).x == ((1,),)


def test_what_is_not_there_cannot_be_chosen():
    assert choices((2, 3), 1000) == (range(1, 3), range(1, MAX_OUTPUTS + 1))
    assert choices((), 1) == (range(1, 2), range(1, 2))
    given = linear_numbers(fit_linear((2, 3), 3, 1), 3, 3)
    assert (given.vector, given.output) == (2, 1)
