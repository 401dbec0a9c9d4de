import pytest

from neuron_core.neuron.cases import best_score
from neuron_core.shared.question import Question
from neuron_core.simple_ann.cases import CASES
from neuron_core.simple_ann.parameters import PLACES, Parameters, drawn
from neuron_core.simple_ann.parts import CORNERS, GRADIENTS
from neuron_core.simple_ann.passes import network_gradients, run_network
from neuron_core.simple_ann.questions import network_questions
from tests.neuron_core.simple_ann.networks import any_parameters

SHOW_BACKWARD = {"simple_ann_pass": "Backward"}


def questions(parameters: Parameters, inputs: tuple[float, float]) -> list[Question]:
    return network_questions(parameters, inputs, 10.0, SHOW_BACKWARD)


def asked(prompt: str, parameters: Parameters, inputs: tuple[float, float]) -> Question:
    return next(question for question in questions(parameters, inputs) if prompt in question.prompt)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("inputs", [(1.0, 2.0), (-4.5, 3.0), (0.0, 0.0), (9.0, -9.0)])
def test_every_answer_is_one_of_the_options_and_every_change_stays_in_range(seed, inputs):
    for question in questions(drawn(seed), inputs):
        truth = question.ask_torch()
        assert 0 <= truth.option < len(question.options)
        assert truth.happened.endswith(".")
        assert truth.why.endswith(".")
        assert all(abs(value) <= 10 for value in question.change.values() if not isinstance(value, str))


def test_how_many_wake_up_is_torchs_count():
    for seed in range(20):
        wanted = sum(hidden > 0 for hidden in run_network(drawn(seed), (-1.0, -2.0)).hidden)
        assert asked("Reverse the sign", drawn(seed), (1.0, 2.0)).ask_torch().option == wanted


def test_zero_gradients_are_counted():
    for seed in range(20):
        zeros = sum(slope == 0 for slope in network_gradients(drawn(seed), (1.0, 2.0)).values())
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


def test_a_bias_moves_the_output_by_exactly_itself_however_large_the_output_is():
    for parameters in any_parameters(100):
        assert asked("c, the output neuron's bias", parameters, (9.7, -9.3)).ask_torch().option == 0


def test_a_hidden_neuron_that_is_off_gets_no_gradient_and_c_always_1():
    off = 0
    for parameters in any_parameters(100):
        slopes, hidden = network_gradients(parameters, (1.0, 2.0)), run_network(parameters, (1.0, 2.0)).hidden
        assert slopes["c"] == 1
        for i in (1, 2):
            if hidden[i - 1] == 0:
                off += 1
                assert not any(slopes[name] for name in (f"w{i}1", f"w{i}2", f"b{i}", f"v{i}"))
    assert off > 20


def test_with_both_neurons_off_the_output_stays_the_same():
    asleep = Parameters(1.0, 1.0, 1.0, 1.0, -9.0, -9.0, 1.0, 1.0, 0.5)
    assert asked("Double", asleep, (1.0, 2.0)).ask_torch().option == 2


def test_the_question_about_gradients_shows_them():
    assert asked("exactly 0", drawn(1), (1.0, 2.0)).change == SHOW_BACKWARD


def test_doubling_is_only_asked_where_it_stays_on_the_sliders():
    for inputs in ((0.0, 0.0), (5.1, 0.0), (1.0, -9.0)):
        assert not [question for question in questions(drawn(1), inputs) if "Double" in question.prompt]
    assert asked("Double", drawn(1), (5.0, -5.0)).change == {"input1": 10.0, "input2": -10.0}


def test_xor_is_asked_first_and_answered_by_torch():
    for parameters in (drawn(1429), CASES["XOR"].parameters):
        first = questions(parameters, (1.0, 2.0))[0]
        assert first.prompt.startswith("XOR: ")
        assert "at most 3 of the 4" in first.prompt
        assert best_score((0, 1, 1, 0), "step").right == best_score((1, 0, 0, 1), "step").right == 3
        for question, name in ((first, "XOR"), (first.twin(), "XNOR")):
            truth = question.ask_torch()
            assert question.options[truth.option] == "All 4"
            wanted = ", ".join(str(answer) for answer in CASES[name].gate)
            assert f"give {wanted}: 4 of 4 are right" in truth.happened
            assert {key: question.change[key] for key in PLACES} == CASES[name].parameters.values
            assert question.covers == (CORNERS,)
        assert first.twin().twin is None


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("inputs", [(1.0, 2.0), (-4.5, 3.0), (0.0, 0.0), (9.0, -9.0)])
def test_every_question_has_a_twin_with_other_numbers_in_range_and_torch_answers_it(seed, inputs):
    for question in questions(drawn(seed), inputs):
        twin = question.twin()
        assert (twin.prompt, twin.change) != (question.prompt, question.change)
        truth = twin.ask_torch()
        assert 0 <= truth.option < len(twin.options)
        assert truth.happened.endswith(".")
        assert truth.why.endswith(".")
        assert all(abs(value) <= 10 for value in twin.change.values() if not isinstance(value, str))
        assert twin.covers == question.covers
        assert twin.twin is None


def test_a_twin_goes_on_from_where_its_question_led():
    double = asked("Double", drawn(1429), (1.0, 2.0))
    assert double.twin().change == {"input1": 4.0, "input2": 8.0}
    assert asked("Double", drawn(1429), (2.0, 4.0)).twin().change == {"input1": 1.0, "input2": 2.0}
    assert asked("Reverse", drawn(1429), (1.0, 2.0)).twin().change == {"input1": 1.0, "input2": -2.0}
    assert asked("c, the output", drawn(1429), (1.0, 2.0)).twin().change["c"] == pytest.approx(drawn(1429).c + 1.5)


def test_what_would_answer_is_covered_until_then():
    assert asked("exactly 0", drawn(1), (1.0, 2.0)).covers == (GRADIENTS,)
    assert asked("Reverse", drawn(1), (1.0, 2.0)).covers == ()


def test_the_zero_gradients_of_the_twin_are_those_at_the_opposite_inputs():
    for seed in range(20):
        zeros = sum(slope == 0 for slope in network_gradients(drawn(seed), (-1.0, -2.0)).values())
        twin = asked("exactly 0", drawn(seed), (1.0, 2.0)).twin()
        assert twin.ask_torch().option == (0 if zeros == 0 else 1 if zeros <= 4 else 2)
        assert twin.change == {"input1": -1.0, "input2": -2.0} | SHOW_BACKWARD
