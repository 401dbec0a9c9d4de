import random
import xml.etree.ElementTree as ET

import torch

from neuron_core.shared.numbers import number_text
from neuron_core.stack.drawing import flow_drawing, stack_drawing
from neuron_core.stack.flow import MOST_NUMBERS, flow
from neuron_core.stack.run import Stack, read_layers, run_stack
from tests.neuron_core.stack.random_stacks import random_stack


def texts(drawing) -> list[ET.Element]:
    return list(ET.fromstring(drawing.markup).iter("text"))


def words(element: ET.Element) -> str:
    return "".join(element.itertext())


def test_the_drawn_shapes_are_torchs_and_the_seam_is_marked_where_it_breaks():
    dice = random.Random(7)
    for _ in range(150):
        trace = run_stack(random_stack(dice), 0)
        drawn = texts(stack_drawing(trace))
        shapes = [words(text) for text in drawn if "shape" in text.get("class", "").split()]
        assert shapes == [str(shape) for shape in trace.shapes]
        crosses = [words(text) for text in drawn if "✗" in words(text)]
        assert crosses == ([f"✗ {trace.broken.clash[0]} ≠ {trace.broken.clash[1]}"] if trace.broken else [])
        assert f"in all {sum(trace.parameters):,}" in map(words, drawn)


def test_the_layer_that_breaks_is_dashed_and_what_follows_is_grey():
    drawing = stack_drawing(run_stack(Stack((2, 4), read_layers("linear-4-3 linear-5-1 relu")), 0))
    bodies = [body.get("class") for body in ET.fromstring(drawing.markup).iter("polygon")]
    assert bodies == ["layer", "layer broken", "layer off"]


def test_the_cross_stands_just_above_the_layer_that_refuses():
    dice = random.Random(8)
    for trace in (run_stack(random_stack(dice), 0) for _ in range(60)):
        svg = ET.fromstring(stack_drawing(trace).markup)
        tops = [float(body.get("points").split(",")[1].split()[0]) for body in svg.iter("polygon")]
        crosses = [float(text.get("y")) for text in svg.iter("text") if "✗" in words(text)]
        assert [sum(top < cross for top in tops) for cross in crosses] == ([trace.broken.index] if trace.broken else [])


def test_the_flow_shows_torchs_numbers_in_both_modes():
    stack = Stack((2, 4), read_layers("linear-4-3 batchnorm-3 dropout-0.5"))
    train, evaluated = run_stack(stack, 1), run_stack(Stack(stack.input, stack.layers, False), 1)
    steps = flow(train, evaluated)
    assert [step.differ for step in steps] == [False, False, True, True]
    for step, one, other in zip(steps, train.tensors, evaluated.tensors, strict=True):
        assert torch.equal(torch.tensor(step.train), one.flatten()[:MOST_NUMBERS])
        assert torch.equal(torch.tensor(step.evaluated), other.flatten()[:MOST_NUMBERS])
    drawn = " ".join(map(words, texts(flow_drawing(steps))))
    for value in (*steps[-1].train, *steps[-1].evaluated):
        assert number_text(value) in drawn
    assert drawn.count("they differ") == 2


def test_what_one_mode_does_not_reach_is_said():
    stack = Stack((1, 3), read_layers("batchnorm-3"))
    steps = flow(run_stack(stack, 0), run_stack(Stack((1, 3), stack.layers, False), 0))
    assert steps[1].train is None
    assert steps[1].evaluated is not None
    assert "✗ not reached" in map(words, texts(flow_drawing(steps)))
