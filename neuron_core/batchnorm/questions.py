"""What the batch-norm page asks before torch answers: its one idea first, then what people most often get wrong."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import torch

from neuron_core.batchnorm.layer import MOST_STEPS, BatchNorm, Cell, cell_name, moved
from neuron_core.batchnorm.snippets import (
    batch_of_one_in_training,
    forward_without_optimiser,
    momentum_weighs_the_new,
    two_equal_rows_in_training,
    two_variances,
)
from neuron_core.shared.live_run import LiveRun, live_run
from neuron_core.shared.numbers import number_text
from neuron_core.shared.question import Question, Truth
from neuron_core.shared.typed_input import LARGEST, Rows

Change = dict[str, float | str]


@dataclass(frozen=True)
class Keys:
    """The keys of the widgets that the questions change."""

    training: str
    batch: str
    momentum: str
    passes: str
    eps: str
    cell: str
    move: str


FEATURES_COVER, RUNNING_COVER, RUNS_COVER = "features", "running", "runs"
"""The parts of the page that would answer a question: all features, the running statistics, the surprising cases."""


LESSON: Rows = ((2.0, 200.0, 4000.0), (4.0, 180.0, 1000.0), (6.0, 260.0, 2500.0), (8.0, 120.0, 3500.0))
"""The batch that is asked about where the page's own has nothing to compare."""


def batchnorm_questions(norm: BatchNorm, cell: Cell, keys: Keys) -> list[Question]:
    """Return the questions to ask about the layer with its batch as typed, of which `cell` is followed.

    There are always as many. Where torch refuses the batch, or a feature is the same in every row, the first two are about the
    lesson's batch, which they bring with them.
    """
    change: Change = {}
    if norm.refusal or any(len(set(column)) == 1 for column in zip(*norm.batch, strict=True)):
        norm, cell = replace(norm, batch=LESSON, eps=1e-5), (min(cell[0], len(LESSON)), cell[1])
        change = {keys.batch: _typed(LESSON), keys.eps: "1e-5"}
    return [
        _other_feature(norm, cell, keys, change), _other_row(norm, cell, keys, change),
        _changes(norm, keys), _momentum(keys), _variances(keys), _one_row(keys),
    ]  # fmt: skip


def _typed(batch: Rows) -> str:
    return "\n".join(", ".join(f"{x:.12g}" for x in row) for row in batch)


def column_out(batch: Rows, feature: int, eps: float) -> list[float]:
    """Return what torch makes of one feature (from 1) in training, without gamma and beta."""
    column = torch.tensor([[row[feature - 1]] for row in batch])
    out: list[float] = torch.nn.BatchNorm1d(1, eps=eps, affine=False)(column).flatten().tolist()
    return out


def _ends(values: list[float]) -> str:
    return f"{number_text(min(values))} to {number_text(max(values))}"


def _size(values: list[float]) -> float:
    return max(map(abs, values))


def _other_feature(norm: BatchNorm, cell: Cell, keys: Keys, change: Change) -> Question:
    """Ask how a feature of the most different size comes out."""
    columns = {f: [row[f - 1] for row in norm.batch] for f in range(1, len(norm.batch[0]) + 1)}
    here = columns[cell[1]]

    def ratio(f: int) -> float:
        one, other = _size(columns[f]), _size(here)
        return max(one, other) / min(one, other)

    asked = max((f for f in columns if f != cell[1]), key=ratio)
    neutral = not norm.affine or (norm.gamma, norm.beta) == ((1.0,) * 3, (0.0,) * 3)
    before_affine = "" if neutral else ", before gamma and beta"

    def ask_torch() -> Truth:
        out = column_out(norm.batch, asked, norm.eps)
        size = _size(out)
        return Truth(
            0 if size > 0.5 * _size(columns[asked]) and size > 4 else 1 if size <= (len(norm.batch) - 1) ** 0.5 + 1e-2 else 2,
            f"Feature {asked} went in as {_ends(columns[asked])} and came out as {_ends(out)}, "
            f"feature {cell[1]} as {_ends(column_out(norm.batch, cell[1], norm.eps))}{before_affine}.",
            "The output says how many spreads a number lies from the mean of its own feature, and that is a small number for every "
            "feature. So a feature with large numbers cannot drown one with small numbers.",
        )  # fmt: skip

    return Question(
        f"Feature {asked} has numbers from {_ends(columns[asked])}. How large are they after batch-norm?",
        ("As large as before", f"Like those of feature {cell[1]}: a few units around 0", "Between those two sizes"),
        change | {keys.cell: cell_name((cell[0], asked)), keys.move: 0, keys.training: True},
        ask_torch,
        covers=(FEATURES_COVER,),
        twin=lambda: _hundredfold(norm, cell, keys, change),
    )


