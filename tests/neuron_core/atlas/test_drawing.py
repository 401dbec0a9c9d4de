import pytest

from neuron_core.atlas import drawing as atlas_picture
from neuron_core.atlas.atlas import SEEDS, AtlasRun, State, atlas_film
from neuron_core.atlas.drawing import SIDE, atlas_drawing
from neuron_core.atlas.words import MARKS
from neuron_core.shared.sweep import Axis
from neuron_core.training.samples import drawn_table, prepare
from neuron_core.training.settings import Settings
from tests.drawings import Parsed, check

XOR = prepare(drawn_table("xor", 40, 0.5, 0), 0.2, False, 0)


def test_every_slot_is_filled():
    run = AtlasRun(Settings(epochs=2), XOR)
    run.advance()
    film = atlas_film(run.atlas(), Axis("training_epoch", 0, 1000, 1))
    check(atlas_drawing("training_epoch", 1000, "seed", 0), [*film.columns, "training_epoch"])


def test_every_seed_has_its_cell():
    drawing = atlas_drawing("training_epoch", 1000, "seed", 0)
    assert len(SEEDS) == SIDE * SIDE
    cells = [column for _, column, target, _ in drawing.slots if target == "class"]
    assert cells == [f"seed{seed}" for seed in SEEDS]
    assert all(f'title="seed {seed}"' in drawing.markup for seed in SEEDS)


def test_a_state_is_told_by_a_mark_and_not_by_its_colour_alone():
    assert [MARKS[State(sign)] for sign in (-1, 0, 1)] == list(atlas_picture.MARKS)
    marked = [
        column
        for _, column, target, fill in atlas_drawing("training_epoch", 1000, "seed", 0).slots
        if atlas_drawing("training_epoch", 1000, "seed", 0).fills[fill] == ("sign", atlas_picture.MARKS)
    ]
    assert marked == [f"seed{seed}" for seed in SEEDS]


@pytest.mark.parametrize(("seed", "place"), [(0, (1, 1)), (15, (1, 16)), (16, (2, 1)), (255, (16, 16))])
def test_the_frame_is_around_the_seed_that_is_open(seed, place):
    row, column = (f"{100 * part / 17:.3f}%" for part in place)
    assert atlas_drawing("training_epoch", 1000, "seed", seed).held == {"frame": f"top: {row}; left: {column}"}


def test_a_seed_beyond_has_no_frame_and_the_drawing_stands():
    assert atlas_drawing("training_epoch", 1000, "seed", 256).held == {"frame": "display: none"}
    assert atlas_drawing("training_epoch", 1000, "seed", 256) == atlas_drawing("training_epoch", 1000, "seed", 3)


def test_the_drawing_is_sent_in_few_bytes():
    assert len(atlas_drawing("training_epoch", 1000, "seed", 0).markup) < 20_000
    words = " ".join(Parsed(atlas_drawing("training_epoch", 1000, "seed", 0)).words)
    assert all(f"{mark} {state.name.lower()}" in words for state, mark in MARKS.items())


def test_the_epoch_can_be_dragged_here_too():
    drawing = atlas_drawing("training_epoch", 1000, "seed", 0)
    ((_, (move,)),) = drawing.handles
    assert (move.key, move.values) == ("training_epoch", (0, 1000))
