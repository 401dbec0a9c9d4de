from dataclasses import replace

import torch

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.neuron.model import Neuron, run
from neuron_core.neuron.questions import neuron_questions

W_LIMIT, B_LIMIT = 5.0, 10.0


def asked(neuron: Neuron):
    """Every question about a neuron, and its twin."""
    for question in neuron_questions(neuron, W_LIMIT, B_LIMIT):
        yield question
        if question.twin:
            yield question.twin()


def neurons(count: int = 120):
    torch.manual_seed(5)
    for number in range(count):
        n = number % 4 + 1
        x = torch.randint(-100, 101, (n,)) / 10
        w = torch.randint(-100, 101, (n,)) / 20
        b = float(torch.randint(-100, 101, ())) / 10
        yield Neuron(tuple(x.tolist()), tuple(w.tolist()), b, list(ACTIVATIONS)[number % len(ACTIVATIONS)])


def changed(neuron: Neuron, change: dict) -> Neuron:
    values = neuron.values | change
    n = len(neuron.x)
    x = tuple(values[f"x{i}"] for i in range(1, n + 1))
    return replace(neuron, x=x, w=tuple(values[f"w{i}"] for i in range(1, n + 1)), b=values["b"])


def test_no_change_leaves_the_sliders():
    for neuron in neurons():
        for question in asked(neuron):
            after = changed(neuron, question.change)
            assert max(map(abs, after.w)) <= W_LIMIT
            assert abs(after.b) <= B_LIMIT
            assert question.change.keys() <= neuron.values.keys() | {"activation"}


def test_the_truth_is_what_torch_makes_of_the_change():
    told = set()
    for neuron in neurons():
        for question in asked(neuron):
            neuron_there = replace(neuron, activation=question.change.get("activation", neuron.activation))
            before, after = run(neuron_there), run(changed(neuron_there, question.change))
            option = question.options[question.ask_torch().option]
            told.add(option)
            if "rises" in option:
                assert after.z > before.z
            elif "falls" in option:
                assert after.z < before.z
            elif option == "It doubles exactly":
                assert abs(after.z - 2 * before.z) < 1e-3
            elif option == "It reverses its sign and keeps its size":
                assert abs(after.out + before.out) < 1e-3
            elif option.startswith(("By 1, whatever", "By 0.5, whatever")):
                size = float(option.split(",")[0].removeprefix("By "))
                assert abs(abs(after.z - before.z) - size) < 1e-3
            elif option.startswith("No: z is the same"):
                assert after.contributions[int(option.removesuffix(" is")[-1]) - 1] == 0
    assert {"It reverses its sign and keeps its size", "It changes, but not only its sign"} <= told


def test_a_balanced_neuron_stays_when_all_signs_turn():
    balanced = Neuron((4.0, 4.0), (1.5, -1.5), 0.0, "tanh")
    question = next(q for q in neuron_questions(balanced, W_LIMIT, B_LIMIT) if "sign" in q.prompt)
    assert question.options[question.ask_torch().option] == "It stays the same"


def test_the_bias_always_moves_z_by_itself():
    for neuron in neurons():
        question = next(q for q in neuron_questions(neuron, W_LIMIT, B_LIMIT) if "b by 1" in q.prompt)
        assert question.options[question.ask_torch().option].startswith("By 1, whatever")


def test_a_change_that_changes_nothing_is_not_asked():
    prompts = [q.prompt for q in neuron_questions(Neuron((0.0,), (0.0,), 1.0, "relu"), W_LIMIT, B_LIMIT)]
    assert not any("w1" in prompt for prompt in prompts)


def test_every_question_of_an_ordinary_neuron_has_a_twin_with_other_numbers():
    for question in neuron_questions(Neuron((3.0, 5.0), (0.2, 0.4), 0.1, "relu"), W_LIMIT, B_LIMIT):
        assert question.twin
        twin = question.twin()
        assert twin.prompt != question.prompt
        assert twin.change != question.change
        assert twin.ask_torch().why


def test_what_happened_and_why_are_told_apart():
    for neuron in neurons(40):
        for question in asked(neuron):
            truth = question.ask_torch()
            assert truth.happened.endswith(".")
            assert truth.why.endswith(".")
            assert truth.happened not in truth.why
