"""Every answer is compared with what torch does here, asked without the code under test."""

import pytest
import torch
from torch import nn

from neuron_core.shapes.questions import flatten_questions, linear_questions
from neuron_core.shapes.shape import read_shape, write_shape

AT_REST = ((1, 2, 2), 1, -1)


def answer(question) -> str:
    return question.options[question.ask_torch().option]


def asked(number, of=flatten_questions, shown=AT_REST):
    """A question and its twin."""
    question = of(*shown)[number]
    return [question, question.twin()]


def linear(number):
    return asked(number, linear_questions, ((2, 3),))


@pytest.mark.parametrize(("number", "image"), [(0, (2, 2)), (1, (3, 4))])
def test_a_bare_image(number, image):
    question = asked(0)[number]
    after = tuple(nn.Flatten()(torch.ones(image)).shape)
    assert answer(question).startswith(str(after))
    function = tuple(torch.flatten(torch.ones(image)).shape)
    assert (
        question.ask_torch().happened == f"nn.Flatten() gives {after}; the function torch.flatten(x) gives {function}."
    )
    assert question.change == {
        "shapes_tensor": write_shape(image), "shapes_start_dim": 1, "shapes_end_dim": -1, "shapes_step": 100,
    }  # fmt: skip


@pytest.mark.parametrize(("number", "batch"), [(0, (2, 2, 3)), (1, (4, 3, 2))])
def test_examples_flattened_from_dimension_0(number, batch):
    question = asked(1)[number]
    mixed = tuple(torch.flatten(torch.ones(batch), 0).shape)
    assert answer(question) == f"No: {mixed}, all in one row"
    truth = question.ask_torch().happened
    assert f"everything becomes {mixed}" in truth
    assert f"it becomes {tuple(torch.flatten(torch.ones(batch), 1).shape)}" in truth


@pytest.mark.parametrize(("number", "shape", "out"), [(0, (4, 10, 8), 2), (1, (2, 5, 6), 3)])
def test_more_dimensions(number, shape, out):
    question = linear(0)[number]
    leaves = tuple(nn.Linear(shape[-1], out)(torch.ones(shape)).shape)
    assert answer(question) == f"{leaves} comes out"
    assert str(leaves) in question.ask_torch().happened


@pytest.mark.parametrize(("number", "sizes"), [(0, (3, 5)), (1, (6, 2))])
def test_the_shape_of_a_weight(number, sizes):
    question = linear(1)[number]
    shape = tuple(nn.Linear(*sizes).weight.shape)
    assert answer(question).startswith(f"{shape}: out by in")
    assert str(shape) in question.ask_torch().happened


@pytest.mark.parametrize(("number", "sizes", "batch"), [(0, (8, 2), 100), (1, (3, 4), 50)])
def test_the_parameters_of_a_larger_batch(number, sizes, batch):
    question = linear(2)[number]
    layer = nn.Linear(*sizes)
    layer(torch.ones(batch, sizes[0]))
    parameters = sum(parameter.numel() for parameter in layer.parameters())
    assert answer(question) == "As many as before"
    assert (
        f"{parameters} parameters for a batch of 1, {parameters} for a batch of {batch}"
        in question.ask_torch().happened
    )


def test_all_ten_have_options_that_differ_and_a_change_that_can_be_typed():
    questions = [*flatten_questions(*AT_REST), *linear_questions((2, 3))]
    assert len(questions) == 5
    for question in [*questions, *(question.twin() for question in questions)]:
        assert len(set(question.options)) == len(question.options) >= 2
        truth = question.ask_torch()
        assert truth.happened
        assert truth.why
        for key in ("shapes_tensor", "shapes_input"):
            if key in question.change:
                assert write_shape(read_shape(question.change[key], "Shape")) == question.change[key]
    assert len({question.prompt for question in questions} | {question.twin().prompt for question in questions}) == 10


def test_at_rest_the_first_questions_leave_the_picture_and_cover_the_words():
    assert [q.covers for q in flatten_questions(*AT_REST)] == [("calls",), ("calls",)]
    assert [q.covers for q in linear_questions((2, 3))] == [("words",), ("weight", "parameters"), ("parameters",)]


def test_a_page_that_shows_what_is_asked_has_that_covered_too():
    assert "flattened" in flatten_questions((2, 2), 1, -1)[0].covers
    assert "flattened" not in flatten_questions((2, 2), 1, -1)[1].covers
    assert "flattened" in flatten_questions((2, 2, 3), 0, -1)[1].covers
    assert "flattened" in flatten_questions((3, 4), 1, -1)[0].twin().covers
    assert "y" in linear_questions((4, 10, 8))[0].covers
    assert "y" in linear_questions((1, 1, 3))[0].covers
    assert "y" not in linear_questions((4, 8))[0].covers
