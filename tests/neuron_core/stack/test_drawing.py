import random
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
import torch

from neuron_core.shared.numbers import number_text
from neuron_core.stack.cases import STACK_CASES
from neuron_core.stack.drawing import flow_drawing, stack_drawing
from neuron_core.stack.flow import MOST_NUMBERS, MOST_SAMPLES
from neuron_core.stack.run import Stack
from neuron_core.stack.study import Study, study
from neuron_core.stack.text import read_layers
from tests.drawings import check
from tests.neuron_core.stack.random_stacks import random_stack


def studied(shape, text: str, seed: int = 0, training: bool = True) -> Study:
    return study(Stack(shape, read_layers(text), training), seed)


def flowing(found: Study):
    return flow_drawing(found.flow, found.flow_sentence)


def drawn(found: Study) -> ET.Element:
    return ET.fromstring(stack_drawing(found).markup)


def of(root: ET.Element, css_class: str) -> list[ET.Element]:
    return [element for element in root.iter() if css_class in element.get("class", "").split()]


def words(element: ET.Element) -> str:
    return "".join(element.itertext())


def cells(held: ET.Element) -> list[list[str]]:
    return [[words(cell) for cell in row.iter("td")] for row in held.iter("tr")]


def test_the_drawn_shapes_are_torchs_and_the_cross_is_where_it_breaks():
    dice = random.Random(7)
    for _ in range(150):
        found = study(random_stack(dice), 0)
        check(stack_drawing(found), ())
        assert not stack_drawing(found).slots
        root = drawn(found)
        assert [words(shape) for shape in of(root, "shape")] == [str(shape) for shape in found.trace.shapes]
        crosses = [words(fit) for fit in of(root, "fit") if "✗" in words(fit)]
        clash = found.clash
        assert crosses == (
            [] if clash is None else [f"✗ {clash.arrived} ≠ {clash.taken}" if clash.taken else f"✗ not {clash.arrived}"]
        )
        counts = [words(text).partition(", ")[2] for text in of(root, "small")]
        assert counts == [
            "" if not count else f"{count:,} parameter{'s' * (count > 1)}" for count in found.trace.parameters
        ]
        assert of(root, "heading")[0][0].text.startswith(f"total {sum(found.trace.parameters):,} parameter")


def test_the_numbers_are_torchs_a_row_for_each_sample():
    """Whatever the stack: the numbers in the picture are those of the mode that is on."""
    dice = random.Random(17)
    for _ in range(120):
        found = study(random_stack(dice), dice.randint(0, 99))
        held = of(drawn(found), "held")
        assert len(held) == len(found.stack.layers) + 1
        for tensor, box in zip(found.trace.tensors, held, strict=False):
            rows = tensor if tensor.dim() > 1 else tensor.reshape(1, -1)
            wanted = [
                [number_text(value) for value in row.flatten()[:MOST_NUMBERS].tolist()] for row in rows[:MOST_SAMPLES]
            ]
            assert cells(box) == wanted
            heads = [words(head) for head in box.iter("th")]
            batch = [f"sample {number}" for number in range(1, len(wanted) + 1)]
            assert heads == (batch if tensor.dim() > 1 else ["no batch" if tensor.dim() else ""])
            left_out = " ".join(words(text) for text in of(box, "cut"))
            assert (f"of {len(rows):,} samples" in left_out) == (len(rows) > MOST_SAMPLES)
            assert (f"of {rows[0].numel():,} numbers each" in left_out) == (rows[0].numel() > MOST_NUMBERS)
        missing = [words(box) for box in held[len(found.trace.tensors) :]]
        assert missing == ["✗ raises here", *["– not reached"] * len(missing)][: len(missing)]


