"""The numbers of one step by name, and what the slider of its stops changes."""

from collections.abc import Mapping

import torch
from torch import Tensor

from neuron_core.shared.sweep import Axis, Columns, Sweep, sweep
from neuron_core.slow_step.step import SlowStep
from neuron_core.slow_step.stops import STOPS
from neuron_core.training.model import names


def step_numbers(step: SlowStep) -> dict[str, float]:
    """Return what a step's picture shows.

    Of the row with the largest loss: `x1, x2, y`, `z1..`, `h1..`, `out`, `row_loss`. Of the batch: `rows`, `mean_out`, `loss`, and
    `norm`, the length of its gradient. Every parameter by its name; with `g_` before it its gradient, with `d_` what the rate
    multiplies, with `n_` the new number. And the optimiser's own numbers: `rate`, `decay`, `momentum`, `eps`, `taken` (the
    number of this step), `beta1, rest1, beta2, rest2` (a beta and 1 less it), as far as it has them.
    """
    row, group = step.row, step.group
    numbers = dict(zip(("x1", "x2"), step.x[row].tolist(), strict=True))
    units = range(1, step.z.shape[1] + 1)
    numbers |= dict(zip((f"z{i}" for i in units), step.z[row].tolist(), strict=True))
    numbers |= dict(zip((f"h{i}" for i in units), step.hidden[row].tolist(), strict=True))
    numbers |= {"y": step.y[row].item(), "out": step.out[row].item(), "row_loss": step.losses[row].item()}
    numbers |= {
        "rows": len(step.x), "mean_out": step.out.mean().item(), "loss": step.loss, "norm": step.gradient.norm().item(),
        "rate": group["lr"], "decay": group["weight_decay"], "taken": step.number,
    }  # fmt: skip
    numbers |= {name: group[name] for name in ("momentum", "eps") if name in group}
    for number, beta in enumerate(group.get("betas", ()), 1):
        numbers |= {f"beta{number}": beta, f"rest{number}": 1 - beta}
    parts = {"": step.before, "g_": step.gradient, "d_": step.multiplied, "n_": step.after}
    for mark, values in parts.items():
        numbers |= {f"{mark}{name}": value for name, value in zip(names(len(units)), values.tolist(), strict=True)}
    return numbers


def step_sweep(step: SlowStep, axis: Axis, stop: float) -> Sweep:
    """Return a step's columns over the slider `axis` of its stops, which is at `stop`.

    What the step computed holds for all of them; `at1..at4` say of each stop: -1 not yet, 0 now, 1 past.
    """
    numbers = step_numbers(step)

    def columns(values: Mapping[str, Tensor]) -> Columns:
        place = values[axis.key]
        still: Columns = {
            name: torch.tensor(value, dtype=torch.float32).expand(len(place)) for name, value in numbers.items()
        }
        return still | {f"at{number}": torch.sign(place - number) for number, _ in enumerate(STOPS, 1)}

    return sweep([axis], {axis.key: stop}, columns)
