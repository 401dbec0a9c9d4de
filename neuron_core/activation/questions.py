"""What the activation page asks before torch answers."""

import torch

from neuron_core.activation.depth import collapse, ten_layers
from neuron_core.activation.gradient import slopes
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.shared.numbers import number_text
from neuron_core.shared.question import Question, Truth
from neuron_core.shared.refusal import Refusal


def activation_questions(z: str) -> list[Question]:
    """Return the page's questions; `z` is the key of the slider."""
    return [_relu_below_zero(z), _steepest_sigmoid(z), _ten_sigmoids(), _no_activation()]


def _relu_below_zero(z: str) -> Question:
    def ask_torch() -> Truth:
        slope = slopes("relu", torch.tensor([-2.0])).item()
        return Truth(
            0 if slope == 0 else 2 if slope == 1 else 1,
            f"Autograd's slope is {number_text(slope)}: below 0 a ReLU is flat. An error that is passed back is multiplied by "
            "this slope, so with this input the neuron's weights learn nothing.",
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
            f"It is {number_text(slope)}, and it is smaller everywhere else. So a sigmoid passes back at most a quarter of an "
            "error: each sigmoid on the way back takes at least three quarters of it away.",
        )

    return Question(
        "Sigmoid is steepest at z = 0. What is its slope there?",
        ("1", "1/2", "1/4"),
        {"activation": "sigmoid", z: 0.0},
        ask_torch,
    )


def _ten_sigmoids() -> Question:
    def ask_torch() -> Truth:
        share = _arriving("sigmoid")
        return Truth(
            0 if share > 0.1 else 1 if share > 0.001 else 2,
            f"Autograd went back through ten real layers, and {number_text(share)} of it arrives. With ReLU it is "
            f"{number_text(_arriving('relu'))}, with tanh {number_text(_arriving('tanh'))}.",
        )

    return Question(
        "Ten layers in a row, each with a sigmoid. How much of the gradient at their output arrives at their input?",
        ("More than a tenth", "Between a tenth and a thousandth", "Less than a thousandth"),
        {"activation": "sigmoid"},
        ask_torch,
    )


def _arriving(activation: str) -> float:
    """Return the share of a gradient that arrives at the input of ten layers."""
    way = ten_layers(activation)
    return 0.0 if isinstance(way, Refusal) else way.path[-1]


def _no_activation() -> Question:
    def ask_torch() -> Truth:
        two, label = collapse("relu"), ACTIVATIONS["relu"].label
        gap = max(abs(a - b) for a, b in zip(two.stacked, two.single, strict=True))
        bent = max(abs(a - b) for a, b in zip(two.between, two.single, strict=True))
        return Truth(
            0 if gap < 1e-5 else 1,
            f"The outputs of the two and of one Linear with W = W2 W1 and b = W2 b1 + b2 differ by {number_text(gap)} at most, "
            f"which is float32's rounding. With {label} between the two, the difference is {number_text(bent)}: a second layer "
            "adds something new only with an activation between.",
        )

    return Question(
        "Two Linears with no activation between them. Can a single Linear do the same?",
        ("Yes, exactly the same", "No, two can do more"),
        {"activation": "identity"},
        ask_torch,
    )
