"""What the stack page asks before torch answers, by running the changed stack."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

import torch
from torch import nn

from neuron_core.shapes.shape import MAX_ELEMENTS, MAX_FEATURES, write_shape
from neuron_core.shared.numbers import count_text, number_text
from neuron_core.shared.question import Question, Truth
from neuron_core.shared.typed_input import InputError
from neuron_core.stack.layers import LAYERS, Layer, new_layer
from neuron_core.stack.run import Stack, Trace, check_layers, run_stack
from neuron_core.stack.text import write_layers
from neuron_core.stack.words import all_of

FITS, MODES, PARAMETERS = "fits", "modes", "parameters"
"""The parts of the page that would give an answer away: which two sizes agree, what the other mode gives, how many parameters."""

_MOST_PLACES = 2  # how many later layers are named as places where it may break
_AS_BEFORE = "Take the stack as it was before. "


def stack_questions(trace: Trace, seed: int) -> list[Question]:
    """Return the questions to ask about a stack, whether it runs or not; no change makes it too large."""
    return [*_wider(trace, seed), *_batch(trace, seed), *_other_mode(trace.stack, seed), *_parameters(trace)]


def _wider(trace: Trace, seed: int) -> Iterator[Question]:
    """Ask where it breaks if the first layer that learns sends one number more; then the same of the last one that learns."""
    learning = [index for index, layer in enumerate(trace.stack.layers) if layer.sends]
    for index in learning[:1]:
        other = learning[-1]
        question = _sending(trace, seed, index, 1)
        twin = _sending(trace, seed, other, 3 if other == index else 2, again=True)
        if question:
            yield replace(question, twin=_as_twin(twin))


def _as_twin(question: Question | None) -> Callable[[], Question] | None:
    return None if question is None else lambda: question


def _texts(stack: Stack) -> dict[str, str | float]:
    """A stack as the page's widgets hold it: a twin sets all of them, since they may have changed since the first question."""
    return {
        "stack": write_layers(stack.layers),
        "stack_input": write_shape(stack.input),
        "training": stack.training,
    }


def _sending(trace: Trace, seed: int, index: int, more: int, *, again: bool = False) -> Question | None:
    """Ask where it breaks if the layer at `index` sends `more` numbers more; None where that is too large."""
    stack = trace.stack
    layer = stack.layers[index]
    argument, before = layer.kind.sends, layer.sends or 0
    after = before + more
    changed = stack.putting(index, layer.having(argument, after))
    rows = math.prod(trace.shapes[index][:-1]) if index < len(trace.ran) else 0
    if after > MAX_FEATURES or not _has_room(trace, changed, seed, rows * after):
        return None
    checking = [place for place, later in enumerate(stack.layers) if place > index and later.kind.takes]
    places = [index, *checking[:_MOST_PLACES]]
    options = ["Nowhere", *(f"At layer {place + 1}, {stack.layers[place].short}" for place in places)]
    if len(checking) > _MOST_PLACES or trace.broken:
        options.append("At another layer")

    def ask_torch() -> Truth:
        broken = run_stack(changed, seed).broken
        leaves = f"Layer {index + 1} sends {after} now"
        if broken is None:
            return Truth(
                0, f"{leaves}, and the stack runs.", "No later layer checks that size, so the output just gets wider."
            )
        option = 1 + places.index(broken.index) if broken.index in places else len(options) - 1
        return Truth(
            option,
            f"{leaves}. At layer {broken.index + 1} torch says: “{broken.refusal.words}”",
            "A layer that learns is made for one size. Layers that work on each number by itself, such as ReLU, pass any size on.",
        )

    return Question(
        f"{_AS_BEFORE if again else ''}Change layer {index + 1}'s {argument} from {before} to {after} and nothing else. Where does it break?",
        tuple(options),
        _texts(changed) if again else {"stack": write_layers(changed.layers)},
        ask_torch,
        covers=(FITS,),
    )


def _has_room(trace: Trace, changed: Stack, seed: int, most: int) -> bool:
    """Tell whether a changed stack, whose layers now make up to `most` numbers each, is small enough for this app."""
    try:
        check_layers(changed.layers)
        if trace.broken:
            run_stack(changed, seed)  # what comes after the break may run now, and nobody knows yet how large it is
    except InputError:
        return False
    return most <= MAX_ELEMENTS


def _batch(trace: Trace, seed: int) -> Iterator[Question]:
    """Ask whether it runs with ten times the samples; then with one sample, or with two where there is one."""
    stack = trace.stack
    if len(stack.input) < 2 or 10 * max(map(math.prod, trace.shapes)) > MAX_ELEMENTS:
        return
    few = 2 if stack.input[0] == 1 else 1
    words = "two samples" if few == 2 else "one sample alone"
    twin = _fed(trace, seed, few, f"{_AS_BEFORE}Feed it {words}", again=True)
    question = _fed(trace, seed, 10 * stack.input[0], "Feed ten times as many samples")
    if question:
        yield replace(question, twin=_as_twin(twin))


