"""What the neuron page asks before torch answers."""

from dataclasses import replace

from neuron_core.neuron.model import Neuron, gradients, run
from neuron_core.shared.numbers import number_text
from neuron_core.shared.question import Question, Truth, close
from neuron_core.shared.refusal import Refusal


def neuron_questions(neuron: Neuron, weight_limit: float, bias_limit: float) -> list[Question]:
    """Return the questions to ask about `neuron`; no change leaves the ranges -limit..limit of weights and bias."""
    questions = [_shift_bias(neuron, _room(neuron.b, 1.0, bias_limit)), _flip_signs(neuron)]
    doubles = [i for i, w in enumerate(neuron.w, 1) if 0 < abs(w) <= weight_limit / 2]
    if doubles:
        questions.insert(0, _double_weight(neuron, doubles))
    silent = [i for i, x in enumerate(neuron.x, 1) if x]
    if silent:
        questions.append(_silence_input(neuron, silent))
    return questions


def _room(value: float, step: float, limit: float) -> float:
    """Return `step` upwards, or downwards where there is no room."""
    return step if value + step <= limit else -step


def _double_weight(neuron: Neuron, which: list[int]) -> Question:
    """Ask about the last of the weights number `which` (from 1); its twin asks about the one before."""
    *others, i = which
    weight = round(2 * neuron.w[i - 1], 6)
    doubled = replace(neuron, w=(*neuron.w[: i - 1], weight, *neuron.w[i:]))

    def ask_torch() -> Truth:
        before, after = run(neuron), run(doubled)
        if after.z == before.z:
            option = 3
        elif close(after.z, 2 * before.z):
            option = 0
        else:
            option = 1 if after.z > before.z else 2
        return Truth(
            option,
            f"z went from {number_text(before.z)} to {number_text(after.z)}.",
            f"Only the part that w{i} carries doubled, from {number_text(before.contributions[i - 1])} to "
            f"{number_text(after.contributions[i - 1])}; the rest of the sum stayed.",
        )

    return Question(
        f"Double w{i}, from {number_text(neuron.w[i - 1])} to {number_text(weight)}. What happens to z?",
        ("It doubles exactly", "It rises, without doubling", "It falls, without doubling", "It stays the same"),
        {f"w{i}": weight},
        ask_torch,
        twin=(lambda: _double_weight(neuron, others)) if others else None,
    )


def _shift_bias(neuron: Neuron, step: float, *, twin: bool = True) -> Question:
    bias = round(neuron.b + step, 6)

    def ask_torch() -> Truth:
        before, after = run(neuron), run(replace(neuron, b=bias))
        return Truth(
            0 if close(after.z, before.z + step) else 1 if close(after.z, before.z + step * sum(neuron.w)) else 2,
            f"z went from {number_text(before.z)} to {number_text(after.z)}.",
            "The bias is added to the finished sum: no input and no weight multiplies it.",
        )

    verb, size = ("Raise", step) if step > 0 else ("Lower", -step)
    return Question(
        f"{verb} b by {number_text(size)}. How far does z move?",
        (
            f"By {number_text(size)}, whatever the inputs and weights are",
            "By the sum of the weights",
            "It depends on the inputs",
        ),
        {"b": bias},
        ask_torch,
        twin=(lambda: _shift_bias(neuron, step / 2, twin=False)) if twin else None,
    )


def _flip_signs(neuron: Neuron, *, twin: bool = True) -> Question:
    flipped = replace(neuron, w=tuple(0.0 - w for w in neuron.w), b=0.0 - neuron.b)
    other = "tanh" if neuron.activation != "tanh" else "sigmoid"

    def ask_torch() -> Truth:
        before, after = run(neuron), run(flipped)
        return Truth(
            2 if after.out == before.out else 0 if close(after.out, -before.out) else 1,
            f"The output went from {number_text(before.out)} to {number_text(after.out)}.",
            f"z always reverses its sign: it went from {number_text(before.z)} to {number_text(after.z)}. The activation "
            "decides what becomes of it.",
        )

    with_it = "" if twin else f"Take {neuron.activation} as the activation. "
    changed: dict[str, float | str] = {k: value for k, value in flipped.values.items() if not k.startswith("x")}
    return Question(
        f"{with_it}Reverse the sign of every weight and of b. What happens to the output?",
        ("It reverses its sign and keeps its size", "It changes, but not only its sign", "It stays the same"),
        changed if twin else changed | {"activation": neuron.activation},
        ask_torch,
        twin=(lambda: _flip_signs(replace(neuron, activation=other), twin=False)) if twin else None,
    )


def _silence_input(neuron: Neuron, which: list[int]) -> Question:
    """Ask about the first of the inputs number `which` (from 1); its twin asks about the next."""
    i, *others = which
    silent = replace(neuron, x=(*neuron.x[: i - 1], 0.0, *neuron.x[i:]))

    def ask_torch() -> Truth:
        here = run(silent)
        moved = run(replace(silent, w=(*neuron.w[: i - 1], neuron.w[i - 1] + 1, *neuron.w[i:])))
        slopes = gradients(silent)
        learns = (
            f", and torch's gradient for w{i} is {number_text(slopes.values[f'w{i}'])}"
            if not isinstance(slopes, Refusal) and slopes.slope
            else ""
        )
        return Truth(
            1 if moved.z == here.z else 0,
            f"Raise w{i} by 1 and z goes from {number_text(here.z)} to {number_text(moved.z)}{learns}.",
            "Whatever is multiplied by 0 is 0: a weight has an effect, and learns, only through an input that is not 0.",
        )

    return Question(
        f"Set x{i} to 0. Does w{i} still matter?",
        ("Yes: it is still part of the sum", f"No: z is the same whatever w{i} is"),
        {f"x{i}": 0.0},
        ask_torch,
        twin=(lambda: _silence_input(neuron, others)) if others else None,
    )
