"""All that the stack page shows at rest, computed in one go."""

from dataclasses import dataclass, replace

from neuron_core.shared.question import Question
from neuron_core.stack.cases import case_of
from neuron_core.stack.cures import cures
from neuron_core.stack.findings import find
from neuron_core.stack.flow import FlowStep, flow
from neuron_core.stack.layers import roles
from neuron_core.stack.merged import MergedLinear, merged_linear
from neuron_core.stack.questions import stack_questions
from neuron_core.stack.run import Stack, Trace, run_stack
from neuron_core.stack.words import (
    Clash,
    asides,
    clash,
    cure_words,
    flow_sentence,
    notes,
    parameters_words,
    sentence,
)


@dataclass(frozen=True)
class Study:
    """A stack under a seed, and what there is to say about it.

    `trace` is its run and `flow` both modes side by side; `asides` say of each layer what it does in the mode that is on, where
    the mode matters. Where it breaks, `clash` says what does not agree and `cures` has the stacks that run in its place, by what
    they change. `case` is the name of the case that it is; `merged` its first Linears in a row as one. `sentence` has the shapes,
    `flow_sentence` the modes, `parameters` how many there are: apart, because a question may cover one of them.
    """

    stack: Stack
    seed: int
    trace: Trace
    case: str | None
    roles: tuple[str, ...]
    clash: Clash | None
    cures: dict[str, Stack]
    notes: list[str]
    merged: MergedLinear | None
    flow: tuple[FlowStep, ...]
    asides: tuple[str, ...]
    sentence: str
    flow_sentence: str
    parameters: str
    questions: list[Question]


def study(stack: Stack, seed: int) -> Study:
    """Study `stack`, its input and weights drawn under `seed`. Raises `InputError` where a layer would make too many numbers."""
    trace = run_stack(stack, seed)
    other = run_stack(replace(stack, training=not stack.training), seed)
    steps = flow(trace, other) if stack.training else flow(other, trace)
    clashing = clash(trace)
    return Study(
        stack=stack,
        seed=seed,
        trace=trace,
        case=case_of(stack),
        roles=roles(stack.layers),
        clash=clashing,
        cures={cure_words(stack, cure): cure.stack for cure in cures(trace)},
        notes=notes(trace, find(trace)),
        merged=merged_linear(trace, seed),
        flow=steps,
        asides=asides(trace, steps),
        sentence=sentence(trace, clashing),
        flow_sentence=flow_sentence(steps),
        parameters=parameters_words(trace),
        questions=stack_questions(trace, seed),
    )
