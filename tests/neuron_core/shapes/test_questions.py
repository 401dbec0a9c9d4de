"""Every answer is compared with what torch does here, asked without the code under test."""

import torch
from torch import nn

from neuron_core.shapes.questions import flatten_questions, linear_questions
from neuron_core.shapes.shape import read_shape, write_shape


def answer(question) -> str:
    return question.options[question.ask_torch().option]


def test_a_bare_image():
    question = flatten_questions()[0]
    after = tuple(nn.Flatten()(torch.ones(2, 2)).shape)
    assert answer(question).startswith(str(after))
    assert str(tuple(torch.flatten(torch.ones(2, 2)).shape)) in question.ask_torch().explanation
    assert question.change == {"shapes_tensor": "2x2", "shapes_start_dim": 1, "shapes_end_dim": -1}


def test_two_examples_flattened_from_dimension_0():
    question = flatten_questions()[1]
    mixed = tuple(torch.flatten(torch.ones(2, 2, 3), 0).shape)
    assert answer(question) == f"No: {mixed}, all in one row"
    truth = question.ask_torch().explanation
    assert f"everything becomes {mixed}" in truth
    assert f"it becomes {tuple(torch.flatten(torch.ones(2, 2, 3), 1).shape)}" in truth


def test_the_shape_of_a_weight():
    question = linear_questions()[0]
    assert answer(question).startswith(f"{tuple(nn.Linear(3, 5).weight.shape)}: out by in")


def test_more_dimensions():
    question = linear_questions()[1]
    leaves = tuple(nn.Linear(8, 2)(torch.ones(4, 10, 8)).shape)
    assert answer(question) == f"{leaves} comes out"


def test_the_parameters_of_a_larger_batch():
    question = linear_questions()[2]
    layer = nn.Linear(8, 2)
    layer(torch.ones(100, 8))
    parameters = sum(parameter.numel() for parameter in layer.parameters())
    assert answer(question) == "As many as before"
    assert (
        f"{parameters} parameters for a batch of 1, {parameters} for a batch of 100" in question.ask_torch().explanation
    )


def test_all_five_have_options_that_differ_and_a_change_that_can_be_typed():
    questions = [*flatten_questions(), *linear_questions()]
    assert len(questions) == 5
    for question in questions:
        assert len(set(question.options)) == len(question.options) >= 2
        for key in ("shapes_tensor", "shapes_input"):
            if key in question.change:
                assert write_shape(read_shape(question.change[key], "Shape")) == question.change[key]
