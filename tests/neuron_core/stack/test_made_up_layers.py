"""Adding a layer is one entry in `LAYERS`: everything else follows, held here by layers that are made up."""

import random
from dataclasses import replace

import pytest
import torch

from neuron_core.stack.cures import cures
from neuron_core.stack.drawing import flow_drawing, stack_drawing
from neuron_core.stack.layers import new_layer
from neuron_core.stack.run import Stack, run_stack
from neuron_core.stack.script import FORMS
from neuron_core.stack.study import Study, study
from neuron_core.stack.text import read_layers, write_layers
from tests.drawings import Parsed, check
from tests.neuron_core.stack.made_up import MADE_UP
from tests.neuron_core.stack.random_stacks import random_stack
from tests.neuron_core.stack.test_script import run_at_home

pytestmark = pytest.mark.usefixtures("made_up")


def studied(shape, text: str, training: bool = True) -> Study:
    return study(Stack(shape, read_layers(text), training), 0)


@pytest.mark.parametrize("name", MADE_UP)
def test_it_is_read_and_written(name):
    layer = new_layer(name)
    assert read_layers(write_layers((layer, layer))) == (layer, layer)


def test_its_numbers_are_read_within_its_bounds():
    assert read_layers("noise--1.5")[0].values == (-1.5,)
    assert read_layers("noise-0.25")[0].values == (0.25,)
    with pytest.raises(ValueError, match="by has to be a number from −2 to 2"):
        read_layers("noise--2.5")
    with pytest.raises(ValueError, match="inputs and outputs, but 1 number is given"):
        read_layers("shifted-3")


def test_arguments_that_may_be_left_out_are_left_out():
    assert write_layers(read_layers("lossy-0.5 lossy-0.25 lossy")) == "lossy lossy-0.25 lossy"
    assert [layer.code for layer in read_layers("lossy lossy-0.25")] == ["nn.Dropout()", "nn.Dropout(0.25)"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", MADE_UP)
def test_it_is_run_and_exported(name, form, capsys):
    stack = Stack((2, 3), (new_layer(name), new_layer("relu")))
    assert torch.equal(run_at_home(FORMS[form](stack, 0), capsys), run_stack(stack, 0).tensors[-1])


@pytest.mark.parametrize("name", MADE_UP)
def test_it_is_drawn(name):
    found = studied((2, 3), f"{write_layers((new_layer(name),))} relu")
    drawing = stack_drawing(found)
    check(drawing, ())
    assert found.trace.stack.layers[0].short in "".join(Parsed(drawing).words)
    assert MADE_UP[name].role in Parsed(drawing).words or MADE_UP[name].sends
    if MADE_UP[name].differs_in_eval:
        assert found.asides[0]
    check(flow_drawing(found.flow, found.flow_sentence), ())


def test_the_layer_that_flattens_is_drawn_as_wide_as_what_leaves():
    def lower_edge(text: str) -> str:
        return stack_drawing(studied((2, 2, 8), text)).markup.split('points="')[1].split('"')[0]

    assert lower_edge("squeezed") == lower_edge("flatten") != lower_edge("relu")


@pytest.mark.parametrize("name", MADE_UP)
def test_it_is_read_from_python(name):
    layer = new_layer(name)
    assert read_layers(f"nn.Sequential({layer.code}, {layer.code})") == (layer, layer)


def test_where_it_breaks_the_two_that_disagree_are_named_and_cured():
    found = studied((2, 4), "linear-4-3 shifted-5-2")
    assert (found.clash.arrived, found.clash.taken) == ("3", "5")
    assert list(found.cures)[:2] == [
        "Change layer 2 Shifted’s inputs from 5 to 3",
        "Change layer 1 Linear’s out_features from 3 to 5",
    ]
    found = studied((2, 4), "shifted-4-3 linear-5-1")
    assert "Change layer 1 Shifted’s outputs from 3 to 5" in found.cures


def test_a_layer_over_the_batch_has_its_own_cures_and_notes():
    found = studied((1, 3), "centred-3")
    assert (found.clash.arrived, found.clash.taken) == ("1 value per feature", "more than 1")
    assert "Switch to eval(): it then uses its running statistics" in found.cures
    assert "Layer 1 Centred has a batch of one" in studied((1, 3), "centred-3", False).notes[0]
    assert studied((3,), "centred-3").clash.taken == "2-D"


def test_a_layer_that_flattens_is_inserted_as_a_cure():
    assert "Insert Squeezed before layer 1 Linear" in studied((2, 3, 4), "linear-12-2").cures


def test_the_notes_know_what_it_does():
    assert "Layers 1 to 3 are Linears" in studied((2, 4), "linear-4-3 same shifted-3-2").notes[0]
    assert studied((2, 4), "linear-4-3 same shifted-3-2").merged.size == (4, 2)
    assert "a Flatten is missing" in studied((2, 3, 4), "shifted-4-3").notes[0]
    assert studied((2, 3, 4), "squeezed shifted-12-3").notes == []
    assert "flattens dimension 0 too" in studied((2, 3), "squeezed shifted-6-3").notes[0]
    assert "with a probability of 25%" in studied((2, 3), "lossy-0.25").notes[0]
    clipped = studied((2, 3), "clipped").notes
    assert "no answer can be below 0" in clipped[0]
    assert "nn.BCEWithLogitsLoss applies Clipped itself" in clipped[1]


def test_the_questions_know_what_it_does():
    found = studied((2, 3), "shifted-3-4 noise--0.5")
    wider, _, mode, count = found.questions
    assert wider.prompt.startswith("Change layer 1's outputs from 4 to 5")
    assert "Noise" in mode.ask_torch().why
    assert count.options[count.ask_torch().option] == "16"
    still = studied((2, 3), "relu").questions[1].ask_torch().why
    assert "BatchNorm1d, Dropout, Noise, Centred and Lossy would" in still


def test_any_stack_with_made_up_layers_can_be_studied():
    dice = random.Random(11)
    names = list(MADE_UP)
    broken = 0
    for _ in range(80):
        stack = random_stack(dice)
        place = dice.randrange(len(stack.layers))
        stack = replace(stack, layers=(*stack.layers[:place], new_layer(dice.choice(names)), *stack.layers[place:]))
        found = study(stack, 3)
        broken += found.trace.broken is not None
        assert read_layers(write_layers(stack.layers)) == stack.layers
        check(stack_drawing(found), ())
        for cure in cures(found.trace):
            assert run_stack(cure.stack, 5).broken is None
        for question in found.questions:
            assert 0 <= question.ask_torch().option < len(question.options)
    assert 20 < broken < 80
