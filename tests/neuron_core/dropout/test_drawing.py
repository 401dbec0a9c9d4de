import xml.etree.ElementTree as ET

import pytest
import torch

from neuron_core.dropout.drawing import dropout_drawing
from neuron_core.dropout.layer import Dropout, dropout_columns


@pytest.mark.parametrize("n", [1, 4, 12])
@pytest.mark.parametrize("training", [True, False])
def test_every_slot_has_its_column_and_the_mode_is_marked(n, training):
    drawing = dropout_drawing(n, 40.0, training)
    columns = dropout_columns({"p": torch.tensor([0.5])}, "p", Dropout((1.0,) * n, 0.5, training, 0))
    assert {column for _, column, _, _ in drawing.slots} == columns.keys()
    (now,) = ET.fromstring(drawing.markup).iterfind(".//tr[@class='now']")
    assert ("train()" if training else "eval()") in now.find("th").text
