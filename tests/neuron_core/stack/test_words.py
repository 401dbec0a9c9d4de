import random
from dataclasses import replace

import pytest
import torch
import torch.nn.functional as F

from neuron_core.shared.numbers import count_text, number_text
from neuron_core.stack.cases import STACK_CASES
from neuron_core.stack.findings import find
from neuron_core.stack.flow import Stop, flow
from neuron_core.stack.merged import merged_linear
from neuron_core.stack.run import Stack, run_stack
from neuron_core.stack.text import read_layers
from neuron_core.stack.words import (
    Clash,
    all_of,
    asides,
    break_words,
    clash,
    flow_sentence,
    merged_words,
    notes,
    parameters_words,
    sentence,
)
from tests.neuron_core.stack.random_stacks import random_stack


def run(shape, text, training=True):
    return run_stack(Stack(shape, read_layers(text), training), 0)


def noted(shape, text, training=True):
    trace = run(shape, text, training)
    return " ".join(notes(trace, find(trace)))


def flowing(stack: Stack) -> str:
    return flow_sentence(flow(*(run_stack(replace(stack, training=mode), 0) for mode in (True, False))))


@pytest.mark.parametrize(
    ("shape", "text", "expected"),
    [
        ((2, 4), "linear-4-3 relu linear-4-1", Clash("3", "4")),
        ((2, 2, 2), "linear-4-3", Clash("2", "4")),
        ((), "linear-4-3", Clash("0-D", "1-D or more")),
        ((3,), "batchnorm-3", Clash("1-D", "2-D or 3-D")),
        ((1, 3), "batchnorm-3", Clash("1 value per feature", "more than 1")),
        ((2, 4, 3), "batchnorm-3", Clash("4", "3")),
        ((2, 3, 3, 3), "batchnorm-3", Clash("4-D", "2-D or 3-D")),
        ((2, 3), "layernorm-4", Clash("3", "4")),
        ((4,), "flatten", Clash("1-D")),
        ((2, 4), "linear-4-3", None),
    ],
)
def test_the_two_that_disagree_are_named(shape, text, expected):
    assert clash(run(shape, text)) == expected


def test_the_two_that_disagree_never_agree():
    dice = random.Random(12)
    broken = 0
    for _ in range(300):
        trace = run_stack(random_stack(dice), 0)
        found = clash(trace)
        assert (found is None) == (trace.broken is None)
        if found:
            broken += 1
            assert found.arrived != found.taken
    assert broken > 80


def test_the_sentence_says_every_shape_and_where_it_breaks():
    trace = run((2, 4), "linear-4-3 linear-5-1 relu")
    assert sentence(trace, clash(trace)) == (
        "Input (2, 4); Linear(4, 3) gives (2, 3); layer 2, Linear(5, 1), breaks: 3 arrives, it takes 5."
    )
    trace = run((4,), "flatten")
    assert "layer 1, Flatten(), breaks: 1-D arrives, torch refuses it" in sentence(trace, clash(trace))
    trace = run((2, 2), "relu")
    assert sentence(trace, None) == "Input (2, 2); ReLU() gives (2, 2)."
    assert parameters_words(trace) == "Total: 0 parameters."
    assert parameters_words(run((2, 4), "linear-4-3 linear-5-1 relu")) == "Total: 21 parameters."


def test_what_the_mode_makes_of_each_layer_is_said_with_torchs_numbers():
    text = "linear-4-3 batchnorm-3 relu dropout-0.75 dropout-1 dropout-0"
    train, evaluated = run((9, 4), text), run((9, 4), text, training=False)
    steps = flow(train, evaluated)
    before, after = train.tensors[3], train.tensors[4]
    lost = int(((before != 0) & (after == 0)).sum())
    torch.testing.assert_close(after[after != 0], 4 * before[after != 0])
    assert asides(train, steps) == (
        "",
        "computes each feature over the 9 samples",
        "",
        f"sets {lost} more numbers to 0, multiplies the others by 4",
        f"sets {count_text(int((after != 0).sum()), 'more number')} to 0",
        "passes all on, unchanged",
    )
    same = "passes all on, unchanged"
    assert asides(evaluated, steps) == ("", "takes its running statistics, not these samples", "", same, same, same)
    assert torch.equal(evaluated.tensors[3], evaluated.tensors[6])


def test_nothing_is_said_of_a_layer_that_was_not_reached():
    trace = run((2, 4), "linear-5-3 dropout-0.5")
    assert asides(trace, flow(trace, run((2, 4), "linear-5-3 dropout-0.5", training=False))) == ("", "")


def test_linears_that_are_one_in_eval_are_said_with_what_stands_between():
    said = noted((2, 4), "linear-4-3 batchnorm-3 identity dropout-0.5 linear-3-1")
    assert "Layers 1 to 5 are Linears without an activation between them" in said
    assert "In eval() BatchNorm1d and Dropout do no more than scale and shift" in said
    assert "In eval() Dropout does no more" in noted((2, 4), "linear-4-3 dropout-0.5 linear-3-1")


def test_units_that_are_all_off_are_said_to_be_off_for_this_input():
    trace = run_stack(Stack((1, 2), read_layers("linear-2-2 relu linear-2-1")), 1429)
    assert not trace.tensors[2].any()
    said = notes(trace, find(trace))
    assert said == [
        "Layer 2 ReLU gives 0 everywhere: all its units are off for this input, and no gradient passes through them. "
        "Another seed draws other weights."
    ]


