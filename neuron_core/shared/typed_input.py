"""Numbers, vectors and rows as people type and paste them.

Numbers stand apart by commas, semicolons, spaces or tabs; brackets around a row are taken off. A decimal comma is read as
one where only one reading makes sense: beside semicolons, or where the other reading gives the wrong count of numbers.
Sizes are checked first, so that ten pasted megabytes cost nothing.
"""

import math
import re
from collections.abc import Callable

Rows = tuple[tuple[float, ...], ...]

LARGEST = 1e6
"""No typed number may be further from 0 unless the caller says so: far beyond, float32 only shows infinities."""
_CHARACTERS = 25  # more than any one number needs, with what parts it from the next
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)


class InputError(ValueError):
    """What a person typed cannot be used. The message is one sentence: which place is wrong, and what would be right.

    It quotes nothing that Markdown would act on.
    """


def parse_number(text: str, complaint: str, fits: Callable[[float], bool]) -> float:
    """Read one number that `fits`. Raises `InputError` with `complaint`."""
    try:
        value = float(text.strip().replace(",", ".")) if len(text) <= _CHARACTERS else math.nan
    except ValueError:
        value = math.nan
    if not fits(value):
        raise InputError(complaint)
    return value + 0.0


def parse_rows(
    text: str, columns: int | None = None, *, max_rows: int = 200, max_columns: int = 16, largest: float = LARGEST
) -> Rows:
    """Read one row a line, each of `columns` numbers (`None`: as many as the first row has, 1 to `max_columns`).

    Blank lines are passed over, but count where a row is named. Raises `InputError`.
    """
    longest = max_rows * (columns or max_columns) * _CHARACTERS
    if len(text) > longest:
        raise InputError(f"This is too long: {max_rows:,} rows are the most, in fewer than {longest:,} characters.")
    lines = [(number, line) for number, line in enumerate(_lines(text), 1) if line]
    if not lines:
        raise InputError("There is no number here yet: write one row a line, with commas between the numbers.")
    if len(lines) > max_rows:
        raise InputError(f"Row {lines[max_rows][0]} is one too many: up to {max_rows:,} rows fit.")
    rows: list[tuple[float, ...]] = []
    for number, line in lines:
        rows.append(_read(line, len(rows[0]) if rows else columns, f"Row {number}", largest))
        if len(rows[0]) > max_columns:
            raise InputError(f"Row {number} has {len(rows[0])} numbers: up to {max_columns} fit.")
    return tuple(rows)


def parse_vector(text: str, *, most: int = 12, largest: float = LARGEST) -> tuple[float, ...]:
    """Read one vector of 1 to `most` numbers, on one line or several. Raises `InputError`."""
    longest = most * _CHARACTERS
    if len(text) > longest:
        raise InputError(f"This is too long: up to {most} numbers fit, in fewer than {longest:,} characters.")
    lines = [line for line in _lines(text) if line]
    if not lines:
        raise InputError("There is no number here yet: write a few, with commas between them.")
    places = [f"Line {i}" for i in range(1, len(lines) + 1)] if len(lines) > 1 else ["The vector"]
    vector = [value for line, place in zip(lines, places, strict=True) for value in _read(line, None, place, largest)]
    if len(vector) > most:
        raise InputError(f"The vector has {len(vector)} numbers: up to {most} fit.")
    return tuple(vector)


def _lines(text: str) -> list[str]:
    """Return the lines, stripped of brackets and of a comma at the end; `[[1, 2], [3, 4]]` is two lines."""
    text = text.replace("−", "-")  # the true minus sign that this app itself writes
    text = re.sub(r"[\])]\s*[,;]\s*[\[(]", "\n", text)
    return [line.strip().lstrip("[( \t").rstrip("]),; \t") for line in text.splitlines()]


def _read(line: str, columns: int | None, place: str, largest: float) -> tuple[float, ...]:
    readings = _readings(line, columns)
    if columns is not None:
        readings = [pieces for pieces in readings if len(pieces) == columns] or readings[:1]
    elif len(readings) > 1:
        readings = [pieces for pieces in readings if all(map(_NUMBER.fullmatch, pieces))] or readings[:1]
    if len(readings) > 1:
        raise InputError(f"{place} can be read in two ways: put semicolons between its numbers.")
    row = tuple(_number(piece, f"{place}, number {i}", largest) for i, piece in enumerate(readings[0], 1))
    if columns is not None and len(row) != columns:
        raise InputError(
            f"{place} has {_count(len(row))} where {columns} belong: like {_example(columns)}, with a point for decimals."
        )
    return row


def _readings(line: str, columns: int | None) -> list[list[str]]:
    """Return the ways to part a line into numbers: the comma as what parts them, then the comma as decimal mark."""
    by_comma = re.split(r"\s*,\s*|\s+", line)
    by_others = [piece.replace(",", ".") for piece in re.split(r"\s*;\s*|\s+", line)]
    if ";" in line:
        return [by_others]
    loose = re.search(r",\s|\s,|\.|,,|^,", line)
    if "," not in line or loose or (len(by_others) == 1 and columns != 1):
        return [by_comma]
    return [by_comma, by_others]


def _number(piece: str, place: str, largest: float) -> float:
    if not piece:
        raise InputError(f"{place} is missing.")
    if _NOT_FINITE.fullmatch(piece):
        raise InputError(f"{place} is not finite: only ordinary numbers can be used here.")
    if len(piece) > _CHARACTERS or not _NUMBER.fullmatch(piece):
        raise InputError(f"{place} cannot be read: write it like 1.5 or -20.")
    value = float(piece)
    if not math.isfinite(value) or abs(value) > largest:
        raise InputError(f"{place} is too large: stay between -{largest:,.0f} and {largest:,.0f}.")
    return value


def _count(numbers: int) -> str:
    return f"{numbers} number{'s' * (numbers != 1)}"


def _example(columns: int) -> str:
    return ", ".join(f"{i + 0.5}" for i in range(1, min(columns, 4) + 1)) + ", …" * (columns > 4)
