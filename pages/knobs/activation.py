"""The knobs of the activation page."""

from typing import Any

from neuron_core.activation.curves import MAX_CURVES
from neuron_core.activation.registry import ACTIVATIONS
from pages.knobs.common import ACTIVATION
from pages.shared.code_panel import code_knob
from pages.shared.knob import Knob, Panel, Several, Slider

Z = Slider(
    key="activation_z",
    label="z, the weighted sum that comes in",
    default=1.0,
    minimum=-20.0,
    maximum=20.0,
    step=0.1,
    decimals=1,
)
COMPARE = Several(
    key="activation_compare", label="Compare with", default=["sigmoid", "tanh"], options=list(ACTIVATIONS), most=MAX_CURVES - 1
)  # fmt: skip
TEN = Panel(key="activation_ten", label="Ten layers in a row: how much of what is learnt reaches the first?")
LEVELS = Panel(key="activation_levels", label="Where each activation saturates, and where its slope is exactly 0")
SLEEPER = Panel(key="activation_sleeper", label="A ReLU that never starts to learn")
COLLAPSE = Panel(key="activation_collapse", label="Two Linears with no activation between them")
CODE = code_knob("activation")
KNOBS: tuple[Knob[Any], ...] = (ACTIVATION, Z, COMPARE, TEN, SLEEPER, LEVELS, COLLAPSE, CODE)
