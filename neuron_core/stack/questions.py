"""Questions about a stack; torch answers them by running the changed stack."""

from dataclasses import replace

import torch

from neuron_core.shapes.shape import MAX_FEATURES, write_shape
from neuron_core.shared.question import Question, Truth
from neuron_core.stack.run import Stack, Trace, run_stack, write_layers


def stack_questions(trace: Trace, seed: int) -> list[Question]:
    """Return the questions to ask about a stack; most of them need one that runs."""
    questions = []
    if trace.broken is None:
        questions += _wider(trace.stack, seed) + _larger_batch(trace.stack, seed) + _eval(trace.stack, seed)
    return questions + _parameters(trace)


def _wider(stack: Stack, seed: int) -> list[Question]:
    first = next((index for index, layer in enumerate(stack.layers) if layer.kind.sends), None)
    if first is None or stack.layers[first].get("out_features") >= MAX_FEATURES:
        return []
    layer = stack.layers[first]
    size = int(layer.get("out_features"))
    changed = stack.putting(first, layer.having("out_features", size + 1))
    doors = [index for index, later in enumerate(stack.layers) if index > first and later.kind.door]
    places = [None, first, *doors[:2]]

    def ask_torch() -> Truth:
        broken = run_stack(changed, seed).broken
        words = f"Torch: “{broken.error}”" if broken else "Nothing after it has a door that counts them."
        return Truth(places.index(broken.index if broken else None), f"{size + 1} leave it now. {words}")

    names = [f"At layer {index + 1}, {stack.layers[index].code.removeprefix('nn.')}" for index in places[1:]]
    return [
        Question(
            f"Change layer {first + 1}'s out_features from {size} to {size + 1} and nothing else. Where does it break?",
            ("Nowhere", *names),
            {"stack": write_layers(changed.layers)},
            ask_torch,
        )
    ]


def _larger_batch(stack: Stack, seed: int) -> list[Question]:
    if len(stack.input) < 2 or stack.input[0] > 1000:
        return []
    changed = replace(stack, input=(stack.input[0] * 10, *stack.input[1:]))

    def ask_torch() -> Truth:
        trace = run_stack(changed, seed)
        if trace.broken:
            return Truth(1, f"Torch: “{trace.broken.error}”")
        return Truth(
            0,
            f"It runs, and {trace.shapes[-1]} comes out. No weight knows how many examples pass it: the batch is free.",
        )

    return [
        Question(
            f"Feed ten times as many examples: {changed.input}. Does a layer have to change?",
            ("No, it runs as it is", "Yes, or it breaks"),
            {"stack_input": write_shape(changed.input)},
            ask_torch,
        )
    ]


def _eval(stack: Stack, seed: int) -> list[Question]:
    other = replace(stack, training=not stack.training)
    mode = "train()" if other.training else "eval()"

    def ask_torch() -> Truth:
        answer = run_stack(other, seed)
        if answer.broken:
            return Truth(2, f"Torch: “{answer.broken.error}”")
        if torch.equal(answer.tensors[-1], run_stack(stack, seed).tensors[-1]):
            return Truth(1, "No layer here behaves differently: only Dropout and BatchNorm1d would.")
        which = [layer.kind.label for layer in other.layers if layer.name in ("dropout", "batchnorm")]
        return Truth(0, f"The same weights and the same input, another output: {' and '.join(which)} act differently.")

    return [
        Question(
            f"Switch to {mode}, same weights, same input. Does the output change?",
            ("Yes", "No", "It breaks"),
            {"training": other.training},
            ask_torch,
        )
    ]


def _parameters(trace: Trace) -> list[Question]:
    index = next((index for index, layer in enumerate(trace.stack.layers) if layer.name == "linear"), None)
    if index is None:
        return []
    layer = trace.stack.layers[index]
    fan_in, fan_out = map(int, layer.values)
    guesses = list(dict.fromkeys([fan_in * fan_out, fan_in * fan_out + fan_out, fan_in + fan_out]))

    count = trace.parameters[index]

    def ask_torch() -> Truth:
        return Truth(guesses.index(count), f"{fan_out} × {fan_in} weights and {fan_out} biases: {count}.")

    return [
        Question(
            f"How many parameters does layer {index + 1}, {layer.code.removeprefix('nn.')}, have?",
            tuple(f"{guess:,}" for guess in guesses),
            {},
            ask_torch,
        )
    ]
