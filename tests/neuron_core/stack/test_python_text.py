"""Layers as Python writes them: read as torch would make them, and never run."""

import random

import pytest
import torch
from torch import nn

from neuron_core.shared.typed_input import InputError
from neuron_core.stack.layers import LAYERS, Layer, new_layer
from neuron_core.stack.python_text import looks_like_python, read_python
from neuron_core.stack.run import Stack
from neuron_core.stack.script import FORMS
from neuron_core.stack.text import read_layers, write_layers
from tests.neuron_core.stack.random_stacks import random_stack

LESSON = read_layers("linear-4-3 relu dropout-0.5 linear-3-1")


@pytest.mark.parametrize(
    "text",
    [
        "nn.Linear(4, 3), nn.ReLU(), nn.Dropout(0.5), nn.Linear(3, 1)",
        "nn.Linear(4, 3) nn.ReLU() nn.Dropout(0.5) nn.Linear(3, 1)",
        "nn.Linear(4,3)\nnn.ReLU()\nnn.Dropout(p=0.5)\nnn.Linear(3,1)",
        "torch.nn.Linear(4, 3), torch.nn.ReLU(), torch.nn.Dropout(), torch.nn.Linear(3, 1)",
        "Linear(4, 3), ReLU(), Dropout(.5), Linear(3, 1),",
        "nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Dropout(0.5), nn.Linear(3, 1))",
        "model = nn.Sequential(\n    nn.Linear(4, 3),\n    nn.ReLU(),\n    nn.Dropout(0.5),\n    nn.Linear(3, 1))\n",
        "nn.Sequential(*[nn.Linear(4, 3), nn.ReLU()], nn.Sequential(nn.Dropout(0.5), nn.Linear(3, 1)))",
        "[nn.Linear(in_features=4, out_features=3, bias=True), nn.ReLU(inplace=True), nn.Dropout(0.5), nn.Linear(3, out_features=1)]",
        # the lesson's, with comments, as pasted into a box of several lines and into a field of one
        "nn.Sequential(\n nn.Linear(4, 3), # learn, as in f(x)\n nn.ReLU(),\n nn.Dropout(0.5), # regularize\n nn.Linear(3, 1) # final output\n)",
        "nn.Sequential( nn.Linear(4, 3), # learn nn.ReLU(), nn.Dropout(0.5), # regularize nn.Linear(3, 1) # final output )",
    ],
)
def test_the_lessons_stack_can_be_pasted_in_many_ways(text):
    assert read_layers(text) == LESSON


def test_what_print_says_of_a_model_is_read():
    model = nn.Sequential(
        nn.Flatten(), nn.Linear(4, 3), nn.BatchNorm1d(3), nn.ReLU(), nn.Dropout(0.25), nn.Softmax(dim=-1)
    )
    wanted = "flatten linear-4-3 batchnorm-3 relu dropout-0.25 softmax"
    assert write_layers(read_layers(str(model))) == wanted
    assert write_layers(read_layers(str(model).replace("\n", ""))) == wanted


def test_reading_the_code_of_any_stack_gives_it_back():
    dice = random.Random(3)
    for _ in range(300):
        layers = random_stack(dice).layers
        text = ", ".join(layer.code for layer in layers)
        assert looks_like_python(text)
        assert read_layers(text) == layers
        assert read_layers(f"nn.Sequential({text})") == layers
        assert not looks_like_python(write_layers(layers))


@pytest.mark.parametrize("name", LAYERS)
def test_the_sequential_of_our_own_script_can_be_pasted_back(name):
    layers = (new_layer("linear"), new_layer(name))
    script = FORMS["nn.Sequential"](Stack((2, 3), layers), 0)
    text = script[script.index("model = ") : script.index("\nmodel.train()")]
    assert read_layers(text) == layers
    assert read_layers(text.replace("\n", " ")) == layers


