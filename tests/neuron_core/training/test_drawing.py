import pytest

from neuron_core.shared.sweep import Axis
from neuron_core.training.drawing import training_drawing
from neuron_core.training.model import WIDTHS
from neuron_core.training.run import train
from neuron_core.training.samples import drawn_table, prepare
from neuron_core.training.settings import Settings
from neuron_core.training.study import study
from tests.drawings import check

EPOCH = Axis("training_epoch", 0, 1000, 1)
POINT = Axis("training_x1", -10, 10, 0.1), Axis("training_x2", -10, 10, 0.1)


def shown(found):
    """The columns that fill the drawing: of its films and of its sweep."""
    films = {column for film in found.films.values() for column in (*film.columns, *(name for name, _ in film.frames))}
    return films | found.sweep.now.keys() | found.sweep.values.keys()


@pytest.mark.parametrize("hidden", WIDTHS)
@pytest.mark.parametrize("name", ["xor", "sine"])
@pytest.mark.parametrize("gradients", [False, True])
@pytest.mark.parametrize("probe", [None, POINT])
@pytest.mark.parametrize("test", [0, 0.2])
def test_every_slot_is_filled(hidden, name, gradients, probe, test):
    samples = prepare(drawn_table(name, 40, 0.5, 0), test, False, 0)
    run = train(Settings(hidden=hidden, loss="bce" if samples.classes else "mse", epochs=5), samples)
    found = study(run, EPOCH, 3, gradients=gradients, probe=probe)
    check(training_drawing(found), shown(found))


def test_the_drawing_stands_while_the_run_changes():
    samples = prepare(drawn_table("xor", 40, 0.5, 0), 0.2, False, 0)
    one, other = (training_drawing(study(train(Settings(seed=seed, epochs=5), samples), EPOCH, 3)) for seed in (1, 2))
    assert one == other
    assert one.held != other.held


def test_every_row_is_drawn_once():
    samples = prepare(drawn_table("xor", 100, 0.5, 0), 0.2, False, 0)
    drawing = training_drawing(study(train(Settings(epochs=2), samples), EPOCH, 0))
    moves = {name: path.count("M") for name, path in drawing.held.items() if name.startswith("dots_")}
    assert sum(count for name, count in moves.items() if name.endswith("train")) == 80
    assert sum(count for name, count in moves.items() if name.endswith("test")) == 20
    ones = int(samples.y_train.sum())
    assert moves["dots_1_train"] == ones


def test_the_player_moves_the_epoch():
    samples = prepare(drawn_table("xor", 40, 0.5, 0), 0.2, False, 0)
    drawing = training_drawing(study(train(Settings(epochs=2), samples), EPOCH, 0))
    assert [key for _, key in drawing.players] == ["training_epoch"]
