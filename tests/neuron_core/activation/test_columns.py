import pytest
import torch

from neuron_core.activation.columns import forward
from neuron_core.activation.gradient import slopes
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.shared.sweep import Axis, sweep

AXIS = Axis("z", -20.0, 20.0, 0.1)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_row_is_torch_at_that_position(name):
    names = [name, *(other for other in ("gelu", "step") if other != name)]
    table = sweep([AXIS], {"z": 1.3}, lambda values: forward(values["z"], names))
    for index in range(0, AXIS.count, 37):
        row = {column: table.rows["z"].get(column) for column in table.now}
        row = {column: table.now[column] if rows is None else rows[index].item() for column, rows in row.items()}
        z = torch.tensor(AXIS.positions()[index], requires_grad=True)
        out = ACTIVATIONS[name].function(z)
        assert row[f"out_{name}"] == pytest.approx(out.item(), abs=2e-6, rel=1e-5)
        if name == "step":
            assert "below" not in row
            assert "above" not in row
            continue
        out.backward()
        slope = z.grad.item()
        assert row[f"slope_{name}"] == pytest.approx(slope, abs=2e-6, rel=1e-5)
        assert row["above"] - row[f"out_{name}"] == pytest.approx(slope, abs=2e-5, rel=1e-4)
        assert row[f"out_{name}"] - row["below"] == pytest.approx(slope, abs=2e-5, rel=1e-4)
    assert "slope_step" not in table.now


def test_the_columns_are_the_functions_and_their_slopes():
    z = torch.linspace(-9, 9, 1001)
    columns = forward(z, list(ACTIVATIONS))
    for name, activation in ACTIVATIONS.items():
        assert torch.equal(columns[f"out_{name}"], activation.function(z))
        if name != "step":
            assert torch.equal(columns[f"slope_{name}"], slopes(name, z))
    assert all(column.shape == z.shape for column in columns.values())


def test_the_tangent_is_the_first_ones():
    z = torch.linspace(-3, 3, 13)
    columns = forward(z, ["tanh", "relu"])
    torch.testing.assert_close(columns["above"], columns["out_tanh"] + columns["slope_tanh"])
    torch.testing.assert_close(columns["below"], columns["out_tanh"] - columns["slope_tanh"])
