import ast
from dataclasses import replace

import pytest

from neuron_core.batchnorm.layer import moved
from neuron_core.batchnorm.script import batchnorm_script
from tests.neuron_core.batchnorm.settings import PLAIN, at_home, some_norms, studied
from tests.scripts import run_script

CELL = (1, 2)


@pytest.mark.parametrize("norm", [PLAIN, replace(PLAIN, passes=0, affine=False), *some_norms(8, seed=4)], ids=str)
@pytest.mark.parametrize("move", [0, -3])
def test_the_script_gives_the_pages_numbers(norm, move):
    found = studied(norm, CELL, move)
    printed, now = run_script(batchnorm_script(norm, found.batch)), found.sweep.now
    for line, truth in zip(("training", "eval"), at_home(norm, CELL, move), strict=False):
        for row, wanted in zip(ast.literal_eval(printed[line]), truth.tolist(), strict=True):
            assert row == pytest.approx(wanted, rel=2e-4, abs=2e-4)
    mode = ast.literal_eval(printed["training" if norm.training else "eval"])
    assert [row[1] for row in mode] == pytest.approx(
        [now[f"y{r}"] for r in range(1, len(mode) + 1)], rel=2e-4, abs=2e-4
    )
    if norm.training:
        by_hand = [row[1] for row in ast.literal_eval(printed["by hand"])]
        assert by_hand == pytest.approx([now[f"h{r}"] for r in range(1, len(mode) + 1)], rel=1e-3, abs=1e-3)
    for line, name in (("running mean", "rm"), ("running var", "rv")):
        assert ast.literal_eval(printed[line])[1] == pytest.approx(now[name], rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("change", [{"batch": PLAIN.batch[:1]}, {"eps": 0.0}])
def test_the_script_does_not_train_where_torch_refuses(change):
    norm = replace(PLAIN, **change)
    printed, now = run_script(batchnorm_script(norm, norm.batch)), studied(norm, CELL).sweep.now
    assert "training" not in printed
    assert ast.literal_eval(printed["eval"])[0][1] == pytest.approx(now["y1"])


def test_a_moved_number_stands_in_the_script_once():
    script = batchnorm_script(PLAIN, moved(PLAIN.batch, (4, 1), 3))
    assert "x[3, 0] = 9.5  # the number that was moved" in script
    assert "moved" not in batchnorm_script(PLAIN, PLAIN.batch)
