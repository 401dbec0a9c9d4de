"""All that the batch-norm page shows at rest, computed in one go; and what its panel on all features adds when it is opened."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from neuron_core.batchnorm.columns import Settings, features_forward, forward
from neuron_core.batchnorm.layer import FEATURES, BatchNorm, Cell, moved, step_of
from neuron_core.batchnorm.questions import Keys, batchnorm_questions
from neuron_core.batchnorm.scales import Scales, scales
from neuron_core.batchnorm.symlog import Span, span
from neuron_core.batchnorm.words import notes, sentence
from neuron_core.shared.question import Question
from neuron_core.shared.refusal import Refusal
from neuron_core.shared.sweep import Axis, Columns, Sweep, sweep
from neuron_core.shared.typed_input import Rows

AFFINE, RUNNING = "affine", "running"
"""What the picture shows only when it is asked for: gamma and beta, the running statistics."""


@dataclass(frozen=True)
class Study:
    """A batch-norm layer, a batch in it, and what there is to say about it.

    `norm` has the batch as typed, which the layer was trained on; in `batch` the number at `cell`, the one that is followed, is
    moved, by steps of `step`. `axes` are all sliders and `values` where they stand; `sweep` has every position of those that can be
    dragged now. `shows` is what the picture shows beyond the two steps. `refusal` are torch's words where it refuses to train.
    """

    norm: BatchNorm
    cell: Cell
    batch: Rows
    step: float
    axes: tuple[Axis, ...]
    values: dict[str, float]
    sweep: Sweep
    scales: Scales
    shows: frozenset[str]
    refusal: Refusal | None
    sentence: str
    notes: list[str]
    questions: list[Question]


def study(
    norm: BatchNorm, cell: Cell, move: float, axes: Sequence[Axis], keys: Keys, opened: Collection[str] = ()
) -> Study:
    """Study the layer. Its sliders are `axes`: the move, the gammas, the betas, the passes; `opened` names panels that are open."""
    f = cell[1]
    neutral = not norm.affine or (norm.gamma[f - 1], norm.beta[f - 1]) == (1.0, 0.0)
    shows = frozenset({*opened} & {RUNNING, AFFINE} | ({AFFINE} if not neutral else set()))
    keyed = [axis.key for axis in axes]
    values = dict(zip(keyed, (move, *norm.gamma, *norm.beta, norm.passes), strict=True))
    live = [axes[0]]
    if AFFINE in opened and norm.affine:
        live += [axes[f], axes[f + FEATURES]]
    if RUNNING in opened:
        live.append(axes[-1])

    def columns(table: Mapping[str, Tensor]) -> Columns:
        return forward(_settings(table, keyed), norm, cell, RUNNING in shows)

    swept = sweep(live, values, columns)
    return Study(
        norm=norm,
        cell=cell,
        batch=moved(norm.batch, cell, move),
        step=step_of(norm.batch, cell),
        axes=tuple(axes),
        values=values,
        sweep=swept,
        scales=scales(swept, len(norm.batch), axes[1].maximum if AFFINE in shows else 0.0, still=[axes[-1].key]),
        shows=shows,
        refusal=norm.refusal,
        sentence=sentence(norm, cell, swept.now),
        notes=notes(norm),
        questions=batchnorm_questions(norm, cell, keys),
    )


def _settings(table: Mapping[str, Tensor], keyed: Sequence[str]) -> Settings:
    stacked = torch.stack([table[key] for key in keyed], 1)  # (N, 8)
    move, gamma, beta, passes = torch.split(stacked, [1, FEATURES, FEATURES, 1], 1)
    return Settings(move.squeeze(1), gamma, beta, passes.squeeze(1))


@dataclass(frozen=True)
class AllFeatures:
    """Every feature before and after: `sweep` has every position of the sliders, `span` is a scale that holds them all."""

    rows: int
    features: int
    cell: Cell
    sweep: Sweep
    span: Span


def study_features(found: Study) -> AllFeatures:
    """Send all features of the batch of `found` through the layer."""
    keyed = [axis.key for axis in found.axes]
    live = [
        *found.axes[:1],
        *(found.axes[1:-1] if AFFINE in found.shows else ()),
        *(found.axes[-1:] if RUNNING in found.shows else ()),
    ]
    swept = sweep(live, found.values, lambda table: features_forward(_settings(table, keyed), found.norm, found.cell))
    tables = [swept.rows[axis.key] for axis in live if axis is not found.axes[-1]]
    held = [end for rows in tables for column in rows.values() for end in (column.min().item(), column.max().item())]
    return AllFeatures(len(found.batch), FEATURES, found.cell, swept, span([*swept.now.values(), *held]))
