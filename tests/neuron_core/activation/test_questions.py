import pytest
import torch

from neuron_core.activation import questions
from neuron_core.activation.depth import DEPTH, HE_GAIN, TenLayers, collapse, ten_layers
from neuron_core.activation.gradient import slopes
from neuron_core.activation.questions import activation_questions
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.shared.numbers import number_text
from neuron_core.shared.question import Question

STEP, TEN, STEEPEST, NONE = range(4)


def listed(names=("relu", "sigmoid", "tanh"), z=1.0) -> list[Question]:
    return activation_questions("z", names, z)


def answer(question: Question) -> str:
    return question.options[question.ask_torch().option]


def twin(question: Question) -> Question:
    assert question.twin
    return question.twin()


def everything() -> list[Question]:
    return [*listed(), *map(twin, listed())]


def test_answers_that_everyone_can_check():
    assert [answer(question).split(":")[0] for question in listed()] == [
        "Not at all", "Less than a thousandth", "1/4", "Yes, exactly the same",
    ]  # fmt: skip


def test_a_twin_has_another_answer_and_the_same_options():
    twins = list(map(twin, listed()))
    assert [answer(question).split(":")[0] for question in twins] == [
        "A little", "More than a tenth", "1", "No, two can do more",
    ]  # fmt: skip
    for question, other in zip(listed(), twins, strict=True):
        assert other.options == question.options
        assert other.prompt != question.prompt
        assert other.covers
        assert other.twin is None


def test_the_change_is_one_that_the_page_can_carry_out():
    for question in everything():
        assert question.change.keys() <= {"activation", "z"}
        assert question.change["activation"] in ACTIVATIONS
    assert listed()[STEP].change["z"] == -2.0
    assert listed()[STEEPEST].change["z"] == 0.0


@pytest.mark.parametrize("number", range(4))
def test_each_covers_what_would_answer_it(number):
    covers = [question.covers for question in listed(z=3.0)]
    assert covers[number] == [("slope_relu_below",), ("ten",), ("slope_sigmoid",), ("collapse",)][number]


@pytest.mark.parametrize(
    ("number", "names", "z", "numbers_too"),
    [
        (STEP, ("relu",), -0.1, True), (STEP, ("tanh", "relu"), 0.0, True), (STEP, ("relu",), 0.1, False),
        (STEP, ("tanh",), -3.0, False), (STEEPEST, ("sigmoid",), 0.3, True), (STEEPEST, ("sigmoid",), -4.0, False),
        (STEEPEST, ("relu",), 0.0, False),
    ],
)  # fmt: skip
def test_the_numbers_at_z_are_covered_where_they_are_those_asked_for(number, names, z, numbers_too):
    assert ("slope" in listed(names, z)[number].covers) == numbers_too


@pytest.mark.parametrize(
    ("stand_in", "said"), [("relu", "Not at all"), ("leaky_relu", "A little"), ("identity", "As far as z")]
)
def test_the_slope_of_relu_is_asked_of_torch(monkeypatch, stand_in, said):
    """Another function in ReLU's place gets another answer, the one that central differences give it."""
    monkeypatch.setitem(ACTIVATIONS, "relu", ACTIVATIONS[stand_in])
    question = listed()[STEP]
    assert answer(question).startswith(said)
    ends = ACTIVATIONS[stand_in].function(torch.tensor([-2.5, -1.5], dtype=torch.float64))
    assert question.ask_torch().happened.endswith(f"is {number_text((ends[1] - ends[0]).item())}.")


@pytest.mark.parametrize(
    ("function", "said"),
    [(torch.sigmoid, "1/4"), (torch.tanh, "1"), (lambda z: torch.tanh(z / 2), "1/2"), (lambda z: 0.26 * z, "1/4")],
)
def test_the_slope_of_sigmoid_is_asked_of_torch(monkeypatch, function, said):
    entry = ACTIVATIONS["sigmoid"]
    monkeypatch.setitem(ACTIVATIONS, "sigmoid", entry.__class__(**vars(entry) | {"function": function}))
    assert answer(listed()[STEEPEST]) == said


