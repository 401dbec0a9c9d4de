"""All that the batch-norm page shows at rest, computed in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from neuron_core.batchnorm.columns import Cell, forward
from neuron_core.batchnorm.layer import FEATURES, BatchNorm
from neuron_core.batchnorm.questions import Keys, batchnorm_questions
from neuron_core.batchnorm.words import notes, sentence
from neuron_core.shared.question import Question
from neuron_core.shared.refusal import Refusal
from neuron_core.shared.sweep import Axis, Columns, Sweep, sweep


@dataclass(frozen=True)
class Study:
    """A batch-norm layer with its batch, and what there is to say about it.

    `cell` is the place in the batch whose arithmetic is shown. `sweep` has every position of every slider. `refusal` are
    torch's words where it refuses to train on the batch.
    """

    norm: BatchNorm
    cell: Cell
    sweep: Sweep
    refusal: Refusal | None
    sentence: str
    notes: list[str]
    questions: list[Question]


def study(norm: BatchNorm, cell: Cell, axes: Sequence[Axis], keys: Keys) -> Study:
    """Study the layer, whose sliders are `axes`: the gammas, the betas, the training passes."""
    keyed = [axis.key for axis in axes]

    def columns(values: Mapping[str, Tensor]) -> Columns:
        table = torch.stack([values[key] for key in keyed], 1)  # (N, 7)
        gamma, beta, passes = torch.split(table, [FEATURES, FEATURES, 1], 1)
        return forward(gamma, beta, passes.squeeze(1), norm, cell)

    swept = sweep(axes, dict(zip(keyed, (*norm.gamma, *norm.beta, norm.passes), strict=True)), columns)
    return Study(
        norm,
        cell,
        swept,
        norm.refusal,
        sentence(norm, cell, swept.now),
        notes(norm),
        batchnorm_questions(norm, keys),
    )
