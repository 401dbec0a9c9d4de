"""How many digits of a number are worth showing: float32 holds about seven."""

DIGITS = 7


def decimals(size: float) -> int:
    """Return how many decimals to show of numbers up to `size`: all that float32 holds, at most four.

    >>> decimals(2.7), decimals(1166.6667), decimals(175000.9063)
    (4, 3, 1)
    """
    return max(0, min(4, DIGITS - len(str(int(abs(size))))))
