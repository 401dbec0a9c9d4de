import xml.etree.ElementTree as ET

import pytest
import torch

from neuron_core.batchnorm import BatchNorm, batchnorm_columns, knob_keys
from neuron_core.drawings.batchnorm import Shape, batchnorm_drawing, scale_powers

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
