import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from neuron_core.batchnorm.drawing import batchnorm_drawing
from neuron_core.batchnorm.layer import MOST_STEPS
from tests.drawings import Parsed, check
from tests.neuron_core.batchnorm.settings import ALL, PLAIN, some_norms, studied


@pytest.mark.parametrize("rows", [1, 2, 16])
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("momentum", [0.1, None])
@pytest.mark.parametrize("opened", [(), ALL])
def test_every_slot_has_its_column(rows, training, momentum, opened):
    batch = tuple((float(r), -float(r), 3.0) for r in range(rows))
    found = studied(replace(PLAIN, batch=batch, training=training, momentum=momentum, passes=2), (1, 3), opened=opened)
    drawing = batchnorm_drawing(found)
    check(drawing, found.sweep.now)
    words = " ".join(Parsed(drawing).words)
    assert ("refused" in words) == (rows == 1 and opened == ALL)
    assert ("eval(): torch refuses train()" in words) == (rows == 1)
    assert ("− running mean" in words) == (not training or rows == 1)


@pytest.mark.parametrize("norm", [PLAIN, *some_norms(6, seed=12)], ids=str)
def test_the_two_steps_are_drawn_and_written_for_every_row(norm):
    found = studied(norm, (1, 2), opened=())
    drawing = batchnorm_drawing(found)
    texts = {column for _, column, target, _ in drawing.slots if target == ""}
    places = {column for _, column, target, _ in drawing.slots if target == "cx"}
    rows = range(1, len(norm.batch) + 1)
    steps = "xdh" if "affine" not in found.shows else "xdhy"
    assert places == {f"{name}{r}" for name in steps for r in rows}
    assert texts >= places | {"in", "center", "var", "eps", "spread", "hat", "out", "slip"}
    scales = {column: drawing.fills[fill] for _, column, target, fill in drawing.slots if target == "cx"}
    assert scales["x1"][1] == scales["d1"][1] == found.scales.before, "to subtract is to shift: both on one scale"
    assert scales["h1"][1] == found.scales.after


def test_at_rest_there_is_one_feature_and_nothing_of_gamma_or_running_statistics():
    drawing = batchnorm_drawing(studied(PLAIN, opened=()))
    assert not {"gamma", "beta", "rm", "rv", "y1", "train", "eval"} & {column for _, column, *_ in drawing.slots}
    assert "feature 2" not in " ".join(Parsed(drawing).words)


@pytest.mark.parametrize(("change", "drawn"), [({}, False), ({"gamma": (2.0, 1.0, 1.0)}, True), ({"beta": (0.0, 1.0, 0.0)}, False), ({"gamma": (2.0, 1.0, 1.0), "affine": False}, False)])  # fmt: skip
def test_gamma_and_beta_are_a_third_step_where_they_do_something(change, drawn):
    found = studied(replace(PLAIN, **change), opened=())
    assert ("× gamma + beta" in Parsed(batchnorm_drawing(found)).words) == drawn == ("affine" in found.shows)


@pytest.mark.parametrize(
    ("momentum", "weight"),
    [(0.1, "The batch’s weight is momentum."), (None, "is 1 / (training passes + 1), as momentum is None.")],
)
def test_the_weight_of_a_new_batch_is_named(momentum, weight):
    said = " ".join(Parsed(batchnorm_drawing(studied(replace(PLAIN, momentum=momentum)))).words)
    assert weight in said


def test_float32_is_explained_once():
    words = " ".join(Parsed(batchnorm_drawing(studied(PLAIN))).words)
    assert words.count("float32") == 1


def test_what_the_questions_ask_about_running_statistics_can_be_covered():
    drawing = batchnorm_drawing(studied(PLAIN))
    root = ET.fromstring(drawing.markup)
    covered = {child.get("id") for part in root.iterfind(".//*[@data-cover='running']") for child in part.iter()}
    running = {"rm", "rv", "biased", "unbiased", "rm_next", "rv_next", "train", "eval"}
    assert {element for element, column, *_ in drawing.slots if column in running} <= covered


def test_a_number_lights_up_with_its_dots_and_its_terms():
    root = ET.fromstring(batchnorm_drawing(studied(PLAIN)).markup)
    tags = [part.tag for part in root.iterfind(".//*[@data-part='r1']")]
    assert {"circle", "line", "td", "th", "span"} <= set(tags)


def test_the_followed_number_can_be_taken_and_lands_where_the_pointer_is():
    found = studied(PLAIN, (1, 3))
    drawing = batchnorm_drawing(found)
    ((element, (move,)),) = drawing.handles
    (scale,) = [drawing.fills[fill] for id, column, target, fill in drawing.slots if id == element and target == "cx"]
    per_unit = (scale[2][1] - scale[2][0]) / (scale[1][1] - scale[1][0])
    assert (move.key, move.along, move.relative) == ("move", "x", True)
    assert move.places[1] / move.values[1] == pytest.approx(per_unit * found.step)
    assert move.values[1] == MOST_STEPS


def test_the_same_batch_gives_the_same_drawing_wherever_the_sliders_are():
    moved = replace(PLAIN, gamma=(2.0, -1.0, 0.0))
    assert batchnorm_drawing(studied(PLAIN)) is batchnorm_drawing(studied(moved))
    assert batchnorm_drawing(studied(PLAIN, opened=())) is batchnorm_drawing(studied(PLAIN, move=3, opened=()))
    assert batchnorm_drawing(studied(PLAIN)) != batchnorm_drawing(studied(PLAIN, (2, 2)))
