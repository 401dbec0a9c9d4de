"""What the SimpleANN page asks before torch answers."""

from collections.abc import Callable, Mapping

from neuron_core.neuron.cases import CASES as ONE_NEURON
from neuron_core.neuron.cases import best_score
from neuron_core.shared.numbers import number_text
from neuron_core.shared.question import Question, Truth, close
from neuron_core.simple_ann.cases import CASES, right, truth_table
from neuron_core.simple_ann.parameters import Parameters
from neuron_core.simple_ann.parts import CORNERS, GRADIENTS
from neuron_core.simple_ann.passes import Inputs, network_gradients, run_network

Settings = Mapping[str, str | float]


def network_questions(parameters: Parameters, inputs: Inputs, limit: float, show_backward: Settings) -> list[Question]:
    """Return the questions to ask about this network; no change leaves -limit..limit.

    `show_backward` are the page's settings that show all of the pass back.
    """
    questions = [
        _solve_xor(),
        _reverse_inputs(parameters, inputs),
        _zero_gradients(parameters, inputs, show_backward),
        _shift_bias(parameters, inputs, limit, 1.0),
    ]
    if inputs != (0.0, 0.0) and max(map(abs, inputs)) <= limit / 2:
        questions.insert(1, _times_inputs(parameters, inputs, 2.0, limit))
    return questions


def _solve_xor() -> Question:
    return _solve("XOR", "XOR: 1 is wanted where exactly one input is 1, else 0", twin=_solve_xnor)


def _solve_xnor() -> Question:
    """Ask for XOR's opposite: the same two hidden neurons, added up in another way."""
    return _solve(
        "XNOR", "XNOR, the opposite: 1 is wanted where both inputs are the same. Only v1, v2 and c may change"
    )


def _solve(name: str, wanted: str, twin: Callable[[], Question] | None = None) -> Question:
    solved, gate = CASES[name].parameters, CASES[name].gate

    def ask_torch() -> Truth:
        corners = truth_table(solved, gate)
        count = right(corners)
        listed = ", ".join(number_text(corner.out) for corner in corners)
        best = best_score(gate, ONE_NEURON["XOR"].neuron.activation)
        return Truth(
            min(2, count - 2),
            f"With the nine numbers that are set now, the corners 0 0, 0 1, 1 0 and 1 1 give {listed}: {count} of 4 are right.",
            "One neuron has one straight line. Two hidden neurons have two, and the output neuron adds them up: between the lines the "
            f"output can differ from both sides. Of {best.tried:,} settings of one neuron with a step that torch tried on {name}, the best gets "
            f"{best.right} of 4 right.",
        )

    return Question(
        f"{wanted}. One neuron gets at most 3 of the 4 corners right. And these three neurons?",
        ("2 of 4", "3 of 4, no more than one neuron", "All 4"),
        {**solved.values, "input1": 1.0, "input2": 1.0},
        ask_torch,
        covers=(CORNERS,),
        twin=twin,
    )


def _times_inputs(
    parameters: Parameters, inputs: Inputs, factor: float, limit: float, *, twin: bool = True
) -> Question:
    """Ask what `factor` times the inputs do; the twin goes on from there, back where the sliders have no room for more."""
    larger = (round(factor * inputs[0], 6), round(factor * inputs[1], 6))
    does, multiple = ("Double both inputs", "twice") if factor == 2 else ("Divide both inputs by 4", "a quarter of")
    further = 2.0 if max(map(abs, larger)) <= limit / 2 else 0.25

    def ask_torch() -> Truth:
        before, after = run_network(parameters, inputs), run_network(parameters, larger)
        same, exactly = close(after.out, before.out), close(after.out, factor * before.out)
        return Truth(
            2 if same else 0 if exactly else 1,
            f"The output went from {number_text(before.out)} to {number_text(after.out)}.",
            "The biases do not change with the inputs, and a hidden neuron can turn on or off on the way.",
        )

    return Question(
        f"{does}, to {number_text(larger[0])} and {number_text(larger[1])}. What happens to the output?",
        (
            f"It becomes exactly {multiple} what it was",
            f"It changes, but not to exactly {multiple} what it was",
            "It stays exactly the same",
        ),
        {"input1": larger[0], "input2": larger[1]},
        ask_torch,
        twin=(lambda: _times_inputs(parameters, larger, further, limit, twin=False)) if twin else None,
    )


