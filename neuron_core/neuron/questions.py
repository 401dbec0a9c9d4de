"""What the neuron page asks before torch answers."""

from dataclasses import replace

from neuron_core.neuron.model import Neuron, gradients, run
from neuron_core.shared.numbers import number_text
from neuron_core.shared.question import Question, Truth, close
from neuron_core.shared.refusal import Refusal


def neuron_questions(neuron: Neuron, weight_limit: float, bias_limit: float) -> list[Question]:
    """Return the questions to ask about `neuron`; no change leaves the ranges -limit..limit of weights and bias."""
    questions = [_shift_bias(neuron, bias_limit), _flip_signs(neuron)]
    if 0 < abs(neuron.w[-1]) <= weight_limit / 2:
        questions.insert(0, _double_weight(neuron))
    if neuron.x[0]:
        questions.append(_silence_input(neuron))
    return questions


def _double_weight(neuron: Neuron) -> Question:
    last = len(neuron.w)
    weight = round(2 * neuron.w[-1], 6)

    def ask_torch() -> Truth:
        before, after = run(neuron), run(replace(neuron, w=(*neuron.w[:-1], weight)))
        if after.z == before.z:
            option = 3
        elif close(after.z, 2 * before.z):
            option = 0
        else:
            option = 1 if after.z > before.z else 2
        return Truth(
            option,
            f"z went from {number_text(before.z)} to {number_text(after.z)}. Only the part that w{last} carries doubled, "
            f"from {number_text(before.contributions[-1])} to {number_text(after.contributions[-1])}; the rest of the sum stayed.",
        )

    return Question(
        f"Double w{last}, from {number_text(neuron.w[-1])} to {number_text(weight)}. What happens to z?",
        ("It doubles exactly", "It rises, without doubling", "It falls, without doubling", "It stays the same"),
        {f"w{last}": weight},
        ask_torch,
    )


def _shift_bias(neuron: Neuron, limit: float) -> Question:
    step, verb = (1.0, "Raise") if neuron.b + 1 <= limit else (-1.0, "Lower")
    bias = round(neuron.b + step, 6)

    def ask_torch() -> Truth:
        before, after = run(neuron), run(replace(neuron, b=bias))
        return Truth(
            0 if close(after.z, before.z + step) else 1 if close(after.z, before.z + step * sum(neuron.w)) else 2,
            f"z went from {number_text(before.z)} to {number_text(after.z)}. The bias is added to the finished sum: "
            "no input and no weight multiplies it.",
        )

    return Question(
        f"{verb} b by 1. How far does z move?",
        ("By 1, whatever the inputs and weights are", "By the sum of the weights", "It depends on the inputs"),
        {"b": bias},
        ask_torch,
    )


def _flip_signs(neuron: Neuron) -> Question:
    flipped = replace(neuron, w=tuple(0.0 - w for w in neuron.w), b=0.0 - neuron.b)

    def ask_torch() -> Truth:
        before, after = run(neuron), run(flipped)
        return Truth(
            2 if after.out == before.out else 0 if close(after.out, -before.out) else 1,
            f"z always reverses its sign: it went from {number_text(before.z)} to {number_text(after.z)}. The activation decides what becomes "
            f"of it: the output went from {number_text(before.out)} to {number_text(after.out)}.",
        )

    return Question(
        "Reverse the sign of every weight and of b. What happens to the output?",
        ("It reverses its sign and keeps its size", "It changes, but not only its sign", "It stays the same"),
        {key: value for key, value in flipped.values.items() if not key.startswith("x")},
        ask_torch,
    )


def _silence_input(neuron: Neuron) -> Question:
    silent = replace(neuron, x=(0.0, *neuron.x[1:]))

    def ask_torch() -> Truth:
        here, moved = run(silent), run(replace(silent, w=(neuron.w[0] + 1, *neuron.w[1:])))
        slopes = gradients(silent)
        learns = (
            f", and torch's gradient for w1 is {number_text(slopes.values['w1'])}"
            if not isinstance(slopes, Refusal) and slopes.slope
            else ""
        )
        return Truth(
            1 if moved.z == here.z else 0,
            f"Raise w1 by 1 and z goes from {number_text(here.z)} to {number_text(moved.z)}{learns}. Whatever is multiplied "
            "by 0 is 0: a weight has an effect, and learns, only through an input that is not 0.",
        )

    return Question(
        "Set x1 to 0. Does w1 still matter?",
        ("Yes: it is still part of the sum", "No: z is the same whatever w1 is"),
        {"x1": 0.0},
        ask_torch,
    )
