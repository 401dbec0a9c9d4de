import ast
from dataclasses import replace

import pytest

from neuron_core.batchnorm.script import batchnorm_script
from tests.neuron_core.batchnorm.settings import PLAIN, some_norms, studied
from tests.scripts import run_script


@pytest.mark.parametrize("norm", [PLAIN, replace(PLAIN, passes=0, affine=False), *some_norms(8, seed=4)], ids=str)
def test_the_script_gives_the_pages_numbers(norm):
    printed, now = run_script(batchnorm_script(norm)), studied(norm).sweep.now
    for line, name in (("training", "t"), ("eval", "e")):
        for r, row in enumerate(ast.literal_eval(printed[line]), 1):
            assert row == pytest.approx([now[f"{name}{r}_{f}"] for f in (1, 2, 3)], rel=2e-4, abs=2e-4)
    for line, name in (("running mean", "rm"), ("running var", "rv")):
        assert ast.literal_eval(printed[line]) == pytest.approx(
            [now[f"{name}{f}"] for f in (1, 2, 3)], rel=1e-4, abs=1e-4
        )


@pytest.mark.parametrize("change", [{"batch": PLAIN.batch[:1]}, {"eps": 0.0}])
def test_the_script_does_not_train_where_torch_refuses(change):
    norm = replace(PLAIN, **change)
    printed, now = run_script(batchnorm_script(norm)), studied(norm).sweep.now
    assert "training" not in printed
    assert ast.literal_eval(printed["eval"])[0] == pytest.approx([now[f"e1_{f}"] for f in (1, 2, 3)])
