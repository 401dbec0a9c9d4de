"""A batch-norm layer's numbers by name, for many settings at once: what a sweep computes and a drawing shows."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from neuron_core.batchnorm.layer import BatchNorm, Cell, memory, running, running_statistics, step_of
from neuron_core.shared.numbers import LARGE
from neuron_core.shared.sweep import Columns


@dataclass(frozen=True)
class Settings:
    """N settings: how many steps the followed number is moved, (N,); gamma and beta of all features, (N, 3); passes, (N,)."""

    move: Tensor
    gamma: Tensor
    beta: Tensor
    passes: Tensor


@dataclass(frozen=True)
class _Passed:
    """What N layers give. `x`, `hat` (normalised) and `out` have shape (N, R, F), the statistics (N, F); without `affine` out is hat.

    Where torch refuses to train, `trained` is eval's.
    """

    x: Tensor
    trained: Tensor
    trained_hat: Tensor
    evaluated: Tensor
    evaluated_hat: Tensor
    rm: Tensor
    rv: Tensor


@torch.no_grad()
def _pass(settings: Settings, norm: BatchNorm, cell: Cell, features: Sequence[int]) -> _Passed:
    """Run torch's layer for every setting over the features named (from 1).

    The passes of the past saw the batch of `norm`; in the one of now the number at `cell` is moved.

    One `BatchNorm1d` of N · F channels computes all of them, since each channel is normalised by itself.
    """
    r, f = cell
    places = [feature - 1 for feature in features]
    n, rows = len(settings.move), len(norm.batch)
    x = torch.tensor(norm.batch)[:, places].expand(n, -1, -1).clone()  # (N, R, F)
    if f in features:
        start, step = norm.batch[r - 1][f - 1], step_of(norm.batch, cell)
        x[:, r - 1, features.index(f)] = (start + step * settings.move.double()).float()
    wide = x.transpose(0, 1).reshape(rows, -1).contiguous()  # (R, N F), laid out as at home: float32 rounds alike
    channels = wide.shape[1]
    seen = memory(norm.batch, norm.momentum, norm.eps)
    passed = settings.passes.round().long()
    rm, rv = seen.mean[passed][:, places], seen.var[passed][:, places]  # (N, F)

    def outputs(affine: bool, train: bool) -> Tensor:
        layer = nn.BatchNorm1d(channels, eps=norm.eps, momentum=norm.momentum, affine=affine)
        if affine:
            layer.weight.copy_(settings.gamma[:, places].flatten())
            layer.bias.copy_(settings.beta[:, places].flatten())
        for own, known in zip(running_statistics(layer), (rm, rv), strict=True):
            own.copy_(known.flatten())
        out: Tensor = layer.train(train)(wide)
        return out.view(rows, n, -1).transpose(0, 1)  # (N, R, F)

    trains = seen.refusal is None
    hats = outputs(False, trains), outputs(False, False)
    outs = (outputs(True, trains), outputs(True, False)) if norm.affine else hats
    return _Passed(x, outs[0], hats[0], outs[1], hats[1], rm, rv)


def forward(settings: Settings, norm: BatchNorm, cell: Cell, remembers: bool) -> Columns:
    """Follow one feature, that of `cell`, through the layer, in the mode that is on. Columns of shape (N,), for each row r:

    `x{r}` before, `d{r}` minus the mean, `h{r}` divided by the spread (torch's own number), `y{r}` the output. Then `center`,
    the mean that is subtracted, `var` and `spread`, its root with eps, `under` (−spread); `gamma`, `beta`, `eps`; the outputs' `least` and
    `most`; of the followed row `in`, `deviation`, `hat`, `out`, and `slip`, 1 where the steps lead visibly elsewhere than torch.

    With `remembers` also `mean`, `biased` and `unbiased` of the batch, `rm`, `rv` the running mean and variance, `keep` and
    `take`, the weights of the old and of the new in the next pass in training, whose results are `rm_next` and `rv_next`,
    and the followed number's `train` and `eval`. One row has no `unbiased` and no next pass.
    """
    r, f = cell
    passed = _pass(settings, norm, cell, [f])
    n = len(settings.move)
    x = passed.x[..., 0]  # (N, R)
    hat, out = (table[..., 0] for table in _in_mode(passed, norm.trains))
    mean, biased = x.mean(1), x.var(1, correction=0)
    center, var = (mean, biased) if norm.trains else (passed.rm[:, 0], passed.rv[:, 0])
    spread = (var + norm.eps).sqrt()
    deviation = x - center[:, None]
    gamma, beta = (
        (settings.gamma[:, f - 1], settings.beta[:, f - 1]) if norm.affine else (torch.ones(n), torch.zeros(n))
    )
    by_hand = deviation / spread[:, None]
    scaled = by_hand * gamma[:, None] + beta[:, None]
    tables = {"x": x, "d": deviation, "h": hat, "y": out}
    columns = {f"{name}{i}": column for name, table in tables.items() for i, column in enumerate(table.unbind(1), 1)}
    columns |= {
        "center": center, "var": var, "spread": spread, "under": -spread, "gamma": gamma, "beta": beta,
        "eps": torch.full((n,), norm.eps), "least": out.amin(1), "most": out.amax(1), "in": x[:, r - 1],
        "deviation": deviation[:, r - 1], "hat": hat[:, r - 1], "out": out[:, r - 1],
        "slip": torch.maximum(_differs(hat, by_hand), _differs(out, scaled)).amax(1),
    }  # fmt: skip
    if not remembers:
        return columns
    passes = settings.passes.round()
    take = 1 / (passes + 1) if norm.momentum is None else torch.full((n,), norm.momentum)
    rm, rv = passed.rm[:, 0], passed.rv[:, 0]
    columns |= {"mean": mean, "biased": biased, "rm": rm, "rv": rv, "keep": 1 - take, "take": take}
    columns |= {"train": passed.trained[:, r - 1, 0], "eval": passed.evaluated[:, r - 1, 0]}
    if len(norm.batch) > 1:
        unbiased = x.var(1, correction=1)
        columns |= {
            "unbiased": unbiased, "rm_next": running(rm, mean, take), "rv_next": running(rv, unbiased, take),
        }  # fmt: skip
    return columns


def features_forward(settings: Settings, norm: BatchNorm, cell: Cell) -> Columns:
    """Run all features through the layer. Columns of shape (N,): `x{r}_{f}` before, `y{r}_{f}` after, in the mode that is on."""
    passed = _pass(settings, norm, cell, range(1, len(norm.batch[0]) + 1))
    _, out = _in_mode(passed, norm.trains)
    return {
        f"{name}{r}_{f}": column
        for name, table in (("x", passed.x), ("y", out))
        for r, row in enumerate(table.unbind(1), 1)
        for f, column in enumerate(row.unbind(1), 1)
    }


def _in_mode(passed: _Passed, trains: bool) -> tuple[Tensor, Tensor]:
    """Return what is normalised, and the outputs, each of shape (N, R, F)."""
    return (passed.trained_hat, passed.trained) if trains else (passed.evaluated_hat, passed.evaluated)


def _differs(out: Tensor, by_hand: Tensor) -> Tensor:
    """Return 1.0 where `by_hand` differs from `out` so much that one sees it in four decimals, or in two digits and an exponent."""
    size = out.abs()
    seen = torch.where((size < 0.5e-4) | (size >= LARGE), 0.05 * size, 0.5e-4)
    return ((out - by_hand).abs() > seen).float()
