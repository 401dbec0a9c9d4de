import random
from dataclasses import replace

import pytest
import torch

from neuron_core.shared.typed_input import InputError
from neuron_core.stack.cases import STACK_CASES
from neuron_core.stack.cures import cures
from neuron_core.stack.findings import find
from neuron_core.stack.flow import flow
from neuron_core.stack.layers import roles
from neuron_core.stack.merged import merged_linear
from neuron_core.stack.questions import stack_questions
from neuron_core.stack.run import Stack, run_stack
from neuron_core.stack.study import study
from neuron_core.stack.text import read_layers
from neuron_core.stack.words import asides, clash, cure_words, flow_sentence, notes, parameters_words, sentence
from tests.neuron_core.stack.random_stacks import random_stack


def test_a_study_of_any_stack_holds_what_its_parts_say():
    dice = random.Random(10)
    for stack in [case.stack for case in STACK_CASES.values()] + [random_stack(dice) for _ in range(60)]:
        seed = dice.randint(0, 99)
        found, trace = study(stack, seed), run_stack(stack, seed)
        assert (found.stack, found.seed) == (stack, seed)
        assert all(map(torch.equal, found.trace.tensors, trace.tensors))
        assert (found.trace.parameters, found.trace.broken) == (trace.parameters, trace.broken)
        assert found.roles == roles(stack.layers)
        assert found.clash == clash(trace)
        assert list(found.cures.values()) == [cure.stack for cure in cures(trace)]
        assert list(found.cures) == [cure_words(stack, cure) for cure in cures(trace)]
        assert found.notes == notes(trace, find(trace))
        assert found.merged == merged_linear(trace, seed)
        assert found.sentence == sentence(trace, found.clash)
        assert found.flow_sentence == flow_sentence(found.flow)
        assert found.parameters == parameters_words(trace)
        assert found.asides == asides(trace, found.flow)
        assert [question.prompt for question in found.questions] == [
            question.prompt for question in stack_questions(trace, seed)
        ]


@pytest.mark.parametrize("training", [True, False])
def test_train_comes_first_in_either_mode(training):
    stack = Stack((9, 3), read_layers("dropout-0.5"), training)
    trained, evaluated = (run_stack(replace(stack, training=mode), 2) for mode in (True, False))
    found = study(stack, 2)
    assert found.flow == flow(trained, evaluated)
    assert 0.0 in sum(found.flow[1].train, ())
    assert 0.0 not in sum(found.flow[1].evaluated, ())
    assert found.asides[0].startswith("sets 14 more" if training else "passes all on")


def test_the_lessons_stack_is_a_case_without_a_word_against_it():
    found = study(STACK_CASES["4-3-1"].stack, 0)
    assert (found.case, found.clash, found.cures, found.notes, found.merged) == ("4-3-1", None, {}, [], None)
    assert len(found.questions) == 4


def test_what_is_too_large_cannot_be_studied():
    with pytest.raises(InputError, match="Layer 1 would make 368,640 numbers"):
        study(Stack((90, 4), read_layers("linear-4-4096")), 0)