@pytest.mark.parametrize("training", [True, False])
def test_the_mode_that_is_on_is_named_and_drawn(training):
    found = studied((2, 4), "linear-4-3 dropout-0.5", seed=1, training=training)
    root = drawn(found)
    assert f"numbers in {'train()' if training else 'eval()'}" in words(of(root, "heading")[1])
    assert [words(mark) for mark in of(root, "other")] == ["≠ in eval()" if training else "≠ in train()"]
    other = drawn(studied((2, 4), "linear-4-3 dropout-0.5", seed=1, training=not training))
    assert cells(of(root, "held")[-1]) != cells(of(other, "held")[-1])
    assert cells(of(root, "held")[1]) == cells(of(other, "held")[1])


def test_what_dropout_set_to_0_is_crossed_out_and_nothing_else():
    dice = random.Random(19)
    seen = 0
    for _ in range(60):
        found = studied(
            (dice.randint(1, 4), 4), "linear-4-4 relu dropout-0.5", dice.randint(0, 999), dice.random() < 0.7
        )
        before, after = found.trace.tensors[-2:]
        held = of(drawn(found), "held")
        crossed = [["dropped" in cell.get("class").split() for cell in row.iter("td")] for row in held[-1].iter("tr")]
        assert crossed == ((before != 0) & (after == 0)).tolist()
        assert not any(of(box, "dropped") for box in held[:-1])
        seen += sum(map(sum, crossed))
    assert seen > 30


def test_where_a_row_of_a_sample_ends_is_marked():
    held = of(drawn(studied((2, 2, 2), "flatten")), "held")
    ends = [["ends" in cell.get("class").split() for cell in row.iter("td")] for row in held[0].iter("tr")]
    assert ends == [[False, True, False, False]] * 2
    assert "a double line after every 2" in words(held[0])
    assert not of(held[1], "ends")
    assert "double line" not in words(held[1])


def test_what_fits_is_said_at_every_layer_that_ran():
    found = studied((2, 4), "linear-4-3 relu batchnorm-3 linear-5-1 relu")
    assert [words(fit) for fit in of(drawn(found), "fit")] == ["✓ 4 = 4", "✓ takes any", "✓ 3 = 3", "✗ 3 ≠ 5"]


def test_what_would_answer_a_question_is_marked_to_be_covered():
    for case in STACK_CASES.values():
        found = study(case.stack, 1429)
        root = drawn(found)
        names = {element.get("data-cover") for element in root.iter() if element.get("data-cover")}
        assert {name for question in found.questions for name in question.covers} >= names
        for element in root.iter():
            told = element.text or ""
            if "parameter" in told:
                assert element.get("data-cover") == "parameters"
            if told.startswith("✓"):
                assert element.get("data-cover") == "fits"
            if told.startswith("≠"):
                assert element.get("data-cover") == "modes"
        label = of(root, "layers")[0].get("aria-label")
        assert "parameter" not in label
        assert "eval" not in label


def test_a_size_lights_up_from_the_layer_that_sends_it_to_the_one_that_takes_it():
    root = drawn(studied((2, 4), "linear-4-3 relu dropout-0.5 linear-3-1"))
    lit: dict[str, list[str]] = {}
    for element in root.iter():
        if (element.get("data-part") or "").startswith("size"):
            lit.setdefault(element.get("data-part"), []).append(element.text)
    assert lit == {"size0": ["4", "4"], "size1": ["3"] * 5, "size2": ["1", "1"]}


def test_a_size_that_lights_up_is_one_size_where_the_stack_runs():
    dice = random.Random(21)
    for _ in range(150):
        found = study(random_stack(dice), 0)
        if found.trace.broken:
            continue
        seen: dict[str, set[str]] = {}
        for element in drawn(found).iter():
            if (element.get("data-part") or "").startswith("size"):
                seen.setdefault(element.get("data-part"), set()).add(element.text)
        assert all(len(texts) == 1 for texts in seen.values()), found.stack


def test_a_sample_lights_up_in_every_tensor_that_still_has_it():
    def parts(text: str) -> list[list[str]]:
        held = of(drawn(studied((2, 3), text)), "held")
        return [[row.get("data-part") for row in box.iter("tr")] for box in held]

    assert parts("relu linear-3-2") == [["sample0", "sample1"]] * 3
    assert parts("flatten-0--1 linear-6-2") == [["sample0", "sample1"], [None], [None]]


