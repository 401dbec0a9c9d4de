import pytest

from neuron_core.neuron.figure import surface_figure
from neuron_core.shared.sweep import sweep
from neuron_core.simple_ann.drawing import network_drawing
from neuron_core.simple_ann.drawing_listing import listing
from neuron_core.simple_ann.figure import initial_weights_figure, timings_figure
from neuron_core.simple_ann.passes import BOUND, PLACES, backward, build, drawn, forward, many_draws, plane


@pytest.mark.parametrize(("goes_back", "go"), [(False, forward), (True, backward)])
def test_every_slot_finds_its_element_and_its_column(goes_back, go):
    drawing = network_drawing(goes_back)
    values = {"input1": 1.0, "input2": 2.0}
    known = sweep([], values, lambda rows: go(build(drawn(1429)), rows)).now.keys() | values.keys()
    for element, column, _target, _fill in drawing.slots:
        assert f'id="{element}"' in drawing.markup
        assert column in known


@pytest.mark.parametrize("goes_back", [False, True])
def test_every_number_of_the_pass_is_in_the_picture(goes_back):
    columns = {column for _, column, target, _ in network_drawing(goes_back).slots if target == ""}
    hidden = {"g_h1", "g_h2"} if goes_back else {"z1", "z2", "h1", "h2"}
    assert columns >= hidden | {f"g_{name}" if goes_back else name for name in PLACES} | {"out"}


def test_a_listing_marks_its_lines_and_escapes_the_rest():
    html = listing("a < b\nc", {1})
    assert "a &lt; b" in html
    assert html.count("<mark>") == 1
    assert "▸ c" in html


def test_the_plane_carries_both_lines():
    reach = plane(drawn(1429), 10.0)
    lines = {f"z{i} = 0": ends for i, ends in enumerate(reach.lines, 1)}
    figure = surface_figure("input1", "input2", reach.surface, (1.0, 2.0), lines=lines)
    assert [trace.name for trace in figure.data[1:3]] == ["z1 = 0", "z2 = 0"]
    assert figure.data[1].line.dash != figure.data[2].line.dash
    assert len(figure.to_json()) < 12_000


def test_the_draws_are_counted_in_full_and_the_nine_marked():
    marks = drawn(1429).values
    figure = initial_weights_figure(BOUND, many_draws(1429), marks)
    assert sum(figure.data[0].y) == pytest.approx(100)
    assert dict(zip(figure.data[1].text, figure.data[1].x, strict=True)) == marks


def test_timings_are_drawn_in_microseconds():
    figure = timings_figure((1, 10), {"CPU": [1e-5, 2e-5], "cuda": [3e-5]})
    assert list(figure.data[0].y) == pytest.approx([10, 20])
    assert figure.data[0].line.dash != figure.data[1].line.dash
    assert list(figure.data[1].x) == [1]
