"""A person's own file: read once as text, then two of its columns of numbers and an answer become a table.

Rows are counted as a spreadsheet counts them: the names of the columns stand in row 1, empty rows count, and a cell with line
breaks in it is still in one row.
"""

import hashlib
import io
import math
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NoReturn

import pandas
import torch
from torch import Tensor

from neuron_core.shared.numbers import count_text, number_text
from neuron_core.shared.typed_input import InputError
from neuron_core.training.samples import FEWEST_ROWS, Table

LARGEST_FILE = 2 * 1024**2
"""How many bytes a file can have."""
MOST_FILE_ROWS, MOST_COLUMNS = 10_000, 50
LARGEST = 1e9
"""No number in a file may be further from 0."""
LONGEST_NAME = 12
"""How many characters of a name are shown in a drawing."""

_ZIP = b"PK\x03\x04"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # no text has one: tab and line breaks are left out
_NUMBER = re.compile(r"[+−-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][+−-]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[+−-]?inf(inity)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+−-]?[1-9][0-9]{0,2},[0-9]{3}")
_MISSING = {"", "na", "n/a", "nan", "null"}


@dataclass(frozen=True)
class File:
    """A file as text, ready to be chosen from. Two files of the same `key` are the same.

    `names` are those of its columns, fit to be shown; `numeric` tells which columns are numbers, at least in most of their
    cells. `cells` has a column of text for each, numbered from 0, and is indexed by the rows' numbers in the file.
    """

    key: str
    separator: str = field(compare=False)
    names: tuple[str, ...] = field(compare=False)
    numeric: tuple[bool, ...] = field(compare=False)
    cells: pandas.DataFrame = field(compare=False, repr=False)


def read_csv(data: bytes) -> File:
    """Read a file of any bytes. Raises `InputError`."""
    text = _text(data)
    separator = _separator(text)
    cells = _cells(text, separator)
    names = _names(cells.iloc[0].tolist(), cells.index[0])
    _no_cell_without_a_name(cells, len(names))
    cells = cells.iloc[1:, : len(names)]
    if len(cells) < FEWEST_ROWS:
        has = count_text(len(cells), "row")
        raise InputError(f"The file has {has} below the names of its columns: {FEWEST_ROWS} are the fewest.")
    numeric = tuple(_is_numeric(cells[column]) for column in cells)
    if len(names) < 3 or sum(numeric) < 2:
        raise InputError("The file needs three columns at least: two of numbers as inputs, and one as the answer.")
    return File(hashlib.sha256(data).hexdigest(), separator, names, numeric, cells)


@lru_cache(maxsize=8)
def table_of(file: File, first: int, second: int, answer: int) -> Table:
    """Take two columns as inputs and one as the answer, by their places from 0. Raises `InputError`.

    An answer of two values is a class; one of more numbers is a number to come near to.
    """
    chosen = first, second, answer
    if len(set(chosen)) < 3:
        raise InputError("Two of the three are the same column: choose three that differ.")
    x = torch.stack([_input(file, column) for column in (first, second)], 1)  # (N, 2)
    y, classes = _answer(file, answer)
    one, two, three = (shortened(file.names[column]) for column in chosen)
    return Table(f"own {file.key} {first} {second} {answer}", (one, two, three), classes, x, y[:, None])


def suggestion(file: File) -> tuple[int, int, int]:
    """Return places for `table_of` to begin with: as the answer the last column with two values, or else the last that is left."""
    places = range(len(file.names))
    two_values = [place for place in places if file.cells[place].nunique() == 2]
    for answer in [*reversed(two_values), *reversed(places)]:
        inputs = [place for place in places if file.numeric[place] and place != answer]
        if len(inputs) >= 2:
            break
    return inputs[0], inputs[1], answer


def shortened(name: str, most: int = LONGEST_NAME) -> str:
    """Return at most `most` characters of a name.

    >>> shortened("sepal length"), shortened("a column with a long name")
    ('sepal length', 'a column wi…')
    """
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def as_code(name: str) -> str:
    """Return a name for Markdown that nothing in it acts on.

    >>> as_code("**a** | `b`")
    "`**a** ¦ 'b'`"
    """
    return f"`{shortened(_printable(name), 40).translate(_ACTIVE) or '?'}`"


_ACTIVE = str.maketrans("`|", "'¦")  # what ends a piece of code, or a cell of a table