@pytest.mark.parametrize(("name", "most"), [("sigmoid", 0.25), ("tanh", 1.0)])
def test_it_is_steepest_at_zero_and_leaves_at_most_that_share(name, most):
    """As the answer says; over many z, in float64, where rounding hides nothing."""
    z = torch.cat([torch.linspace(-50, 50, 100_000), torch.tensor([0.0])]).double()  # 0 is the last
    errors = torch.randn(100_001, generator=torch.Generator().manual_seed(0)).double()
    slope = slopes(name, z)
    assert slope[-1] == most
    assert (slope[:-1] < most).all()
    around = z.clone().requires_grad_()
    (passed,) = torch.autograd.grad(ACTIVATIONS[name].function(around), around, errors)
    assert (passed.abs() <= most * errors.abs() + 1e-12).all()
    question = listed()[STEEPEST] if name == "sigmoid" else twin(listed()[STEEPEST])
    truth = question.ask_torch()
    assert truth.happened == f"It is {number_text(most)}, and it is smaller everywhere else."
    assert ("at most 0.25 of it passes" if name == "sigmoid" else "all of it can pass there") in truth.why


@pytest.mark.parametrize(
    ("arrives", "said"),
    [
        (0.5, "More than a tenth"),
        (0.05, "Between a tenth and a thousandth"),
        (0.002, "Between a tenth and a thousandth"),
        (0.0005, "Less than a thousandth"),
    ],
)
def test_the_answer_on_ten_layers_goes_by_what_arrives(monkeypatch, arrives, said):
    monkeypatch.setattr(questions, "ten_layers", lambda name, gain: TenLayers((1.0, arrives), 0.0, 1.0))
    for question in (listed()[TEN], twin(listed()[TEN])):
        assert answer(question) == said
        assert question.ask_torch().happened.startswith(f"{number_text(arrives)} of it arrives")


def test_the_question_on_ten_layers_and_its_twin_name_their_gain_and_use_it():
    first, other = listed()[TEN], twin(listed()[TEN])
    assert "gain 1" in first.prompt
    assert "√2" in other.prompt
    assert number_text(ten_layers("sigmoid").path[-1]) in first.ask_torch().happened
    assert number_text(ten_layers("tanh").path[-1]) in first.ask_torch().happened
    assert number_text(ten_layers("relu", HE_GAIN).path[-1]) in other.ask_torch().happened
    assert number_text(ten_layers("relu").path[-1]) in other.ask_torch().why


def test_ten_sigmoids_leave_no_more_than_their_quarters_allow():
    share = float(listed()[TEN].ask_torch().happened.split(" of it")[0].replace("−", "-"))
    assert 0 < share <= 0.25**DEPTH


def test_about_half_of_relus_slopes_are_zero_and_the_others_are_one():
    assert ten_layers("relu").zero_share == pytest.approx(0.5, abs=0.02)
    assert ten_layers("relu").mean_slope == pytest.approx(1 - ten_layers("relu").zero_share, abs=1e-4)


def test_two_linears_and_one_differ_by_rounding_only():
    two = collapse("relu")
    gap = (torch.tensor(two.stacked) - torch.tensor(two.single)).abs().max().item()
    assert gap < 1e-6
    truth = listed()[NONE].ask_torch()
    assert f"{number_text(gap)} at most" in truth.happened
    assert ("rounding" in truth.happened) == bool(gap)


def test_with_a_relu_between_they_do_differ():
    two = collapse("relu")
    bent = (torch.tensor(two.between) - torch.tensor(two.single)).abs().max().item()
    assert bent > 0.01
    happened = twin(listed()[NONE]).ask_torch().happened
    assert f"{number_text(bent)} at most." in happened
    assert "rounding" not in happened


def test_two_linears_that_do_differ_get_the_other_answer(monkeypatch):
    two = collapse("identity")
    other = two.__class__(**vars(two) | {"single": [value + 0.1 for value in two.single]})
    monkeypatch.setattr(questions, "collapse", lambda name: other)
    assert answer(listed()[NONE]) == "No, two can do more"


@pytest.mark.parametrize("number", range(8))
def test_what_is_told_is_whole_sentences(number):
    truth = everything()[number].ask_torch()
    for said in (truth.happened, truth.why):
        assert said[0].isupper() or said[0].isdigit()
        assert said.endswith(".")
        assert "  " not in said
