import random
from dataclasses import replace

import pytest
import torch
from torch import nn

from neuron_core.shapes.shape import MAX_ELEMENTS, read_shape
from neuron_core.stack.cases import STACK_CASES
from neuron_core.stack.questions import FITS, MODES, PARAMETERS, stack_questions
from neuron_core.stack.run import Stack, run_stack
from neuron_core.stack.text import read_layers
from tests.neuron_core.stack.random_stacks import random_stack


def asked(shape, text, training=True, seed=1):
    return stack_questions(run_stack(Stack(shape, read_layers(text), training), seed), seed)


def answer(question) -> str:
    return question.options[question.ask_torch().option]


def about(questions, words: str):
    return next(question for question in questions if words in question.prompt)


def changed(stack: Stack, change) -> Stack:
    """The stack after a question's change, read from the text that the page gets."""
    layers = read_layers(change["stack"]) if "stack" in change else stack.layers
    shape = read_shape(change["stack_input"], "Input") if "stack_input" in change else stack.input
    return replace(stack, layers=layers, input=shape, training=change.get("training", stack.training))


def test_torchs_answer_about_any_stack_is_what_the_change_does():
    """The questions and their twins, about stacks that run and about broken ones."""
    dice = random.Random(6)
    told, broken = set(), 0
    for stack in [case.stack for case in STACK_CASES.values()] + [random_stack(dice) for _ in range(200)]:
        trace = run_stack(stack, 1)
        broken += trace.broken is not None
        for first in stack_questions(trace, 1):
            for question in filter(None, [first, first.twin and first.twin()]):
                option, after = answer(question), run_stack(changed(stack, question.change), 1)
                truth = question.ask_torch()
                told.add(option.split(",")[0])
                assert len(set(question.options)) == len(question.options) >= 2
                assert truth.happened.endswith((".", "”"))
                assert truth.why.endswith(".")
                if after.broken and question.change:
                    assert after.broken.refusal.words in truth.happened
                if option.startswith("At layer"):
                    assert option.startswith(f"At layer {after.broken.index + 1},")
                elif option in ("No, it breaks", "It breaks", "At another layer"):
                    assert after.broken
                elif question.change:
                    assert not after.broken
                if option in ("Yes", "No"):
                    before = run_stack(replace(changed(stack, question.change), training=stack.training), 1)
                    same = not before.broken and torch.equal(after.tensors[-1], before.tensors[-1])
                    assert (option == "Yes") != same
    assert {"Nowhere", "Yes", "No", "It breaks", "At another layer"} <= told
    assert broken > 60


def test_how_many_parameters_a_linear_has_is_torchs_count():
    dice = random.Random(3)
    for _ in range(50):
        inputs, outputs = dice.randint(1, 30), dice.randint(1, 30)
        question = about(asked((2, inputs), f"linear-{inputs}-{outputs}"), "How many")
        assert answer(question) == f"{sum(p.numel() for p in nn.Linear(inputs, outputs).parameters()):,}"
        twin = question.twin()
        size = [int(part) for part in twin.prompt.partition("(")[2].partition(")")[0].split(", ")]
        assert size != [inputs, outputs]
        assert answer(twin) == f"{sum(p.numel() for p in nn.Linear(*size).parameters()):,}"


def test_the_questions_know_the_lessons_stack():
    wider, batch, mode, count = stack_questions(run_stack(STACK_CASES["4-3-1"].stack, 1), 1)
    assert answer(wider).startswith("At layer 4")
    assert answer(wider.twin()) == "Nowhere"
    assert batch.ask_torch().option == 0
    assert mode.change == {"training": False}
    assert answer(mode.twin()) == "No"
    assert "First take out Dropout, then switch to eval()" in mode.twin().prompt
    assert answer(count) == "15"


def test_each_question_covers_what_would_tell():
    wider, batch, mode, count = stack_questions(run_stack(STACK_CASES["4-3-1"].stack, 1), 1)
    assert [question.covers for question in (wider, batch, mode, count)] == [(FITS,), (), (MODES,), (PARAMETERS,)]
    for question in (wider, batch, mode, count):
        assert question.twin().covers == question.covers


