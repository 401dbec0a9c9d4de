"""A scale for numbers of very different sizes on both sides of 0: even from -1 to 1, logarithmic beyond."""

import math
from collections.abc import Iterable
from itertools import pairwise

_STEPS = (
    10  # points for each power of ten: straight lines between them are off by less than 0.3 % of that power's width
)

Span = tuple[int, int]
"""A scale's ends as powers of ten: (1, 4) is -10 to 10,000."""


def symlog(value: float) -> float:
    """Place a value on a scale that is even from −1 to 1, and logarithmic beyond: each power of ten is one further.

    >>> symlog(-1), symlog(0.5), symlog(10), round(symlog(-200), 3)
    (-1.0, 0.5, 2.0, -3.301)
    """
    size = abs(value)
    return math.copysign(size if size <= 1 else 1 + math.log10(size), value)


def span(values: Iterable[float]) -> Span:
    """Return the ends of a scale that is wide enough for `values`, and at least -10 to 10.

    >>> span([2.0, 200.0, 4000.0])
    (1, 4)
    """
    known = list(values)

    def power(value: float) -> int:
        return max(1, math.ceil(round(math.log10(max(value, 1.0)), 9)))

    return power(max(0.0, *(-value for value in known))), power(max(0.0, *known))


def points(ends: Span, across: tuple[float, float]) -> tuple[list[float], list[float]]:
    """Return values and their places on the scale, drawn from `across[0]` to `across[1]`.

    They stand so close that straight lines between them follow the logarithm to a fraction of a pixel.
    """
    low, high = ends
    values = [-(10 ** (i / _STEPS)) for i in range(low * _STEPS, -1, -1)] + [0.0]
    values += [10 ** (i / _STEPS) for i in range(high * _STEPS + 1)]
    return [round(value, 6) for value in values], [round(placed(value, ends, across), 2) for value in values]


def placed(value: float, ends: Span, across: tuple[float, float]) -> float:
    """Return where a value lies."""
    start, end = symlog(-(10.0 ** ends[0])), symlog(10.0 ** ends[1])
    return across[0] + (across[1] - across[0]) * (symlog(value) - start) / (end - start)


def lines(ends: Span) -> list[float]:
    """Return the values that have a line: 0 and every power of ten."""
    low, high = ends
    return [-(10.0**power) for power in range(low, -1, -1)] + [0.0] + [10.0**power for power in range(high + 1)]


def labels(ends: Span, across: tuple[float, float], edge: float, letter: float) -> list[tuple[str, float]]:
    """Return the labels of a scale and their middles: 0 and every k-th line from there, k the least that keeps them apart.

    Labels end before `edge`; a letter is `letter` wide.
    """
    values = lines(ends)
    places = [placed(value, ends, across) for value in values]
    texts = [f"{value:,.0f}".replace("-", "−") for value in values]
    zero = values.index(0.0)
    halves = [len(text) * letter / 2 for text in texts]
    middles = [min(x, edge - half) for x, half in zip(places, halves, strict=True)]
    for k in range(1, len(values)):
        kept = [i for i in range(len(values)) if (i - zero) % k == 0]
        if all(middles[j] - halves[j] >= middles[i] + halves[i] for i, j in pairwise(kept)):
            break
    return [(texts[i], middles[i]) for i in kept]
