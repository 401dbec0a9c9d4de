import gzip
import io
import random
import zipfile

import pytest
import torch

from neuron_core.shared.typed_input import InputError
from neuron_core.training import prepare
from neuron_core.training.samples import Table
from neuron_core.training.table_csv import (
    LARGEST_FILE,
    MOST_COLUMNS,
    MOST_FILE_ROWS,
    File,
    as_code,
    read_csv,
    shortened,
    suggestion,
    table_of,
)

ROWS = [(i + 0.5, i * i / 4, "yes" if i % 3 else "no") for i in range(12)]


def written(rows=ROWS, names=("a", "b", "c"), separator=",", decimal=".", end="\n") -> str:
    lines = [names, *((str(cell).replace(".", decimal) for cell in row) for row in rows)]
    return "".join(separator.join(line) + end for line in lines)


def changed(row: int, column: int, cell: str, **how) -> bytes:
    """The good file with one cell changed; the names are row 1, and columns count from 1."""
    rows = [list(line) for line in ROWS]
    rows[row - 2][column - 1] = cell
    return written(rows, **how).encode()


def taken(data: bytes, *chosen: int) -> Table:
    file = read_csv(data)
    return table_of(file, *(chosen or suggestion(file)))


def complaint(data: bytes, *chosen: int) -> str:
    with pytest.raises(InputError) as caught:
        taken(data, *chosen)
    return checked(str(caught.value))


def checked(sentence: str) -> str:
    assert sentence.endswith(".")
    assert not any(sign in sentence for sign in ("\n", ". ", "Traceback", "Error", "/work", "pandas", "\x00"))
    assert len(sentence) < 200
    return sentence


GOOD = written()


@pytest.mark.parametrize(
    "data",
    [
        GOOD.encode(),
        GOOD.encode("utf-8-sig"),
        GOOD.encode("utf-16"),
        b"\xfe\xff" + GOOD.encode("utf-16-be"),
        GOOD.strip().encode(),
        written(end="\r\n").encode(),
        written(end="\r").encode(),
        written(separator=";").encode(),
        written(separator="\t").encode(),
        written(separator=";", decimal=",").encode(),
        written(separator="\t", decimal=",").encode(),
        written(separator=" ; ").encode(),
        written([(f'"{a}"', f'"{b}"', f'"{c}"') for a, b, c in ROWS]).encode(),
        written([(f'"{a}"', f'"{b}"', c) for a, b, c in ROWS], decimal=",").encode(),
        written([(f"+{a}", f"{b:e}", c) for a, b, c in ROWS]).encode(),
        written([(*row, "") for row in ROWS]).encode(),
        (";;;\n" + written(separator=";") + "\n;;\n\n   \n").encode(),
    ],
)
def test_the_ways_to_write_one_table(data):
    table = taken(data)
    assert torch.equal(table.x, torch.tensor([row[:2] for row in ROWS]))
    assert table.y[:, 0].tolist() == [float(row[2] == "yes") for row in ROWS]
    assert (table.names, table.classes) == (("a", "b", "c"), ("no", "yes"))


def test_latin_1_and_windows_text_is_read():
    for encoding in ("latin-1", "cp1252"):
        table = taken(written(names=("größe", "länge", "ö")).encode(encoding))
        assert table.names == ("größe", "länge", "ö")
    assert taken(written([(*row[:2], "€" if row[2] == "yes" else "$") for row in ROWS]).encode("cp1252")).classes == (
        "$",
        "€",
    )


