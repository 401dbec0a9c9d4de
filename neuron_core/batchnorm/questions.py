"""What the batch-norm page asks before torch answers: the five things that people most often get wrong."""

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Keys:
    """The keys of the widgets that the questions change."""

    training: str
    batch: str
    momentum: str
    passes: str


def batchnorm_questions(norm: BatchNorm, keys: Keys) -> list[Question]:
    return [_column(keys), _changes(norm, keys), _momentum(keys), _variances(keys), _one_row(keys)]


def _column(keys: Keys) -> Question:
    def ask_torch() -> Truth:
        down, across = live_run(down_the_column).value
        return Truth(
            0 if across < 1e-4 < down else 1,
            f"In torch's output the mean of every column is 0 (at most {number_text(down)} away from it); the mean of a row is "
            f"up to {number_text(across)} away. Each feature is normalised by itself, over the rows of the batch.",
        )

    return Question(
        "To normalise one number, batch-norm uses a mean and a variance. Of which numbers?",
        ("Of its row: all features of one sample", "Of its column: one feature of all samples"),
        {keys.training: True},
        ask_torch,
    )


def _changes(norm: BatchNorm, keys: Keys) -> Question:
    def ask_torch() -> Truth:
        before, after = live_run(forward_without_optimiser).value
        return Truth(
            0 if before == after else 1,
            f"One forward pass over 10 and 30, without optimiser and gradients, changed running_mean from "
            f"{number_text(before)} to {number_text(after)}. In training the layer updates its running statistics on every pass.",
        )

    return Question(
        "One more forward pass in training, without an optimiser. Does the layer change?",
        ("No: only an optimiser changes a layer", "Yes: its running statistics change"),
        {keys.passes: 1 if norm.passes != 1 else 2},
        ask_torch,
    )


def _momentum(keys: Keys) -> Question:
    def ask_torch() -> Truth:
        value = live_run(momentum_weighs_the_new).value
        return Truth(
            0 if abs(value - 2) < 0.01 else 1,
            f"A batch with the mean 20 changed running_mean from 0 to {number_text(value)}. In torch's batch-norm momentum is "
            "the weight of the new batch; in most optimisers, and in some other libraries, it is the weight of the past.",
        )

    return Question(
        "Momentum is 0.9, the running mean is 0, and a batch with the mean 20 comes. What is the running mean after it?",
        ("2: mostly the old value", "18: mostly the new value"),
        {keys.momentum: "0.9", keys.passes: 1},
        ask_torch,
    )


def _variances(keys: Keys) -> Question:
    def ask_torch() -> Truth:
        used, stored = live_run(two_variances).value
        return Truth(
            0 if abs(used - stored) < 1e-3 * used else 1,
            f"For 10 and 30 torch divided by the root of {number_text(used)} (the sum of squared deviations over N, biased). "
            f"Into the running variance went {number_text(stored)} (over N − 1, unbiased).",
        )

    return Question(
        "Is the variance that normalises a batch the same number that goes into the running variance?",
        ("Yes, there is one variance", "No, there are two"),
        {keys.training: True},
        ask_torch,
    )


def _one_row(keys: Keys) -> Question:
    def ask_torch() -> Truth:
        refusal = live_run(batch_of_one_in_training).refusal
        if refusal is None:
            return Truth(0, "Torch normalised it.")
        return Truth(1, f"Torch says: “{refusal}”. One row has no variance to divide by.")

    return Question(
        "In training, the batch is the lesson's single row 2, 200, 4000. What happens?",
        ("It is normalised like any other batch", "Torch refuses"),
        {keys.training: True, keys.batch: "2, 200, 4000"},
        ask_torch,
    )
