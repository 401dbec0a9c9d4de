import math
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from neuron_core.activation.curves import MAX_CURVES
from neuron_core.activation.depth import DEPTH, HE_GAIN, ten_layers
from neuron_core.activation.drawing_depth import Lane, depth_drawing
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.activation.words import share_text
from neuron_core.shared.drawing.palette import THEMES, contrast
from neuron_core.shared.refusal import Refusal
from tests.drawings import check

GAINS = ("gain 1", "gain √2 (He)")


def lane(name: str) -> Lane:
    ways = ten_layers(name), ten_layers(name, HE_GAIN)
    one, he = (() if isinstance(way, Refusal) else way.path for way in ways)
    return Lane(ACTIVATIONS[name].label, (one, he), (share_text(ways[0]), share_text(ways[1])))


def charts(*names: str) -> list[ET.Element]:
    drawing = depth_drawing(tuple(map(lane, names)), GAINS)
    check(drawing, ())
    return [svg for svg in ET.fromstring(drawing.markup).iter("svg") if svg.get("role") == "img"]


def heights(chart: ET.Element, line: int) -> list[float]:
    (drawn,) = [element for element in chart.iter("polyline") if element.get("class") == f"function line{line}"]
    return [float(point.split(",")[1]) for point in drawn.get("points").split()]


def test_each_gain_has_its_chart_with_its_name():
    for chart, gain in zip(charts("relu", "sigmoid"), GAINS, strict=True):
        assert gain in [text.text for text in chart.iter("text")]
        assert gain in chart.get("aria-label")
        assert "ReLU, Sigmoid" in chart.get("aria-label")


@pytest.mark.parametrize("names", [("relu", "sigmoid", "tanh"), ("identity", "gelu"), ("softplus",)])
def test_lines_are_the_paths_on_one_logarithmic_axis(names):
    """Both charts: a tenth lies equally far below everywhere."""
    drawn = charts(*names)
    scales = set()
    for chart, gain in zip(drawn, (1.0, HE_GAIN), strict=True):
        for line, name in enumerate(names):
            path, places = ten_layers(name, gain).path, heights(chart, line)
            assert len(places) == DEPTH + 1
            fall = math.log10(path[0] / path[-1])
            if abs(fall) > 0.3:
                scales.add(round((places[-1] - places[0]) / fall))
            between = math.log10(path[0] / path[4])
            if abs(fall) > 0.3:
                expected = places[0] + (places[-1] - places[0]) * between / fall
                assert places[4] == pytest.approx(expected, abs=0.2)
    assert len(scales) == 1


def test_a_line_stays_in_its_chart():
    for name in ACTIVATIONS:
        if name == "step":
            continue
        for chart in charts(name, "relu"):
            assert all(12 - 0.1 <= y <= 156.1 for y in heights(chart, 0))


def test_a_name_without_a_gradient_keeps_its_place_and_is_not_drawn():
    whole, gap = charts("relu", "tanh", "sigmoid"), charts("relu", "step", "sigmoid")
    for chart, other in zip(whole, gap, strict=True):
        assert heights(chart, 2) == heights(other, 2)
        assert not [line for line in other.iter("polyline") if "line1" in line.get("class")]
    markup = depth_drawing((lane("step"),), GAINS).markup
    assert markup.count("<td>none</td>") == 2


def test_the_table_says_what_arrives():
    root = ET.fromstring(depth_drawing(tuple(map(lane, ("relu", "sigmoid"))), GAINS).markup)
    rows = {row.find("th").text: [cell.text for cell in row.findall("td")[1:]] for row in root.find(".//tbody")}
    for name in ("relu", "sigmoid"):
        assert rows[ACTIVATIONS[name].label] == [share_text(ten_layers(name)), share_text(ten_layers(name, HE_GAIN))]


def test_lines_differ_in_colour_and_in_dash_in_both_themes():
    """The drawing takes its colours from Streamlit's theme, through the style sheet."""
    css = Path("pages/shared/toggles.css").read_text(encoding="utf-8")
    found = [re.search(rf"^\.line{i} {{([^}}]+)}}", css, re.MULTILINE)[1] for i in range(MAX_CURVES)]
    dashes = [re.search(r"dasharray: ([\d ]+)", rule) for rule in found]
    assert len({dash and dash[1] for dash in dashes}) == MAX_CURVES
    names = [re.search(r"var\(--st-(\w+)-color\)", rule)[1] for rule in found]
    assert names == ["text", "violet", "green", "red"], "the order of palette.Theme.lines"
    for i in range(1, MAX_CURVES):
        fill = re.search(rf"^circle\.line{i} {{ fill: var\(--st-(\w+)-color\);", css, re.MULTILINE)
        assert fill[1] == names[i]
    for theme in THEMES.values():
        colours = [theme.text, *theme.lines]
        assert len(set(colours)) == MAX_CURVES
        assert all(contrast(colour, theme.background) >= 4.5 for colour in colours)