def _hundredfold(norm: BatchNorm, cell: Cell, keys: Keys, change: Change) -> Question:
    r, f = cell
    largest = max(abs(row[f - 1]) for row in norm.batch)
    factor, done = (100.0, "Multiply") if 100 * largest <= LARGEST else (0.01, "Divide")
    scaled = tuple(tuple(round(x * factor, 9) if i == f else x for i, x in enumerate(row, 1)) for row in norm.batch)

    def ask_torch() -> Truth:
        before, after = (column_out(batch, f, norm.eps)[r - 1] for batch in (norm.batch, scaled))
        same = abs(after - before) <= 0.02 * max(abs(before), 0.1)
        return Truth(
            1 if same else 0 if abs(after) > abs(before) else 2,
            f"Row {r} came out as {number_text(before)} before and as {number_text(after)} after.",
            "The mean and the spread are multiplied as well, so the factor cancels. Only eps, the small number under the root, "
            "does not grow with them; it matters where the spread is tiny.",
        )

    return Question(
        f"{done} every number of feature {f} by 100. What happens to its outputs in training?",
        ("They become larger", "They stay the same", "They become smaller"),
        change | {
            keys.batch: _typed(scaled), keys.cell: cell_name(cell), keys.move: 0, keys.training: True,
        },
        ask_torch,
        covers=(FEATURES_COVER,),
    )  # fmt: skip


def _other_row(norm: BatchNorm, cell: Cell, keys: Keys, change: Change, training: bool = True) -> Question:
    """Ask whether a row's output changes when another row's number does."""
    r, f = cell
    other = len(norm.batch) if r < len(norm.batch) else 1
    after_move = moved(norm.batch, (other, f), MOST_STEPS)
    layer = replace(norm, training=training)

    def ask_torch() -> Truth:
        before, after = (_output(layer, batch, cell) for batch in (norm.batch, after_move))
        changed = abs(after - before) > 1e-3 * max(1.0, abs(before))
        said = f"Row {r} went in as {number_text(norm.batch[r - 1][f - 1])} both times and came out as {number_text(before)}, then as {number_text(after)}."
        why = (
            "In training the mean and the spread are those of the whole batch, so each row's output depends on the other rows."
            if training
            else "In eval the layer uses its running mean and variance, which it kept from training. The rows beside a row do not matter."
        )
        return Truth(1 if changed else 0, said, why)

    was, becomes = norm.batch[other - 1][f - 1], after_move[other - 1][f - 1]
    return Question(
        f"{'In training' if training else 'In eval()'}: row {other} of feature {f} changes from {number_text(was)} to {number_text(becomes)}; "
        f"row {r} stays {number_text(norm.batch[r - 1][f - 1])}. Does the output of row {r} change?",
        (f"No: row {r} is the same as before", "Yes: it changes too"),
        change | {keys.cell: cell_name((other, f)), keys.move: MOST_STEPS, keys.training: training},
        ask_torch,
        twin=(lambda: _other_row(norm, cell, keys, change, training=False)) if training else None,
    )  # fmt: skip


def _output(norm: BatchNorm, batch: Rows, cell: Cell) -> float:
    """Return torch's output at `cell` for `batch`, after the layer's passes over its own batch."""
    layer, rows = norm.layer(), torch.tensor(batch)
    with torch.no_grad():
        if norm.affine:
            layer.weight.copy_(torch.tensor(norm.gamma))
            layer.bias.copy_(torch.tensor(norm.beta))
        for _ in range(norm.passes):
            layer(torch.tensor(norm.batch))
        return float(layer.train(norm.trains)(rows)[cell[0] - 1, cell[1] - 1])


