import math

import pytest

from neuron_core.shared.numbers import number_text


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
