"""What an activation does to a signal and to its gradient, for every entry of the registry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.shared.numbers import number_text
from neuron_core.shared.sweep import Axis, Columns

SCAN = Axis("z", -120.0, 120.0, 0.1)
"""Where the registry is searched for level ground: past ±104, float32 has nothing smaller left for exp to return."""
FAINT = 0.01
"""A smaller slope passes on less than a hundredth of the error. Where it stays so, however far one goes, that is saturation."""


@lru_cache
def refusal(activation: str) -> str:
    """Return torch's own words if it cannot differentiate `activation`, else an empty string."""
    try:
        slopes(activation, torch.zeros(1))
    except RuntimeError as error:
        return str(error)
    return ""


def slopes(activation: str, z: Tensor) -> Tensor:
    """Return autograd's d f(z) / d z, of z's shape; RuntimeError where torch has no derivative to give."""
    z = z.detach().requires_grad_()
    return torch.autograd.grad(ACTIVATIONS[activation].function(z).sum(), z)[0]


def study(values: Mapping[str, Tensor], key: str, activations: Sequence[str]) -> Columns:
    """Put `values[key]`, z of shape (N,), through each activation.

    Returns `out_<name>` for each, `slope_<name>` for each that torch can differentiate, and the height of the first one's
    tangent a step of 1 `below` and `above` z; all of shape (N,).
    """
    z = values[key]
    columns = {f"out_{name}": ACTIVATIONS[name].function(z) for name in activations}
    columns |= {f"slope_{name}": slopes(name, z) for name in activations if not refusal(name)}
    out, slope = columns[f"out_{activations[0]}"], columns.get(f"slope_{activations[0]}")
    return columns if slope is None else columns | {"below": out - slope, "above": out + slope}


@dataclass(frozen=True)
class Curve:
    """An activation along z: its values, and its slopes (empty where torch has none)."""

    name: str
    z: tuple[float, ...]
    out: tuple[float, ...]
    slope: tuple[float, ...]


@lru_cache
def study_curve(activation: str, reach: float, points: int = 241) -> Curve:
    """Compute `points` evenly spaced z from -reach to reach."""
    z = torch.linspace(-reach, reach, points)
    columns = {name: tuple(column.tolist()) for name, column in study({"z": z}, "z", [activation]).items()}
    return Curve(activation, tuple(z.tolist()), columns[f"out_{activation}"], columns.get(f"slope_{activation}", ()))


Spans = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Levels:
    """Where on `SCAN` the slope is exactly 0, where it saturates for good (both as (from, to)), and its extremes.

    `refused` is torch's text where it has no slope; all else is then empty.
    """

    zero: Spans = ()
    saturated: Spans = ()
    least: float = 0.0
    most: float = 0.0
    refused: str = ""


@lru_cache
def levels(activation: str) -> Levels:
    """Search z from -120 to 120 by 0.1 for level ground."""
    if refusal(activation):
        return Levels(refused=refusal(activation))
    slope = slopes(activation, torch.tensor(SCAN.positions()))
    saturated = tuple(span for span in _spans(slope.abs() < FAINT) if SCAN.minimum in span or SCAN.maximum in span)
    return Levels(_spans(slope == 0), saturated, slope.min().item(), slope.max().item())


def span_text(spans: Spans) -> str:
    """Say where `spans` lie; what reaches an end of the scan goes on from there.

    >>> span_text(((-120.0, -9.1), (9.1, 120.0)))
    'z ≤ −9.1 or z ≥ 9.1'
    """
    parts = []
    for start, end in spans:
        if start == SCAN.minimum:
            parts.append(f"z ≤ {number_text(end)}")
        elif end == SCAN.maximum:
            parts.append(f"z ≥ {number_text(start)}")
        else:
            parts.append(f"{number_text(start)} ≤ z ≤ {number_text(end)}")
    return " or ".join(parts) or "nowhere"


def _spans(where: Tensor) -> Spans:
    """Return the runs of True in `where`, a mask over `SCAN`, as (first z, last z)."""
    padded = torch.nn.functional.pad(where.int(), (1, 1))
    edges = padded.diff()
    positions = SCAN.positions()
    starts, ends = (edges == 1).nonzero().flatten().tolist(), (edges == -1).nonzero().flatten().tolist()
    return tuple((positions[start], positions[end - 1]) for start, end in zip(starts, ends, strict=True))


def study_sentence(activation: str, z: float, now: Mapping[str, float]) -> str:
    """Say where `activation` stands; `now` is one row of `study`'s columns. The text twin of its picture."""
    slope = f"slope_{activation}"
    end = f"its slope is {number_text(now[slope])}" if slope in now else "torch has no slope for it"
    out = number_text(now[f"out_{activation}"])
    return f"At z = {number_text(z)}, {ACTIVATIONS[activation].label} gives {out}; {end}."


def study_notes(activation: str, now: Mapping[str, float]) -> list[str]:
    """Return a sentence for each edge state that holds at the operating point."""
    entry = ACTIVATIONS[activation]
    if refusal(activation):
        return [f"{entry.flat} Asked for a gradient, torch answers: “{refusal(activation)}”."]
    slope = now[f"slope_{activation}"]
    if slope == 0:
        return [f"{entry.flat} Here the slope is exactly 0."]
    if abs(slope) < FAINT:
        return [f"Saturated: of an error that comes back, {number_text(slope)} of it gets through."]
    return []


def activation_script(activation: str, z: float) -> str:
    """Return the shortest honest script: it prints the output and, where torch has one, the slope."""
    ask = (
        'out.backward()\nprint("slope =", z.grad.item())' if not refusal(activation) else "# torch has no slope to give"
    )
    return f"""\
import torch

z = torch.tensor({z}, requires_grad=True)
out = {ACTIVATIONS[activation].code}
print("out =", out.item())

{ask}
"""
