import subprocess
import sys
from dataclasses import replace

import pytest

from neuron_core.simple_ann.eight_steps import class_source
from neuron_core.simple_ann.parameters import drawn
from neuron_core.simple_ann.passes import run_network
from neuron_core.simple_ann.script import network_script


@pytest.mark.parametrize("seed", [0, 74, 123456])
def test_the_script_gives_the_pages_number(seed, capsys):
    parameters, inputs = drawn(seed), (-3.7, 8.1)
    for edited in (parameters, replace(parameters, w12=0.5, b2=-1.25, v1=2.0, c=0.0)):
        exec(compile(network_script(seed, edited, inputs), "simple_ann.py", "exec"), {"__name__": "at_home"})
        assert float(capsys.readouterr().out) == pytest.approx(run_network(edited, inputs).out, rel=1e-4, abs=1e-5)


def test_the_script_runs_on_its_own(tmp_path):
    path = tmp_path / "simple_ann.py"
    path.write_text(network_script(1429, drawn(1429), (1.0, 2.0)))
    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert float(done.stdout) == pytest.approx(run_network(drawn(1429), (1.0, 2.0)).out, rel=1e-4)


def test_only_what_was_edited_is_set_by_hand():
    plain = network_script(7, drawn(7), (1.0, 2.0))
    assert plain.startswith(class_source())
    assert "no_grad" not in plain
    edited = network_script(7, replace(drawn(7), w21=0.5), (1.0, 2.0))
    assert edited.count("    model.") == 1
    assert "    model.fc1.weight[1, 0] = 0.5\n" in edited
