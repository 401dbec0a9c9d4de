"""Batch-norm: what `nn.BatchNorm1d` does to a batch in training and in eval, and what it remembers of it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor, nn

from neuron_core.shared.numbers import LARGE, number_text
from neuron_core.shared.sweep import Columns
from neuron_core.shared.typed_input import Rows, RowsError

FEATURES = 3
MOST_ROWS = 16
MOST_FEEDS = 50
LEAST_EPS = 1e-12


@dataclass(frozen=True)
class BatchNorm:
    """A `BatchNorm1d(3)` and the batch it gets: 1 to 16 rows of 3 features.

    `feeds` is how often the layer has seen this batch in training (0 to 50). `momentum` runs from 0 to 1; None asks torch for
    the plain average of all batches. `gamma` and `beta` count only where `affine` is on.
    """

    batch: Rows
    training: bool
    affine: bool
    gamma: tuple[float, ...]
    beta: tuple[float, ...]
    momentum: float | None
    eps: float
    feeds: int

    def __post_init__(self) -> None:
        if not 1 <= len(self.batch) <= MOST_ROWS or any(len(row) != FEATURES for row in self.batch):
            raise ValueError(f"a batch has 1 to {MOST_ROWS} rows of {FEATURES} features here")

    def layer(self, channels: int = FEATURES) -> nn.BatchNorm1d:
        return nn.BatchNorm1d(channels, eps=self.eps, momentum=self.momentum, affine=self.affine)


def read_momentum(text: str) -> float | None:
    """Read a number from 0 to 1, or None. Raises `RowsError`."""
    if text.strip().lower() == "none":
        return None
    return _read_number(text, "Momentum is a number from 0 to 1, or None.", lambda value: 0 <= value <= 1)


def read_eps(text: str) -> float:
    """Read 0 or a number from 1e-12 to 1. Raises `RowsError`."""
    return _read_number(
        text,
        "eps is a small number: 0, or from 1e-12 to 1. Torch's default is 1e-5.",
        lambda value: value == 0 or LEAST_EPS <= value <= 1,
    )


def _read_number(text: str, complaint: str, fits: Callable[[float], bool]) -> float:
    try:
        value = float(text.strip().replace(",", ".")) if len(text) <= 25 else math.nan
    except ValueError:
        value = math.nan
    if not fits(value):
        raise RowsError(complaint)
    return value + 0.0


@dataclass(frozen=True)
class Memory:
    """Running mean and variance after 0, 1, 2, ... feeds, each of shape (MOST_FEEDS + 2, 3).

    `refusal` is torch's own text where it refuses to train on the batch; the memory then never moves.
    """

    mean: Tensor
    var: Tensor
    refusal: str


@lru_cache(maxsize=256)
def memory(batch: Rows, momentum: float | None, eps: float) -> Memory:
    """Feed `batch` again and again to a new layer in training, and note what it remembers each time."""
    layer = nn.BatchNorm1d(FEATURES, eps=eps, momentum=momentum)
    rows = torch.tensor(batch)
    means, variances, refusal = [layer.running_mean.clone()], [layer.running_var.clone()], ""
    with torch.no_grad():
        for _ in range(MOST_FEEDS + 1):
            try:
                layer(rows)
            except ValueError as error:  # one row only, or eps = 0
                refusal = f"{type(error).__name__}: {error}"
            means.append(layer.running_mean.clone())
            variances.append(layer.running_var.clone())
    return Memory(torch.stack(means), torch.stack(variances), refusal)


def knob_keys(prefix: str) -> tuple[list[str], list[str], str]:
    """Return the keys of the sliders: three gammas, three betas, and the number of feeds."""
    numbers = range(1, FEATURES + 1)
    return [f"{prefix}_gamma{i}" for i in numbers], [f"{prefix}_beta{i}" for i in numbers], f"{prefix}_feeds"


@torch.no_grad()
def batchnorm_columns(values: Mapping[str, Tensor], prefix: str, norm: BatchNorm, cell: tuple[int, int]) -> Columns:
    """Run the layer for N settings of gamma, beta and feeds, each of shape (N,).

    One `BatchNorm1d` of 3N channels computes them all: channels do not know of each other. Columns of shape (N,), for row r
    and feature f (from 1): `x{r}_{f}` before, `t{r}_{f}` after in training (absent where torch refuses), `e{r}_{f}` after in
    eval; `mean{f}`, `biased{f}`, `unbiased{f}` of the batch (`unbiased` absent for one row), `rm{f}`, `rv{f}` running; and
    of the chosen `cell` (r, f) the parts of its arithmetic, see `_arithmetic`.
    """
    gammas, betas, feeds = knob_keys(prefix)
    batch = torch.tensor(norm.batch)  # (R, 3)
    seen = memory(norm.batch, norm.momentum, norm.eps)
    fed = values[feeds].round().long()  # (N,)
    n = len(fed)
    layer = norm.layer(n * FEATURES)
    if norm.affine:
        layer.weight.copy_(torch.stack([values[key] for key in gammas], 1).flatten())
        layer.bias.copy_(torch.stack([values[key] for key in betas], 1).flatten())
    layer.running_mean.copy_(seen.mean[fed].flatten())
    layer.running_var.copy_(seen.var[fed].flatten())
    wide = batch.repeat(1, n)  # (R, 3N)
    outputs = {"x": wide, "e": layer.eval()(wide)}  # eval first: training moves what eval uses
    if not seen.refusal:
        outputs["t"] = layer.train()(wide)
    columns = {
        f"{name}{r}_{f}": column
        for name, table in outputs.items()
        for r, row in enumerate(table.view(len(batch), n, FEATURES), 1)
        for f, column in enumerate(row.unbind(1), 1)
    }
    stats = {"mean": batch.mean(0), "biased": batch.var(0, correction=0)}
    if len(batch) > 1:
        stats["unbiased"] = batch.var(0, correction=1)
    for name, of_features in stats.items():
        columns |= {f"{name}{f}": value.expand(n) for f, value in enumerate(of_features, 1)}
    columns |= {f"rm{f}": column for f, column in enumerate(seen.mean[fed].unbind(1), 1)}
    columns |= {f"rv{f}": column for f, column in enumerate(seen.var[fed].unbind(1), 1)}
    return columns | _arithmetic(columns, values, prefix, norm, cell)


def _arithmetic(
    columns: Columns, values: Mapping[str, Tensor], prefix: str, norm: BatchNorm, cell: tuple[int, int]
) -> Columns:
    """Return the parts of (in − center) / sqrt(var + eps) × gamma + beta for one cell in the mode that is on.

    `out` is the layer's own; `slip` is 1 where float32's rounding makes the parts come out visibly elsewhere. `keep` and `take` weigh the old and the new in the next feed, which leads to `rm_next` and
    `rv_next` (Ioffe and Szegedy 2015; torch.nn.BatchNorm1d for the meaning of momentum).
    """
    r, f = cell
    seen = memory(norm.batch, norm.momentum, norm.eps)
    gammas, betas, feeds = knob_keys(prefix)
    fed = values[feeds].round().long()
    train = norm.training and not seen.refusal
    one = torch.ones(len(fed))
    center, var = (columns[f"mean{f}"], columns[f"biased{f}"]) if train else (columns[f"rm{f}"], columns[f"rv{f}"])
    deviation, root = columns[f"x{r}_{f}"] - center, (var + norm.eps).sqrt()
    gamma, beta = (values[gammas[f - 1]], values[betas[f - 1]]) if norm.affine else (one, 0 * one)
    out = columns[f"{'t' if train else 'e'}{r}_{f}"]
    take = 1 / (fed + 1) if norm.momentum is None else norm.momentum * one
    return {
        "in": columns[f"x{r}_{f}"], "center": center, "var": var, "eps": norm.eps * one, "deviation": deviation,
        "root": root, "hat": deviation / root, "gamma": gamma, "beta": beta,
        "out": out, "slip": _differs(out, deviation / root * gamma + beta),
        "keep": 1 - take, "take": take, "rm_next": seen.mean[fed + 1][:, f - 1], "rv_next": seen.var[fed + 1][:, f - 1],
    }  # fmt: skip


def _differs(out: Tensor, by_hand: Tensor) -> Tensor:
    """Return 1.0 where `by_hand` differs from `out` so much that one sees it in four decimals, or in two digits and an exponent."""
    size = out.abs()
    seen = torch.where((size < 0.5e-4) | (size >= LARGE), 0.05 * size, 0.5e-4)
    return ((out - by_hand).abs() > seen).float()


def batchnorm_sentence(norm: BatchNorm, cell: tuple[int, int], now: Mapping[str, float]) -> str:
    """Say what becomes of the chosen cell, and what the layer remembers; `now` is one row of its columns."""
    r, f = cell
    mode = "training" if norm.training and f"t{r}_{f}" in now else "eval"
    return (
        f"In {mode}, row {r}, feature {f}: {number_text(now['in'])} becomes {number_text(now['out'])}. "
        f"After {norm.feeds} feeds its running mean is {number_text(now[f'rm{f}'])}, its running variance {number_text(now[f'rv{f}'])}."
    )


def batchnorm_notes(norm: BatchNorm) -> list[str]:
    """Return a sentence for each edge state that holds."""
    notes = []
    refusal = memory(norm.batch, norm.momentum, norm.eps).refusal
    if refusal:
        notes.append(f"Torch refuses to train on this: “{refusal}”. In eval it works.")
    if len(norm.batch) > 1:
        flat = [str(f) for f, column in enumerate(zip(*norm.batch, strict=True), 1) if len(set(column)) == 1]
        if flat:
            notes.append(
                f"{_same(flat)} 0, and only eps keeps the division alive. In training torch then sends on beta, give or "
                "take float32's rounding."
            )
    if norm.momentum == 0:
        notes.append("Momentum is 0: nothing of a new batch is taken in, so the running numbers never move.")
    if norm.momentum == 1:
        notes.append("Momentum is 1: each feed replaces all that was remembered.")
    return notes


def _same(features: list[str]) -> str:
    if len(features) == 1:
        return f"Feature {features[0]} is the same in every row: its variance is"
    return f"Features {', '.join(features[:-1])} and {features[-1]} are the same in every row: their variances are"


def batchnorm_script(norm: BatchNorm) -> str:
    """Return the shortest honest script: it prints the outputs in training and eval, and what the layer remembers."""
    rows = ",\n".join(f"    {list(row)}" for row in norm.batch)
    affine = f"""
with torch.no_grad():
    bn.weight.copy_(torch.tensor({list(norm.gamma)}))
    bn.bias.copy_(torch.tensor({list(norm.beta)}))
""" if norm.affine else ""  # fmt: skip
    refused = memory(norm.batch, norm.momentum, norm.eps).refusal
    feed = f"for _ in range({norm.feeds}):\n    bn.train()(x)\n" if norm.feeds and not refused else ""
    train = 'print("training =", bn.train()(x).tolist())' if not refused else "# torch refuses to train on this batch"
    return f"""\
import torch
from torch import nn

x = torch.tensor([
{rows},
])
bn = nn.BatchNorm1d({FEATURES}, eps={norm.eps}, momentum={norm.momentum}, affine={norm.affine})
{affine}
{feed}print("running mean =", bn.running_mean.tolist())
print("running var =", bn.running_var.tolist())
print("eval =", bn.eval()(x).tolist())
{train}
"""
