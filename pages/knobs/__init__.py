"""Every control of every page, by the page's file: the one list that the tests walk.

A name that stands on several pages is one knob of `common`, so it means the same everywhere.
"""

from typing import Any

from pages.knobs import activation, batchnorm, dropout, errors, home, neuron, shapes, simple_ann, stack, training
from pages.shared.knob import Knob

KNOBS: dict[str, tuple[Knob[Any], ...]] = {
    "home": home.KNOBS,
    "neuron": neuron.KNOBS,
    "activation": activation.KNOBS,
    "dropout": dropout.KNOBS,
    "batchnorm": batchnorm.KNOBS,
    "shapes": shapes.KNOBS,
    "stack": stack.KNOBS,
    "simple_ann": simple_ann.KNOBS,
    "training": training.KNOBS,
    "errors": errors.KNOBS,
}
