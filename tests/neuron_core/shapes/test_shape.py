import random
from math import prod

import pytest
import torch
from torch import nn

from neuron_core.shapes.shape import (
    MAX_ELEMENTS,
    counting,
    fit_linear,
    flatten,
    merged_dimensions,
    read_shape,
    write_shape,
)
from neuron_core.shared.refusal import Refusal
from neuron_core.shared.typed_input import InputError


def random_shape(dice: random.Random, most: int = 5) -> tuple[int, ...]:
    return tuple(dice.randint(1, 4) for _ in range(dice.randint(0, most)))


def asked(call, *arguments):
    """What torch gives, or its refusal, caught here and not by the code under test."""
    try:
        return call(*arguments)
    except Exception as error:
        return Refusal(type(error).__name__, str(error))


def test_a_shape_reads_back_as_it_was_written():
    dice = random.Random(0)
    for _ in range(200):
        shape = random_shape(dice)
        assert read_shape(write_shape(shape), "Shape") == shape
        assert read_shape(str(shape), "Shape") == shape
        assert read_shape(str(torch.Size(shape)), "Shape") == shape


@pytest.mark.parametrize(
    ("text", "shape"),
    [("2x4", (2, 4)), (" 2 , 4 ", (2, 4)), ("2 4", (2, 4)), ("[3]", (3,)), ("(3,)", (3,)), ("()", ()), ("SCALAR", ())],
)
def test_shapes_are_read_as_people_write_them(text, shape):
    assert read_shape(text, "Shape") == shape


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("0x4", "dimension 1 is 0"),
        ("2x-4", "dimension 2 is -4"),
        ("1000000000", "1,000,000,000 elements"),
        ("1x1x1x1x1x1", "6 dimensions"),
        ("2xfour", "such as 2x4"),
        ("2x", "such as 2x4"),
        ("2.5x4", "such as 2x4"),
        ("9" * 5000, "such as 2x4"),
        ("<script>", "such as 2x4"),
        ("inf", "such as 2x4"),
        ("", "write a shape"),
        ("  ", "write a shape"),
        ("[[1,2],[3,4]]", "not the numbers"),
        ("[[1,2]]", "not the numbers"),
        ("(1, 2), (3, 4)", "not the numbers"),
        ("1,2;3,4", "not the numbers"),
        ("2;3", "not the numbers"),
    ],
)
def test_a_bad_shape_gets_a_sentence_that_names_the_place(text, says):
    with pytest.raises(InputError, match=r"^Input shape") as caught:
        read_shape(text, "Input shape")
    assert says in str(caught.value)
    assert "script" not in str(caught.value)


def test_flatten_is_torchs_for_every_pair_of_dimensions():
    dice = random.Random(1)
    refused = 0
    for _ in range(300):
        shape, start, end = random_shape(dice), dice.randint(-6, 6), dice.randint(-6, 6)
        flat = asked(torch.flatten, counting(shape), start, end)
        refused += isinstance(flat, Refusal)
        assert flatten(shape, start, end) == (flat if isinstance(flat, Refusal) else tuple(flat.shape))
        if not isinstance(flat, Refusal):
            assert flat.flatten().tolist() == list(range(1, prod(shape) + 1))
    assert 50 < refused < 290


def test_flatten_is_the_layers_too():
    dice = random.Random(4)
    for _ in range(100):
        shape, start, end = random_shape(dice), dice.randint(0, 4), dice.randint(-4, 4)
        flat = asked(nn.Flatten(start, end), counting(shape))
        assert flatten(shape, start, end) == (flat if isinstance(flat, Refusal) else tuple(flat.shape))


def test_the_merged_dimensions_are_those_that_torch_multiplies():
    dice = random.Random(7)
    for _ in range(300):
        shape, start, end = random_shape(dice), dice.randint(-6, 6), dice.randint(-6, 6)
        after = flatten(shape, start, end)
        if isinstance(after, Refusal):
            continue
        merged = merged_dimensions(shape, start, end)
        if not shape:
            assert (len(merged), after) == (0, (1,))
            continue
        size = prod(shape[i] for i in merged)
        assert after == (*shape[: merged[0]], size, *shape[merged[-1] + 1 :])


def test_a_linear_takes_what_torchs_takes():
    dice = random.Random(2)
    refused = 0
    for _ in range(300):
        shape, wanted, out = random_shape(dice), dice.randint(1, 4), dice.randint(1, 4)
        fit = fit_linear(shape, wanted, out)
        linear = nn.Linear(wanted, out)
        assert fit.weight == tuple(linear.weight.shape)
        assert fit.bias == tuple(linear.bias.shape)
        assert fit.parameters == linear.weight.numel() + linear.bias.numel()
        y = asked(linear, torch.zeros(shape))
        refused += isinstance(y, Refusal)
        assert fit.leaves == (y if isinstance(y, Refusal) else tuple(y.shape))
        if not isinstance(y, Refusal):
            assert fit.vectors == y.numel() // out
    assert 50 < refused < 290


@pytest.mark.parametrize("size", [((MAX_ELEMENTS, 1), 1, 2), ((1,), 10**9, 10**9), ((4096, 3), 3, 4096)])
def test_what_is_too_large_is_refused_before_torch_sees_it(size, monkeypatch):
    monkeypatch.setattr(torch, "zeros", None)
    monkeypatch.setattr(nn.utils, "skip_init", None)
    with pytest.raises(InputError, match="at most"):
        fit_linear(*size)
