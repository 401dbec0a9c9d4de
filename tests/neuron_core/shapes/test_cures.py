import random

import torch
from torch import nn

from neuron_core.shapes.cures import Cure, cures
from neuron_core.shapes.shape import MAX_ELEMENTS, fit_linear


def test_the_lessons_example_is_cured_by_its_own_linear():
    assert cures(fit_linear((4, 10, 8), 3, 2), 1000) == [Cure((4, 10, 8), 8), Cure((4, 10, 3), 3)]


def test_a_scalar_is_cured_by_a_dimension():
    assert cures(fit_linear((), 3, 2), 1000) == [Cure((3,), 3)]


def test_what_fits_needs_no_cure():
    assert cures(fit_linear((2, 3), 3, 2), 1000) == []


def test_every_cure_works_in_torch_and_changes_one_thing():
    dice = random.Random(5)
    tried = 0
    for _ in range(100):
        shape = tuple(dice.randint(1, 5) for _ in range(dice.randint(0, 4)))
        wanted, out = dice.randint(1, 5), dice.randint(1, 5)
        found = cures(fit_linear(shape, wanted, out), 1000)
        assert bool(found) == (shape[-1:] != (wanted,))
        for cure in found:
            assert nn.Linear(cure.in_features, out)(torch.zeros(cure.arrives)).shape[-1] == out
            assert (cure.arrives == shape) != (cure.in_features == wanted)
            tried += 1
    assert tried > 80


def test_what_the_page_could_not_show_is_not_offered():
    assert cures(fit_linear((1, 2000), 3, 2), 1000) == [Cure((1, 3), 3)]
    assert cures(fit_linear((MAX_ELEMENTS, 1), 3, 1), 1000)[0] == Cure((MAX_ELEMENTS, 1), 1)
