import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
import torch

from neuron_core.batchnorm.drawing import Shape, batchnorm_drawing, scale_powers, tick_labels
from neuron_core.batchnorm.layer import BatchNorm, batchnorm_columns, knob_keys

GAMMAS, BETAS, FEEDS = knob_keys("bn")


@pytest.mark.parametrize("rows", [1, 2, 16])
@pytest.mark.parametrize("training", [True, False])
def test_every_slot_has_its_column(rows, training):
    batch = tuple((float(r), -float(r), 3.0) for r in range(rows))
    norm = BatchNorm(batch, training, True, (1.0,) * 3, (0.0,) * 3, 0.1, 1e-5, 2)
    values = dict.fromkeys(GAMMAS + BETAS, torch.ones(1)) | {FEEDS: torch.tensor([2.0])}
    columns = batchnorm_columns(values, "bn", norm, (1, 3))
    trains = rows > 1
    shape = Shape(rows, 3, "t" if training and trains else "e", trains, (1, 3), (1, 2))
    drawing = batchnorm_drawing(shape, ((3.5, 2.0), (-3.5, 2.0), (3.0, 0.0)) if trains else ())
    assert {column for _, column, _, _ in drawing.slots} <= columns.keys()
    assert ("refused" in drawing.markup) != trains
    ET.fromstring(drawing.markup)


@pytest.mark.parametrize(
    ("values", "powers"),
    [([0.0], (1, 1)), ([10.0], (1, 1)), ([10.1], (1, 2)), ([-1000.0, 1e6], (3, 6)), ([-1e-9], (1, 1))],
)
def test_the_scale_ends_on_the_next_power_of_ten(values, powers):
    assert scale_powers(values) == powers


@pytest.mark.parametrize("powers", [(low, high) for low in range(1, 8) for high in range(1, 8)])
def test_labels_stand_clear_of_one_another_and_of_the_edge(powers):
    labels = tick_labels(powers)
    assert "0" in [text for text, _ in labels]
    assert len(labels) >= 3
    ends = [(x - 5 * len(text), x + 5 * len(text)) for text, x in labels]
    assert all(end <= start for (_, end), (start, _) in pairwise(ends))
    assert ends[0][0] >= 0
    assert ends[-1][1] <= 640
