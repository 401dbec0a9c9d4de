import base64
import struct
from pathlib import Path

import pytest

from neuron_core.activation.figure import path_figure
from neuron_core.neuron.cases import CASES, truth_table
from neuron_core.neuron.figure import response_figure, surface_figure
from neuron_core.neuron.model import Neuron, response, surface


def numbers(array: dict) -> list[float]:
    """Read a Plotly typed array back."""
    raw = base64.b64decode(array["bdata"])
    return list(struct.unpack(f"<{len(raw) // 4}f", raw))


NEURON = Neuron((3.0, 5.0), (0.2, 0.4), 0.1, "relu")


def test_the_figure_carries_the_surface():
    plane = surface(NEURON, 1, 2, -10, 10)
    figure = surface_figure("x1", "x2", plane, (3.0, 5.0))
    heat, line, ring = figure.data
    assert numbers(heat.z) == [value for row in plane.out for value in row]
    assert heat.z["shape"] == "21,21"
    assert list(zip(line.x, line.y, strict=True)) == list(plane.boundary)
    assert (ring.x, ring.y) == ((3.0,), (5.0,))
    assert (heat.zmin, heat.zmax) == (0, max(value for row in plane.out for value in row))


def test_colours_are_even_about_zero():
    heat = surface_figure(
        "x1", "x2", surface(Neuron((3.0, 5.0), (0.2, 0.4), 0.1, "identity"), 1, 2, -10, 10), (3.0, 5.0)
    ).data[0]
    assert heat.zmin == -heat.zmax
    assert heat.colorscale[3] == (0.5, "#f5f5f5")


def test_a_gates_corners_say_what_is_wanted():
    case = CASES["XOR"]
    corners = truth_table(case.neuron, case.gate)
    figure = surface_figure("x1", "x2", surface(case.neuron, 1, 2, -1, 2), (1.0, 1.0), corners)
    assert figure.data[-1].text == ("0", "1", "1", "0")


@pytest.mark.parametrize("activation", ["relu", "step", "tanh"])
def test_figures_stay_small(activation):
    plane = surface(Neuron((3.0, 5.0), (1 / 3, 2 / 3), 0.1, activation), 1, 2, -10, 10)
    assert len(surface_figure("x1", "x2", plane, (3.0, 5.0)).to_json()) < 12_000


def test_the_response_is_a_line():
    x, out = response(Neuron((3.0,), (2.0,), 0.1, "relu"), -10, 10)
    line, ring = response_figure(x, out, (3.0, 6.1)).data
    assert numbers(line.y) == out
    assert ring.y == (6.1,)


def test_a_path_keeps_the_colour_and_dash_of_its_place_where_another_has_none():
    whole = path_figure({"a": (1.0, 0.5), "b": (1.0, 0.4), "c": (1.0, 0.3)}, "#123456").data
    assert next((line.line.color, line.line.dash) for line in whole) == ("#123456", "solid")
    gap = path_figure({"a": (), "b": (1.0, 0.4), "c": (1.0, 0.3)}, "#123456").data
    assert [line.line for line in gap] == [line.line for line in whole[1:]]


def test_lines_laid_over_the_first_have_the_drawings_colours():
    css = Path("pages/shared/toggles.css").read_text(encoding="utf-8")
    lines = path_figure(dict.fromkeys("abcd", (1.0, 0.5)), "#123456").data
    for place, line in enumerate(lines[1:], 1):
        assert f".line{place} {{ stroke: {line.line.color};" in css
