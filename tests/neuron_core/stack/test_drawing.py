import random
import xml.etree.ElementTree as ET

import pytest

from neuron_core.shared.numbers import number_text
from neuron_core.stack.drawing import flow_drawing, stack_drawing
from neuron_core.stack.run import Stack
from neuron_core.stack.study import Study, study
from neuron_core.stack.text import read_layers
from tests.drawings import check
from tests.neuron_core.stack.random_stacks import random_stack


def studied(shape, text: str, seed: int = 0) -> Study:
    return study(Stack(shape, read_layers(text)), seed)


def flowing(found: Study):
    return flow_drawing(found.flow, found.flow_sentence)


def texts(drawing) -> list[ET.Element]:
    return list(ET.fromstring(drawing.markup).iter("text"))


def words(element: ET.Element) -> str:
    return "".join(element.itertext())


def test_the_drawn_shapes_are_torchs_and_the_cross_is_where_it_breaks():
    dice = random.Random(7)
    for _ in range(150):
        found = study(random_stack(dice), 0)
        drawing = stack_drawing(found)
        check(drawing, ())
        assert not drawing.slots
        drawn = texts(drawing)
        shapes = [words(text) for text in drawn if "shape" in text.get("class", "").split()]
        assert shapes == [str(shape) for shape in found.trace.shapes]
        crosses = [words(text) for text in drawn if "✗" in words(text)]
        clash = found.clash
        assert crosses == (
            [] if clash is None else [f"✗ {clash.arrived} ≠ {clash.taken}" if clash.taken else f"✗ not {clash.arrived}"]
        )
        assert f"total {sum(found.trace.parameters):,}" in map(words, drawn)
        assert [f"{count:,}" for count in found.trace.parameters] == [
            words(text) for text in drawn if text.get("class", "").split()[:1] == ["end"]
        ][: len(found.trace.parameters)]


def test_the_layer_that_breaks_is_dashed_and_what_follows_is_grey():
    drawing = stack_drawing(studied((2, 4), "linear-4-3 linear-5-1 relu"))
    bodies = [body.get("class") for body in ET.fromstring(drawing.markup).iter("polygon")]
    assert bodies == ["layer", "layer broken", "layer off"]
    lines = [line.get("class").strip() for line in ET.fromstring(drawing.markup).iter("line")]
    assert lines == ["wire"] * 2 + ["wire broken"] * 2 + ["wire off"] * 4


def test_the_cross_stands_just_above_the_layer_that_refuses():
    dice = random.Random(8)
    for found in (study(random_stack(dice), 0) for _ in range(60)):
        broken = found.trace.broken
        svg = ET.fromstring(stack_drawing(found).markup)
        tops = [float(body.get("points").split(",")[1].split()[0]) for body in svg.iter("polygon")]
        crosses = [float(text.get("y")) for text in svg.iter("text") if "✗" in words(text)]
        assert [sum(top < cross for top in tops) for cross in crosses] == ([broken.index] if broken else [])


def test_a_layer_is_as_wide_as_what_it_takes_and_sends():
    def edges(text: str) -> tuple[float, float]:
        svg = ET.fromstring(stack_drawing(studied((2, 4), text)).markup)
        xs = [float(point.split(",")[0]) for point in next(svg.iter("polygon")).get("points").split()]
        return xs[1] - xs[0], xs[2] - xs[3]

    upper, lower = edges("linear-4-16")
    assert lower > upper
    upper, lower = edges("linear-4-2")
    assert lower < upper
    upper, lower = edges("relu")
    assert lower == upper


def test_every_role_and_every_layer_is_written():
    found = studied((2, 4), "linear-4-3 relu linear-3-1")
    drawn = list(map(words, texts(stack_drawing(found))))
    assert [text for text in drawn if text in found.roles] == list(found.roles)
    assert all(layer.short in drawn for layer in found.stack.layers)


def test_each_picture_is_named_by_its_sentence():
    found = studied((2, 4), "linear-4-3 relu linear-5-1")
    assert next(ET.fromstring(stack_drawing(found).markup).iter("svg")).get("aria-label") == found.sentence
    assert found.flow_sentence in next(ET.fromstring(flowing(found).markup).iter("svg")).get("aria-label")


def test_the_flow_shows_the_numbers_of_both_modes():
    found = studied((2, 4), "linear-4-3 batchnorm-3 dropout-0.5", seed=1)
    drawing = flowing(found)
    check(drawing, ())
    drawn = " ".join(map(words, texts(drawing)))
    for value in (*found.flow[-1].train, *found.flow[-1].evaluated):
        assert number_text(value) in drawn
    assert drawn.count("they differ") == 2
    assert "✗" not in drawn


def test_a_layer_that_raises_is_not_called_unreached():
    drawn = list(map(words, texts(flowing(studied((1, 3), "batchnorm-3 relu")))))
    assert drawn.count("✗ raises here") == 1
    assert drawn.count("– not reached") == 1
    both = list(map(words, texts(flowing(studied((2, 4), "linear-5-3 relu tanh")))))
    assert both.count("✗ raises here") == 2
    assert both.count("– not reached") == 4


@pytest.mark.parametrize("draw", [stack_drawing, flowing])
def test_the_same_study_gives_the_same_drawing(draw):
    assert draw(studied((2, 4), "linear-4-3")) is draw(studied((2, 4), "linear-4-3"))
    assert draw(studied((2, 4), "linear-4-3")) != draw(studied((2, 4), "linear-4-2"))
