"""What the activation page asks before torch answers.

What would answer it is covered: `slope_<name>` is that activation's line in the chart of the slopes, `slope_<name>_below` the
part of it below 0, `slope` the numbers at z, `ten` and `collapse` two panels.
"""

from collections.abc import Callable, Sequence

import torch

from neuron_core.activation.depth import HE_GAIN, TenLayers, collapse, ten_layers
from neuron_core.activation.gradient import slopes
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.shared.numbers import number_text
from neuron_core.shared.question import Question, Truth


def activation_questions(key: str, names: Sequence[str], z: float) -> list[Question]:
    """Return the page's questions while `names` are drawn at `z`; `key` is that of the slider."""

    def below(name: str) -> tuple[str, ...]:
        """What shows the slope of `name` below 0: that part of its line, and the numbers if they are from there."""
        return (f"slope_{name}_below", *(["slope"] if name in names and z <= 0 else []))

    def top(name: str) -> tuple[str, ...]:
        """What shows the largest slope of `name`: its line, and the numbers if they are from near there."""
        return (f"slope_{name}", *(["slope"] if name in names and abs(z) < 1 else []))

    step = _small_step(key, "relu", -2.0, below("relu"), lambda: leak)
    leak = _small_step(key, "leaky_relu", -3.0, below("leaky_relu"))
    steepest = _steepest(key, "sigmoid", top("sigmoid"), lambda: tanh)
    tanh = _steepest(key, "tanh", top("tanh"))
    return [step, _ten("sigmoid", 1.0, lambda: _ten("relu", HE_GAIN)), steepest, _one_enough("identity")]


def _small_step(
    key: str, name: str, z: float, covers: tuple[str, ...], twin: Callable[[], Question] | None = None
) -> Question:
    label = ACTIVATIONS[name].label

    def ask_torch() -> Truth:
        slope = slopes(name, torch.tensor([z])).item()
        option = 0 if slope == 0 else 2 if slope == 1 else 1
        learns = (
            "Learning follows the slope, so from this input the neuron's weights learn nothing."
            if slope == 0
            else f"Learning follows the slope, so all that the weights learn from this input is multiplied by {number_text(slope)}."
        )
        return Truth(
            option,
            f"Torch's slope of {label} at z = {number_text(z)} is {number_text(slope)}.",
            f"The slope says how far the output moves for each small step of z. {learns}",
        )

    return Question(
        f"Set z to {number_text(z)} with {label}, then move z a little. How far does the output move?",
        ("Not at all: the slope is 0", "A little: the slope is between 0 and 1", "As far as z: the slope is 1"),
        {"activation": name, key: z},
        ask_torch,
        covers,
        twin,
    )


def _steepest(key: str, name: str, covers: tuple[str, ...], twin: Callable[[], Question] | None = None) -> Question:
    label = ACTIVATIONS[name].label

    def ask_torch() -> Truth:
        slope = slopes(name, torch.tensor([0.0])).item()
        share = (
            "all of it can pass there" if slope == 1 else f"at most {number_text(slope)} of it passes, wherever z is"
        )
        return Truth(
            min(range(3), key=lambda i: abs((1, 0.5, 0.25)[i] - slope)),
            f"It is {number_text(slope)}, and it is smaller everywhere else.",
            f"What is learnt goes back through the activation and is multiplied by its slope: with {label}, {share}.",
        )

    return Question(
        f"{label} is steepest at z = 0. What is its slope there?",
        ("1", "1/2", "1/4"),
        {"activation": name, key: 0.0},
        ask_torch,
        covers,
        twin,
    )


def _ten(name: str, gain: float, twin: Callable[[], Question] | None = None) -> Question:
    label = ACTIVATIONS[name].label
    size = "of gain 1, which keep a gradient's length" if gain == 1 else "√2 times as large (He's gain)"

    def ask_torch() -> Truth:
        share, other = arriving(name, gain), "tanh" if name == "sigmoid" else "sigmoid"
        return Truth(
            0 if share > 0.1 else 1 if share > 0.001 else 2,
            f"{number_text(share)} of it arrives (the median of 50 networks). With the same weights and {ACTIVATIONS[other].label} "
            f"it is {number_text(arriving(other, gain))}.",
            _why_ten(name),
        )

    return Question(
        f"Learning sends a gradient (for each number: how much the result changes with it) back through ten layers with {label}, "
        f"weights {size}. How much of it arrives at their input?",
        ("More than a tenth", "Between a tenth and a thousandth", "Less than a thousandth"),
        {"activation": name},
        ask_torch,
        ("ten",),
        twin,
    )


def _why_ten(name: str) -> str:
    if name == "sigmoid":
        return (
            "Each layer multiplies the gradient by the slopes it meets, and a sigmoid's slope is at most 1/4: each of the ten "
            "takes at least three quarters away."
        )
    one, he = arriving("relu", 1.0), arriving("relu", HE_GAIN)
    return (
        f"About half of ReLU's slopes are 0 and the others are 1. At gain 1 that leaves {number_text(one)} after ten layers; the "
        f"gain of √2 makes up for it, and {number_text(he)} arrives. It is the weights' size as much as the activation that decides."
    )


def arriving(activation: str, gain: float) -> float:
    """Return the share of a gradient that arrives at the input of ten layers."""
    way = ten_layers(activation, gain)
    return way.path[-1] if isinstance(way, TenLayers) else 0.0


def _one_enough(between: str) -> Question:
    """Ask whether one Linear does what two do that have `between` between them."""
    bare, label = between == "identity", ACTIVATIONS[between].label
    middle = "no activation between them" if bare else f"{label} between them"

    def ask_torch() -> Truth:
        two = collapse(between)
        gap = max(abs(a - b) for a, b in zip(two.between, two.single, strict=True))
        same = gap < 1e-5
        rounding = ", which is float32's rounding" if same and gap else ""
        return Truth(
            0 if same else 1,
            f"For the input 1, 2 the outputs of the two and of one Linear with W = W2 W1 and b = W2 b1 + b2 differ by "
            f"{number_text(gap)} at most{rounding}.",
            "A weighted sum of weighted sums is a weighted sum again. Only an activation between them, one that is not a "
            "straight line, makes a second layer worth having.",
        )

    return Question(
        f"Two Linears (layers of weighted sums), one after the other, with {middle}. Can a single Linear do the same?",
        ("Yes, exactly the same", "No, two can do more"),
        {"activation": between},
        ask_torch,
        ("collapse",),
        (lambda: _one_enough("relu")) if bare else None,
    )
