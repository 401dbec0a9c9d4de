import re
import tomllib
from pathlib import Path

import pytest

from neuron_core.activation.depth import ten_layers
from neuron_core.activation.figure import path_figure
from neuron_core.shared.drawing.palette import THEMES

LIGHT = THEMES["light"]


def test_the_figure_carries_the_paths():
    paths = {name: ten_layers(name).path for name in ("relu", "sigmoid")}
    lines = path_figure(paths, LIGHT).data
    assert [(line.name, line.y) for line in lines] == list(paths.items())
    assert all(line.x == tuple(range(11)) for line in lines)


def test_sizes_are_on_a_logarithmic_axis():
    assert path_figure({"a": (1.0, 0.5)}, LIGHT).layout.yaxis.type == "log"


def test_a_path_keeps_the_colour_and_dash_of_its_place_where_another_has_none():
    whole = path_figure({"a": (1.0, 0.5), "b": (1.0, 0.4), "c": (1.0, 0.3)}, LIGHT).data
    assert next((line.line.color, line.line.dash) for line in whole) == (LIGHT.text, "solid")
    gap = path_figure({"a": (), "b": (1.0, 0.4), "c": (1.0, 0.3)}, LIGHT).data
    assert [line.line for line in gap] == [line.line for line in whole[1:]]


@pytest.mark.parametrize("theme", THEMES)
def test_lines_have_the_colours_of_the_drawing_in_both_themes(theme):
    """The drawing takes its colours from Streamlit's theme, through the style sheet."""
    css = Path("pages/shared/toggles.css").read_text(encoding="utf-8")
    with Path(".streamlit/config.toml").open("rb") as file:
        config = tomllib.load(file)["theme"][theme]
    lines = path_figure(dict.fromkeys("abcd", (1.0, 0.5)), THEMES[theme]).data
    assert ".line0 { stroke: var(--st-text-color);" in css
    assert lines[0].line.color == config["textColor"]
    for place, line in enumerate(lines[1:], 1):
        stroke = re.search(rf"^\.line{place} {{ stroke: var\(--st-(\w+)-color\); stroke-dasharray:", css, re.MULTILINE)
        fill = re.search(rf"^circle\.line{place} {{ fill: var\(--st-(\w+)-color\);", css, re.MULTILINE)
        assert stroke[1] == fill[1]
        assert line.line.color == config[f"{stroke[1]}Color"]
