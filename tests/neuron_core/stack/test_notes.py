import random

import pytest
import torch
import torch.nn.functional as F

from neuron_core.shared.numbers import number_text
from neuron_core.stack.cases import STACK_CASES
from neuron_core.stack.notes import collapse, stack_notes
from neuron_core.stack.questions import stack_questions
from neuron_core.stack.run import Stack, read_layers, run_stack
from tests.neuron_core.stack.random_stacks import random_stack


def noted(shape, text, training=True):
    return " ".join(stack_notes(run_stack(Stack(shape, read_layers(text), training), 0)))


@pytest.mark.parametrize(
    ("shape", "text", "training", "says"),
    [
        ((2, 4), "linear-4-3 linear-3-1", True, "together they are one Linear"),
        ((8, 2, 4), "linear-4-3 relu linear-3-1", True, "a Flatten is missing"),
        ((2, 4), "linear-4-1 dropout-0.5", True, "deletes 50% of the answers"),
        ((2, 4), "linear-4-1 relu", True, "no answer can be below 0"),
        ((1, 4), "linear-4-3 batchnorm-3", False, "a batch of one"),
        ((1, 3, 5), "batchnorm-3", True, "one example alone"),
        ((2, 2, 2), "flatten-0--1 linear-8-1", True, "melts dimension 0"),
    ],
)
def test_what_is_legal_but_wrong_is_said(shape, text, training, says):
    assert says in noted(shape, text, training)


def test_a_sound_stack_gets_no_note():
    assert stack_notes(run_stack(STACK_CASES["4-3-1"].stack, 0)) == []
    assert stack_notes(run_stack(STACK_CASES["Flatten"].stack, 0)) == []


def test_a_softmax_too_many_is_said_with_torchs_number():
    perfect = F.cross_entropy(torch.tensor([[1.0, 0.0, 0.0]]), torch.tensor([0])).item()
    assert f"costs {number_text(perfect)} instead of 0" in noted((2, 4), "linear-4-3 softmax")
    perfect = F.binary_cross_entropy_with_logits(torch.ones(1), torch.ones(1)).item()
    assert f"costs {number_text(perfect)} instead of 0" in noted((2, 4), "linear-4-1 sigmoid")


def test_notes_come_for_any_stack():
    dice = random.Random(4)
    for _ in range(200):
        trace = run_stack(random_stack(dice), 0)
        assert all(note.endswith(".") for note in stack_notes(trace))


def test_linears_in_a_row_collapse_into_one():
    seed = 5
    stack = Stack((7, 10), read_layers("relu linear-10-20 linear-20-8 identity linear-8-5 tanh"))
    trace = run_stack(stack, seed)
    one = collapse(trace, seed)
    assert (one.first, one.last) == (1, 4)
    assert one.parameters == (220 + 168 + 45, 55)
    assert one.difference < 1e-5
    merged = F.linear(trace.tensors[1], torch.tensor(one.weight), torch.tensor(one.bias))
    torch.testing.assert_close(merged, trace.tensors[5])


def test_nothing_collapses_where_something_stands_between():
    assert collapse(run_stack(STACK_CASES["4-3-1"].stack, 0), 0) is None


def test_torch_answers_every_question_about_any_stack():
    dice = random.Random(6)
    for stack in [case.stack for case in STACK_CASES.values()] + [random_stack(dice) for _ in range(150)]:
        trace = run_stack(stack, 1)
        for question in stack_questions(trace, 1):
            assert len(set(question.options)) == len(question.options)
            assert 0 <= question.ask_torch().option < len(question.options)


def test_the_questions_know_the_lessons_stack():
    wider, batch, mode, count = stack_questions(run_stack(STACK_CASES["4-3-1"].stack, 1), 1)
    assert wider.options[wider.ask_torch().option].startswith("At layer 4")
    assert batch.ask_torch().option == 0
    assert mode.change == {"training": False}
    assert count.options[count.ask_torch().option] == "15"
