import ast
import subprocess
import sys

import pytest
import torch

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.neuron.model import Neuron, gradients, run
from neuron_core.neuron.script import neuron_script
from neuron_core.shared.refusal import Refusal


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_script_gives_the_pages_numbers(activation, capsys):
    torch.manual_seed(len(activation))
    for n in (1, 2, 3, 4):
        x, w = torch.randint(-100, 101, (n,)) / 10, torch.randint(-100, 101, (n,)) / 20
        neuron = Neuron(tuple(x.tolist()), tuple(w.tolist()), -0.3, activation)
        exec(compile(neuron_script(neuron), "neuron.py", "exec"), {})
        printed = dict(line.split(" = ") for line in capsys.readouterr().out.splitlines())
        result = run(neuron)
        assert float(printed["z"]) == pytest.approx(result.z, rel=1e-5, abs=1e-5)
        assert float(printed["out"]) == pytest.approx(result.out, rel=1e-5, abs=1e-5)
        slopes = gradients(neuron)
        if isinstance(slopes, Refusal):
            assert "gradients of x" not in printed
            continue
        shown = [
            *ast.literal_eval(printed["gradients of x"]),
            *ast.literal_eval(printed["gradients of w"]),
            float(printed["gradient of b"]),
        ]
        assert shown == pytest.approx(list(slopes.values.values()), rel=1e-5, abs=1e-6)


def test_the_script_runs_on_its_own(tmp_path):
    script = tmp_path / "neuron.py"
    script.write_text(neuron_script(Neuron((3.0, 5.0), (0.2, 0.4), 0.1, "relu")))
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.startswith("z = 2.69999")
