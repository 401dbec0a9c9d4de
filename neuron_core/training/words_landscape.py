"""What is said about a run's surfaces: each is the text twin of a figure."""

import math
from typing import TYPE_CHECKING

from neuron_core.shared.numbers import number_text

if TYPE_CHECKING:
    from neuron_core.training.landscape import Landscape, OutputSurface

ONLY_AT_THE_MARK = (
    "The path lies exactly on this surface only at the mark: before and after it, the other weights had other values."
)


def landscape_words(seen: "Landscape") -> str:
    """Say what the landscape is over, its loss at the mark, and where around it is lowest."""
    one, two = seen.names
    now, count, finite = seen.now, sum(map(len, seen.loss)), len(seen.finite)
    said = (
        f"The training loss over {one} ({_span(seen.first)}) and {two} ({_span(seen.second)}), all other parameters as after "
        f"epoch {now.epoch:,}. At the mark ◆ ({_at(seen, now.first, now.second)}) it is {number_text(now.loss)}."
    )
    if seen.lowest:
        first, second, loss = seen.lowest
        away = number_text(math.hypot(first - now.first, second - now.second), 2)
        said += (
            f" The lowest of the {count:,} losses computed here is {number_text(loss)}, at {_at(seen, first, second)}: "
            f"{away} away from the mark."
        )
    if finite < count:
        said += f" {count - finite:,} of them are no finite numbers, and are left blank."
    return said


def _at(seen: "Landscape", first: float, second: float) -> str:
    one, two = seen.names
    return f"{one} = {number_text(first, 2)}, {two} = {number_text(second, 2)}"


def _span(values: tuple[float, ...]) -> str:
    return f"{number_text(values[0], 2)} to {number_text(values[-1], 2)}"


def output_words(seen: "OutputSurface", epoch: int, *, classes: bool) -> str:
    """Say between which values the output lies over both inputs, and what the points are: rows of `classes`, or of a number."""
    values = [value for row in seen.out for value in row]
    return (
        f"The output after epoch {epoch:,}, with both inputs from {_span(seen.along)}: it lies between {number_text(min(values))} and "
        f"{number_text(max(values))}. "
    ) + (
        "The points on it are training rows."
        if classes
        else "The points are training rows, each as high as its y: the way from there to the surface is the error."
    )
