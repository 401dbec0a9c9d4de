import random
from dataclasses import replace

import torch

from neuron_core.stack.flow import MOST_NUMBERS, Stop, flow
from neuron_core.stack.run import Stack, run_stack
from neuron_core.stack.text import read_layers
from tests.neuron_core.stack.random_stacks import random_stack


def steps(shape, text, seed=0):
    stack = Stack(shape, read_layers(text))
    return flow(run_stack(stack, seed), run_stack(replace(stack, training=False), seed))


def test_the_numbers_are_torchs_in_both_modes():
    stack = Stack((2, 4), read_layers("linear-4-3 batchnorm-3 dropout-0.5"))
    train, evaluated = run_stack(stack, 1), run_stack(replace(stack, training=False), 1)
    found = flow(train, evaluated)
    assert [step.differ for step in found] == [False, False, True, True]
    for step, one, other in zip(found, train.tensors, evaluated.tensors, strict=True):
        assert torch.equal(torch.tensor(step.train), one.flatten()[:MOST_NUMBERS])
        assert torch.equal(torch.tensor(step.evaluated), other.flatten()[:MOST_NUMBERS])
        assert (step.shape, step.count) == (tuple(one.shape), one.numel())


def test_a_difference_beyond_the_numbers_shown_counts():
    last = steps((60,), "dropout-0.1 step")[-1]
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
