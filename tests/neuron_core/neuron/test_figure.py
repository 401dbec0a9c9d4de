import base64
import struct

import pytest

from neuron_core.neuron.figure import solid_figure
from neuron_core.neuron.model import Neuron
from neuron_core.neuron.surface import surface
from neuron_core.shared.drawing.palette import NOTHING, THEMES


def numbers(array: dict) -> list[float]:
    """Read a Plotly typed array back."""
    raw = base64.b64decode(array["bdata"])
    return list(struct.unpack(f"<{len(raw) // 4}f", raw))


NEURON = Neuron((3.0, 5.0), (0.2, 0.4), 0.1, "relu")
PLANE = surface(NEURON, 1, 2, -10, 10)


def test_the_surface_to_turn_is_the_neurons():
    figure = solid_figure(["x1", "x2"], PLANE, (3.0, 5.0), 2.7)
    solid, point = figure.data
    assert numbers(solid.z) == [value for row in PLANE.out for value in row]
    assert (point.x, point.y, point.z) == ((3.0,), (5.0,), (2.7,))
    assert solid.cmin == -solid.cmax
    assert [solid.colorscale[i][1] for i in (0, 3, -1)] == [THEMES["light"].negative, NOTHING, THEMES["light"].positive]
    assert figure.layout.scene.xaxis.title.text == "x1"


def test_an_output_that_is_0_everywhere_has_a_scale():
    level = surface(Neuron((1.0, 1.0), (0.0, 0.0), 0.0, "relu"), 1, 2, -10, 10)
    solid, _ = solid_figure(["x1", "x2"], level, (1.0, 1.0), 0.0).data
    assert (solid.cmin, solid.cmax) == (-1, 1)


@pytest.mark.parametrize("activation", ["relu", "step", "tanh"])
def test_figures_stay_small(activation):
    plane = surface(Neuron((3.0, 5.0), (1 / 3, 2 / 3), 0.1, activation), 1, 2, -10, 10, points=31)
    assert len(solid_figure(["x1", "x2"], plane, (3.0, 5.0), 0.0).to_json()) < 12_000
