import xml.etree.ElementTree as ET
from base64 import b64decode

import pytest

from neuron_core.simple_ann.drawing import network_drawing
from neuron_core.simple_ann.parameters import PLACES, drawn
from neuron_core.simple_ann.way_back import FINDS, WAY_BACK
from tests.drawings import Parsed, check
from tests.neuron_core.shared.test_pixels import HEAD, read
from tests.neuron_core.simple_ann.networks import FIRST, GATE, studied


def draw(backward: bool):
    return network_drawing(studied(backward=backward))


def tree(backward: bool) -> ET.Element:
    return ET.fromstring(draw(backward).markup.replace("&nbsp;", " "))


@pytest.mark.parametrize("parameters", [FIRST, GATE])
@pytest.mark.parametrize("backward", [False, True])
def test_every_slot_finds_its_element_and_its_column(backward, parameters):
    found = studied(parameters, backward=backward)
    check(network_drawing(found), found.sweep.now.keys() | found.sweep.values.keys())


@pytest.mark.parametrize("backward", [False, True])
def test_every_number_of_the_pass_is_in_the_picture(backward):
    columns = {column for _, column, target, _ in draw(backward).slots if target == ""}
    hidden = {"g_h1", "g_h2", "g_out", "g_input1", "g_input2"} if backward else {"z1", "z2", "h1", "h2"}
    assert columns >= hidden | {f"g_{name}" if backward else name for name in PLACES} | {"out"}


@pytest.mark.parametrize("backward", [False, True])
def test_the_drawing_stands_still_while_the_inputs_and_the_step_move(backward):
    one, other = (
        studied(FIRST, inputs, backward=backward, step=step) for inputs, step in (((1.0, 2.0), 1), ((-3.0, 4.5), 5))
    )
    assert network_drawing(one) == network_drawing(other)
    assert network_drawing(one).held == network_drawing(other).held


def test_another_network_changes_nothing_but_the_image_of_the_output():
    one, other = network_drawing(studied(drawn(5))), network_drawing(studied())
    assert one == other
    assert {name for name in one.held if one.held[name] != other.held[name]} == {"cells"}


def test_the_image_is_the_output_on_the_map():
    found = studied(GATE)
    drawing = network_drawing(found)
    image = next(ET.fromstring(drawing.markup).iter("image"))
    assert (image.get("id"), "cells", "href") in [slot[:3] for slot in drawing.slots]
    rows = read(b64decode(drawing.held["cells"].removeprefix(HEAD)))
    assert (len(rows), len(rows[0])) == (int(image.get("height")), int(image.get("width"))) == (41, 41)
    values = found.plane.surface.out
    for across in range(0, 41, 8):
        for up in range(0, 41, 8):
            red, _, blue = rows[40 - up][across]
            assert (blue > red) == (values[up][across] > 1e-3), "blue is above 0"


def places(backward: bool) -> list[tuple]:
    names = ("x1", "y1", "x2", "y2")
    return [tuple(line.get(name) for name in names) for line in tree(backward).iter("line") if line.get("data-part")]


def test_forward_and_backward_have_their_edges_in_the_same_places():
    assert places(False) == places(True)
    assert len(places(False)) == 2 * 6 + 3, "each weight's edge ends at its label and goes on behind it; a bias has one"


@pytest.mark.parametrize("backward", [False, True])
def test_no_edge_runs_behind_a_label_or_a_map(backward):
    rects = [r for r in tree(backward).iter("rect") if r.get("class") == "field"]
    boxes = [[float(r.get(name)) for name in ("x", "y", "width", "height")] for r in rects]
    tiles = [svg for svg in tree(backward).iter("svg") if svg.get("class") == "tile"]
    boxes += [[float(svg.get(name)) for name in ("x", "y", "width", "height")] for svg in tiles]
    assert len(boxes) == 9
    for x1, y1, x2, y2 in (map(float, place) for place in places(backward)):
        for share in range(5, 96, 5):
            x, y = x1 + (x2 - x1) * share / 100, y1 + (y2 - y1) * share / 100
            assert not any(a < x < a + width and b < y < b + height for a, b, width, height in boxes)


