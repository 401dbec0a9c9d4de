import xml.etree.ElementTree as ET

import pytest

from neuron_core.dropout.drawing import dropout_drawing
from neuron_core.dropout.layer import Dropout
from tests.drawings import Parsed, check
from tests.neuron_core.dropout.settings import studied


@pytest.mark.parametrize("n", [1, 4, 12])
@pytest.mark.parametrize("training", [True, False])
def test_every_slot_has_its_column_and_the_mode_is_marked(n, training):
    found = studied(Dropout((1.0,) * n, 0.5, training, 0))
    drawing = dropout_drawing(found)
    check(drawing, found.sweep.now)
    assert {column for _, column, _, _ in drawing.slots} == found.sweep.now.keys()
    (now,) = ET.fromstring(drawing.markup).iterfind(".//tr[@class='now']")
    assert ("train()" if training else "eval()") in now.find("th").text


def test_a_dropped_unit_is_crossed_out_and_not_only_grey():
    drawing = dropout_drawing(studied(Dropout((1.0, 2.0), 0.5, True, 0)))
    cross = drawing.fills.index(("sign", ("", "✕", "")))
    assert [column for _, column, _, fill in drawing.slots if fill == cross] == ["k1", "k2"] * 2


def test_the_row_of_the_mask_claims_no_lesson():
    words = Parsed(dropout_drawing(studied(Dropout((5.0,), 0.3, True, 1)))).words
    assert "input × mask" in words
    assert not any("lesson" in word for word in words)


def test_the_drawing_depends_on_sizes_and_not_on_the_draw():
    one, other = (studied(Dropout((1.0, -4.0), p, True, seed)) for p, seed in ((0.2, 0), (0.8, 9)))
    assert dropout_drawing(one) is dropout_drawing(other)
    assert dropout_drawing(one) != dropout_drawing(studied(Dropout((1.0, -5.0), 0.2, True, 0)))


@pytest.mark.parametrize("training", [True, False])
def test_how_units_come_out_in_training_can_be_covered_whole(training):
    drawing = dropout_drawing(studied(Dropout((1.0, 2.0), 0.5, training, 0)))
    root = ET.fromstring(drawing.markup)
    covered = {child.get("id") for part in root.iterfind(".//*[@data-cover='scaled']") for child in part.iter()}
    hidden = {column for element, column, *_ in drawing.slots if element in covered}
    assert hidden == {"t1", "t2", "k1", "k2", *(["mean_now"] if training else [])}
    shown = [(column, target) for element, column, target, _ in drawing.slots if element not in covered]
    assert not {"t1", "t2"} & {column for column, _ in shown}
    marks = drawing.fills.index(("sign", ("", "✕", "")))
    uncovered = [slot for slot in drawing.slots if slot[1] in ("k1", "k2") and slot[0] not in covered]
    assert all(slot[3] == marks or slot[2] == "opacity" for slot in uncovered), (
        "of the factor only whether it is 0 shows"
    )


def test_p_can_be_taken_and_lands_where_the_pointer_is():
    drawing = dropout_drawing(studied(Dropout((1.0, 2.0), 0.5, True, 0)))
    ((element, (move,)),) = drawing.handles
    (scale,) = [drawing.fills[fill] for id, column, target, fill in drawing.slots if id == element and target == "x"]
    assert (move.key, move.along, move.values, move.step) == ("p", "x", (0.0, 1.0), 0.05)
    width = 12.0
    assert move.places == tuple(place + width / 2 for place in scale[2])
