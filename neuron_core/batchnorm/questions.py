"""What the batch-norm page asks before torch answers: the five things that people most often get wrong."""

from neuron_core.batchnorm.layer import BatchNorm
from neuron_core.batchnorm.snippets import (
    batch_of_one_in_training,
    down_the_column,
    forward_without_optimiser,
    momentum_weighs_the_new,
    two_variances,
)
from neuron_core.shared.live_run import live_run
from neuron_core.shared.numbers import number_text
from neuron_core.shared.question import Question, Truth


def batchnorm_questions(norm: BatchNorm, feeds: str, batch: str) -> list[Question]:
    """Return the page's questions; `feeds` and `batch` are the keys of these widgets."""
    return [_column(), _moves(norm, feeds), _momentum(feeds), _variances(), _one_row(batch)]


def _column() -> Question:
    def ask_torch() -> Truth:
        down, across = live_run(down_the_column).value
        return Truth(
            0 if across < 1e-4 < down else 1,
            f"In torch's output every column has the mean 0 (the furthest is {number_text(down)} off), while rows are up to "
            f"{number_text(across)} off. Each feature is compared with itself, down the batch.",
        )

    return Question(
        "Which numbers are compared with each other to normalise one of them?",
        ("Those in its row: one sample's features", "Those in its column: one feature of all samples"),
        {"training": True},
        ask_torch,
    )


def _moves(norm: BatchNorm, feeds: str) -> Question:
    def ask_torch() -> Truth:
        before, after = live_run(forward_without_optimiser).value
        return Truth(
            0 if before == after else 1,
            f"No optimiser, no gradient, one forward pass over 10 and 30: running_mean went from {number_text(before)} to "
            f"{number_text(after)}. In training the layer takes notes on every pass.",
        )

    return Question(
        "One more forward pass in training, without an optimiser. Does the layer change?",
        ("No: only an optimiser changes a layer", "Yes: its running statistics move"),
        {feeds: 1 if norm.feeds != 1 else 2},
        ask_torch,
    )


def _momentum(feeds: str) -> Question:
    def ask_torch() -> Truth:
        value = live_run(momentum_weighs_the_new).value
        return Truth(
            0 if abs(value - 2) < 0.01 else 1,
            f"From 0, a batch with the mean 20 took running_mean to {number_text(value)}. In torch momentum weighs the new "
            "batch; in most optimisers, and in other libraries, it weighs the past.",
        )

    return Question(
        "Momentum 0.9, running mean 0, and a batch with the mean 20 comes. Where does the running mean go?",
        ("To 2: it mostly stays where it was", "To 18: it mostly takes the new"),
        {"momentum": "0.9", feeds: 1},
        ask_torch,
    )


def _variances() -> Question:
    def ask_torch() -> Truth:
        used, remembered = live_run(two_variances).value
        return Truth(
            0 if abs(used - remembered) < 1e-3 * used else 1,
            f"For 10 and 30 torch divided by the root of {number_text(used)} (the squares' sum over N, biased) and remembered "
            f"{number_text(remembered)} (over N − 1, unbiased).",
        )

    return Question(
        "Is the variance that normalises a batch the same number that goes into the running variance?",
        ("Yes, there is one variance", "No, there are two"),
        {"training": True},
        ask_torch,
    )


def _one_row(batch: str) -> Question:
    def ask_torch() -> Truth:
        run = live_run(batch_of_one_in_training)
        return Truth(
            1 if run.error else 0,
            f"Torch says: “{run.error}: {run.message}”. One row has no spread to divide by."
            if run.error
            else "It went through.",
        )

    return Question(
        "Training, and the batch is the lesson's single row 2, 200, 4000. What happens?",
        ("It is normalised like any other", "Torch refuses"),
        {"training": True, batch: "2, 200, 4000"},
        ask_torch,
    )