def test_a_true_minus_sign_is_one():
    assert taken(changed(4, 1, "−2.5")).x[2, 0] == -2.5


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (changed(5, 1, ""), "Row 5, column `a` is missing."),
        (changed(5, 2, "NA"), "Row 5, column `b` is missing."),
        (changed(5, 2, "nan"), "Row 5, column `b` is missing."),
        (changed(5, 3, ""), "Row 5, column `c` is missing."),
        (changed(13, 1, "abc"), "Row 13, column `a` is not a number"),
        (changed(2, 1, "=1+1"), "Row 2, column `a` is not a number"),
        (changed(2, 1, "1_000"), "Row 2, column `a` is not a number"),
        (changed(2, 1, "0x10"), "Row 2, column `a` is not a number"),
        (changed(2, 1, "1.234.5"), "Row 2, column `a` is not a number"),
        (changed(2, 1, "٣"), "Row 2, column `a` is not a number"),
        (changed(3, 2, "-inf"), "Row 3, column `b` is not finite"),
        (changed(3, 2, "1e999"), "Row 3, column `b` is too large"),
        (changed(3, 2, "-2e9"), "Row 3, column `b` is too large"),
        (changed(3, 2, "9" * 400), "Row 3, column `b` is too large"),
        (changed(7, 1, '"1,5"'), "Column `a` has a comma in row 7 and a point in row 2"),
        (changed(9, 3, "maybe"), "Column `c` has 3 different texts"),
        (written([(*row[:2], "yes") for row in ROWS]).encode(), "Column `c` is the same in every row: an answer"),
        (written([(1, *row[1:]) for row in ROWS]).encode(), "Column `a` is the same in every row: an input"),
        (written([(1e9 + row[0] / 100, *row[1:]) for row in ROWS]).encode(), "Row 2, column `a` is too large"),
        (written(names=("a", "b", "a")).encode(), "Columns 1 and 3 have the same name, `a`."),
        (written(names=("a", "", "column 2")).encode(), "Columns 2 and 3 have the same name, `column 2`."),
        ("\n".join(GOOD.splitlines()[1:]).encode(), "Row 1, column 1 is a number where a name belongs"),
        (b"", "The file is empty"),
        (b"\xef\xbb\xbf", "The file is empty"),
        (b" \r\n\t\n", "The file is empty"),
        (b";;;\n;;;\n", "The file is empty"),
        (b"hello\nworld\n", "Row 1 has only one column"),
        (written(ROWS[:9]).encode(), "The file has 9 rows below the names of its columns: 10 are the fewest."),
        (written(ROWS[:1]).encode(), "The file has 1 row below"),
        (written([row[1:] for row in ROWS], names=("b", "c")).encode(), "The file needs three columns"),
        (written([("x", *row[1:]) for row in ROWS]).encode(), "The file needs three columns"),
        (changed(6, 3, "yes,1"), "Row 6 has a cell in column 4, but row 1 names only 3 columns."),
        (changed(6, 3, "yes" + ",1" * 60), "Row 6 has too many cells"),
        (changed(6, 1, '"1.5'), "Row 6 opens a quote that is never closed."),
        (",".join(f"c{i}" for i in range(51)).encode(), "The file has too many columns"),
        (",".join(f"c{i}" for i in range(90)).encode(), "The file has too many columns"),
        (b"a,b,c\n" + b"1,2,3\n" * (MOST_FILE_ROWS + 1), "The file has too many rows"),
        (b"a,b,c\n" + b"\n" * 100_000 + b"1,2,3\n", "The file has too many rows"),
        (b"," * (LARGEST_FILE + 1), "The file is too large"),
        (GOOD.encode("utf-16-le"), "This is not a text file"),
        (GOOD.encode("utf-32"), "This is not a text file"),
        (GOOD.encode("utf-16") + b"x", "This is not a text file"),
        (gzip.compress(GOOD.encode()), "This is not a text file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "This is not a text file"),
        (b"%PDF-1.7\n\x00\x01", "This is not a text file"),
        (changed(4, 1, "1\x00"), "This is not a text file"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_gets_one_sentence_with_its_place(data, says):
    assert complaint(data).startswith(says)


def test_a_zip_or_a_workbook_says_what_to_do():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", GOOD)
    assert complaint(packed.getvalue()).startswith("This is a zip or an Excel file")


def test_rows_count_as_a_spreadsheet_shows_them():
    data = GOOD.encode().splitlines(keepends=True)
    data[3] = b'2.5,1.0,"n\no"\n'  # row 4, on two lines
    data.insert(5, b"\n")  # row 6 is empty
    data[8] = b"x,1.0,no\n"  # row 9
    assert complaint(b"".join(data), 0, 1, 2).startswith("Row 9, column `a`")
    data[8] = b"1.0,1.0,no" + b",1" * 60 + b"\n"
    assert complaint(b"".join(data)).startswith("Row 9 has too many cells")
    data[8] = b'1.0,1.0,"no\n'
    assert complaint(b"".join(data)).startswith("Row 9 opens a quote")
    data[8] = b"1.0,1.0,no,5\n"
    assert complaint(b"".join(data)).startswith("Row 9 has a cell in column 4")


def test_a_comma_that_could_mean_thousands_is_asked_about():
    rows = [(f'"{i + 1},250"', *row[1:]) for i, row in enumerate(ROWS)]
    assert "Row 2, column `a` can be read in two ways" in complaint(written(rows).encode())
    clear = [(f"{i + 1},250", i, row[2]) for i, row in enumerate(ROWS)]
    assert taken(written(clear, separator=";").encode()).x[0, 0] == 1.25
    clear[3] = ("4,25", *clear[3][1:])
    assert taken(written(clear, separator="\t").encode()).x[0, 0] == 1.25


def test_two_of_the_three_columns_may_not_be_the_same():
    for chosen in ((0, 0, 2), (0, 1, 0), (1, 0, 0)):
        assert complaint(GOOD.encode(), *chosen).startswith("Two of the three")


def test_numbers_as_answer_are_classes_if_there_are_two_of_them():
    rows = [(i, i % 5, 2 + 3 * (i % 2)) for i in range(12)]
    table = taken(written(rows, names=("a", "b", "grade")).encode())
    assert table.classes == ("grade = 2", "grade = 5")
    assert table.y[:, 0].tolist() == [i % 2 for i in range(12)]
    table = taken(written(rows).encode(), 1, 2, 0)
    assert table.classes == ()
    assert table.y[:, 0].tolist() == list(range(12))


def test_numbers_that_float32_cannot_tell_apart_are_the_same():
    rows = [(100_000_000 + i % 2, *row[1:]) for i, row in enumerate(ROWS)]
    assert "`a` is the same in every row" in complaint(written(rows).encode(), 0, 1, 2)


def test_a_column_that_is_left_out_may_have_any_fault():
    rows = [(*row, row[0] if i != 4 else "?", "" if i % 4 else "x") for i, row in enumerate(ROWS)]
    data = written(rows, names=("a", "b", "c", "d", "e")).encode()
    assert taken(data, 0, 1, 2).x.shape == (12, 2)
    assert complaint(data, 0, 3, 2).startswith("Row 6, column `d` is not a number")


def test_a_suggestion_is_two_columns_of_numbers_and_another():
    assert suggestion(read_csv(changed(2, 1, "?"))) == (0, 1, 2)
    rows = [(i % 2, i, i * i, i**3) for i in range(12)]
    assert suggestion(read_csv(written(rows, names="abcd").encode())) == (1, 2, 0)
    rows = [(i, i * i, i**3) for i in range(12)]
    assert suggestion(read_csv(written(rows).encode())) == (0, 1, 2)
    rows = [(i, i % 2, f"text {i}") for i in range(12)]
    assert suggestion(read_csv(written(rows).encode())) == (0, 1, 2)


def test_names_are_fit_to_be_shown():
    names = ("**a**\n[x](y)", "\u202eevil `b|`", "a name that is far too long for any drawing")
    table = taken(written(names=(f'"{names[0]}"', *names[1:])).encode())
    assert table.names == ("**a** [x](y)", "evil `b|`", "a name that…")
    assert "Row 4, column `evil 'b¦'` is missing." in complaint(changed(4, 2, "", names=(f'"{names[0]}"', *names[1:])))
    for name in ("`", "``", "a`b", "|", "a\nb", "\u202e", "x" * 500):
        code = as_code(name)
        assert code.count("`") == 2
        assert code.isprintable()
        assert "|" not in code
        assert 3 <= len(code) <= 42


def test_a_short_name_stays_and_a_long_one_ends_in_dots():
    assert shortened("x" * 12) == "x" * 12
    assert shortened("x" * 13) == "x" * 11 + "…"


def test_a_file_is_known_by_its_bytes():
    one, two, other = read_csv(GOOD.encode()), read_csv(GOOD.encode()), read_csv(GOOD.encode() + b"\n")
    assert one == two
    assert one != other
    assert table_of(one, 0, 1, 2) is table_of(two, 0, 1, 2)
    assert table_of(one, 0, 1, 2) == table_of(two, 0, 1, 2) != table_of(one, 1, 0, 2)


def test_the_largest_file_is_read():
    row = ",".join(str(i % 7 + 0.25) for i in range(MOST_COLUMNS - 1))
    lines = [",".join(f"c{i}" for i in range(MOST_COLUMNS))]
    lines += [f"{row},{i % 2}"[: LARGEST_FILE // MOST_FILE_ROWS] for i in range(40)]
    assert len(read_csv("\n".join(lines).encode()).names) == MOST_COLUMNS
    rows = "".join(f"{i},{i * 7 % 100},{i % 2}\n" for i in range(MOST_FILE_ROWS))
    assert len(taken(f"a,b,c\n{rows}".encode()).x) == MOST_FILE_ROWS


@pytest.mark.parametrize("seed", range(60))
def test_a_valid_table_comes_back_with_exactly_its_numbers(seed):
    draw = random.Random(seed)
    count, columns = draw.randint(10, 40), draw.randint(3, 8)
    scale = 10.0 ** draw.randint(-6, 8)
    numbers = [[draw.gauss(0, 1) * scale for _ in range(columns - 1)] for _ in range(count)]
    labels = [draw.choice("pq") for _ in range(count - 2)] + ["p", "q"]
    separator, decimal = draw.choice([(",", "."), (";", "."), (";", ","), ("\t", "."), ("\t", ",")])
    quote = draw.choice(["", '"'])
    names = [f"name {i}{draw.choice(['', ' ü', '*_'])}" for i in range(columns)]
    lines = [names, *([*map(repr, row), label] for row, label in zip(numbers, labels, strict=True))]
    text = draw.choice(["\n", "\r\n"]).join(
        separator.join(quote + (cell if i == 0 else cell.replace(".", decimal)) + quote for cell in line)
        for i, line in enumerate(lines)
    )
    file = read_csv(text.encode(draw.choice(["utf-8", "utf-8-sig", "utf-16"])))
    first, second = draw.sample(range(columns - 1), 2)
    table = table_of(file, first, second, columns - 1)
    assert torch.equal(table.x, torch.tensor([[row[first], row[second]] for row in numbers]))
    assert table.y[:, 0].tolist() == [float(label == "q") for label in labels]
    assert table.classes == ("p", "q")
    samples = prepare(table, 0.2, True, 0)
    assert samples.x_train.isfinite().all()


def test_any_bytes_are_a_table_or_one_sentence():
    draw, tables, sentences = random.Random(0), 0, set()
    texts = [GOOD, written(separator=";", decimal=","), written([(f'"{a}"', b, f'"{c}\n"') for a, b, c in ROWS])]
    pieces = [
        b'"',
        b",",
        b";",
        b"\t",
        b"\n",
        b"\r",
        b"\x00",
        b"\xff",
        b"\xef\xbb\xbf",
        b"nan",
        b"1e999",
        b"-",
        b"\xe2\x88\x92",
        b"=1+1",
    ]
    for _ in range(150):
        data = bytearray(draw.choice(texts).encode(draw.choice(["utf-8", "utf-8", "utf-16", "utf-8-sig"])))
        for _ in range(draw.randint(0, 3)):
            place = draw.randrange(len(data) or 1)
            match draw.randrange(4):
                case 0:
                    del data[place:]
                case 1:
                    data[place:place] = draw.choice(pieces)
                case 2:
                    data[place : place + 1] = draw.randbytes(1)
                case 3:
                    del data[place : place + draw.randint(1, 20)]
        try:
            table = any_table(bytes(data), draw)
        except InputError as error:
            sentences.add(checked(str(error)))
        else:
            tables += 1
            assert table.x.isfinite().all()
            assert table.y.isfinite().all()
            assert len(table.x) == len(table.y) >= 10
    assert tables > 15
    assert len(sentences) > 12


def any_table(data: bytes, draw: random.Random) -> Table:
    file = read_csv(data)
    assert isinstance(file, File)
    places = range(len(file.names))
    return table_of(file, *draw.choice([suggestion(file), tuple(draw.choice(places) for _ in range(3))]))


@pytest.mark.parametrize("seed", range(40))
def test_random_bytes_are_one_sentence(seed):
    draw = random.Random(seed)
    letters = draw.choice([bytes(range(256)), b'1,2;"\n\t.a-', bytes(range(32, 127)) + b"\n"])
    checked(complaint(bytes(draw.choices(letters, k=draw.randint(0, 3_000)))))
