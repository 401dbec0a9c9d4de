import math

import pytest

from neuron_core.shared.numbers import exponent_words, number_text


@pytest.mark.parametrize(
    ("value", "most", "least", "text"),
    [
        (2.7, 3, 0, "2.7"),
        (2, 3, 1, "2.0"),
        (-0.5, 3, 0, "−0.5"),
        (0.125, 2, 0, "0.13"),
        (-0.125, 2, 0, "−0.13"),
        (-0.0, 3, 1, "0.0"),
        (100, 3, 0, "100"),
        (99.9996, 3, 0, "100"),
        (4.54e-5, 3, 0, "4.5e−5"),
        (-4.54e-5, 4, 0, "−4.5e−5"),
        (1.19e-7, 9, 0, "0.000000119"),
        (1e38, 3, 0, "1.0e38"),
        (math.inf, 3, 0, "inf"),
        (-math.inf, 3, 0, "−inf"),
        (math.nan, 3, 0, "nan"),
    ],
)
def test_writes_numbers_as_a_person_reads_them(value, most, least, text):
    assert number_text(value, most, least) == text


def test_only_zero_is_written_as_zero():
    for exponent in range(1, 40):
        assert float(number_text(10.0**-exponent).replace("−", "-")) > 0


@pytest.mark.parametrize("value", [5.2e-22, -4.54e-5, 3.2e9])
def test_an_exponent_is_read_out_and_means_the_number(value):
    text = number_text(value)
    said = exponent_words(f"between {text} and 1")
    assert said.startswith(f"{text.lstrip('−')} is ")
    plain = said.split(" is ")[1].rstrip(".").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    mantissa, power = plain.split(" × 10")
    assert float(f"{mantissa}e{power}") == pytest.approx(abs(value), rel=0.05)


def test_nothing_is_read_out_where_there_is_no_exponent():
    assert exponent_words("between 0.2 and 1") == ""
