"""Dropout: what `nn.Dropout` does to a vector under a seed, for every p, once and a thousand times."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor, nn

from neuron_core.shared.numbers import number_text
from neuron_core.shared.seeding import seeded
from neuron_core.shared.sweep import Columns

MOST_UNITS = 12
PASSES = 1000


@dataclass(frozen=True)
class Dropout:
    """A dropout layer and the vector (1 to 12 numbers) it gets: p from 0 to 1 is the share dropped; the seed starts its draw."""

    vector: tuple[float, ...]
    p: float
    training: bool
    seed: int

    def __post_init__(self) -> None:
        if not 1 <= len(self.vector) <= MOST_UNITS:
            raise ValueError(f"a vector has 1 to {MOST_UNITS} numbers here, got {len(self.vector)}")


@lru_cache(maxsize=4096)
def drop(vector: tuple[float, ...], p: float, seed: int) -> tuple[float, ...]:
    """Return what `nn.Dropout(p)` makes of `vector` in training, right after `torch.manual_seed(seed)`."""
    with seeded(seed):
        return tuple(nn.Dropout(p)(torch.tensor(vector)).tolist())


def dropout_columns(values: Mapping[str, Tensor], key: str, dropout: Dropout) -> Columns:
    """Run the layer for every p in `values[key]`, shape (N,), under the same seed; unit i has these columns, shape (N,):

    `x{i}` what comes in, `k{i}` what torch multiplies it by (a vector of ones sent through the layer shows it), `m{i}` the
    mask alone (the lesson's picture), `t{i}` and `e{i}` the outputs in training and in eval. Further `mean_in`, and in the
    mode of `dropout`: `kept`, the number of units that pass, and `mean_now`, the output's mean.
    """
    vector = dropout.vector
    ps = [round(p, 6) for p in values[key].tolist()]  # as the slider says it, not float32's nearest neighbour
    x = torch.tensor(vector).expand(len(ps), -1)  # (N, n)
    factors = torch.tensor([drop((1.0,) * len(vector), p, dropout.seed) for p in ps])  # (N, n)
    trained = torch.tensor([drop(vector, p, dropout.seed) for p in ps])  # (N, n)
    probes = torch.stack([x, torch.ones_like(x)], 1)  # (N, 2, n): the vector, and ones that show what passes
    evaluated, passed = torch.stack([nn.Dropout(p).eval()(rows) for p, rows in zip(ps, probes, strict=True)]).unbind(1)
    rows = {"x": x, "k": factors, "m": x * (factors > 0), "t": trained, "e": evaluated}
    columns = {f"{name}{i}": column for name, table in rows.items() for i, column in enumerate(table.unbind(1), 1)}
    now, kept = (trained, factors > 0) if dropout.training else (evaluated, passed > 0)
    return columns | {"kept": kept.sum(1).float(), "mean_in": x.mean(1), "mean_now": now.mean(1)}


def dropout_sentence(dropout: Dropout, now: Mapping[str, float]) -> str:
    """Say what the layer does; `now` is one row of its columns. The text twin of its picture."""

    def listed(name: str) -> str:
        return ", ".join(number_text(now[f"{name}{i}"]) for i in range(1, len(dropout.vector) + 1))

    gone = [str(i) for i in range(1, len(dropout.vector) + 1) if not now[f"k{i}"]]
    who = f"Unit{'s' * (len(gone) > 1)} {', '.join(gone)} dropped" if gone else "No unit dropped"
    return (
        f"{who} in training at p = {number_text(dropout.p)}. There torch gives {listed('t')}; in eval {listed('e')}; "
        f"the mask alone would give {listed('m')}."
    )


def dropout_notes(dropout: Dropout, now: Mapping[str, float]) -> list[str]:
    """Return a sentence for each edge state that holds."""
    notes = []
    n = len(dropout.vector)
    kept = sum(now[f"k{i}"] > 0 for i in range(1, n + 1))  # of this draw, also while eval ignores it
    if dropout.p == 1:
        notes.append(
            "p is 1: in training every unit is dropped. 1/(1−p) would divide by 0; torch sends plain zeros instead."
        )
    elif dropout.p == 0:
        notes.append("p is 0: nothing is ever dropped, and training is the same as eval.")
    elif kept == 0:
        notes.append("This draw drops every unit in training. With few units that happens; draw again.")
    elif kept == n:
        notes.append("This draw drops no unit in training: p is the chance for each one, not a quota for all.")
    if not any(dropout.vector):
        notes.append("Every number is 0, so dropped or kept makes no difference.")
    return notes


@dataclass(frozen=True)
class Trial:
    """A thousand passes, for each unit: mean and spread of torch's output, in theory, and the mean of the mask alone."""

    mean: tuple[float, ...]
    spread: tuple[float, ...]
    theory_mean: tuple[float, ...]
    theory_spread: tuple[float, ...]
    mask_mean: tuple[float, ...]


@lru_cache(maxsize=256)
def thousand_passes(vector: tuple[float, ...], p: float, seed: int) -> Trial:
    """Send `vector` a thousand times through `nn.Dropout(p)` in training.

    In theory a unit's output is x/(1−p) with probability 1−p, else 0: its mean is x, its standard deviation
    |x| sqrt(p/(1−p)) (Srivastava et al. 2014, in the inverted form that torch uses). At p = 1 both are 0.
    """
    x = torch.tensor(vector).expand(PASSES, -1)  # (1000, n)
    with seeded(seed):
        out = nn.Dropout(p)(x)
    mask_mean = (x * (out != 0)).mean(0)
    ratio = math.sqrt(p / (1 - p)) if p < 1 else 0.0
    return Trial(
        tuple(out.mean(0).tolist()),
        tuple(out.std(0, correction=0).tolist()),
        vector if p < 1 else (0.0,) * len(vector),
        tuple(abs(value) * ratio for value in vector),
        tuple(mask_mean.tolist()),
    )


def dropout_script(dropout: Dropout) -> str:
    """Return the shortest honest script: it prints the three rows of the page."""
    return f"""\
import torch
from torch import nn

x = torch.tensor({list(dropout.vector)})
dropout = nn.Dropout(p={dropout.p})

torch.manual_seed({dropout.seed})
trained = dropout.train()(x)
print("mask only =", (x * (trained != 0)).tolist())
print("training =", trained.tolist())
print("eval =", dropout.eval()(x).tolist())
"""
