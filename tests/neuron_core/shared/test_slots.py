from dataclasses import replace

import pytest

from neuron_core.shared.drawing.slots import Move, Sketch


def test_a_scale_needs_an_ascending_domain():
    sketch = Sketch()
    element = sketch.add(sketch.root, "line")
    with pytest.raises(ValueError, match="ascending"):
        sketch.scale(element, "z", "x1", (1, 0), (0, 1))


def test_fills_are_shared_and_an_element_has_one_id():
    sketch = Sketch()
    one, other = sketch.add(sketch.root, "text"), sketch.add(sketch.root, "text")
    sketch.number(one, "z")
    sketch.number(other, "out")
    sketch.sign(one, "z", "class", ("a", "b", "c"))
    drawing = sketch.drawing()
    assert len(drawing.fills) == 2
    assert [element for element, *_ in drawing.slots] == ["s1", "s2", "s1"]


def test_coordinates_have_no_more_digits_than_a_screen_shows():
    sketch = Sketch()
    line = sketch.add(sketch.root, "line", x1=1.23456, y1=2.0, stroke_width=3, class_="axis")
    assert line.attrib == {"x1": "1.2", "y1": "2", "stroke-width": "3", "class": "axis"}


def test_a_handle_is_reached_by_its_keys_and_has_a_name():
    sketch = Sketch()
    ring = sketch.add(sketch.root, "circle", class_="here")
    sketch.handle(ring, "The inputs now", Move("x1", "x", (0, 100), (-10, 10), 1.0))
    drawing = sketch.drawing()
    assert drawing.handles == (("s1", (Move("x1", "x", (0, 100), (-10, 10), 1.0),)),)
    assert (ring.get("tabindex"), ring.get("aria-label"), ring.get("class")) == ("0", "The inputs now", "here handle")


def test_a_turn_takes_two_columns():
    sketch = Sketch()
    sketch.turn(sketch.add(sketch.root, "g"), ("a", "b"))
    drawing = sketch.drawing()
    assert drawing.slots == (("s1", ("a", "b"), "transform", 0),)
    assert drawing.fills == (("turn",),)


def test_a_scale_may_end_at_held_values_and_only_its_numbers_are_compared():
    sketch = Sketch()
    element = sketch.add(sketch.root, "line")
    sketch.scale(element, "z", "x1", ("low", 0, "high"), (0, 1, 2))
    sketch.text(element, "line", "points")
    assert sketch.drawing().fills == (("scale", ("low", 0, "high"), (0, 1, 2)), ("text",))


def test_what_is_held_makes_no_other_drawing():
    drawing = Sketch().drawing()
    assert replace(drawing, held={"high": 3.0}) == drawing
    assert hash(replace(drawing, held={"high": 3.0})) == hash(drawing)
