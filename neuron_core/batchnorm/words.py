"""What is said about a batch-norm layer: its picture as a sentence, and what is special about it."""

from collections.abc import Mapping

from neuron_core.batchnorm.columns import Cell
from neuron_core.batchnorm.layer import BatchNorm
from neuron_core.shared.numbers import number_text

REFUSED = "Torch refuses to train on this batch, with the words below. In eval the layer works."
"""Said where torch refuses; its own words follow."""


def sentence(norm: BatchNorm, cell: Cell, now: Mapping[str, float]) -> str:
    """Say what becomes of the chosen cell, and where the running statistics are; `now` is one row of its columns."""
    r, f = cell
    return (
        f"In {'training' if norm.trains else 'eval'}, row {r}, feature {f}: {number_text(now['in'])} becomes "
        f"{number_text(now['out'])}. After {norm.passes} training pass{'es' * (norm.passes != 1)} the running mean of this "
        f"feature is {number_text(now[f'rm{f}'])}, its running variance {number_text(now[f'rv{f}'])}."
    )


def notes(norm: BatchNorm) -> list[str]:
    """Return a sentence for each edge state that holds, but for torch's refusal."""
    said = []
    if len(norm.batch) > 1:
        flat = [str(f) for f, column in enumerate(zip(*norm.batch, strict=True), 1) if len(set(column)) == 1]
        if flat:
            said.append(
                f"{_same(flat)} 0. Only eps prevents a division by 0. In training the output is then "
                f"{'beta' if norm.affine else '0'}, up to float32's rounding."
            )
    if norm.momentum == 0:
        said.append("Momentum is 0: a new batch has no weight, so the running statistics never change.")
    if norm.momentum == 1:
        said.append("Momentum is 1: each training pass replaces the running statistics by those of its batch.")
    return said


def _same(features: list[str]) -> str:
    if len(features) == 1:
        return f"Feature {features[0]} is the same in every row: its variance is"
    return f"Features {', '.join(features[:-1])} and {features[-1]} are the same in every row: their variances are"
