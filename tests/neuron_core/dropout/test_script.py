import ast

import pytest

from neuron_core.dropout.script import dropout_script
from tests.neuron_core.dropout.settings import LESSON, row, some_dropouts, studied
from tests.scripts import run_script


@pytest.mark.parametrize("settings", [LESSON, *some_dropouts(12)], ids=str)
def test_the_script_gives_the_pages_numbers(settings):
    printed, now, n = run_script(dropout_script(settings)), studied(settings).sweep.now, len(settings.vector)
    for line, name in (("mask only", "m"), ("training", "t"), ("eval", "e")):
        assert ast.literal_eval(printed[line]) == pytest.approx(row(now, name, n))
