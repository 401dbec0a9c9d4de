"""Keys and pointer at random, in short. The long form, with a thousand on each page, is `tests/benchmarks/fuzz.py`."""

import random

import pytest

from pages.shared.frame import ENTRIES
from tests.browser.fuzz import play


@pytest.mark.parametrize("entry", ENTRIES[1::2], ids=lambda entry: entry.title)
def test_random_keys_and_drags_break_nothing(open_page, entry):
    page = open_page(f"/{entry.file.removeprefix('home')}")
    assert not play(page, random.Random(entry.file), 40)
