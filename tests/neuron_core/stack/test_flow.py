import random
from dataclasses import replace

import pytest
import torch

from neuron_core.stack.flow import MOST_NUMBERS, MOST_SAMPLES, Stop, flow, samples
from neuron_core.stack.run import Stack, run_stack
from neuron_core.stack.text import read_layers
from tests.neuron_core.stack.random_stacks import random_stack


def steps(shape, text, seed=0):
    stack = Stack(shape, read_layers(text))
    return flow(run_stack(stack, seed), run_stack(replace(stack, training=False), seed))


def test_the_numbers_are_torchs_in_both_modes():
    stack = Stack((9, 7), read_layers("linear-7-9 batchnorm-9 dropout-0.5"))
    train, evaluated = run_stack(stack, 1), run_stack(replace(stack, training=False), 1)
    found = flow(train, evaluated)
    assert [step.differ for step in found] == [False, False, True, True]
    for step, one, other in zip(found, train.tensors, evaluated.tensors, strict=True):
        assert torch.equal(torch.tensor(step.train), one[:MOST_SAMPLES, :MOST_NUMBERS])
        assert torch.equal(torch.tensor(step.evaluated), other[:MOST_SAMPLES, :MOST_NUMBERS])
        assert step.shape == tuple(one.shape)


@pytest.mark.parametrize(
    ("shape", "rows"), [((), (1, 1)), ((3,), (1, 3)), ((2, 4), (2, 4)), ((3, 2, 2), (3, 4)), ((9, 2, 2, 2), (4, 5))]
)
def test_a_row_is_a_sample(shape, rows):
    (first, *_) = steps(shape, "relu")
    assert (len(first.train), len(first.train[0])) == rows
    tensor = run_stack(Stack(shape, read_layers("relu")), 0).tensors[0]
    for number, row in enumerate(first.train):
        sample = tensor[number] if len(shape) > 1 else tensor
        assert list(row) == sample.flatten()[:MOST_NUMBERS].tolist()
    assert samples(shape) == (shape[0] if len(shape) > 1 else 1)


def test_what_became_0_is_counted_in_either_mode():
    dice = random.Random(5)
    for _ in range(60):
        stack = Stack((dice.randint(1, 6), 4), read_layers("relu dropout-0.5 flatten linear-4-2"))
        train, evaluated = run_stack(stack, 3), run_stack(replace(stack, training=False), 3)
        found = flow(train, evaluated)
        assert found[0].zeroed == found[3].zeroed == found[4].zeroed == (0, 0)
        for trace, place in ((train, 0), (evaluated, 1)):
            for step in (1, 2):
                before, after = trace.tensors[step - 1].flatten().tolist(), trace.tensors[step].flatten().tolist()
                lost = sum(1 for one, other in zip(before, after, strict=True) if one and not other)
                assert found[step].zeroed[place] == lost


def test_a_difference_beyond_the_numbers_shown_counts():
    last = steps((60,), "dropout-0.1 step", 2)[-1]
    assert last.train == last.evaluated
    assert last.differ


def test_a_layer_that_raises_is_told_from_one_that_is_not_reached():
    found = steps((1, 3), "relu batchnorm-3 tanh")
    assert [step.train for step in found[2:]] == [Stop.RAISES, Stop.NOT_REACHED]
    assert all(isinstance(step.evaluated, tuple) for step in found)
    assert found[2].shape == (1, 3)
    assert not found[2].differ


def test_every_broken_run_raises_once_and_reaches_nothing_after():
    dice = random.Random(3)
    for _ in range(150):
        stack = random_stack(dice)
        train, evaluated = (run_stack(replace(stack, training=mode), 0) for mode in (True, False))
        found = flow(train, evaluated)
        for trace, halves in ((train, [s.train for s in found]), (evaluated, [s.evaluated for s in found])):
            given = len(trace.tensors)
            missing = len(found) - given
            assert all(isinstance(half, tuple) and not isinstance(half, str) for half in halves[:given])
            assert halves[given:] == [Stop.RAISES, *[Stop.NOT_REACHED] * (missing - 1)][:missing]
            assert bool(missing) == bool(trace.broken)
        assert all(
            (step.shape is None) == (isinstance(step.train, str) and isinstance(step.evaluated, str)) for step in found
        )