def test_a_twin_starts_from_the_stack_as_it_was():
    """Its change names all that another question may have changed meanwhile."""
    stack = STACK_CASES["4-3-1"].stack
    wider, batch, mode, count = stack_questions(run_stack(stack, 1), 1)
    for question in (wider, batch, mode):
        twin = question.twin()
        assert twin.prompt.startswith("Take the stack as it was before.")
        assert twin.change.keys() == {"stack", "stack_input", "training"}
    assert changed(stack, wider.twin().change).layers == read_layers("linear-4-3 relu dropout-0.5 linear-3-3")
    assert changed(stack, batch.twin().change) == replace(stack, input=(1, 4))
    assert changed(stack, mode.twin().change) == Stack((2, 4), read_layers("linear-4-3 relu linear-3-1"), False)
    assert count.twin().change == {}


def test_one_sample_alone_breaks_what_computes_over_the_batch():
    batch = about(asked((4, 3), "linear-3-3 batchnorm-3"), "ten times")
    assert answer(batch) == "Yes, it runs as it is"
    assert answer(batch.twin()) == "No, it breaks"
    assert "Expected more than 1 value per channel" in batch.twin().ask_torch().happened
    assert "Feed it two samples" in about(asked((1, 4), "linear-4-3"), "ten times").twin().prompt


def test_a_broken_stack_is_asked_the_same_questions():
    wider, batch, mode, count = asked((2, 4), "linear-4-3 linear-5-1")
    assert answer(wider) == "At layer 2, Linear(5, 1)"
    assert answer(batch) == "No, it breaks"
    assert answer(mode) == "It breaks"
    assert count.change == {}
    mended = about(asked((1, 3), "batchnorm-3"), "ten times")
    assert answer(mended) == "Yes, it runs as it is"
    runs = about(asked((1, 3), "batchnorm-3"), "Switch").ask_torch()
    assert runs.option == 0
    assert runs.happened == "It gives an output now, of shape (1, 3)."


def test_where_no_layer_checks_the_size_it_is_said():
    truth = asked((2, 4), "linear-4-3 relu")[0].ask_torch()
    assert truth.option == 0
    assert truth.happened == "Layer 1 sends 4 now, and the stack runs."
    assert "No later layer checks that size" in truth.why


def test_a_break_beyond_the_layers_named_is_at_another_one():
    wider = asked((2, 3, 4), "linear-4-5 batchnorm-3 batchnorm-3 layernorm-5")[0]
    assert wider.options[-1] == "At another layer"
    assert answer(wider) == "At another layer"


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        ((1000, 4), "linear-4-50"),
        ((30_000, 3), "linear-3-3"),
        ((1, 1000), "linear-1000-1000"),
        ((1, 1), "linear-1-4096"),
        ((1000, 4), "linear-4-3 linear-4-90 linear-90-100"),  # mended by the question, it would be too large
        ((100_000,), "relu"),
    ],
)
def test_no_change_is_proposed_that_would_be_too_large(shape, text):
    stack = Stack(shape, read_layers(text))
    for first in stack_questions(run_stack(stack, 1), 1):
        for question in filter(None, [first, first.twin and first.twin()]):
            question.ask_torch()
            after = run_stack(changed(stack, question.change), 1)
            assert max(tensor.numel() for tensor in after.tensors) <= MAX_ELEMENTS


def test_what_acts_differently_is_named():
    yes = about(asked((9, 3), "dropout-0.5 linear-3-3 dropout-0.5 batchnorm-3"), "Switch").ask_torch()
    assert yes.option == 0
    assert yes.happened.startswith("The output changes: one number goes from ")
    assert "Dropout and BatchNorm1d do not act the same" in yes.why
    assert "Dropout does not act the same" in about(asked((9, 3), "dropout-0.5"), "Switch").ask_torch().why


def test_the_same_output_in_both_modes_is_explained_rightly():
    none = about(asked((2, 3), "relu"), "Switch").ask_torch()
    assert none.option == 1
    assert none.happened == "All 6 numbers of the output stay the same."
    assert none.why == "No layer here acts differently in eval(). BatchNorm1d and Dropout would."
    idle = about(asked((2, 3), "dropout-0"), "Switch").ask_torch()
    assert idle.option == 1
    assert "Dropout could change the output" in idle.why


def test_a_stack_in_which_no_layer_acts_differently_gets_a_twin_that_does():
    twin = about(asked((9, 3), "relu"), "Switch").twin()
    assert "First leave nothing but Dropout(0.5), then switch to eval()" in twin.prompt
    assert answer(twin) == "Yes"


def test_one_bias_is_not_written_as_many():
    count = asked((2, 4), "linear-4-1")[-1]
    assert count.ask_torch().happened == "1 × 4 = 4 weights and 1 bias: 5 in total."
