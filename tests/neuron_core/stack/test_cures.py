import random

import pytest

from neuron_core.stack import cures as module
from neuron_core.stack.cures import Insert, Remove, SetInput, cures
from neuron_core.stack.run import Stack, run_stack
from neuron_core.stack.text import read_layers
from neuron_core.stack.words import cure_words
from tests.neuron_core.stack.random_stacks import random_stack


def offered(shape, text, training=True) -> list[str]:
    stack = Stack(shape, read_layers(text), training)
    return [cure_words(stack, cure) for cure in cures(run_stack(stack, 0))]


def test_every_cure_that_is_offered_makes_it_run():
    dice = random.Random(2)
    broken = cured = 0
    for _ in range(250):
        trace = run_stack(random_stack(dice), 0)
        found = cures(trace)
        broken += trace.broken is not None
        cured += bool(found)
        assert trace.broken or not found
        assert len({cure_words(trace.stack, cure) for cure in found}) == len(found) <= 4
        for cure in found:
            assert run_stack(cure.stack, dice.randint(0, 99)).broken is None
            assert cure.stack != trace.stack
    assert broken > 80
    assert cured > 0.8 * broken


def test_a_broken_stack_can_be_cured_from_both_sides():
    found = offered((2, 4), "linear-4-3 relu linear-5-1")
    assert found == [
        "Change layer 3 Linear’s in_features from 5 to 3",
        "Change layer 1 Linear’s out_features from 3 to 5",
    ]


def test_an_image_gets_a_flatten():
    found = offered((1, 2, 2), "linear-4-3 relu linear-3-1")
    assert "Insert Flatten before layer 1 Linear" in found


def test_later_breaks_are_cured_with_the_first():
    found = offered((2, 4), "linear-5-3 linear-4-2 batchnorm-3")
    assert found[0] == "Change layer 1 Linear’s in_features from 5 to 4, and fit 2 other layers to it"


@pytest.mark.parametrize(
    ("shape", "text", "says"),
    [
        ((), "linear-4-3", "Give the input the shape (4,)"),
        ((3,), "batchnorm-3", "Give the input the shape (2, 3)"),
        ((1, 3), "batchnorm-3", "Give the input the shape (2, 3)"),
        ((1, 3), "batchnorm-3", "Switch to eval(): it then uses its running statistics"),
        ((4,), "flatten linear-4-1", "Remove layer 1 Flatten"),
        (
            (2, 2),
            "flatten-0--1 linear-2-3 batchnorm-3",
            "Set layer 1 Flatten back to its defaults, start_dim 1 and end_dim −1",
        ),
        ((4,), "linear-4-3 softmax-1", "Set layer 2 Softmax back to its defaults, dim −1"),
        ((2, 3, 4, 5), "batchnorm-3", "Insert Flatten before layer 1 BatchNorm1d, and fit 1 other layer to it"),
    ],
)
def test_other_breaks_have_cures_of_their_own(shape, text, says):
    assert says in offered(shape, text)


def test_two_ideas_that_lead_to_the_same_stack_are_one_cure_with_the_first_ones_words(monkeypatch):
    """Whatever a later idea calls it, a stack that is offered already is not offered again, and keeps its words."""
    stack = Stack((2, 4), read_layers("linear-4-3 linear-5-1"))
    mended = Stack((2, 4), read_layers("linear-4-3 linear-3-1"))
    fitting = Stack((2, 4), read_layers("linear-4-3 linear-9-1"))  # fitted, it is the same once more
    ideas = [(SetInput((2, 4)), mended), (Remove(1), mended), (Insert(0, "relu"), fitting)]
    monkeypatch.setattr(module, "_ideas", lambda stack, broken: iter(ideas))
    (cure,) = cures(run_stack(stack, 0))
    assert (cure.change, cure.fitted, cure.stack) == (SetInput((2, 4)), 0, mended)
    ideas.reverse()
    (cure,) = cures(run_stack(stack, 0))
    assert (cure.change, cure.fitted, cure.stack) == (Insert(0, "relu"), 1, mended)


def test_a_real_stack_that_two_ideas_cure_the_same_way_has_one_button():
    """A Flatten that is set to its defaults and one that is removed can both be cured by a batch: no stack stands twice."""
    dice = random.Random(14)
    twice = 0
    for _ in range(400):
        trace = run_stack(random_stack(dice), 0)
        if trace.broken is None:
            continue
        ways = []
        for change, changed in module._ideas(trace.stack, trace.broken):
            try:
                ways.append((change, module._fit_all(changed)[0]))
            except ValueError:
                continue
        running = [(change, way) for change, way in ways if way.layers and run_stack(way, 0).broken is None]
        first = {way: change for change, way in reversed(running)}
        twice += len(running) > len(first)
        for cure in cures(trace):
            assert first.get(cure.stack, cure.change) == cure.change
    assert twice


def test_what_runs_needs_no_cure():
    assert offered((2, 4), "linear-4-3 relu linear-3-1") == []


def test_the_label_says_what_the_cure_changes():
    """The stack behind each button is the broken one with that change, but for layers that were fitted besides."""
    dice = random.Random(5)
    kinds = set()
    for _ in range(250):
        trace = run_stack(random_stack(dice), 0)
        for cure in cures(trace):
            kinds.add(type(cure.change).__name__)
            says, before, after = cure_words(trace.stack, cure), trace.stack, cure.stack
            assert ("fit" in says) == bool(cure.fitted)
            grown = len(after.layers) - len(before.layers)
            assert grown == (1 if "Insert" in says else -1 if says.startswith("Remove") else 0)
            if "Switch to eval()" in says:
                assert (before.training, after.training) == (True, False)
            else:
                assert before.training == after.training
            if "Give the input the shape" in says:
                assert f"the shape {after.input}" in says
            if not grown:
                changed = sum(one != other for one, other in zip(before.layers, after.layers, strict=True))
                assert cure.fitted <= changed <= cure.fitted + 1
    assert kinds == {"SetArgument", "Insert", "UseDefaults", "Remove", "SetInput", "SwitchToEval"}