@pytest.mark.parametrize("name", LAYERS)
def test_a_default_that_is_left_out_is_torchs_own(name):
    """Where torch makes the layer from the bare name, so is it read; where torch raises, it is refused."""
    source = LAYERS[name].source
    if not source.startswith("nn.") or LAYERS[name].by_name:
        return
    try:
        theirs = getattr(nn, source[3:])()
    except TypeError:
        with pytest.raises(InputError, match="but 0 numbers are given"):
            read_layers(f"{source}()")
    else:
        assert repr(read_layers(f"{source}()")[0].module()) == repr(theirs)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nn.Linear(4, 3), nn.Conv2d(3, 3)", "Layer 2, “Conv2d”, is not one of the layers known here, such as nn.Linear(4, 3)"),
        ("nn.Linear(4, 3), nn.Relu()", "Layer 2: torch writes ReLU with these capitals: nn.ReLU."),
        ("nn.Linear(4, 3), nn.ReLU, nn.Linear(3, 1)", "Layer 2, ReLU: its brackets are missing, as in nn.ReLU()."),
        ("nn.Linear(4)", "Layer 1, Linear: it takes in_features and out_features, but 1 number is given."),
        ("nn.Linear()", "but 0 numbers are given."),
        ("nn.Linear(4, 3, False)", "Layer 1, Linear: bias can be read only as torch’s own default, True."),
        ("nn.Linear(4, 3, True, None, None, 6)", "Layer 1, Linear: it takes at most 5 values, not 6."),
        ("nn.Linear(4, 0)", "Layer 1, Linear: out_features has to be a whole number from 1 to 4,096."),
        ("nn.Linear(4, 3.0)", "out_features has to be a whole number"),
        ("nn.Linear(4, True)", "out_features has to be a whole number"),
        ("nn.Linear(4, '3')", "out_features has to be a whole number"),
        ("nn.Linear(4, hidden)", "out_features has to be a whole number from 1 to 4,096, and no number is known for “hidden”."),
        ("nn.Linear(4, 2 + n)", "out_features has to be a whole number from 1 to 4,096, and no number is known for “n”."),
        ("nn.Linear(4, 6 / 2)", "out_features has to be a whole number"),
        ("nn.Linear(4, 6 // 0)", "out_features has to be a whole number"),
        ("nn.Linear(4, 9**9**9)", "out_features has to be a whole number"),
        ("nn.Linear(4, [2, 3] + [4])", "out_features has to be a whole number"),
        ("nn.Linear(4, len('abc'))", "out_features has to be a whole number"),
        (f"nn.Linear(4, {'9' * 400})", "out_features has to be a whole number"),
        ("nn.Linear(4, 3, bias=False)", "Layer 1, Linear: bias can be read only as torch’s own default, True."),
        ("nn.Linear(4, in_features=4)", "Layer 1, Linear: in_features is given twice."),
        ("nn.Linear(**{})", "Layer 1, Linear: torch takes no such argument here."),
        ("nn.ReLU(True, 3)", "Layer 1, ReLU: it takes at most 1 value, not 2."),
        ("nn.ReLU(deep=True)", "Layer 1, ReLU: torch takes no such argument here, as “deep”."),
        ("nn.Dropout(1.5)", "Layer 1, Dropout: p has to be a number from 0 to 1."),
        ("nn.Dropout(-0.5)", "p has to be a number from 0 to 1."),
        ("nn.Dropout(1e999)", "p has to be a number from 0 to 1."),
        ("nn.Softmax()", "Layer 1, Softmax: torch’s own default depends on what arrives; write nn.Softmax(dim=-1)."),
        ("nn.Softmax(dim=9)", "Layer 1, Softmax: dim has to be a whole number from −5 to 4."),
        ("torch.relu(x)", "Layer 1: torch.relu is a function, and a layer has to stand here; write nn.ReLU()."),
        ("nn.GELU(approximate='tanh')", "Layer 1, GELU: approximate can be read only as torch’s own default, none."),
        ("nn.LeakyReLU(2.0)", "Layer 1, Leaky ReLU: negative_slope has to be a number from 0 to 1."),
        ("nn.ELU(alpha=0.5)", "Layer 1, “ELU”, is not one of the layers known here"),
        ("act, nn.ReLU()", "Layer 1, “act”, is only a name; write the layer itself there"),
        ("F.Linear(4, 3)", "Layer 1 is not one"),
        ("nn.Sequential()", "The stack is empty"),
        ("nn.Sequential(nn.Linear(4, 3), nn.ReLU(", "Layer 2 (column 39): this cannot be read as Python. Is a bracket or a comma missing there?"),
        ("nn.Linear(4 3), nn.ReLU()", "Layer 1 (column 11): this cannot be read as Python"),
        ("nn.Linear(4, 3), nn.ReLU(), nn.Linear(3; 1)", "Layer 3 (column 40): this cannot be read as Python"),
        ("linear-4-3 nn.ReLU()", "Layer 1"),
        ("fc1 = nn.Linear(4, 3); fc2 = nn.Linear(3, 1)", "Which layers come after which is not said"),
        ("import os\nprint()", "There is no network in this: paste one nn.Sequential(...), or a class of nn.Module."),
        ("def f(): return nn.ReLU()", "There is no network in this"),
        ("nn.LayerNorm((3, 3))", "Layer 1, LayerNorm: normalized_shape has to be a whole number"),
        ("nn.Linear((4,), 3)", "Layer 1, Linear: in_features has to be a whole number"),
        ("Net(  (fc1): Linear(in_features=4, out_features=3, bias=True))", "paste the class itself"),
        ("nn.Linear(4096, 4096)", "at most 1,000,000"),
        ("nn.Sequential(" + "nn.ReLU(), " * 30 + ")", "30 layers are too many"),
        ("nn.__class__(3)", "Layer 1 is not one"),
        ("(" * 3000 + "f()", "Layer 1 (column 201): this cannot be read as Python"),
        ("f(" + "-" * 7000 + "1)", "Layer 1"),
        ("f(1)" + ".a" * 3900, "Layer 1"),
        ("nn.ReLU(\0)", "Layer 1: this cannot be read as Python"),
    ],
)  # fmt: skip
def test_what_is_no_layer_gets_a_sentence_that_names_it(text, says):
    with pytest.raises(InputError) as caught:
        read_layers(text)
    assert says in str(caught.value)
    assert len(str(caught.value)) < 200
    assert "__" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('touch run')",
        "nn.Linear(__import__('os').system('touch run'), 3)",
        "nn.Linear(4, 3), open('run', 'w')",
        "nn.Linear((lambda: open('run', 'w'))(), 3)",
        "[open('run', 'w') for _ in range(3)]",
        "nn.Sequential(*[open('run', 'w')])",
        'eval(\'open("run", "w")\')',
        "nn.Linear.__init__.__globals__['os'].system('touch run')",
    ],
)
def test_nothing_is_ever_run(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError):
        read_python(text)
    assert not list(tmp_path.iterdir()), "each of these makes a file when it is run"


def test_a_paste_cut_anywhere_reads_or_gets_a_sentence():
    text = (
        "nn.Sequential(nn.Flatten(0, -1), nn.Linear(4, 3), nn.BatchNorm1d(3), nn.Dropout(p=0.25), nn.Softmax(dim=-1))"
    )
    for end in range(len(text)):
        try:
            read_layers(text[:end])
        except InputError as bad:
            assert len(str(bad)) < 200  # noqa: PT017 - either way is right
    assert read_layers(text)[0] == Layer("flatten", (0, -1))


def test_what_is_read_is_what_torch_makes():
    text = "nn.Linear(in_features=4, out_features=3), nn.Dropout(p=0.25), nn.LayerNorm(3)"
    ours = nn.Sequential(*(layer.module() for layer in read_layers(text)))
    assert repr(ours) == repr(eval(f"nn.Sequential({text})", {"nn": nn, "torch": torch}))
