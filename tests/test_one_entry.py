"""The README says that an activation, a case, a data set is one entry. Here one of each is added, before anything else is loaded."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

ADDING = """
import torch
from torch import Tensor
torch.set_num_threads(1)
from neuron_core.activation.registry import ACTIVATIONS, Activation

ACTIVATIONS["cube"] = Activation(
    label="Cube",
    function=lambda z: z**3,
    code="z**3",
    formula="z times z times z",
    verdict=("a large number below 0", "the sum is exactly 0", "a large number"),
    flat="At 0 the cube is level.",
    source="torch.pow",
)

from neuron_core.training.data import DATA_SETS, DataSet

def draw_stripes(n: int, noise: float) -> tuple[Tensor, Tensor]:
    x = 2 * torch.rand(n, 2) - 1
    return x + 0.1 * noise * torch.randn(n, 2), (x[:, :1] > 0).float()

DATA_SETS["stripes"] = DataSet(draw_stripes, "Two stripes.")

from neuron_core.neuron.cases import CASES, Case
from neuron_core.neuron.model import Neuron, run

CASES["Cubed"] = Case(Neuron((2.0, 1.0), (1.0, -0.5), 0.5, "cube"), "The sum of 2 becomes 8.")

from neuron_core.shared.numbers import number_text
from tests.app import open_page, texts
from tests.scripts import run_script

app = open_page("neuron", neuron_code="true")
assert "cube" in app.selectbox(key="activation").options
app.button_group(key="neuron_case").set_value("Cubed").run()
assert not app.exception
assert app.selectbox(key="activation").value == "cube"
assert "The sum of 2 becomes 8." in texts(app)
assert float(run_script(app.code[0].value)["out"]) == run(CASES["Cubed"].neuron).out == 8

app = open_page("activation", activation="cube", activation_z="2", activation_code="true", activation_levels="true")
assert not app.exception
printed = run_script(app.code[0].value)
assert (float(printed["out"]), float(printed["slope"])) == (8, 12)
assert "| Cube |" in texts(app)

app = open_page("stack", stack="linear-4-3 cube linear-3-1", stack_code="true")
assert not app.exception and not app.error
assert "class Cube(nn.Module)" in texts(app)
app = open_page("training", training_data="stripes", training_activation="cube", training_epochs="20", training_code="true")
assert not app.exception and not app.error
assert "stripes" in app.selectbox(key="training_data").options
assert "cube" in app.selectbox(key="training_activation").options
from neuron_core.training import Settings, drawn_table, prepare, train
from neuron_core.training.evaluate import History
run = train(Settings(activation="cube", epochs=20), prepare(drawn_table("stripes", 200, 0.5, 0), 0.2, False, 0))
assert abs(float(run_script(app.code[0].value)["loss"]) - History(run).loss[-1].item()) < 1e-5
print("one entry was enough")
"""


def test_an_activation_a_case_and_a_data_set_are_one_entry_each(tmp_path):
    script = tmp_path / "adding.py"  # a file, as a recipe for rows is copied into scripts from its source
    script.write_text(ADDING)
    world = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, script], cwd=ROOT, env=world, capture_output=True, text=True, timeout=100)
    assert done.stdout.endswith("one entry was enough\n"), done.stderr[-2000:]
