import pytest
import torch

from neuron_core.shared.numbers import number_text
from neuron_core.shared.sweep import Axis
from neuron_core.training.filmed import MOST_DOTS, points
from neuron_core.training.run import train
from neuron_core.training.samples import Table, drawn_table, prepare
from neuron_core.training.settings import Settings
from neuron_core.training.study import study
from tests.neuron_core.shared.test_film import unpack
from tests.neuron_core.training.bare import LOSSES
from tests.neuron_core.training.test_evaluate import network

EPOCH = Axis("training_epoch", 0, 1000, 1)
POINT = Axis("training_x1", -10, 10, 0.1), Axis("training_x2", -10, 10, 0.1)
SAMPLES = prepare(drawn_table("xor", 60, 0.5, 0), 0.2, False, 0)


def test_the_sentence_has_torchs_numbers():
    run = train(Settings(epochs=40), SAMPLES)
    model = network(run, 23)
    loss = LOSSES["bce"]()(model(SAMPLES.x_train), SAMPLES.y_train).item()
    right = ((model(SAMPLES.x_train) > 0) == (SAMPLES.y_train == 1)).float().mean().item()
    said = study(run, EPOCH, 23).sentence
    assert said.startswith(f"After epoch 23 of 40: loss {number_text(loss)}, {number_text(100 * right, 1)} % of")


def test_past_the_end_of_a_run_its_last_epoch_stands():
    run = train(Settings(epochs=40), SAMPLES)
    found = study(run, EPOCH, 900, probe=POINT, point=(0.5, 0.5))
    assert found.epoch == 40
    assert "After epoch 40 of 40" in found.sentence
    rows, _ = unpack(found.whole.film)
    assert rows["w11"][40:].tolist() == [run.log[40, 0].item()] * 961


@pytest.mark.parametrize("epoch", [0, 17, 40])
def test_a_point_follows_its_sliders_at_the_committed_epoch(epoch):
    run = train(Settings(epochs=40, hidden=3), SAMPLES)
    found = study(run, EPOCH, epoch, probe=POINT, point=(0.5, -1.0))
    model = network(run, epoch)
    assert found.sweep.now["p_out"] == pytest.approx(model(torch.tensor([0.5, -1.0])).item(), abs=1e-5)
    x1 = POINT[0].positions()
    outs = model(torch.tensor([[x, -1.0] for x in x1])).detach().squeeze(1)
    assert torch.allclose(found.sweep.rows["training_x1"]["p_out"], outs, atol=1e-5)
    pair = found.sweep.pairs[0]
    grid = set(POINT[0].positions())
    assert all(axis.count > 12 and grid > set(axis.positions()) for axis in pair.axes)
    both = torch.cartesian_prod(*(torch.tensor(axis.positions()) for axis in pair.axes))
    assert torch.allclose(pair.rows["p_out"], model(both).detach().squeeze(1), atol=1e-4)
    rows, _ = unpack(found.probe)
    assert rows["p_out"][epoch] == pytest.approx(found.sweep.now["p_out"], abs=1e-5)


def test_a_release_sends_little_and_a_run_not_much():
    run = train(Settings(), prepare(drawn_table("xor", 200, 0.5, 0), 0.2, False, 0))
    found = study(run, EPOCH, 300)
    assert len(found.whole.film.body) < 100_000
    assert found.whole.film is study(run, EPOCH, 700).whole.film


def test_of_many_rows_some_are_drawn():
    x = torch.randn(5000, 2)
    table = Table("to be drawn", ("a", "b", "y"), (), x, x[:, :1])
    samples = prepare(table, 0.2, False, 0)
    drawn = points(samples)
    assert (len(drawn.train), len(drawn.test)) == (0.8 * MOST_DOTS, 0.2 * MOST_DOTS)
    assert drawn.train[0] == (*samples.x_train[0].tolist(), samples.y_train[0].item())


def test_how_it_is_read_names_nothing_from_a_file():
    hostile = Table("hostile", ("a", "b", "y"), ("**x**", "[y](z)"), SAMPLES.table.x, SAMPLES.table.y)
    for share in (0.0, 0.2):
        read = study(train(Settings(epochs=2), prepare(hostile, share, False, 0)), EPOCH, 0).reading
        assert not any(name in read for name in hostile.classes)
        assert ("test rows" in read) == bool(share)
