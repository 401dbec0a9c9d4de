"""What the SimpleANN page asks before torch answers."""

from collections.abc import Mapping

from neuron_core.shared.numbers import number_text
from neuron_core.shared.question import Question, Truth, close
from neuron_core.simple_ann.parameters import Parameters
from neuron_core.simple_ann.passes import Inputs, network_gradients, run_network


def network_questions(
    parameters: Parameters, inputs: Inputs, limit: float, show_backward: Mapping[str, str]
) -> list[Question]:
    """Return the questions to ask about this network; no change leaves -limit..limit.

    `show_backward` is the page's setting that shows the pass back.
    """
    questions = [
        _reverse_inputs(parameters, inputs),
        _zero_gradients(parameters, inputs, show_backward),
        _shift_bias(parameters, inputs, limit),
    ]
    if inputs != (0.0, 0.0) and max(map(abs, inputs)) <= limit / 2:
        questions.insert(0, _double_inputs(parameters, inputs))
    return questions


def _double_inputs(parameters: Parameters, inputs: Inputs) -> Question:
    doubled = (round(2 * inputs[0], 6), round(2 * inputs[1], 6))

    def ask_torch() -> Truth:
        before, after = run_network(parameters, inputs), run_network(parameters, doubled)
        same, twice = close(after.out, before.out), close(after.out, 2 * before.out)
        return Truth(
            2 if same else 0 if twice else 1,
            f"The output went from {number_text(before.out)} to {number_text(after.out)}. The biases do not double with the inputs, "
            "and a hidden neuron can turn on or off.",
        )

    return Question(
        f"Double both inputs, to {number_text(doubled[0])} and {number_text(doubled[1])}. What happens to the output?",
        (
            "It becomes exactly twice what it was",
            "It changes, but does not exactly double",
            "It stays exactly the same",
        ),
        {"input1": doubled[0], "input2": doubled[1]},
        ask_torch,
    )


def _reverse_inputs(parameters: Parameters, inputs: Inputs) -> Question:
    reversed_ = (0.0 - inputs[0], 0.0 - inputs[1])

    def ask_torch() -> Truth:
        after = run_network(parameters, reversed_)
        z = " and ".join(number_text(z) for z in after.z)
        return Truth(
            sum(hidden > 0 for hidden in after.hidden),
            f"z1 and z2 are now {z}. ReLU passes on only what is above 0. The output is {number_text(after.out)}.",
        )

    return Question(
        "Reverse the sign of both inputs. How many hidden neurons will be on?",
        ("None", "One", "Both"),
        {"input1": reversed_[0], "input2": reversed_[1]},
        ask_torch,
    )


def _zero_gradients(parameters: Parameters, inputs: Inputs, show_backward: Mapping[str, str]) -> Question:
    def ask_torch() -> Truth:
        slopes = network_gradients(parameters, inputs)
        flat = [name for name, slope in slopes.items() if slope == 0]
        named = f"Exactly 0: {', '.join(flat)}." if flat else "None is exactly 0."
        return Truth(
            0 if not flat else 1 if len(flat) <= 4 else 2,
            f"{named} A hidden neuron that is off gives 0, and its ReLU has slope 0 there: its v, its weights and its bias all get a "
            "gradient of 0. The gradient of c is always 1.",
        )

    return Question(
        "Look at the pass backward. How many of the nine parameters have a gradient of exactly 0 here?",
        ("None of them", "One to four", "Five or more"),
        dict(show_backward),
        ask_torch,
    )


def _shift_bias(parameters: Parameters, inputs: Inputs, limit: float) -> Question:
    step, verb = (1.0, "Raise") if parameters.c + 1 <= limit else (-1.0, "Lower")
    shifted = Parameters(**parameters.values | {"c": parameters.c + step})

    def ask_torch() -> Truth:
        before, after = run_network(parameters, inputs), run_network(shifted, inputs)
        return Truth(
            0 if close(after.out, before.out + step) else 1,
            f"The output went from {number_text(before.out)} to {number_text(after.out)}. c is added last: no weight multiplies it, and no "
            "ReLU follows.",
        )

    return Question(
        f"{verb} c, the output neuron's bias, by 1. What happens to the output?",
        (
            "It moves by exactly 1 as well",
            "It moves by some other amount",
            "That depends on which hidden neurons are on",
        ),
        {"c": shifted.c},
        ask_torch,
    )
