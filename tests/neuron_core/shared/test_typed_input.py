import random

import pytest

from neuron_core.shared.typed_input import InputError, parse_rows, parse_vector


@pytest.mark.parametrize(
    "line",
    ["1.5, 2.5", "1.5,2.5", "1.5 2.5", "1.5\t2.5", "1.5; 2.5", "1,5; 2,5", "1,5;2.5", "1,5 2,5", "1,5\t2,5", "[1.5, 2.5],",
     "(1.5, 2.5)", "  1.5 ,2.5, ", "+1.5, 25e-1"],
)  # fmt: skip
def test_the_ways_to_write_two_numbers(line):
    assert parse_rows(line, 2) == ((1.5, 2.5),)


def test_rows_blank_lines_brackets_and_true_minus_signs():
    assert parse_rows("1, 2\n\n−3, 4\r\n", 2) == ((1, 2), (-3, 4))
    assert parse_rows("[[1, 2], [3, 4]]", 2) == ((1, 2), (3, 4))
    assert parse_rows("1,2", 2) == ((1, 2),)
    assert parse_rows("1,5\n2,5", 1) == ((1.5,), (2.5,))


def test_without_a_count_the_first_row_sets_it():
    assert parse_rows("1,2,3\n4 5 6") == ((1, 2, 3), (4, 5, 6))
    assert parse_rows("1; 2,5\n3,5 4,5") == ((1, 2.5), (3.5, 4.5))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "no number"),
        (" \n\t\n", "no number"),
        ("1, 2\n3", "Row 2 has 1 number where 2"),
        ("1, 2\n\n3, 4, 5", "Row 3 has 3 numbers where 2"),
        ("1, 2\n3, abc", "Row 2, number 2 cannot"),
        ("<script>alert(1)</script>, 2", "Row 1, number 1 cannot"),
        ("__import__('os'), 2", "Row 1, number 1 cannot"),
        ("1, 2\n, 4", "Row 2, number 1 is missing"),
        ("1,,2", "Row 1"),
        ("1, nan", "Row 1, number 2 is not finite"),
        ("-inf, 1", "Row 1, number 1 is not finite"),
        ("1, 1e999", "Row 1, number 2 is too large"),
        ("1, 1e38", "Row 1, number 2 is too large"),
        ("1_000, 2", "Row 1, number 1 cannot"),
        ("1,5,2,5", "Row 1 has 4 numbers where 2"),
        ("1.234,5; 2", "Row 1, number 1 cannot"),
        ("1, 2\n" * 201, "Row 201 is one too many"),
    ],
)
def test_one_sentence_names_the_place_and_quotes_nothing(text, place):
    with pytest.raises(InputError, match=place) as caught:
        parse_rows(text, 2)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    for typed in ("abc", "script", "import", "1_000", "999"):
        assert typed not in sentence


def test_ten_pasted_megabytes_are_refused_at_once():
    with pytest.raises(InputError, match="too long"):
        parse_rows("1, 2\n" * 2_000_000, 2)
    with pytest.raises(InputError, match="too long"):
        parse_vector("1" * 10_000_000)


def test_two_readings_are_refused_rather_than_guessed():
    with pytest.raises(InputError, match="two ways"):
        parse_rows("1,5 2,5")


def test_too_many_columns():
    with pytest.raises(InputError, match="Row 1 has 17 numbers: up to 16"):
        parse_rows(" ".join("1" * 17))


@pytest.mark.parametrize(
    "text",
    [
        "10, 20, 30, 40",
        "10 20 30 40",
        "10; 20; 30; 40",
        "[10, 20, 30, 40]",
        "10\n20\n30\n40",
        "10,20,30,40",
        "10,20\n30,40",
    ],
)
def test_a_vector_on_one_line_or_several(text):
    assert parse_vector(text) == (10, 20, 30, 40)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "no number"),
        ("1, x", "number 2 cannot"),
        ("1 " * 13, "13 numbers: up to 12"),
        ("1" * 10_000_000, "too long"),
    ],
)
def test_what_is_wrong_with_a_vector(text, place):
    with pytest.raises(InputError, match=place):
        parse_vector(text)


def test_what_is_written_is_read_back():
    generator = random.Random(1)
    for _ in range(200):
        columns = generator.randint(1, 6)
        rows = tuple(
            tuple(round(generator.uniform(-1e6, 1e6), generator.randint(0, 6)) for _ in range(columns))
            for _ in range(generator.randint(1, 20))
        )
        mark = generator.choice([", ", ",", ";", "\t", " "])
        if columns == 1 or mark != ",":
            assert parse_rows("\n".join(mark.join(map(str, row)) for row in rows), columns) == rows
        german = "\n".join("; ".join(str(value).replace(".", ",") for value in row) for row in rows)
        assert parse_rows(german, columns) == rows


@pytest.mark.timeout(10)
@pytest.mark.parametrize("pad", ["]", ")", " ", ",", ";", "1", "-", "[", "], [", "1.", "e"])
def test_nothing_typed_within_the_bounds_takes_long(pad):
    text = ("x" + pad * 10_000)[:9_998] + "x"
    with pytest.raises(InputError):
        parse_rows(text, 2)  # a reading that backtracks would take minutes
