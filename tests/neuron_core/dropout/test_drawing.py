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
    assert "mask only" in words
    assert not any("lesson" in word for word in words)


def test_the_drawing_depends_on_sizes_and_not_on_the_draw():
    one, other = (studied(Dropout((1.0, -4.0), p, True, seed)) for p, seed in ((0.2, 0), (0.8, 9)))
    assert dropout_drawing(one) is dropout_drawing(other)
    assert dropout_drawing(one) != dropout_drawing(studied(Dropout((1.0, -5.0), 0.2, True, 0)))