def labels(backward: bool) -> dict[str, tuple[str, str]]:
    """What is written on the edges, by the name of the parameter: the number's column, and that of the mark beside it."""
    drawing, found = draw(backward), {}
    columns = {element: column for element, column, target, _ in drawing.slots if target == ""}
    marks = {element for element, _, _, fill in drawing.slots if drawing.fills[fill] == ("sign", ("−", "0", "+"))}
    for group in tree(backward).iter("g"):
        if any(rect.get("class") == "field" for rect in group.findall("rect")):
            named = [element.get("id") for element in group.iter() if element.get("id") in columns]
            (mark,) = [columns[name] for name in named if name in marks]
            numbers = [columns[name] for name in named if name not in marks]
            assert numbers[0] == group.get("data-part"), "the parameter itself is on its edge, by name"
            assert group.get("data-part") in "".join(group.itertext())
            found[group.get("data-part")] = (numbers[1], mark)
    return found


def test_the_mark_on_an_edge_is_the_sign_of_the_number_beside_it():
    products = {"w11": "c11", "w12": "c12", "w21": "c21", "w22": "c22", "v1": "p1", "v2": "p2"}
    assert labels(False) == {weight: (product, product) for weight, product in products.items()}
    assert labels(True) == {weight: (f"g_{weight}", f"g_{weight}") for weight in products}


def test_all_nine_are_in_the_picture_by_name():
    for backward in (False, True):
        words = " ".join(Parsed(draw(backward)).words)
        assert all(name in words for name in PLACES)


def test_going_back_each_gradient_waits_for_its_step():
    drawing = draw(True)
    waits = {
        element: column
        for element, column, target, fill in drawing.slots
        if target == "class" and drawing.fills[fill] == ("sign", ("later", "now", "done"))
    }
    columns = {element: column for element, column, target, _ in drawing.slots if target == ""}
    picture = next(svg for svg in ET.fromstring(drawing.markup).iter("svg") if svg.get("class") == "ann")
    seen = {}
    for group in picture.iter("g"):
        if group.get("id") in waits:
            for element in group.iter():
                column = columns.get(element.get("id"), "")
                if column.startswith("g_"):
                    seen[column] = waits[group.get("id")]
    for step, names in enumerate(FINDS, 1):
        for name in names:
            column = f"g_{name}".replace("g_z", "g_b")
            if not name.startswith("z"):
                assert seen[column] == f"at{step}" or column.startswith("g_b")
    free = {c for e, c in columns.items() if c.startswith("g_") and not c.startswith("g_v")}
    assert set(seen) >= free, "no gradient is shown before its step"


def test_one_step_is_written_out_at_a_time():
    drawing = draw(True)
    turns = [c for _, c, _, fill in drawing.slots if drawing.fills[fill] == ("sign", ("unused", "turn", "unused"))]
    assert turns == [f"at{number}" for number in range(1, len(WAY_BACK) + 1)]
    words = " ".join(Parsed(drawing).words)
    assert all(step.says in words for step in WAY_BACK)


def test_the_point_and_both_inputs_can_be_taken():
    for backward in (False, True):
        moves = [tuple(move.key for move in moves) for _, moves in draw(backward).handles]
        assert moves == [("input1",), ("input2",), ("input1", "input2")]
    handles = network_drawing(studied(GATE)).handles
    assert {move.values for move in handles[-1][1]} <= {(-1.0, 2.0), (2.0, -1.0)}
    assert {move.step for move in handles[-1][1]} == {0.5}


def test_a_gates_corners_stand_on_the_map_with_what_is_wanted():
    circles = [
        c for c in ET.fromstring(network_drawing(studied(GATE)).markup).iter("circle") if "wanted" in c.get("class", "")
    ]
    assert [circle.get("class") for circle in circles] == [f"wanted one{wanted}" for wanted in (0, 1, 1, 0)]
    assert len({(circle.get("cx"), circle.get("cy")) for circle in circles}) == 4
    assert "wanted" not in draw(False).markup


def test_a_relu_that_gives_0_is_called_off():
    words = " ".join(str(fill) for fill in draw(False).fills) + " ".join(Parsed(draw(False)).words)
    assert "■ off" in words
    assert "dead" not in words


def test_the_drawing_is_small():
    for backward in (False, True):
        assert len(draw(backward).markup) < 22_000
