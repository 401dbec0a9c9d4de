"""Axes that hold still: chosen once a commit, with room to spare, on round numbers."""

import math


def round_up(size: float) -> float:
    """Return the smallest of 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten that is at least `size`; 0 for 0.

    >>> round_up(0.013), round_up(6250.0), round_up(0.0)
    (0.015, 8000.0, 0.0)
    """
    if size <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(size))
    return round(next(step * power for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * power >= size * (1 - 1e-6)), 12)


def nice_ceiling(value: float) -> float:
    """Return the smallest of 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, ... that is at least `value`.

    >>> nice_ceiling(0.3), nice_ceiling(2.7), nice_ceiling(11)
    (1.0, 3.0, 15.0)
    """
    return max(1.0, round_up(value))


def roomy(values: list[float]) -> tuple[float, float]:
    """Return an axis (low <= 0 <= high) that holds `values` with half as much room again, on round ends.

    The emptier side keeps a quarter of the fuller one, so that there is somewhere to drag to.
    """
    above, below = 1.5 * max(0.0, *values), 1.5 * max(0.0, *(-value for value in values))
    return -nice_ceiling(max(below, above / 4)), nice_ceiling(max(above, below / 4))


def snug(values: tuple[float, ...]) -> tuple[float, float]:
    """Return an axis (low <= 0 <= high) that just holds `values`, on round ends."""
    high, low = nice_ceiling(max(0.0, *values)), nice_ceiling(max(0.0, *(-value for value in values)))
    return (-low if min(values) < 0 else -high / 5, high if max(values) > 0 else low / 5)
