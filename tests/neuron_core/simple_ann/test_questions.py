import pytest

from neuron_core.simple_ann.passes import Parameters, drawn, gradients, run
from neuron_core.simple_ann.questions import network_questions


def asked(prompt: str, parameters: Parameters, inputs: tuple[float, float]):
    return next(question for question in network_questions(parameters, inputs, 10.0) if prompt in question.prompt)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("inputs", [(1.0, 2.0), (-4.5, 3.0), (0.0, 0.0), (9.0, -9.0)])
def test_every_answer_is_one_of_the_options_and_every_change_stays_in_range(seed, inputs):
    for question in network_questions(drawn(seed), inputs, 10.0):
        truth = question.ask_torch()
        assert 0 <= truth.option < len(question.options)
        assert truth.explanation.endswith(".")
        assert all(abs(value) <= 10 for value in question.change.values() if not isinstance(value, str))


def test_how_many_wake_up_is_torchs_count():
    for seed in range(20):
        wanted = sum(hidden > 0 for hidden in run(drawn(seed), (-1.0, -2.0)).hidden)
        assert asked("Turn the sign", drawn(seed), (1.0, 2.0)).ask_torch().option == wanted


def test_zero_gradients_are_counted():
    for seed in range(20):
        zeros = sum(slope == 0 for slope in gradients(drawn(seed), (1.0, 2.0)).values())
        option = asked("exactly 0", drawn(seed), (1.0, 2.0)).ask_torch().option
        assert option == (0 if zeros == 0 else 1 if zeros <= 4 else 2)


def test_without_biases_doubling_doubles():
    straight = Parameters(1.0, 1.0, 1.0, -1.0, 0.0, 0.0, 1.0, 1.0, 0.0)
    assert asked("Double", straight, (1.0, 2.0)).ask_torch().option == 0
    assert asked("Double", drawn(1429), (1.0, 2.0)).ask_torch().option == 1


def test_at_its_limit_the_bias_is_lowered():
    parameters = Parameters(**drawn(1429).values | {"c": 9.5})
    question = asked("Lower c", parameters, (1.0, 2.0))
    assert question.change == {"c": 8.5}
    assert question.ask_torch().option == 0
