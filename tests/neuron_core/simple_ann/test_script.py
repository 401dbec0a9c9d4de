import ast
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
import torch

from neuron_core.simple_ann.eight_steps import class_source
from neuron_core.simple_ann.parameters import PLACES, drawn
from neuron_core.simple_ann.passes import network_gradients, run_network
from neuron_core.simple_ann.script import network_script
from tests.neuron_core.simple_ann.networks import studied


def read(printed: str) -> dict[str, Any]:
    """What the script prints, by name."""
    pairs = (line.split(" = ") for line in printed.splitlines())
    return {name: ast.literal_eval(value) for name, value in pairs}


@pytest.mark.parametrize("seed", [0, 74, 123456])
def test_the_script_gives_the_pages_number(seed, capsys):
    parameters, inputs = drawn(seed), (-3.7, 8.1)
    for edited in (parameters, replace(parameters, w12=0.5, b2=-1.25, v1=2.0, c=0.0)):
        exec(compile(network_script(seed, edited, inputs), "simple_ann.py", "exec"), {"__name__": "at_home"})
        printed = read(capsys.readouterr().out)
        assert printed["output"] == pytest.approx(run_network(edited, inputs).out, rel=1e-4, abs=1e-5)
        slopes = network_gradients(edited, inputs)
        for name, (layer, index) in PLACES.items():
            value = torch.tensor(printed[f"gradient of {layer}"])[index].item()
            assert value == pytest.approx(slopes[name], rel=1e-4, abs=1e-5)
        shown = studied(edited, inputs, backward=True).sweep.now
        assert printed["gradient of x"] == pytest.approx([shown["g_input1"], shown["g_input2"]], rel=1e-4, abs=1e-5)


def test_the_script_runs_on_its_own(tmp_path):
    path = tmp_path / "simple_ann.py"
    path.write_text(network_script(1429, drawn(1429), (1.0, 2.0)))
    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert read(done.stdout)["output"] == pytest.approx(run_network(drawn(1429), (1.0, 2.0)).out, rel=1e-4)


def test_only_what_was_edited_is_set_by_hand():
    plain = network_script(7, drawn(7), (1.0, 2.0))
    assert plain.startswith(class_source())
    assert "no_grad" not in plain
    edited = network_script(7, replace(drawn(7), w21=0.5), (1.0, 2.0))
    assert edited.count("    model.") == 1
    assert "    model.fc1.weight[1, 0] = 0.5\n" in edited
