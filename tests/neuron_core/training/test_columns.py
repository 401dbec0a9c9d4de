import pytest
import torch

from neuron_core.shared.levels import LEVEL_VALUES
from neuron_core.training.columns import (
    CELLS,
    cells,
    frames,
    gradient_columns,
    hidden_curve,
    map_columns,
    probe_columns,
    reach,
    run_columns,
    shade,
)
from neuron_core.training.evaluate import History, forward
from neuron_core.training.model import names
from neuron_core.training.run import train
from neuron_core.training.samples import drawn_table, prepare
from neuron_core.training.settings import Settings
from tests.neuron_core.training.test_evaluate import network

SETTINGS = [
    ("xor", Settings(epochs=60)),
    ("circles", Settings(hidden=8, activation="tanh", epochs=60, optimiser="adam")),
    ("blobs", Settings(hidden=3, loss="mse", epochs=60)),
    ("sine", Settings(hidden=4, activation="tanh", loss="mse", epochs=60)),
]


def rows(name):
    return prepare(drawn_table(name, 60, 0.5, 0), 0.2, False, 0)


@pytest.mark.parametrize(("name", "settings"), SETTINGS)
def test_a_column_is_what_it_is_called(name, settings):
    samples = rows(name)
    run = train(settings, samples)
    columns = run_columns(History(run)) | gradient_columns(History(run)) | map_columns(run)
    assert {len(column) for column in columns.values()} == {61}
    for epoch in (0, 31, 60):
        model = network(run, epoch)
        values = dict(zip(names(settings.hidden), run.log[epoch].tolist(), strict=True))
        assert all(columns[parameter][epoch].item() == value for parameter, value in values.items())
        for i in range(settings.hidden):
            step = torch.tensor([columns[f"m{i + 1}_a"][epoch], columns[f"m{i + 1}_b"][epoch]])
            assert (model.fc1.weight[i] @ step).item() == pytest.approx(1, abs=1e-4)
        slopes = torch.stack([columns[f"g_{parameter}"][epoch] for parameter in names(settings.hidden)])
        assert columns["norm"][epoch].item() == pytest.approx(slopes.norm().item(), rel=1e-5)
    assert ("accuracy" in columns) == ("test_accuracy" in columns) == samples.classes


@pytest.mark.parametrize(("name", "settings"), SETTINGS)
def test_every_cell_is_on_its_true_side(name, settings):
    samples = rows(name)
    run = train(settings, samples)
    pictures = torch.tensor(LEVEL_VALUES)[frames(run).long()]
    assert pictures.shape == (61, CELLS, CELLS)
    points = cells(samples.low, samples.high)
    for epoch in range(0, 61, 10):
        out = network(run, epoch)(points).detach().squeeze(1)
        wanted = shade(out, samples, settings.loss).clamp(-1, 1)
        found = pictures[epoch].flatten()
        sure = wanted.abs() > 1e-6  # so close to the border the batched sum may round to its other side
        assert torch.equal(found[sure] > 0, wanted[sure] > 0)
        assert (found - wanted).abs().max() < 0.05
    border = 0.5 if settings.loss == "mse" and samples.classes else 0.0
    assert torch.equal(wanted > 0, out > border)


def test_cells_are_counted_from_the_top():
    points = cells(-3, 3).view(CELLS, CELLS, 2)
    assert points[0, 0].tolist() == pytest.approx([-2.9375, 2.9375])
    assert points[-1, -1].tolist() == pytest.approx([2.9375, -2.9375])


def test_a_logit_is_coloured_by_its_chance():
    out = torch.randn(100)
    assert torch.allclose(shade(out, rows("xor"), "bce"), 2 * torch.sigmoid(out) - 1, atol=1e-6)


@pytest.mark.parametrize(("name", "settings"), SETTINGS)
def test_a_point_goes_through_the_network(name, settings):
    run = train(settings, rows(name))
    x1, x2 = torch.full((61,), 0.3), torch.full((61,), -1.2)
    columns = probe_columns(run.log, settings.activation, x1, x2)
    for epoch in (0, 60):
        model = network(run, epoch)
        z = model.fc1(torch.tensor([0.3, -1.2]))
        for i in range(settings.hidden):
            assert columns[f"p_z{i + 1}"][epoch].item() == pytest.approx(z[i].item(), abs=1e-5)
            assert columns[f"p_h{i + 1}"][epoch].item() == pytest.approx(model.activation(z)[i].item(), abs=1e-5)
        assert columns["p_out"][epoch].item() == pytest.approx(model(torch.tensor([0.3, -1.2])).item(), abs=1e-5)


@pytest.mark.parametrize(("name", "settings"), SETTINGS)
def test_the_maps_reach_as_far_as_the_run(name, settings):
    samples = rows(name)
    run = train(settings, samples)
    far = reach(run)
    z, hidden, _ = forward(run.log, settings.activation, cells(samples.low, samples.high))
    assert z.abs().max() <= far.z
    assert hidden.abs().max() <= far.top
    across, up = hidden_curve(settings.activation, far)
    assert (across[0], across[16], across[-1]) == (-far.z, 0, far.z)
    model = network(run, 0)
    assert up == pytest.approx(model.activation(torch.tensor(across)).tolist())
