import numpy as np
import pytest

from neuron_core.batchnorm.rounding import decimals
from neuron_core.shared.numbers import number_text


@pytest.mark.parametrize(
    "value", [0.5, 2.7, 19.0, 1166.6667, 3333.3333, 175000.9, 226666.6667, 1_750_000.0, 9_999_999.0]
)
def test_what_is_shown_is_free_of_float32s_noise(value):
    """The nearest float32 is written like the number itself."""
    assert number_text(float(np.float32(value)), decimals(value)) == number_text(value, decimals(value))
    assert 0 <= decimals(value) <= 4


@pytest.mark.parametrize(
    ("value", "shown"), [(175000.90625, "175000.9"), (226666.671875, "226666.7"), (2.6999998, "2.7")]
)
def test_the_numbers_that_looked_odd(value, shown):
    assert number_text(value, decimals(value)) == shown
