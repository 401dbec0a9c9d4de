import pytest

from neuron_core.dropout.drawing_in_network import network_drawing
from neuron_core.dropout.layer import Dropout
from neuron_core.dropout.study import InNetwork, study_in_network
from tests.drawings import Parsed, check
from tests.neuron_core.dropout.settings import studied


def network(training: bool) -> InNetwork:
    return study_in_network(studied(Dropout((1.0,), 0.5, training, 74)))


@pytest.mark.parametrize("training", [True, False])
def test_every_slot_has_its_column(training):
    found = network(training)
    drawing = network_drawing(found)
    check(drawing, found.sweep.now)
    assert {column for _, column, _, _ in drawing.slots} == found.sweep.now.keys()
    assert ("train(), this pass" in Parsed(drawing).words) == training


def test_a_dropped_unit_is_named_in_words():
    drawing = network_drawing(network(True))
    named = drawing.fills.index(("sign", ("", "✕ dropped", "")))
    assert [column for _, column, _, fill in drawing.slots if fill == named] == ["k1", "k2"]