def _changes(norm: BatchNorm, keys: Keys, low: float = 10.0, high: float = 30.0) -> Question:
    def ask_torch() -> Truth:
        before, after = live_run(forward_without_optimiser, low=low, high=high).value
        return Truth(
            0 if before == after else 1,
            f"One forward pass over {number_text(low)} and {number_text(high)}, without optimiser and gradients, changed running_mean from "
            f"{number_text(before)} to {number_text(after)}.",
            "In training the layer updates its running mean and variance on every pass, by itself. They are not learned by the "
            "optimiser, which changes gamma and beta.",
        )  # fmt: skip

    return Question(
        f"A new layer in training sees {number_text(low)} and {number_text(high)} once, without an optimiser (what changes a network while it "
        "learns). Does the layer change?",
        ("No: only an optimiser changes a layer", "Yes: its running mean and variance change"),
        {keys.passes: 1 if norm.passes != 1 else 2},
        ask_torch,
        covers=(RUNNING_COVER,),
        twin=None if low < 0 else lambda: _changes(norm, keys, -8.0, -2.0),
    )  # fmt: skip


def _momentum(keys: Keys, momentum: float = 0.9, low: float = 10.0, high: float = 30.0) -> Question:
    mean = (low + high) / 2
    old, new = (1 - momentum) * mean, momentum * mean

    def ask_torch() -> Truth:
        value = live_run(momentum_weighs_the_new, momentum=momentum, low=low, high=high).value
        return Truth(
            0 if abs(value - old) < 0.01 * abs(mean) else 1,
            f"A batch with the mean {number_text(mean)} changed running_mean from 0 to {number_text(value)}.",
            "In torch's batch-norm, momentum is the weight of the new batch. In most optimisers, and in some other libraries, it "
            "is the weight of the past.",
        )

    return Question(
        f"Momentum is {number_text(momentum)}, the running mean is 0, and a batch with the mean {number_text(mean)} comes. What is the "
        "running mean after it?",
        (f"{number_text(old)}: momentum is the weight of the past", f"{number_text(new)}: momentum is the weight of the new batch"),
        {keys.momentum: f"{momentum:g}", keys.passes: 1},
        ask_torch,
        covers=(RUNNING_COVER,),
        twin=None if momentum < 0.5 else lambda: _momentum(keys, 0.25, 30.0, 50.0),
    )  # fmt: skip


def _variances(keys: Keys, low: float = 10.0, high: float = 30.0) -> Question:
    def ask_torch() -> Truth:
        used, stored = live_run(two_variances, low=low, high=high).value
        return Truth(
            0 if abs(used - stored) < 1e-3 * used else 1,
            f"For {number_text(low)} and {number_text(high)} torch divided by the root of {number_text(used)}, and stored {number_text(stored)} "
            "in the running variance.",
            "To normalise, the squared distances from the mean are divided by N, the number of rows (the biased variance). For the running variance "
            "they are divided by N − 1 (the unbiased one), which estimates the variance of all data from this one batch.",
        )  # fmt: skip

    return Question(
        f"The batch is {number_text(low)} and {number_text(high)}. Is the variance that it is divided by the same number that goes into the "
        "running variance?",
        ("Yes, there is one variance", "No, there are two"),
        {keys.training: True},
        ask_torch,
        covers=(RUNNING_COVER,),
        twin=None if low < 10 else lambda: _variances(keys, 1.0, 4.0),
    )  # fmt: skip


def _one_row(keys: Keys) -> Question:
    return _few_rows(
        keys, "In training, the batch is the lesson's single row 2, 200, 4000. What happens?", "2, 200, 4000",
        lambda: live_run(batch_of_one_in_training),
        lambda: _few_rows(
            keys, "In training, the batch is that row twice. What happens now?", "2, 200, 4000\n2, 200, 4000",
            lambda: live_run(two_equal_rows_in_training),
        ),
    )  # fmt: skip


def _few_rows(
    keys: Keys, prompt: str, batch: str, run: Callable[[], LiveRun[list[list[float]]]], twin: Callable[[], Question] | None = None
) -> Question:  # fmt: skip
    def ask_torch() -> Truth:
        found = run()
        if found.refusal:
            return Truth(
                1, f"Torch says: “{found.refusal}”.", "One row is its own mean: it has no spread to divide by."
            )
        first = ", ".join(number_text(value, 2) for value in found.value[0])
        return Truth(
            0,
            f"Torch gave {first} for each row.",
            "Two rows are enough for torch. But both are equal to their mean: nothing is left after subtracting it, and eps "
            "keeps the division by a spread of 0 from failing.",
        )

    return Question(
        prompt,
        ("It is normalised like any other batch", "Torch refuses"),
        {keys.training: True, keys.batch: batch},
        ask_torch,
        covers=(RUNS_COVER,),
        twin=twin,
    )
