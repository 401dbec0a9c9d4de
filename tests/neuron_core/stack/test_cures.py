import random

import pytest

from neuron_core.stack.cures import cures
from neuron_core.stack.run import Stack, read_layers, run_stack
from tests.neuron_core.stack.random_stacks import random_stack


def offered(shape, text, training=True):
    return cures(run_stack(Stack(shape, read_layers(text), training), 0))


def test_every_cure_that_is_offered_makes_it_run():
    dice = random.Random(2)
    broken = cured = 0
    for _ in range(250):
        trace = run_stack(random_stack(dice), 0)
        found = cures(trace)
        broken += trace.broken is not None
        cured += bool(found)
        assert trace.broken or not found
        assert len({cure.says for cure in found}) == len(found)
        for cure in found:
            assert run_stack(cure.stack, dice.randint(0, 99)).broken is None
            assert cure.stack != trace.stack
    assert broken > 80
    assert cured > 0.8 * broken


def test_a_broken_seam_can_be_cured_from_both_sides():
    found = offered((2, 4), "linear-4-3 relu linear-5-1")
    assert [cure.says for cure in found] == [
        "Change layer 3 Linear’s in_features from 5 to 3",
        "Change layer 1 Linear’s out_features from 3 to 5",
    ]


def test_an_image_gets_a_flatten():
    found = offered((1, 2, 2), "linear-4-3 relu linear-3-1")
    assert "Insert Flatten before layer 1 Linear" in [cure.says for cure in found]


def test_later_breaks_are_cured_with_the_first():
    found = offered((2, 4), "linear-5-3 linear-4-2 batchnorm-3")
    assert found[0].says == "Change layer 1 Linear’s in_features from 5 to 4, and fit 2 layers to it"


@pytest.mark.parametrize(
    ("shape", "text", "says"),
    [
        ((), "linear-4-3", "Give the input the shape (4,)"),
        ((3,), "batchnorm-3", "Give the input the shape (2, 3)"),
        ((1, 3), "batchnorm-3", "Give the input the shape (2, 3)"),
        ((1, 3), "batchnorm-3", "Switch to eval(): it then uses its running statistics"),
        ((4,), "flatten linear-4-1", "Take layer 1 Flatten out"),
        (
            (2, 2),
            "flatten-0--1 linear-2-3 batchnorm-3",
            "Let layer 1 Flatten start at dimension 1, and end at the last",
        ),
        ((2, 3, 4, 5), "batchnorm-3", "Insert Flatten before layer 1 BatchNorm1d, and fit 1 layer to it"),
    ],
)
def test_other_breaks_have_cures_of_their_own(shape, text, says):
    assert says in [cure.says for cure in offered(shape, text)]


def test_what_runs_needs_no_cure():
    assert offered((2, 4), "linear-4-3 relu linear-3-1") == []
