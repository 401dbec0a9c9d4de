import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest

from neuron_core.activation.registry import ACTIVATIONS, curve
from neuron_core.neuron.drawing import Charts, neuron_drawing
from neuron_core.neuron.model import Neuron, forward
from neuron_core.shared.drawing.axes import nice_ceiling, roomy, snug
from neuron_core.shared.drawing.slots import Drawing, Sketch
from neuron_core.shared.sweep import Axis, sweep


class Ids(HTMLParser):
    """Collects the ids, the text and the tags of a drawing."""

    def __init__(self, drawing: Drawing):
        super().__init__()
        self.ids, self.words, self.tags = [], [], []
        self.feed(drawing.markup)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_data(self, data):
        self.words.append(data)


def draw(n: int, activation: str = "relu") -> Drawing:
    entry = ACTIVATIONS[activation]
    return neuron_drawing(n, entry.label, entry.verdict, Charts((-2.0, 5.0), *curve(activation, 5.0)))


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_every_slot_finds_its_element_and_its_column(n, activation):
    drawing = draw(n, activation)
    ids = Ids(drawing).ids
    assert len(ids) == len(set(ids))
    neuron = Neuron((1.0,) * n, (1.0,) * n, 0.0, activation)
    table = sweep([Axis(key, -5, 5, 1) for key in neuron.values], neuron.values, lambda v: forward(v, activation))
    known = table.now.keys() | neuron.values.keys()
    for element, column, _target, fill in drawing.slots:
        assert element in ids
        assert column in known
        assert drawing.fills[fill][0] in {"number", "scale", "sign"}


def test_every_number_of_the_neuron_is_in_the_picture():
    columns = {column for _, column, target, _ in draw(3).slots if target == ""}
    assert columns >= {"x1", "x2", "x3", "w1", "w2", "w3", "b", "c1", "c2", "c3", "z", "out"}


def test_sign_is_told_by_more_than_colour():
    drawing = draw(2)
    marks = [fill for fill in drawing.fills if fill == ("sign", ("−", "0", "+"))]
    assert marks, "each edge carries its sign as a mark"


def test_the_same_arguments_give_the_same_drawing():
    assert draw(2) is draw(2)


def test_words_cannot_become_markup():
    drawing = neuron_drawing(1, "<script>alert(1)</script>", ("a", "b", "c"))
    parsed = Ids(drawing)
    assert "script" not in parsed.tags
    assert "<script>alert(1)</script>" in parsed.words


def test_a_scale_needs_an_ascending_domain():
    sketch = Sketch()
    element = sketch.add(sketch.root, "line")
    with pytest.raises(ValueError, match="ascending"):
        sketch.scale(element, "z", "x1", (1, 0), (0, 1))


def test_pictures_carry_a_text():
    pictures = ET.fromstring(draw(2).markup).iter("svg")
    assert all(picture.get("role") == "img" and picture.get("aria-label") for picture in pictures)


@pytest.mark.parametrize(
    ("value", "ceiling"), [(0, 1), (1, 1), (1.1, 2), (2.7, 3), (9.9, 10), (10, 10), (11, 20), (210, 300)]
)
def test_round_ends(value, ceiling):
    assert nice_ceiling(value) == ceiling


@pytest.mark.parametrize("values", [[0.6, 2.6, 2.7], [-210.0], [0.0], [-3.0, 40.0]])
def test_an_axis_has_room_to_spare_on_both_sides(values):
    low, high = roomy(values)
    assert low < 0 < high
    assert low <= 1.5 * min(values)
    assert high >= 1.5 * max(values)


def test_a_snug_axis_holds_its_values():
    assert snug((0.0, 0.9)) == (-0.2, 1.0)
    assert snug((-3.0, 4.5)) == (-3.0, 5.0)
    low, high = snug((0.0, 0.0))
    assert low < high
