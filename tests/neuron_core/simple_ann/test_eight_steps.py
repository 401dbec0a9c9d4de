import ast

from neuron_core.simple_ann import model
from neuron_core.simple_ann.eight_steps import STEPS, class_source, lit_lines


def lit(step: str) -> list[str]:
    lines = class_source().splitlines()
    return [lines[number].strip() for number in lit_lines(step)]


def test_the_source_is_the_file_that_runs():
    with open(model.__file__, encoding="utf-8") as file:
        assert file.read().endswith(class_source() + "\n")


def test_every_step_lights_its_own_lines():
    assert lit("1 Import") == ["import torch", "from torch import nn"]
    assert lit("2 Class") == ["class SimpleANN(nn.Module):"]
    assert lit("3 Init") == ["def __init__(self):"]
    assert lit("4 Super") == ["super().__init__()"]
    assert lit("5 Layers") == ["self.fc1 = nn.Linear(2, 2)", "self.fc2 = nn.Linear(2, 1)"]
    assert lit("6 Forward") == ["def forward(self, x):"]
    assert [line.split("  #")[0] for line in lit("7 Flow")] == ["hidden = torch.relu(self.fc1(x))"]
    assert [line.split("  #")[0] for line in lit("8 Return")] == ["return self.fc2(hidden)"]
    assert len(STEPS) == 8


def test_the_steps_together_light_all_code_once():
    numbers = [number for step in STEPS for number in lit_lines(step)]
    assert len(numbers) == len(set(numbers))
    statements = {node.lineno - 1 for node in ast.walk(ast.parse(class_source())) if isinstance(node, ast.stmt)}
    docstring = next(i for i, line in enumerate(class_source().splitlines()) if '"""' in line)
    assert set(numbers) == statements - {docstring}
