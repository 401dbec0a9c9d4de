"""What is said about a batch-norm layer: its picture as a sentence, and what is special about it."""

from collections.abc import Mapping

from neuron_core.batchnorm.layer import BatchNorm, Cell
from neuron_core.batchnorm.rounding import decimals
from neuron_core.shared.numbers import number_text

REFUSED = "Torch refuses to train on this batch, with the words below. In eval the layer works."
"""Said where torch refuses; its own words follow."""


def same_meaning(spread: float) -> str:
    """Say what the two steps leave alone, and what not; `spread` is what the column was divided by."""
    reach = "a smaller, safer range" if spread > 1 else "a range like that of every other feature"
    return f"Through both steps the rows keep their order and their relative distances: the same meaning in {reach}."


def sentence(norm: BatchNorm, cell: Cell, now: Mapping[str, float]) -> str:
    """Say what becomes of the followed number in two steps; `now` is one row of its columns."""
    r, f = cell
    whose = "" if norm.trains else "running "
    values = {name: _text(now[name]) for name in ("in", "center", "deviation", "spread", "hat", "out")}
    said = (
        f"In {'training' if norm.trains else 'eval'}, row {r}, feature {f}: {values['in']} minus the {whose}mean {values['center']} is "
        f"{values['deviation']}; divided by the {whose}spread {values['spread']} it is {values['hat']}."
    )  # fmt: skip
    return said + (f" With gamma and beta the output is {values['out']}." if now["hat"] != now["out"] else "")


def notes(norm: BatchNorm) -> list[str]:
    """Return a sentence for each edge state that holds, but for torch's refusal."""
    said = []
    if len(norm.batch) > 1:
        flat = [str(f) for f, column in enumerate(zip(*norm.batch, strict=True), 1) if len(set(column)) == 1]
        if flat:
            said.append(
                f"{_same(flat)} 0. Only eps prevents a division by 0. In training the output is then "
                f"{'beta' if norm.affine else '0'}, up to float32's rounding: torch computes x / √eps − mean / √eps, each "
                "rounded to about 7 digits, and that rounding error can be left over."
            )
    if norm.momentum == 0:
        said.append("Momentum is 0: a new batch has no weight, so the running statistics never change.")
    if norm.momentum == 1:
        said.append("Momentum is 1: each training pass replaces the running statistics by those of its batch.")
    return said


def _text(value: float) -> str:
    return number_text(value, decimals(value))


def _same(features: list[str]) -> str:
    if len(features) == 1:
        return f"Feature {features[0]} is the same in every row: its variance is"
    return f"Features {', '.join(features[:-1])} and {features[-1]} are the same in every row: their variances are"
