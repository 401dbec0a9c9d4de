"""The knobs of the home page: a neuron with one input."""

from typing import Any

from pages.knobs.common import WS, XS, B
from pages.shared.knob import Knob

X, W = XS[0], WS[0]
KNOBS: tuple[Knob[Any], ...] = (X, W, B)
