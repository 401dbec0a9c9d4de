"""What the stack page asks before torch answers, by running the changed stack."""

import math
from dataclasses import replace

import torch

from neuron_core.shapes.shape import MAX_ELEMENTS, MAX_FEATURES, MAX_WEIGHTS, write_shape
from neuron_core.shared.numbers import count_text
from neuron_core.shared.question import Question, Truth
from neuron_core.stack.layers import LAYERS
from neuron_core.stack.run import Stack, Trace, run_stack
from neuron_core.stack.text import write_layers

_MOST_PLACES = 2  # how many later layers are named as places where it may break


def stack_questions(trace: Trace, seed: int) -> list[Question]:
    """Return the questions to ask about a stack; most of them need one that runs, and a change that stays small enough."""
    questions = []
    if trace.broken is None:
        questions += _wider(trace, seed) + _larger_batch(trace, seed) + _other_mode(trace.stack, seed)
    return questions + _parameters(trace)


def _wider(trace: Trace, seed: int) -> list[Question]:
    """Ask where it breaks if the first layer that learns sends one number more."""
    stack = trace.stack
    first = next((index for index, layer in enumerate(stack.layers) if layer.sends), None)
    if first is None:
        return []
    layer = stack.layers[first]
    argument, size = layer.kind.sends, layer.sends or 0
    rows = math.prod(trace.shapes[first][:-1])
    if (
        size >= MAX_FEATURES
        or rows * (size + 1) > MAX_ELEMENTS
        or sum(trace.parameters) + trace.shapes[first][-1] > MAX_WEIGHTS
    ):
        return []
    changed = stack.putting(first, layer.having(argument, size + 1))
    checking = [index for index, later in enumerate(stack.layers) if index > first and later.kind.takes]
    places = [first, *checking[:_MOST_PLACES]]
    options = ["Nowhere", *(f"At layer {index + 1}, {stack.layers[index].short}" for index in places)]
    if len(checking) > _MOST_PLACES:
        options.append("At a later layer")

    def ask_torch() -> Truth:
        broken = run_stack(changed, seed).broken
        if broken is None:
            return Truth(0, f"{size + 1} leave it now. No later layer checks that size.")
        option = 1 + places.index(broken.index) if broken.index in places else len(options) - 1
        return Truth(option, f"{size + 1} leave it now. Torch: “{broken.refusal.words}”")

    return [
        Question(
            f"Change layer {first + 1}'s {argument} from {size} to {size + 1} and nothing else. Where does it break?",
            tuple(options),
            {"stack": write_layers(changed.layers)},
            ask_torch,
        )
    ]


def _larger_batch(trace: Trace, seed: int) -> list[Question]:
    stack = trace.stack
    if len(stack.input) < 2 or 10 * max(map(math.prod, trace.shapes)) > MAX_ELEMENTS:
        return []
    changed = replace(stack, input=(stack.input[0] * 10, *stack.input[1:]))

    def ask_torch() -> Truth:
        after = run_stack(changed, seed)
        if after.broken:
            return Truth(1, f"Torch: “{after.broken.refusal.words}”")
        return Truth(
            0, f"It runs, and {after.shapes[-1]} comes out. No weight's shape depends on the number of examples."
        )

    return [
        Question(
            f"Feed ten times as many examples: {changed.input}. Does a layer have to change?",
            ("No, it runs as it is", "Yes, or it breaks"),
            {"stack_input": write_shape(changed.input)},
            ask_torch,
        )
    ]


def _other_mode(stack: Stack, seed: int) -> list[Question]:
    other = replace(stack, training=not stack.training)
    mode = "train()" if other.training else "eval()"

    def ask_torch() -> Truth:
        after = run_stack(other, seed)
        if after.broken:
            return Truth(2, f"Torch: “{after.broken.refusal.words}”")
        which = list(dict.fromkeys(layer.kind.label for layer in stack.layers if layer.kind.differs_in_eval))
        if not torch.equal(after.tensors[-1], run_stack(stack, seed).tensors[-1]):
            verb = "does" if len(which) == 1 else "do"
            return Truth(
                0, f"Same weights, same input, another output: {_all(which)} {verb} not act the same in both modes."
            )
        if which:
            return Truth(
                1, f"{_all(which)} could change the output, but here all its numbers are the same in both modes."
            )
        known = [kind.label for kind in LAYERS.values() if kind.differs_in_eval]
        return Truth(1, f"No layer here acts differently in {mode}. {_all(known)} would.")

    return [
        Question(
            f"Switch to {mode}, with the same weights and the same input. Does the output change?",
            ("Yes", "No", "It breaks"),
            {"training": other.training},
            ask_torch,
        )
    ]


def _parameters(trace: Trace) -> list[Question]:
    index = next((index for index, layer in enumerate(trace.stack.layers) if layer.kind.is_linear), None)
    if index is None:
        return []
    layer, count = trace.stack.layers[index], trace.parameters[index]
    inputs, outputs = layer.takes or 0, layer.sends or 0
    guesses = list(dict.fromkeys([inputs * outputs, inputs * outputs + outputs, inputs + outputs]))

    def ask_torch() -> Truth:
        biases = "1 bias" if outputs == 1 else f"{outputs:,} biases"
        return Truth(
            guesses.index(count),
            f"{outputs:,} × {inputs:,} = {count_text(inputs * outputs, 'weight')} and {biases}: {count:,} in total.",
        )

    return [
        Question(
            f"How many parameters does layer {index + 1}, {layer.short}, have?",
            tuple(f"{guess:,}" for guess in guesses),
            {},
            ask_torch,
        )
    ]


def _all(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
