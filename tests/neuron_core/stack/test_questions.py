import random
from dataclasses import replace

import pytest
import torch

from neuron_core.shapes.shape import read_shape
from neuron_core.stack.cases import STACK_CASES
from neuron_core.stack.questions import stack_questions
from neuron_core.stack.run import Stack, run_stack
from neuron_core.stack.text import read_layers
from tests.neuron_core.stack.random_stacks import random_stack


def asked(shape, text, training=True, seed=1):
    return stack_questions(run_stack(Stack(shape, read_layers(text), training), seed), seed)


def answer(question) -> str:
    return question.options[question.ask_torch().option]


def changed(stack: Stack, change) -> Stack:
    """The stack after a question's change, read from the text that the page gets."""
    layers = read_layers(change["stack"]) if "stack" in change else stack.layers
    shape = read_shape(change["stack_input"], "Input") if "stack_input" in change else stack.input
    return replace(stack, layers=layers, input=shape, training=change.get("training", stack.training))


def test_torchs_answer_about_any_stack_is_what_the_change_does():
    dice = random.Random(6)
    told = set()
    for stack in [case.stack for case in STACK_CASES.values()] + [random_stack(dice) for _ in range(200)]:
        trace = run_stack(stack, 1)
        for question in stack_questions(trace, 1):
            assert len(set(question.options)) == len(question.options) >= 2
            option, after = answer(question), run_stack(changed(stack, question.change), 1)
            told.add(option.split(",")[0])
            if option.startswith("At layer"):
                assert option.startswith(f"At layer {after.broken.index + 1},")
            elif option in ("Yes, or it breaks", "It breaks", "At a later layer"):
                assert after.broken
            elif question.change:
                assert not after.broken
            if option in ("Yes", "No"):
                assert (option == "Yes") != torch.equal(after.tensors[-1], trace.tensors[-1])
            if not question.change:
                assert option == f"{sum(p.numel() for p in _first_linear(stack).parameters()):,}"
    assert {"Nowhere", "Yes", "No", "It breaks"} <= told


def _first_linear(stack: Stack) -> torch.nn.Module:
    return next(module for module in (layer.module() for layer in stack.layers) if isinstance(module, torch.nn.Linear))


def test_the_questions_know_the_lessons_stack():
    wider, batch, mode, count = stack_questions(run_stack(STACK_CASES["4-3-1"].stack, 1), 1)
    assert answer(wider).startswith("At layer 4")
    assert batch.ask_torch().option == 0
    assert mode.change == {"training": False}
    assert answer(count) == "15"


def test_a_broken_stack_is_asked_about_its_parameters_only():
    (question,) = asked((2, 4), "linear-4-3 linear-5-1")
    assert question.change == {}


def test_where_no_layer_checks_the_size_it_is_said():
    truth = asked((2, 4), "linear-4-3 relu")[0].ask_torch()
    assert truth.option == 0
    assert truth.explanation == "4 leave it now. No later layer checks that size."


def test_a_break_beyond_the_layers_named_is_at_a_later_one():
    wider = asked((2, 3, 4), "linear-4-5 batchnorm-3 batchnorm-3 layernorm-5")[0]
    assert wider.options[-1] == "At a later layer"
    assert answer(wider) == "At a later layer"


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        ((1000, 4), "linear-4-50"),
        ((30_000, 3), "linear-3-3"),
        ((1, 1000), "linear-1000-1000"),
        ((1, 1), "linear-1-4096"),
    ],
)
def test_no_change_is_proposed_that_would_be_too_large(shape, text):
    stack = Stack(shape, read_layers(text))
    for question in stack_questions(run_stack(stack, 1), 1):
        question.ask_torch()
        run_stack(changed(stack, question.change), 1)


def test_what_acts_differently_is_named():
    yes = asked((9, 3), "dropout-0.5 linear-3-3 dropout-0.5 batchnorm-3")[2].ask_torch()
    assert yes.option == 0
    assert "Dropout and BatchNorm1d do not act the same" in yes.explanation
    assert "Dropout does not act the same" in asked((9, 3), "dropout-0.5")[1].ask_torch().explanation


def test_the_same_output_in_both_modes_is_explained_rightly():
    none = asked((2, 3), "relu")[1].ask_torch()
    assert none.option == 1
    assert none.explanation == "No layer here acts differently in eval(). BatchNorm1d and Dropout would."
    idle = asked((2, 3), "dropout-0")[1].ask_torch()
    assert idle.option == 1
    assert "Dropout could change the output" in idle.explanation


def test_one_bias_is_not_written_as_many():
    count = asked((2, 4), "linear-4-1")[-1]
    assert count.ask_torch().explanation == "1 × 4 = 4 weights and 1 bias: 5 in total."