def _printable(text: str) -> str:
    """Return a text on one line, without what only steers how others are shown."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _text(data: bytes) -> str:
    """Decode a file: UTF-16 where it says so, else UTF-8, else the one that Windows writes, of which Latin-1 is a part."""
    if len(data) > LARGEST_FILE:
        raise InputError("The file is too large: 2 MB are the most.")
    if data.startswith(_ZIP):
        raise InputError(
            "This is a zip or an Excel file, whatever its name says: save the sheet as CSV, and choose that."
        )
    for encoding in ("utf-16",) if data.startswith(_UTF16) else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.strip(" \t\r\n,;"):
            raise InputError("The file is empty: row 1 has to name the columns, and each row below is a sample.")
        if not _CONTROL.search(text):
            return text.rstrip()
    raise InputError(
        "This is not a text file, whatever its name says: save the table as CSV in UTF-8, and choose that."
    )


def _separator(text: str) -> str:
    """Return what parts the columns: of tab, semicolon and comma the one that row 1 has most often outside of quotes."""
    head = re.split(r"[\r\n]", re.sub(r'"[^"]*"', "", text).lstrip(" \r\n"), maxsplit=1)[0]
    separator = max("\t;,", key=head.count)
    if separator not in head:
        raise InputError("Row 1 has only one column: part the columns by commas, semicolons or tabs.")
    return separator


def _cells(text: str, separator: str) -> pandas.DataFrame:
    """Part the text into rows and columns; empty rows are left out, the others keep their numbers."""
    one_too_many = MOST_COLUMNS + 1
    try:
        cells = pandas.read_csv(
            io.StringIO(text), sep=separator, header=None, names=range(one_too_many), dtype=str, na_filter=False,
            skip_blank_lines=False, nrows=MOST_FILE_ROWS + 2, low_memory=False, compression=None,
        )  # fmt: skip
    except pandas.errors.ParserError as error:
        _explain(str(error))
    if not isinstance(cells.index, pandas.RangeIndex) or (cells[MOST_COLUMNS] != "").any():
        raise InputError(f"The file has too many columns: {MOST_COLUMNS} are the most.")
    if len(cells) > MOST_FILE_ROWS + 1:
        raise InputError(f"The file has too many rows: {MOST_FILE_ROWS:,} below the names of its columns are the most.")
    cells.index += 1
    cells = cells.apply(lambda column: column.str.strip())
    return cells[(cells != "").any(axis=1)]


def _explain(complaint: str) -> NoReturn:
    """Say what pandas could not part: it counts rows from 0 in the first of these complaints, and from 1 in the second."""
    if opened := re.search(r"EOF inside string starting at row (\d+)", complaint):
        raise InputError(f"Row {int(opened[1]) + 1} opens a quote that is never closed.")
    if row := re.search(r"Expected \d+ fields in line (\d+)", complaint):
        raise InputError(f"Row {row[1]} has too many cells: {MOST_COLUMNS} columns are the most.")
    raise InputError("The file cannot be parted into rows and columns: save the table as CSV anew, and choose that.")


def _names(cells: list[str], row: int) -> tuple[str, ...]:
    """Check the names of the columns: one without a name is called by its number."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    names: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = _printable(cell)
        if _NUMBER.fullmatch(name):
            raise InputError(
                f"Row {row}, column {number} is a number where a name belongs: row {row} names the columns."
            )
        name = name or f"column {number}"
        if name in names:
            raise InputError(f"Columns {names.index(name) + 1} and {number} have the same name, {as_code(name)}.")
        names.append(name)
    return tuple(names)


def _no_cell_without_a_name(cells: pandas.DataFrame, columns: int) -> None:
    for column in range(columns, MOST_COLUMNS):
        filled = cells.index[cells[column] != ""]
        if len(filled):
            raise InputError(
                f"Row {filled[0]} has a cell in column {column + 1}, but row {cells.index[0]} names only {columns} columns."
            )


def _is_numeric(texts: "pandas.Series[str]") -> bool:
    filled = texts[texts != ""]
    return bool(len(filled)) and bool(filled.str.fullmatch(_NUMBER.pattern).mean() > 0.5)


def _input(file: File, column: int) -> Tensor:
    numbers = _numbers(file, column)
    if (numbers == numbers[0]).all():
        raise InputError(f"Column {as_code(file.names[column])} is the same in every row: an input has to vary.")
    return numbers


def _answer(file: File, column: int) -> tuple[Tensor, tuple[str, ...]]:
    """Return the answers (N,) and what 0 and 1 among them mean; of numbers with more than two values nothing."""
    name = file.names[column]
    if file.numeric[column]:
        numbers = _numbers(file, column)
        values = sorted(set(numbers.tolist()))
        if len(values) > 2:
            return numbers, ()
        y = (numbers == values[-1]).float()
        labels = [f"{shortened(name, 6)} = {number_text(value)}" for value in values]
    else:
        texts = file.cells[column]
        for row, text in texts.items():
            if text.lower() in _MISSING:
                raise InputError(f"Row {row}, column {as_code(name)} is missing.")
        labels = sorted(set(texts))
        if len(labels) > 2:
            raise InputError(
                f"Column {as_code(name)} has {len(labels)} different texts: an answer has two, or is a number in every row."
            )
        y = torch.tensor([text == labels[-1] for text in texts]).float()
        labels = [shortened(_printable(label)) for label in labels]
    if len(labels) < 2:
        raise InputError(f"Column {as_code(name)} is the same in every row: an answer has two values at least.")
    return y, tuple(labels)


def _numbers(file: File, column: int) -> Tensor:
    """Return a column's numbers (N,), float32."""
    name, texts = as_code(file.names[column]), file.cells[column]
    numbers = torch.tensor([_number(text, f"Row {row}, column {name}") for row, text in texts.items()])
    _check_marks(texts, name, file.separator)
    return numbers


def _number(text: str, place: str) -> float:
    if text.lower() in _MISSING:
        raise InputError(f"{place} is missing.")
    if _NOT_FINITE.fullmatch(text):
        raise InputError(f"{place} is not finite: only ordinary numbers can be used here.")
    if not _NUMBER.fullmatch(text):
        raise InputError(f"{place} is not a number: write it like 1.5 or -20.")
    value = float(text.replace(",", ".").replace("−", "-"))
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise InputError(f"{place} is too large: stay between -{LARGEST:,.0f} and {LARGEST:,.0f}.")
    return value


def _check_marks(texts: "pandas.Series[str]", name: str, separator: str) -> None:
    """Make sure that a comma in a column of numbers is a decimal mark: that no other number has a point, and none could mean thousands."""
    commas = texts[texts.str.contains(",", regex=False)]
    points = texts[texts.str.contains(".", regex=False)]
    if len(commas) and len(points):
        raise InputError(
            f"Column {name} has a comma in row {commas.index[0]} and a point in row {points.index[0]}: use one of them for decimals."
        )
    if len(commas) and separator != ";" and commas.str.fullmatch(_THOUSANDS.pattern).all():
        raise InputError(
            f"Row {commas.index[0]}, column {name} can be read in two ways: write thousands without a comma, or decimals with a point."
        )
