"""What the activation page asks before torch answers."""

import torch

from neuron_core.activation.depth import collapse, gradient_path
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.activation.slope import slopes
from neuron_core.shared.numbers import number_text
from neuron_core.shared.question import Question, Truth


def activation_questions(z: str) -> list[Question]:
    """Return the page's questions; `z` is the key of the operating point."""
    return [_relu_below_zero(z), _steepest_sigmoid(z), _ten_sigmoids(), _no_activation()]


def _relu_below_zero(z: str) -> Question:
    def ask_torch() -> Truth:
        slope = slopes("relu", torch.tensor([-2.0])).item()
        return Truth(
            0 if slope == 0 else 2 if slope == 1 else 1,
            f"autograd's slope is {number_text(slope)}: below 0 a ReLU is level. An error that comes back here is multiplied "
            "by that, so no weight in front of this neuron hears of it.",
        )

    return Question(
        "Take ReLU and set z to −2. What is its slope there?",
        ("Exactly 0", "Small, but not 0", "1"),
        {"activation": "relu", z: -2.0},
        ask_torch,
    )


def _steepest_sigmoid(z: str) -> Question:
    def ask_torch() -> Truth:
        slope = slopes("sigmoid", torch.tensor([0.0])).item()
        return Truth(
            min(range(3), key=lambda i: abs((1, 0.5, 0.25)[i] - slope)),
            f"It is {number_text(slope)}, and nowhere else is it as much: every sigmoid that an error passes on its way back "
            "takes at least that share of it away for good.",
        )

    return Question(
        "Sigmoid is steepest at z = 0. What is its slope there?",
        ("1", "1/2", "1/4"),
        {"activation": "sigmoid", z: 0.0},
        ask_torch,
    )


def _ten_sigmoids() -> Question:
    def ask_torch() -> Truth:
        share = gradient_path("sigmoid")[-1]
        return Truth(
            0 if share > 0.1 else 1 if share > 0.001 else 2,
            f"{number_text(share)} of it arrives: autograd went back through ten real layers. With ReLU it is "
            f"{number_text(gradient_path('relu')[-1])}, with tanh {number_text(gradient_path('tanh')[-1])}.",
        )

    return Question(
        "Ten layers in a row, each with a sigmoid. How much of the gradient at their output arrives at their input?",
        ("More than a tenth", "Between a tenth and a thousandth", "Less than a thousandth"),
        {"activation": "sigmoid"},
        ask_torch,
    )


def _no_activation() -> Question:
    def ask_torch() -> Truth:
        two = collapse("identity")
        gap = max(abs(a - b) for a, b in zip(two.stacked, two.single, strict=True))
        bent = max(abs(a - b) for a, b in zip(collapse("relu").between, two.single, strict=True))
        return Truth(
            0 if gap < 1e-5 else 1,
            f"One Linear with W = W2 W1 differs from the two by {number_text(gap)}, which is rounding. With "
            f"{ACTIVATIONS['relu'].label} between them the difference is {number_text(bent)}: only a bend makes depth worth having.",
        )

    return Question(
        "Two Linears with no activation between them. Can a single Linear do the same?",
        ("Yes, exactly the same", "No, two can do more"),
        {"activation": "identity"},
        ask_torch,
    )
