import xml.etree.ElementTree as ET

import pytest

from neuron_core.simple_ann.drawing import network_drawing
from neuron_core.simple_ann.parameters import PLACES, drawn
from tests.drawings import Parsed, check
from tests.neuron_core.simple_ann.networks import GATE, studied


def draw(backward: bool):
    return network_drawing(studied(backward=backward))


@pytest.mark.parametrize("backward", [False, True])
def test_every_slot_finds_its_element_and_its_column(backward):
    found = studied(backward=backward)
    check(network_drawing(found), found.sweep.now.keys() | found.sweep.values.keys())


@pytest.mark.parametrize("backward", [False, True])
def test_every_number_of_the_pass_is_in_the_picture(backward):
    columns = {column for _, column, target, _ in draw(backward).slots if target == ""}
    hidden = {"g_h1", "g_h2"} if backward else {"z1", "z2", "h1", "h2"}
    assert columns >= hidden | {f"g_{name}" if backward else name for name in PLACES} | {"out"}


@pytest.mark.parametrize("backward", [False, True])
def test_the_drawing_depends_on_the_pass_alone(backward):
    other = studied(GATE, (-3.0, 4.5), backward=backward)
    assert network_drawing(other) is network_drawing(studied(drawn(5), backward=backward))


def test_forward_and_backward_have_their_edges_in_the_same_places():
    def edges(backward: bool) -> list[tuple]:
        lines = ET.fromstring(draw(backward).markup).iter("line")
        return [tuple(line.get(name) for name in ("x1", "y1", "x2", "y2")) for line in lines]

    assert edges(False) == edges(True)
    assert len(edges(False)) == 8


def labels(backward: bool) -> dict[str, tuple[str, str, str]]:
    """What is written on the edges, by the column of its number: the words before and after it, and the mark's column."""
    drawing = draw(backward)
    marks = drawing.fills.index(("sign", ("−", "0", "+")))
    columns = {element: column for element, column, target, _ in drawing.slots if target == ""}
    marked = [column for _, column, _, fill in drawing.slots if fill == marks]
    texts = [text for text in ET.fromstring(drawing.markup).iter("text") if text.get("class") == "label end"]
    found = {}
    for text in texts:
        number = text.find("tspan")
        if (text.text or "").startswith(("× ", "∂ ")):
            found[columns[number.get("id")]] = (text.text, number.tail or "", marked[len(found)])
    assert len(found) == len(marked)
    return found


def test_the_mark_on_an_edge_is_the_sign_of_the_product():
    products = {"w11": "c11", "w12": "c12", "w21": "c21", "w22": "c22", "v1": "p1", "v2": "p2"}
    assert labels(False) == {weight: ("× ", " =", product) for weight, product in products.items()}


def test_backward_the_mark_is_the_sign_of_the_gradient_itself():
    gradients = [f"g_{name}" for name in PLACES if name[0] in "wv"]
    assert labels(True) == {gradient: ("∂ ", "", gradient) for gradient in gradients}


def test_a_relu_that_gives_0_is_called_off():
    words = " ".join(str(fill) for fill in draw(False).fills) + " ".join(Parsed(draw(False)).words)
    assert "■ off" in words
    assert "dead" not in words