def test_names_are_joined_as_english_does():
    assert [all_of(names) for names in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]


def test_the_break_is_said_with_both_numbers():
    trace = run((2, 4), "linear-4-3 linear-5-1")
    assert break_words(trace, clash(trace)) == ("✗ Layer 2, Linear: **3** arrives, but it takes **5**.")
    trace = run((4,), "flatten")
    assert break_words(trace, clash(trace)) == "✗ Layer 1, Flatten: **1-D** arrives, and it refuses that."


@pytest.mark.parametrize(
    ("shape", "text", "training", "says"),
    [
        ((2, 4), "linear-4-3 linear-3-1", True, "together they are one Linear"),
        ((8, 2, 4), "linear-4-3 relu linear-3-1", True, "a Flatten is missing"),
        ((2, 4), "linear-4-1 dropout-0.5", True, "sets each answer to 0 with a probability of 50%"),
        ((2, 4), "linear-4-1 relu", True, "no answer can be below 0"),
        (
            (1, 4),
            "linear-4-3 batchnorm-3",
            False,
            "a batch of one: in eval() that is fine; in train() torch refuses it.",
        ),
        ((1, 3, 5), "batchnorm-3", True, "a batch of one: its statistics come from this sample alone."),
        (
            (1, 3, 5),
            "batchnorm-3",
            False,
            "in eval() that is fine; in train() its statistics come from this sample alone.",
        ),
        ((2, 4), "linear-4-3 softmax-0", True, "Layer 2 Softmax computes over dimension 0, the samples of the batch"),
        ((2, 2, 2), "flatten-0--1 linear-8-1", True, "flattens dimension 0 too: (2, 2, 2) becomes (8,)"),
    ],
)
def test_what_is_legal_but_wrong_is_said(shape, text, training, says):
    assert says in noted(shape, text, training)


def test_a_sound_stack_gets_no_note():
    for name in ("4-3-1", "SimpleANN"):
        trace = run_stack(STACK_CASES[name].stack, 3)
        assert notes(trace, find(trace)) == []
    assert noted((2, 4), "linear-4-1 dropout-0") == ""


def test_a_softmax_too_many_is_said_with_torchs_number():
    perfect = F.cross_entropy(torch.tensor([[1.0, 0.0, 0.0]]), torch.tensor([0])).item()
    said = noted((2, 4), "linear-4-3 softmax")
    assert f"costs {number_text(perfect)} instead of 0" in said
    assert "nn.CrossEntropyLoss applies Softmax itself" in said
    perfect = F.binary_cross_entropy_with_logits(torch.ones(1), torch.ones(1)).item()
    said = noted((2, 4), "linear-4-1 sigmoid")
    assert f"costs {number_text(perfect)} instead of 0" in said
    assert "nn.BCEWithLogitsLoss applies Sigmoid itself" in said


def test_notes_come_for_any_stack():
    dice = random.Random(4)
    for _ in range(200):
        trace = run_stack(random_stack(dice), 0)
        assert all(note.endswith(".") for note in notes(trace, find(trace)))


@pytest.mark.parametrize(
    ("shape", "text", "says"),
    [
        ((2, 4), "linear-4-3 relu", "train() and eval() agree."),
        ((20, 4), "linear-4-3 dropout-0.5", "train() and eval() first differ at layer 2, Dropout(0.5)."),
        (
            (2, 4),
            "linear-4-3 linear-5-1",
            "train() and eval() both break at layer 2, Linear(5, 1). Before that, they agree.",
        ),
        (
            (1, 3),
            "batchnorm-3",
            "train() breaks at layer 1, BatchNorm1d(3); eval() runs to the end. Before that, they agree.",
        ),
        (
            (9, 3),
            "dropout-0.5 linear-5-1",
            "train() and eval() both break at layer 2, Linear(5, 1). Before that, they first differ at layer 1, Dropout(0.5).",
        ),
        (
            (1, 3),
            "batchnorm-3 linear-5-1",
            "train() breaks at layer 1, BatchNorm1d(3); eval() breaks at layer 2, Linear(5, 1). Before that, they agree.",
        ),
    ],
)
def test_the_flow_is_said_as_it_is(shape, text, says):
    assert flowing(Stack(shape, read_layers(text))) == says


def test_that_both_modes_agree_is_never_said_of_a_broken_stack():
    dice = random.Random(8)
    broken = 0
    for _ in range(200):
        stack = random_stack(dice)
        steps = flow(*(run_stack(replace(stack, training=mode), 0) for mode in (True, False)))
        halves = [half for step in steps for half in (step.train, step.evaluated)]
        said = flow_sentence(steps)
        broken += Stop.RAISES in halves
        assert ("break" in said) == (Stop.RAISES in halves)
        assert (said == "train() and eval() agree.") == (
            Stop.RAISES not in halves and not any(step.differ for step in steps)
        )
    assert broken > 60


def test_linears_that_are_one_are_said_with_their_parameters():
    stack = STACK_CASES["10-20-5"].stack
    one = merged_linear(run_stack(stack, 0), 0)
    said = merged_words(one)
    assert "**Layers 1 to 2 are one Linear(10, 5).**" in said
    assert "325 parameters do the work of 55" in said
    assert f"differ by {number_text(one.difference)} at most" in said