def _fed(trace: Trace, seed: int, batch: int, does: str, *, again: bool = False) -> Question | None:
    changed = replace(trace.stack, input=(batch, *trace.stack.input[1:]))
    if not _has_room(trace, changed, seed, 0):
        return None

    def ask_torch() -> Truth:
        after = run_stack(changed, seed)
        if after.broken:
            return Truth(
                1,
                f"At layer {after.broken.index + 1} torch says: “{after.broken.refusal.words}”",
                "No weight's shape depends on the number of samples: it breaks for another reason.",
            )
        return Truth(
            0,
            f"It runs: {changed.input} goes in and {after.shapes[-1]} comes out.",
            "No weight's shape depends on the number of samples.",
        )

    return Question(
        f"{does}: {changed.input}, and change no layer. Does it run?",
        ("Yes, it runs as it is", "No, it breaks"),
        _texts(changed) if again else {"stack_input": write_shape(changed.input)},
        ask_torch,
    )


def _other_mode(stack: Stack, seed: int) -> Iterator[Question]:
    """Ask whether the output changes in the other mode; then without the layers that act differently, or with one."""
    mode = "eval()" if stack.training else "train()"
    acting = [layer for layer in stack.layers if layer.kind.differs_in_eval]
    still = tuple(layer for layer in stack.layers if not layer.kind.differs_in_eval)
    if acting and still:
        twin, does = replace(stack, layers=still), f"take out {all_of(_labels(acting))}"
    else:
        name = next(name for name, kind in LAYERS.items() if kind.drops)
        twin, does = replace(stack, layers=(new_layer(name),)), f"leave nothing but {new_layer(name).short}"
    both = "With the same weights and the same input, does the output change?"
    again = _switched(twin, seed, f"{_AS_BEFORE}First {does}, then switch to {mode}. {both}", again=True)
    yield replace(_switched(stack, seed, f"Switch to {mode}. {both}"), twin=_as_twin(again))


def _switched(stack: Stack, seed: int, prompt: str, *, again: bool = False) -> Question:
    other = replace(stack, training=not stack.training)
    mode = "train()" if other.training else "eval()"

    def ask_torch() -> Truth:
        before, after = run_stack(stack, seed), run_stack(other, seed)
        which = _labels([layer for layer in stack.layers if layer.kind.differs_in_eval])
        if after.broken:
            return Truth(
                2,
                f"At layer {after.broken.index + 1} torch says: “{after.broken.refusal.words}”",
                "What a layer takes can depend on the mode; the sizes of its weights never do.",
            )
        acts = f"{all_of(which)} {'does' if len(which) == 1 else 'do'} not act the same in both modes." if which else ""
        if before.broken:
            return Truth(0, f"It gives an output now, of shape {after.shapes[-1]}.", acts)
        one, two = before.tensors[-1], after.tensors[-1]
        if not torch.equal(one, two):
            first = int((one != two).flatten().nonzero()[0])
            numbers = " to ".join(number_text(tensor.flatten()[first].item()) for tensor in (one, two))
            return Truth(0, f"The output changes: one number goes from {numbers}.", acts)
        if which:
            why = f"{all_of(which)} could change the output, but here all its numbers are the same in both modes."
        else:
            known = [kind.label for kind in LAYERS.values() if kind.differs_in_eval]
            why = f"No layer here acts differently in {mode}. {all_of(known)} would."
        return Truth(1, f"All {count_text(one.numel(), 'number')} of the output stay the same.", why)

    return Question(
        prompt,
        ("Yes", "No", "It breaks"),
        _texts(other) if again else {"training": other.training},
        ask_torch,
        covers=(MODES,),
    )


def _parameters(trace: Trace) -> Iterator[Question]:
    index = next((index for index, layer in enumerate(trace.stack.layers) if layer.kind.is_linear), None)
    if index is None:
        return
    layer = trace.stack.layers[index]
    inputs, outputs = layer.takes or 0, layer.sends or 0
    asked = f"How many parameters (weights and biases) does layer {index + 1}, {layer.short}, have?"
    twin = f"How many parameters would a Linear({inputs % 9 + 2}, {outputs % 9 + 3}) have?"
    again = partial(_counted, inputs % 9 + 2, outputs % 9 + 3, twin)
    yield replace(_counted(inputs, outputs, asked), twin=again)


def _counted(inputs: int, outputs: int, prompt: str) -> Question:
    guesses = list(dict.fromkeys([inputs * outputs, inputs * outputs + outputs, inputs + outputs]))

    def ask_torch() -> Truth:
        count = sum(parameter.numel() for parameter in nn.utils.skip_init(nn.Linear, inputs, outputs).parameters())
        biases = "1 bias" if outputs == 1 else f"{outputs:,} biases"
        return Truth(
            guesses.index(count),
            f"{outputs:,} × {inputs:,} = {count_text(inputs * outputs, 'weight')} and {biases}: {count:,} in total.",
            "Each number that leaves is a weighted sum of all that arrive, plus a bias of its own.",
        )

    return Question(prompt, tuple(f"{guess:,}" for guess in guesses), {}, ask_torch, covers=(PARAMETERS,))


def _labels(layers: Sequence[Layer]) -> list[str]:
    return list(dict.fromkeys(layer.kind.label for layer in layers))
