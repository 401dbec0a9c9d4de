import itertools
import xml.etree.ElementTree as ET

import pytest
import torch

from neuron_core.activation.drawing import MAX_CURVES, activation_drawing
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.activation.slope import study, study_curve
from neuron_core.shared.drawing.charts import bends


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


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("points", [121, 241, 1001])
def test_a_line_with_few_bends_stays_on_the_curve(name, points):
    curve = study_curve(name, 5.0, points)
    pixels = [(27 * z, 26 * out) for z, out in zip(curve.z, curve.out, strict=True)]
    kept = bends(pixels)
    assert len(kept) <= len(pixels)
    for x, y in pixels:
        (x0, y0), (x1, y1) = next((a, b) for a, b in itertools.pairwise(kept) if a[0] <= x <= b[0])
        assert abs(y0 + (y1 - y0) * (x - x0) / (x1 - x0) - y) < 0.5
