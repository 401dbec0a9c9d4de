import ast
import subprocess
import sys
from dataclasses import replace

import pytest

from neuron_core.simple_ann import model
from neuron_core.simple_ann.eight_steps import STEPS, class_source, lit_lines, script
from neuron_core.simple_ann.passes import drawn, run


def lit(step: str) -> list[str]:
    lines = class_source().splitlines()
    return [lines[number].strip() for number in lit_lines(step)]


def test_the_source_is_the_file_that_runs():
    with open(model.__file__, encoding="utf-8") as file:
        assert file.read().endswith(class_source() + "\n")


def test_every_step_lights_its_own_lines():
    assert lit("1 Import") == ["import torch", "from torch import nn"]
    assert lit("2 Class") == ["class SimpleANN(nn.Module):"]
    assert lit("4 Super") == ["super().__init__()"]
    assert lit("5 Layers") == ["self.fc1 = nn.Linear(2, 2)", "self.fc2 = nn.Linear(2, 1)"]
    assert len(STEPS) == 8


def test_the_steps_together_light_all_code_once():
    numbers = [number for step in STEPS for number in lit_lines(step)]
    assert len(numbers) == len(set(numbers))
    statements = {node.lineno - 1 for node in ast.walk(ast.parse(class_source())) if isinstance(node, ast.stmt)}
    docstring = next(i for i, line in enumerate(class_source().splitlines()) if '"""' in line)
    assert set(numbers) == statements - {docstring}


@pytest.mark.parametrize("seed", [0, 74, 123456])
def test_the_script_gives_the_pages_number(seed, capsys):
    parameters, inputs = drawn(seed), (-3.7, 8.1)
    for edited in (parameters, replace(parameters, w12=0.5, b2=-1.25, v1=2.0, c=0.0)):
        exec(compile(script(seed, edited, inputs), "simple_ann.py", "exec"), {"__name__": "at_home"})
        assert float(capsys.readouterr().out) == pytest.approx(run(edited, inputs).out, rel=1e-4, abs=1e-5)


def test_the_script_runs_on_its_own(tmp_path):
    path = tmp_path / "simple_ann.py"
    path.write_text(script(1429, drawn(1429), (1.0, 2.0)))
    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert float(done.stdout) == pytest.approx(run(drawn(1429), (1.0, 2.0)).out, rel=1e-4)
