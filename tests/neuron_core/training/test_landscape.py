import math

import pytest
import torch
from torch.nn.utils import vector_to_parameters

from neuron_core.training import evaluate, landscape
from neuron_core.training.choices import LOSSES
from neuron_core.training.columns import shade
from neuron_core.training.evaluate import History
from neuron_core.training.landscape import MOST_PLACES, POINTS, loss_landscape, loss_over, output_surface
from neuron_core.training.model import WIDTHS, drawn, names
from neuron_core.training.run import Run, train
from neuron_core.training.samples import drawn_table, prepare
from neuron_core.training.settings import Settings
from neuron_core.training.words_landscape import landscape_words, output_words

MOONS = prepare(drawn_table("moons", 60, 0.5, 1), 0.2, False, 1)
SINE = prepare(drawn_table("sine", 60, 0.5, 1), 0.2, False, 1)


def network(run: Run, epoch: int, **changed: float) -> torch.nn.Module:
    """A real network with an epoch's parameters, some of them changed."""
    labels, vector = names(run.settings.hidden), run.log[epoch].clone()
    for name, value in changed.items():
        vector[labels.index(name)] = value
    model = drawn(run.settings.hidden, run.settings.activation, 0)
    vector_to_parameters(vector, model.parameters())
    return model


def true_loss(run: Run, model: torch.nn.Module) -> float:
    samples = run.samples
    with torch.no_grad():
        return LOSSES[run.settings.loss].make()(model(samples.x_train), samples.y_train).item()


@pytest.mark.parametrize("hidden", WIDTHS)
@pytest.mark.parametrize("loss", LOSSES)
def test_every_cell_is_the_loss_of_a_real_network(hidden, loss):
    run = train(Settings(hidden=hidden, loss=loss, activation="tanh", epochs=40, seed=hidden), MOONS)
    labels = names(hidden)
    generator = torch.Generator().manual_seed(hidden)
    for _ in range(3):
        one, two = (labels[i] for i in torch.randperm(len(labels), generator=generator)[:2])
        seen = loss_landscape(run, 17, one, two)
        assert (len(seen.first), len(seen.second), len(seen.loss), len(seen.loss[0])) == (POINTS,) * 4
        for row, column in torch.randint(POINTS, (4, 2), generator=generator).tolist():
            model = network(run, 17, **{one: seen.first[column], two: seen.second[row]})
            assert seen.loss[row][column] == pytest.approx(true_loss(run, model), rel=1e-4, abs=1e-6)


@pytest.mark.parametrize("epoch", [0, 1, 50, 120])
def test_the_mark_and_the_path_have_the_losses_of_the_history(epoch):
    run = train(Settings(epochs=120, seed=4), MOONS)
    history = History(run).loss
    seen = loss_landscape(run, epoch, "w21", "c")
    assert seen.now.epoch == epoch
    for place in seen.path:
        assert place.loss == pytest.approx(history[place.epoch].item(), abs=1e-6)
        assert (place.first, place.second) == (run.log[place.epoch, 2].item(), run.log[place.epoch, 8].item())
    here = torch.tensor([[seen.now.first, seen.now.second]])
    assert loss_over(run, epoch, seen.names, here).item() == pytest.approx(seen.now.loss, abs=1e-6)


def test_it_falls_the_way_autograd_says():
    run = train(Settings(hidden=3, activation="tanh", epochs=60, seed=2), MOONS)
    gradient, labels, step = History(run).gradient, names(3), 1e-2
    for epoch in (0, 20, 60):
        for one, two in (("w11", "w12"), ("b2", "v3"), ("c", "v1")):
            at = run.log[epoch, [labels.index(one), labels.index(two)]]
            moves = step * torch.tensor([[1.0, 0], [-1, 0], [0, 1], [0, -1]])
            right, left, up, down = loss_over(run, epoch, (one, two), at + moves).tolist()
            found = torch.tensor([right - left, up - down]) / (2 * step)
            true = gradient[epoch, [labels.index(one), labels.index(two)]]
            assert torch.allclose(found, true, atol=1e-3)
            assert torch.cosine_similarity(found, true, dim=0) > 0.99 or true.norm() < 5e-3


def test_the_lowest_is_the_lowest_cell():
    seen = loss_landscape(train(Settings(epochs=30), MOONS), 10, "v1", "v2")
    first, second, loss = seen.lowest
    assert loss == min(map(min, seen.loss))
    assert seen.loss[seen.second.index(second)][seen.first.index(first)] == loss


