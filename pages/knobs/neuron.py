"""The knobs of the neuron page."""

from typing import Any

from neuron_core.neuron.cases import CASES
from neuron_core.neuron.model import MAX_INPUTS
from pages.knobs.common import ACTIVATION, LESSON, WS, XS, B
from pages.shared.code_panel import code_knob
from pages.shared.knob import Choice, Knob, Panel

CASE = Choice(key="neuron_case", label="Neurons to try", default=None, options=list(CASES), form="pills")
N = Choice(key="n", label="Inputs", default=len(LESSON.x), options=range(1, MAX_INPUTS + 1), form="segments")


def pairs(n: int) -> list[str]:
    """Return the pairs of inputs that a map can have as its axes, for a neuron of `n` inputs."""
    return [f"x{i} and x{j}" for i in range(1, n + 1) for j in range(i + 1, n + 1)]


PLANE = Choice(
    key="neuron_plane", label="The output over", default=pairs(2)[0], options=pairs(MAX_INPUTS), form="segments"
)
GRADIENTS = Panel(key="neuron_gradients", label="Which slider matters most here?")
LEGEND = Panel(key="neuron_legend", label="How to read the picture")
SOLID = Panel(key="neuron_solid", label="The output over two inputs, as a surface to turn")
CODE = code_knob("neuron")
KNOBS: tuple[Knob[Any], ...] = (CASE, N, ACTIVATION, *XS, *WS, B, PLANE, GRADIENTS, LEGEND, SOLID, CODE)
