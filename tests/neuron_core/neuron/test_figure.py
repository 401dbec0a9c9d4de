import base64
import struct

import pytest

from neuron_core.neuron.cases import CASES
from neuron_core.neuron.figure import reach_figure, surface_figure
from neuron_core.neuron.model import Neuron
from neuron_core.neuron.study import Study, study
from neuron_core.shared.drawing.palette import NOTHING, THEMES
from neuron_core.shared.sweep import Axis


def numbers(array: dict) -> list[float]:
    """Read a Plotly typed array back."""
    raw = base64.b64decode(array["bdata"])
    return list(struct.unpack(f"<{len(raw) // 4}f", raw))


def studied(neuron: Neuron, case: str | None = None) -> Study:
    return study(neuron, [Axis(key, -10, 10, 0.1) for key in neuron.values], case)


def drawn(neuron: Neuron, case: str | None = None):
    return reach_figure(studied(neuron, case)).data


NEURON = Neuron((3.0, 5.0), (0.2, 0.4), 0.1, "relu")


def test_the_figure_carries_the_surface():
    plane = studied(NEURON).reach
    heat, line, ring = drawn(NEURON)
    assert numbers(heat.z) == [value for row in plane.out for value in row]
    assert heat.z["shape"] == "21,21"
    assert list(zip(line.x, line.y, strict=True)) == list(plane.boundary)
    assert (ring.x, ring.y) == ((3.0,), (5.0,))
    assert (heat.zmin, heat.zmax) == (0, max(value for row in plane.out for value in row))


def test_the_ring_stands_at_the_inputs_that_the_map_is_over():
    neuron = Neuron((1.0, 2.0, 3.0), (0.5, 0.5, 0.5), 0.0, "tanh")
    axes = [Axis(key, -10, 10, 0.1) for key in neuron.values]
    figure = reach_figure(study(neuron, axes, over=(1, 3)))
    assert (figure.data[-1].x, figure.data[-1].y) == ((1.0,), (3.0,))
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == ("x1", "x3")


def test_colours_are_even_about_zero():
    heat = drawn(Neuron((3.0, 5.0), (0.2, 0.4), 0.1, "identity"))[0]
    assert heat.zmin == -heat.zmax
    assert heat.colorscale[3] == (0.5, NOTHING)
    assert (heat.colorscale[0][1], heat.colorscale[-1][1]) == (THEMES["light"].negative, THEMES["light"].positive)


def test_a_gates_corners_say_what_is_wanted():
    wanted = drawn(CASES["XOR"].neuron, "XOR")[-1]
    assert wanted.text == ("0", "1", "1", "0")
    assert list(zip(wanted.x, wanted.y, strict=True)) == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_lines_of_another_kind_take_the_boundarys_place():
    plane = studied(NEURON).reach
    figure = surface_figure("a", "b", plane, (1.0, 2.0), {"one": [(0, 0), (1, 1)], "none": []})
    heat, one, none, ring = figure.data
    assert (one.name, one.x, none.x, ring.x) == ("one", (0, 1), (), (1.0,))
    assert one.line.dash != none.line.dash
    assert heat.hovertemplate.startswith("a %{x")


@pytest.mark.parametrize("activation", ["relu", "step", "tanh"])
def test_figures_stay_small(activation):
    figure = reach_figure(studied(Neuron((3.0, 5.0), (1 / 3, 2 / 3), 0.1, activation)))
    assert len(figure.to_json()) < 12_000


def test_the_response_is_a_line():
    neuron = Neuron((3.0,), (2.0,), 0.1, "relu")
    line, ring = drawn(neuron)
    assert numbers(line.y) == studied(neuron).reach.out
    assert (ring.x, ring.y) == ((3.0,), (studied(neuron).result.out,))
