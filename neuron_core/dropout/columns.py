"""A dropout layer's numbers by name, for many p at once: what a sweep computes and a drawing shows."""

import torch
from torch import Tensor, nn

from neuron_core.dropout.layer import Dropout, drop, thousand_passes
from neuron_core.shared.sweep import Columns


def forward(p: Tensor, settings: Dropout) -> Columns:
    """Run the layer for every value of `p`, shape (N,), under the same seed. Columns of shape (N,), for each unit i:

    `x{i}` the input, `k{i}` the factor that torch multiplies it by in training (0: dropped; a vector of ones shows it), `m{i}`
    the input times the mask, not scaled, `t{i}` and `e{i}` the outputs in training and in eval. Then `p`,
    `share` (1 − p), `mean_in`, and for the mode of `settings` `kept`, the number of units that are not dropped, and `mean_now`,
    the mean of the outputs.
    """
    vector = settings.vector
    ps = as_set(p)
    x = torch.tensor(vector).expand(len(ps), -1)  # (N, n)
    factors = torch.tensor([drop((1.0,) * len(vector), p, settings.seed) for p in ps])  # (N, n)
    trained = torch.tensor([drop(vector, p, settings.seed) for p in ps])  # (N, n)
    probes = torch.stack([x, torch.ones_like(x)], 1)  # (N, 2, n): the vector, and ones that show what is kept
    evaluated, passed = torch.stack([nn.Dropout(p).eval()(rows) for p, rows in zip(ps, probes, strict=True)]).unbind(1)
    rows = {"x": x, "k": factors, "m": x * (factors > 0), "t": trained, "e": evaluated}
    columns = {f"{name}{i}": column for name, table in rows.items() for i, column in enumerate(table.unbind(1), 1)}
    now, kept = (trained, factors > 0) if settings.training else (evaluated, passed > 0)
    columns |= {"p": torch.tensor(ps), "share": torch.tensor([round(1 - p, 6) for p in ps])}
    return columns | {"kept": kept.sum(1).float(), "mean_in": x.mean(1), "mean_now": now.mean(1)}


def trial_forward(p: Tensor, settings: Dropout) -> Columns:
    """Make a thousand passes for every value of `p`, shape (N,). Columns of shape (N,), for each unit i:

    `x{i}` the input, `mean{i}` the mean of its outputs, `low{i}` and `high{i}` one spread below and above that, `mask{i}` the mean
    with the mask alone.
    """
    trials = [thousand_passes(settings.vector, p, settings.seed) for p in as_set(p)]
    mean, spread, mask = (
        torch.tensor([getattr(trial, name) for trial in trials]) for name in ("mean", "spread", "mask_mean")
    )  # (N, n) each
    x = torch.tensor(settings.vector).expand_as(mean)
    rows = {"x": x, "mean": mean, "low": mean - spread, "high": mean + spread, "mask": mask}
    return {f"{name}{i}": column for name, table in rows.items() for i, column in enumerate(table.unbind(1), 1)}


def as_set(p: Tensor) -> list[float]:
    """Return the values as the slider shows them: a sweep's float32 holds only their nearest neighbours."""
    return [round(value, 6) for value in p.tolist()]
