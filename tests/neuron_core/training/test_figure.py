import base64
import math
import struct

import pytest

from neuron_core.shared.drawing.palette import NOTHING, POSITIVES, THEMES
from neuron_core.simple_ann.devices import Timing
from neuron_core.training.figure import Heights, landscape_figure, landscape_surface_figure, output_figure, steps_figure
from neuron_core.training.landscape import loss_landscape, output_surface
from neuron_core.training.run import train
from neuron_core.training.samples import drawn_table, prepare
from neuron_core.training.settings import Settings

LIGHT, DARK = THEMES["light"], THEMES["dark"]
MOONS = prepare(drawn_table("moons", 60, 0.5, 1), 0.2, False, 1)
RUN = train(Settings(epochs=40, seed=4), MOONS)
SEEN = loss_landscape(RUN, 25, "w11", "v2")
OUTPUT = output_surface(RUN, 25, 400)


def numbers(array: dict) -> list[float]:
    """Read a Plotly typed array back."""
    raw = base64.b64decode(array["bdata"])
    return list(struct.unpack(f"<{len(raw) // 4}f", raw))


def flat(grid) -> list[float]:
    return [value for row in grid for value in row]


@pytest.mark.parametrize("drawn", [landscape_figure(SEEN, LIGHT), landscape_surface_figure(SEEN)])
def test_the_ground_is_the_loss_and_its_numbers_are_under_the_pointer(drawn):
    ground = drawn.data[0]
    assert numbers(ground.customdata) == flat(SEEN.loss)
    heights = Heights([*SEEN.finite, SEEN.now.loss])
    assert numbers(ground.z) == pytest.approx([heights.of(loss) for loss in flat(SEEN.loss)], rel=1e-6)
    assert ground.z["shape"] == "41,41"
    assert [colour for _, colour in ground.colorscale] == [NOTHING, *POSITIVES]
    assert "%{customdata" in ground.hovertemplate


def test_path_start_and_mark_are_where_training_was():
    _, rim, path, start, mark = landscape_figure(SEEN, LIGHT).data
    assert list(path.x) == list(rim.x) == [place.first for place in SEEN.path]
    assert list(path.y) == [place.second for place in SEEN.path]
    assert (start.x[0], start.y[0]) == (SEEN.path[0].first, SEEN.path[0].second)
    assert (mark.x[0], mark.y[0]) == (SEEN.now.first, SEEN.now.second)
    assert (start.marker.symbol, mark.marker.symbol, mark.name) == ("circle", "diamond", "epoch 25")


def test_turned_the_mark_has_the_height_of_its_loss():
    figure = landscape_surface_figure(SEEN)
    heights = Heights([*SEEN.finite, SEEN.now.loss])
    assert figure.data[-1].z[0] == heights.of(SEEN.now.loss)
    assert list(figure.data[1].z) == [heights.of(place.loss) for place in SEEN.path]
    assert (figure.layout.scene.xaxis.title.text, figure.layout.scene.yaxis.title.text) == ("w11", "v2")


def test_a_large_range_is_shown_by_its_logarithm_and_written_as_losses():
    wide, narrow = Heights([1e-3, 0.5, 40.0]), Heights([0.3, 0.6])
    assert (wide.of(0.1), narrow.of(0.5)) == (pytest.approx(-1), 0.5)
    assert not narrow.ticks
    for value, text in zip(wide.ticks["tickvals"], wide.ticks["ticktext"], strict=True):
        assert 10**value == pytest.approx(float(text))
    assert math.isnan(wide.of(math.inf))
    assert math.isnan(wide.of(math.nan))


@pytest.mark.parametrize("losses", [[0.0, 0.0], [0.0, 1.0], [], [1e-30, 1e30], [5.0]])
def test_any_losses_have_heights(losses):
    heights = Heights(losses)
    assert all(math.isfinite(heights.of(loss)) for loss in losses)
    assert len(heights.ticks.get("tickvals", ())) < 24


def test_the_output_has_its_rows_by_class():
    figure = output_figure(OUTPUT, ("x1", "x2"), ("low", "high"))
    solid, *groups = figure.data
    assert numbers(solid.z) == pytest.approx(flat(OUTPUT.out))
    assert numbers(solid.surfacecolor) == pytest.approx(flat(OUTPUT.shade))
    for label, group in enumerate(groups):
        assert group.name == ("low", "high")[label]
        wanted = [height for row, height in zip(OUTPUT.rows, OUTPUT.heights, strict=True) if row[2] == label]
        assert list(group.z) == wanted
    assert groups[0].marker.color != groups[1].marker.color
    assert sum(len(group.x) for group in groups) == len(MOONS.x_train)


def test_where_y_is_a_number_there_is_one_group():
    figure = output_figure(OUTPUT, ("x1", "x2"), ())
    assert [trace.name for trace in figure.data[1:]] == ["training rows"]


def test_a_name_is_no_markup():
    name = "<b>a</b> %{z}"
    figure = output_figure(OUTPUT, (name, "x2"), (name, "high"))
    text = figure.data[0].hovertemplate + figure.data[1].name + figure.data[1].hovertemplate
    assert "<b>" not in text
    assert "%{z}" not in figure.data[1].name
    assert "<b>" not in figure.layout.scene.xaxis.title.text


def test_figures_stay_small():
    assert len(landscape_figure(SEEN, LIGHT).to_json()) < 60_000
    assert len(landscape_surface_figure(SEEN).to_json()) < 60_000
    assert len(output_figure(OUTPUT, ("x1", "x2"), ("0", "1")).to_json()) < 60_000


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_times_are_drawn_in_microseconds_with_their_middle_half(theme):
    timing = Timing(median=2e-5, low=1e-5, high=5e-5, blocks=5, calls=1)
    names = ["CPU: step", "CPU: forward", "cuda: step", "cuda: forward"]
    figure = steps_figure("rows", {name: {1: timing, 10: timing} for name in names}, theme)
    assert [line.name for line in figure.data] == names
    for line in figure.data:
        assert list(line.x) == [1, 10]
        assert list(line.y) == pytest.approx([20, 20])
        assert list(line.error_y.array) == pytest.approx([30, 30])
        assert list(line.error_y.arrayminus) == pytest.approx([10, 10])
    looks = [(line.marker.symbol, line.line.dash) for line in figure.data]
    assert looks == [("circle", "solid"), ("circle-open", "solid"), ("square", "dash"), ("square-open", "dash")]
    assert figure.data[0].line.color == theme.text
    assert list(figure.layout.xaxis.ticktext) == ["1", "10"]
