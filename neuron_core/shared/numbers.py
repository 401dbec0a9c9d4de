"""One rule for writing a number, the same here and in the live view's JavaScript, so that nothing jumps on release."""

import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal

_TO_DIGITS = Context(prec=400, rounding=ROUND_HALF_UP)  # what JavaScript's toFixed does with an exact tie
_TO_EXPONENT = Context(prec=2, rounding=ROUND_HALF_UP)
LARGE = 1e7
"""From this size on a number is written with an exponent."""
_RAISED = str.maketrans("−0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
DECIMALS = 4
"""How many decimals a number on the screen keeps, unless said otherwise: enough for any product of two sliders, and for a squashed output."""


def number_text(value: float, most: int = DECIMALS, least: int = 0) -> str:
    """Write `value` with at most `most` and at least `least` decimals and a true minus sign.

    What would be rounded to zero without being zero keeps two digits and an exponent, so 0 always means exactly 0.

    >>> number_text(2.70000005), number_text(2, least=1), number_text(-0.5), number_text(4.54e-5)
    ('2.7', '2.0', '−0.5', '4.5e−5')
    """
    if not math.isfinite(value):
        return str(value).replace("-", "−")
    size = abs(value)
    if size >= LARGE or 0 < size < 0.5 * 10**-most:
        mantissa, exponent = f"{_TO_EXPONENT.create_decimal(value):.1e}".split("e")
        text = f"{mantissa}e{int(exponent)}"
    else:
        text = f"{Decimal(value).quantize(Decimal(1).scaleb(-most), context=_TO_DIGITS):f}"
        whole, _, decimals = text.partition(".")
        decimals = decimals.rstrip("0").ljust(least, "0")
        text = f"{whole}.{decimals}" if decimals else whole
    if not value:
        text = text.lstrip("-")
    return text.replace("-", "−")


def exponent_words(text: str) -> str:
    """Say how the first number with an exponent in `text` is read; "" where there is none.

    >>> exponent_words("between 5.2e−22 and 1")
    '5.2e−22 is 5.2 × 10⁻²².'
    """
    found = re.search(r"([\d.]+)e(−?\d+)", text)
    return f"{found[0]} is {found[1]} × 10{found[2].translate(_RAISED)}." if found else ""


def count_text(number: int, thing: str) -> str:
    """Write how many there are of a thing.

    >>> count_text(1, "cell"), count_text(4096, "cell")
    ('1 cell', '4,096 cells')
    """
    return f"{number:,} {thing}" + "s" * (number != 1)
