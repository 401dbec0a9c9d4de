import itertools
import xml.etree.ElementTree as ET

import pytest
import torch

from neuron_core.activation_study import study, study_curve
from neuron_core.activations import ACTIVATIONS
from neuron_core.drawings.activation import MAX_CURVES, activation_drawing


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("reach", [5.0, 20.0])
def test_every_slot_has_its_column(name, reach):
    names = list(dict.fromkeys([name, "relu", "step", "tanh"]))[:MAX_CURVES]
    drawing = activation_drawing(tuple(study_curve(name, reach) for name in names), "z")
    columns = study({"z": torch.zeros(1)}, "z", names).keys() | {"z"}
    assert {column for _, column, _, _ in drawing.slots} == columns
    ET.fromstring(drawing.markup)


def test_each_line_has_a_twin_in_the_table():
    for names in itertools.combinations(ACTIVATIONS, 2):
        markup = activation_drawing(tuple(study_curve(name, 5.0) for name in names), "z").markup
        for name in names:
            assert f'<th scope="row">{ACTIVATIONS[name].label}</th>' in markup
