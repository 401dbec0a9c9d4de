"""A batch-norm layer's numbers by name, for many settings at once: what a sweep computes and a drawing shows."""

import torch
from torch import Tensor

from neuron_core.batchnorm.layer import FEATURES, BatchNorm, batch_norm, memory, running_statistics
from neuron_core.shared.numbers import LARGE
from neuron_core.shared.sweep import Columns

Cell = tuple[int, int]
"""A place in a batch: its row and its feature, both from 1."""


@torch.no_grad()
def forward(gamma: Tensor, beta: Tensor, passes: Tensor, norm: BatchNorm, cell: Cell) -> Columns:
    """Run the layer for N settings: `gamma` and `beta` have shape (N, 3), `passes` (N,), all whole numbers.

    One `BatchNorm1d` of 3N channels computes them all, since each channel is normalised by itself. Columns of shape (N,), for
    row r and feature f (from 1): `x{r}_{f}` before, `t{r}_{f}` after in training (absent where torch refuses), `e{r}_{f}`
    after in eval; `mean{f}`, `biased{f}`, `unbiased{f}` of the batch (`unbiased` absent for one row), `rm{f}`, `rv{f}` the
    running mean and variance; and of the chosen `cell` the parts of its arithmetic, see `_arithmetic`.
    """
    batch = torch.tensor(norm.batch)  # (R, 3)
    seen = memory(norm.batch, norm.momentum, norm.eps)
    passed = passes.round().long()  # (N,)
    n = len(passed)
    layer = norm.layer(n * FEATURES)
    if norm.affine:
        layer.weight.copy_(gamma.flatten())
        layer.bias.copy_(beta.flatten())
    for own, known in zip(running_statistics(layer), (seen.mean, seen.var), strict=True):
        own.copy_(known[passed].flatten())
    wide = batch.repeat(1, n)  # (R, 3N)
    outputs = {"x": wide, "e": layer.eval()(wide)}  # eval first: training changes what eval uses
    if not seen.refusal:
        outputs["t"] = layer.train()(wide)
    columns = {
        f"{name}{r}_{f}": column
        for name, table in outputs.items()
        for r, row in enumerate(table.view(len(batch), n, FEATURES), 1)
        for f, column in enumerate(row.unbind(1), 1)
    }
    statistics = {"mean": batch.mean(0), "biased": batch.var(0, correction=0)}
    if len(batch) > 1:
        statistics["unbiased"] = batch.var(0, correction=1)
    for name, of_features in statistics.items():
        columns |= {f"{name}{f}": value.expand(n) for f, value in enumerate(of_features, 1)}
    columns |= {f"rm{f}": column for f, column in enumerate(seen.mean[passed].unbind(1), 1)}
    columns |= {f"rv{f}": column for f, column in enumerate(seen.var[passed].unbind(1), 1)}
    f = cell[1] - 1
    return columns | _arithmetic(columns, gamma[:, f], beta[:, f], passed, norm, cell)


def _arithmetic(columns: Columns, gamma: Tensor, beta: Tensor, passed: Tensor, norm: BatchNorm, cell: Cell) -> Columns:
    """Return the parts of (in − center) / sqrt(var + eps) × gamma + beta for one cell in the mode that is on.

    `out` is the layer's own; `slip` is 1 where the parts, each rounded to float32, visibly lead elsewhere. `keep` and `take`
    are the weights of the old and of the new in the next pass in training, whose results are `rm_next` and `rv_next`.
    """
    r, f = cell
    seen = memory(norm.batch, norm.momentum, norm.eps)
    one = torch.ones(len(passed))
    center, var = (columns[f"{name}{f}"] for name in (("mean", "biased") if norm.trains else ("rm", "rv")))
    gamma, beta = (gamma, beta) if norm.affine else (one, 0 * one)
    before, out = columns[f"x{r}_{f}"], columns[f"{'t' if norm.trains else 'e'}{r}_{f}"]
    take = 1 / (passed + 1) if norm.momentum is None else norm.momentum * one
    return {
        "in": before, "center": center, "var": var, "eps": norm.eps * one,
        "deviation": before - center, "root": (var + norm.eps).sqrt(), "gamma": gamma, "beta": beta,
        "hat": batch_norm(before, center, var, one, 0 * one, norm.eps),
        "out": out, "slip": _differs(out, batch_norm(before, center, var, gamma, beta, norm.eps)),
        "keep": 1 - take, "take": take,
        "rm_next": seen.mean[passed + 1][:, f - 1], "rv_next": seen.var[passed + 1][:, f - 1],
    }  # fmt: skip


def _differs(out: Tensor, by_hand: Tensor) -> Tensor:
    """Return 1.0 where `by_hand` differs from `out` so much that one sees it in four decimals, or in two digits and an exponent."""
    size = out.abs()
    seen = torch.where((size < 0.5e-4) | (size >= LARGE), 0.05 * size, 0.5e-4)
    return ((out - by_hand).abs() > seen).float()