def _reverse_inputs(parameters: Parameters, inputs: Inputs, *, both: bool = True) -> Question:
    """Ask which neurons the opposite inputs turn on; the twin goes on from there and reverses one of the two."""
    reversed_ = (0.0 - inputs[0], 0.0 - inputs[1] if both else inputs[1])

    def ask_torch() -> Truth:
        after = run_network(parameters, reversed_)
        z = " and ".join(number_text(z) for z in after.z)
        return Truth(
            sum(hidden > 0 for hidden in after.hidden),
            f"z1 and z2 are now {z}, and the output is {number_text(after.out)}.",
            "ReLU passes on only what is above 0. Each hidden neuron has a line of its own, and the inputs have to be on its right side.",
        )

    which = "both inputs" if both else "input 1"
    return Question(
        f"Reverse the sign of {which}, to {number_text(reversed_[0])} and {number_text(reversed_[1])}. How many hidden neurons will be on?",
        ("None", "One", "Both"),
        {"input1": reversed_[0], "input2": reversed_[1]},
        ask_torch,
        twin=(lambda: _reverse_inputs(parameters, reversed_, both=False)) if both else None,
    )


def _zero_gradients(
    parameters: Parameters, inputs: Inputs, show_backward: Settings, *, moved: bool = False
) -> Question:
    """Ask how many gradients are 0; the twin (`moved`) asks it at the opposite inputs."""
    there = (0.0 - inputs[0], 0.0 - inputs[1]) if moved else inputs

    def ask_torch() -> Truth:
        slopes = network_gradients(parameters, there)
        flat = [name for name, slope in slopes.items() if slope == 0]
        named = f"Exactly 0: {', '.join(flat)}." if flat else "None is exactly 0."
        return Truth(
            0 if not flat else 1 if len(flat) <= 4 else 2,
            named,
            "A hidden neuron that is off gives 0, and its ReLU has slope 0 there: its v, its weights and its bias all get a "
            "gradient of 0. The gradient of c is always 1.",
        )

    change = dict(show_backward) | ({"input1": there[0], "input2": there[1]} if moved else {})
    where = f"at the inputs {number_text(there[0])} and {number_text(there[1])}"
    return Question(
        "A gradient says how far the output moves for each small step of a number. How many of the nine parameters have a gradient of "
        f"exactly 0 {where}?",
        ("None of them", "One to four", "Five or more"),
        change,
        ask_torch,
        covers=(GRADIENTS,),
        twin=None if moved else lambda: _zero_gradients(parameters, inputs, show_backward, moved=True),
    )


def _shift_bias(parameters: Parameters, inputs: Inputs, limit: float, size: float) -> Question:
    step, verb = (size, "Raise") if parameters.c + size <= limit else (-size, "Lower")
    shifted = Parameters(**parameters.values | {"c": parameters.c + step})

    def ask_torch() -> Truth:
        before, after = run_network(parameters, inputs), run_network(shifted, inputs)
        return Truth(
            0 if close(after.out, before.out + step) else 1,
            f"The output went from {number_text(before.out)} to {number_text(after.out)}.",
            "c is added last: no weight multiplies it, and no ReLU follows.",
        )

    amount = number_text(size)
    return Question(
        f"{verb} c, the output neuron's bias, by {amount}. What happens to the output?",
        (
            f"It moves by exactly {amount} as well",
            "It moves by some other amount",
            "That depends on which hidden neurons are on",
        ),
        {"c": shifted.c},
        ask_torch,
        twin=(lambda: _shift_bias(shifted, inputs, limit, 0.5)) if size == 1 else None,
    )