def test_the_layer_that_breaks_is_dashed_and_what_follows_is_grey():
    root = drawn(studied((2, 4), "linear-4-3 linear-5-1 relu"))
    assert [body.get("class") for body in root.iter("polygon")] == ["layer", "layer broken", "layer off"]
    assert [joint.get("class") for joint in of(root, "joint")] == ["joint", "joint broken", "joint off", "joint off"]


def test_the_cross_stands_just_above_the_layer_that_refuses():
    dice = random.Random(8)
    for found in (study(random_stack(dice), 0) for _ in range(60)):
        broken = found.trace.broken
        seen, places = 0, []
        for element in drawn(found).iter():
            seen += element.tag == "polygon"
            if element.get("class") == "fit broken":
                places.append(seen)
        assert places == ([broken.index] if broken else [])


def test_a_layer_is_as_wide_as_what_it_takes_and_sends():
    def edges(text: str) -> tuple[float, float]:
        svg = drawn(studied((2, 4), text))
        xs = [float(point.split(",")[0]) for point in next(svg.iter("polygon")).get("points").split()]
        return xs[1] - xs[0], xs[2] - xs[3]

    upper, lower = edges("linear-4-16")
    assert lower > upper
    upper, lower = edges("linear-4-2")
    assert lower < upper
    upper, lower = edges("relu")
    assert lower == upper


def test_every_role_every_layer_and_every_aside_is_written():
    dice = random.Random(23)
    for _ in range(60):
        found = study(random_stack(dice), 0)
        root = drawn(found)
        assert [words(text).partition(",")[0] for text in of(root, "small")] == list(found.roles)
        assert [words(text) for text in of(root, "value")] == [layer.short for layer in found.stack.layers]
        assert [words(text) for text in of(root, "aside")] == list(found.asides)


def test_each_picture_is_named_by_its_sentence():
    found = studied((2, 4), "linear-4-3 relu linear-5-1")
    assert of(drawn(found), "layers")[0].get("aria-label") == found.sentence
    assert found.flow_sentence in of(ET.fromstring(flowing(found).markup), "modes")[0].get("aria-label")


def test_the_flow_shows_the_numbers_of_both_modes():
    found = studied((2, 4), "linear-4-3 batchnorm-3 dropout-0.5", seed=1)
    drawing = flowing(found)
    check(drawing, ())
    root = ET.fromstring(drawing.markup)
    held = [cells(box) for box in of(root, "held")]
    for step, one, other in zip(found.flow, held[::2], held[1::2], strict=True):
        assert one == [[number_text(value) for value in row] for row in step.train]
        assert other == [[number_text(value) for value in row] for row in step.evaluated]
    assert words(root).count("they differ") == 2
    assert "✗" not in words(root)
    assert not torch.equal(found.trace.tensors[-1], study(replace(found.stack, training=False), 1).trace.tensors[-1])


def test_a_layer_that_raises_is_not_called_unreached():
    def said(found: Study) -> list[str]:
        return [words(text) for text in ET.fromstring(flowing(found).markup).iter("p")]

    drawn = said(studied((1, 3), "batchnorm-3 relu"))
    assert drawn.count("✗ raises here") == 1
    assert drawn.count("– not reached") == 1
    both = said(studied((2, 4), "linear-5-3 relu tanh"))
    assert both.count("✗ raises here") == 2
    assert both.count("– not reached") == 4


@pytest.mark.parametrize("draw", [stack_drawing, flowing])
def test_the_same_study_gives_the_same_drawing(draw):
    assert draw(studied((2, 4), "linear-4-3")) is draw(studied((2, 4), "linear-4-3"))
    assert draw(studied((2, 4), "linear-4-3")) != draw(studied((2, 4), "linear-4-2"))