@pytest.mark.parametrize("epochs", [1, 150, 1000])
@pytest.mark.parametrize("rate", [0.001, 0.1, 3.0])
def test_the_whole_path_is_in_view_on_round_ends(epochs, rate):
    run = train(Settings(epochs=epochs, rate=rate, optimiser="sgd"), MOONS)
    seen = loss_landscape(run, run.epochs // 2, "w11", "v2")
    log = run.log[:, [0, 7]]
    for values, column in ((seen.first, log[:, 0]), (seen.second, log[:, 1])):
        room = (values[-1] - values[0]) / 8
        assert values[0] + room <= column.min()
        assert column.max() <= values[-1] - room
        assert all(len(f"{end:.6g}".replace(".", "").strip("-0")) <= 2 for end in (values[0], values[-1]))
    epochs_shown = [place.epoch for place in seen.path]
    assert epochs_shown == sorted(set(epochs_shown))
    assert {0, run.epochs, run.epochs // 2} <= set(epochs_shown)
    assert len(epochs_shown) <= MOST_PLACES + 1


def test_pieces_change_nothing(monkeypatch):
    run = train(Settings(epochs=10), MOONS)
    whole = loss_landscape(run, 5, "w11", "w12")
    monkeypatch.setattr(landscape, "_OUTPUTS_AT_ONCE", 5_000)
    monkeypatch.setattr(evaluate, "_AT_ONCE", 3_000)
    parts = loss_landscape.__wrapped__(run, 5, "w11", "w12")
    assert torch.allclose(torch.tensor(whole.loss), torch.tensor(parts.loss), atol=1e-6)


def test_a_weight_that_is_not_there_and_one_twice_are_refused():
    run = train(Settings(epochs=2), MOONS)
    for pair in (("w11", "w81"), ("w11", "w11"), ("w11", "")):
        with pytest.raises(ValueError, match=r"not in list|cannot be both"):
            loss_landscape(run, 0, *pair)


def test_numbers_that_grow_out_of_float32_are_left_out_and_said():
    run = train(Settings(loss="mse", rate=30.0, optimiser="sgd"), SINE)
    assert run.broke
    seen = loss_landscape(run, run.epochs, "w11", "v1")
    assert all(map(math.isfinite, (*seen.first, *seen.second)))
    count = sum(not math.isfinite(value) for row in seen.loss for value in row)
    assert count
    assert f" {count:,} of them are no finite numbers" in landscape_words(seen)


def test_its_words_have_the_numbers_in_them():
    run = train(Settings(epochs=30), MOONS)
    seen = loss_landscape(run, 30, "w11", "w12")
    words = landscape_words(seen)
    first, second, loss = seen.lowest
    away = math.dist((first, second), (seen.now.first, seen.now.second))
    assert f"it is {seen.now.loss:.4f}".rstrip("0") in words
    assert f"{loss:.4f}".rstrip("0") in words
    assert f"{away:.2f}".rstrip("0").rstrip(".") + " away from the mark" in words
    assert "1,681" in words


def test_the_path_leaves_the_surface_away_from_the_mark():
    run = train(Settings(epochs=60, seed=4), MOONS)
    seen = loss_landscape(run, 60, "w11", "w12")
    there = torch.tensor([[place.first, place.second] for place in seen.path])
    on_surface = loss_over(run, 60, seen.names, there)
    apart = (on_surface - torch.tensor([place.loss for place in seen.path])).abs()
    assert apart[-1] < 1e-6
    assert apart[0] > 1e-3


@pytest.mark.parametrize("samples", [MOONS, SINE], ids=["classes", "numbers"])
@pytest.mark.parametrize("loss", LOSSES)
def test_the_output_is_the_networks(samples, loss):
    if not samples.classes and not LOSSES[loss].numbers:
        return
    run = train(Settings(loss=loss, epochs=30), samples)
    seen, model = output_surface(run, 20, 25), network(run, 20)
    with torch.no_grad():
        for row, column in ((0, 0), (3, 40), (40, 7)):
            point = torch.tensor([seen.along[column], seen.along[row]])
            out = model(point)
            assert seen.out[row][column] == pytest.approx(out.item(), abs=1e-5)
            colour = shade(out, samples, loss).clamp(-1, 1).item()
            assert seen.shade[row][column] == pytest.approx(colour, abs=1e-5)
        answers = model(samples.x_train[:25]) if samples.classes else samples.y_train[:25]
    assert len(seen.rows) == 25
    assert list(seen.heights) == pytest.approx(answers.squeeze(1).tolist(), abs=1e-5)
    words = output_words(seen, 20, classes=samples.classes)
    assert f"{max(map(max, seen.out)):.4f}".rstrip("0") in words
