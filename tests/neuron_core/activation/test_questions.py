import pytest
import torch

from neuron_core.activation import questions
from neuron_core.activation.depth import DEPTH, TenLayers, collapse
from neuron_core.activation.questions import activation_questions
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.shared.numbers import number_text

RELU, SIGMOID, TEN, NONE = range(4)


def asked(number: int):
    """Ask torch; returns the option in words, and the explanation."""
    question = activation_questions("z")[number]
    truth = question.ask_torch()
    return question.options[truth.option], truth.explanation


def test_answers_that_everyone_can_check():
    answers = [asked(number)[0] for number in (RELU, SIGMOID, TEN, NONE)]
    assert answers == ["Exactly 0", "1/4", "Less than a thousandth", "Yes, exactly the same"]


def test_the_change_is_one_that_the_page_can_carry_out():
    for question in activation_questions("key_of_z"):
        assert question.change.keys() <= {"activation", "key_of_z"}
        assert question.change["activation"] in ACTIVATIONS
    assert activation_questions("key_of_z")[RELU].change["key_of_z"] == -2.0
    assert activation_questions("key_of_z")[SIGMOID].change["key_of_z"] == 0.0


@pytest.mark.parametrize(
    ("stand_in", "answer"), [("relu", "Exactly 0"), ("leaky_relu", "Small, but not 0"), ("identity", "1")]
)
def test_the_slope_of_relu_is_asked_of_torch(monkeypatch, stand_in, answer):
    """Another function in ReLU's place gets another answer, the one that central differences give it."""
    monkeypatch.setitem(ACTIVATIONS, "relu", ACTIVATIONS[stand_in])
    option, explanation = asked(RELU)
    assert option == answer
    ends = ACTIVATIONS[stand_in].function(torch.tensor([-2.5, -1.5], dtype=torch.float64))
    assert f"slope is {number_text((ends[1] - ends[0]).item())}:" in explanation


@pytest.mark.parametrize(
    ("function", "answer"),
    [(torch.sigmoid, "1/4"), (torch.tanh, "1"), (lambda z: torch.tanh(z / 2), "1/2"), (lambda z: 0.26 * z, "1/4")],
)
def test_the_slope_of_sigmoid_is_asked_of_torch(monkeypatch, function, answer):
    entry = ACTIVATIONS["sigmoid"]
    monkeypatch.setitem(ACTIVATIONS, "sigmoid", entry.__class__(**vars(entry) | {"function": function}))
    assert asked(SIGMOID)[0] == answer


def test_a_sigmoid_is_steepest_at_zero_and_leaves_at_most_a_quarter():
    """As the explanation says; over many z, in float64, where rounding hides nothing."""
    z = torch.cat([torch.linspace(-50, 50, 100_000), torch.tensor([0.0])]).double().requires_grad_()  # 0 is the last
    errors = torch.randn(100_001, generator=torch.Generator().manual_seed(0)).double()
    (slope,) = torch.autograd.grad(torch.sigmoid(z).sum(), z)
    (passed,) = torch.autograd.grad(torch.sigmoid(z), z, errors)
    assert slope[-1] == 0.25
    assert (slope[:-1] < 0.25).all()
    taken = 1 - passed.abs() / errors.abs()
    assert (taken >= 0.75 - 1e-12).all()
    explanation = asked(SIGMOID)[1]
    assert "at most a quarter" in explanation
    assert "at least three quarters of it away" in explanation


@pytest.mark.parametrize(
    ("arrives", "answer"),
    [
        (0.5, "More than a tenth"),
        (0.05, "Between a tenth and a thousandth"),
        (0.002, "Between a tenth and a thousandth"),
        (0.0005, "Less than a thousandth"),
    ],
)
def test_the_answer_on_ten_layers_goes_by_what_arrives(monkeypatch, arrives, answer):
    monkeypatch.setattr(questions, "ten_layers", lambda name: TenLayers((1.0, arrives), 0.0, 1.0))
    option, explanation = asked(TEN)
    assert option == answer
    assert number_text(arrives) in explanation


def test_ten_sigmoids_leave_no_more_than_their_quarters_allow():
    share = float(asked(TEN)[1].split("layers, and ")[1].split(" of it")[0].replace("−", "-"))
    assert 0 < share <= 0.25**DEPTH


def test_two_linears_and_one_differ_by_rounding_only():
    two = collapse("relu")
    stacked, single = torch.tensor(two.stacked), torch.tensor(two.single)
    gap = (stacked - single).abs().max().item()
    assert gap < 1e-6
    bent = (torch.tensor(two.between) - single).abs().max().item()
    assert bent > 0.01
    assert number_text(gap) in asked(NONE)[1]
    assert number_text(bent) in asked(NONE)[1]


def test_two_linears_that_do_differ_get_the_other_answer(monkeypatch):
    two = collapse("relu")
    other = two.__class__(**vars(two) | {"single": [value + 0.1 for value in two.single]})
    monkeypatch.setattr(questions, "collapse", lambda name: other)
    assert asked(NONE)[0] == "No, two can do more"


@pytest.mark.parametrize("number", range(4))
def test_explanations_are_whole_sentences(number):
    explanation = asked(number)[1]
    assert explanation[0].isupper()
    assert explanation.endswith(".")
