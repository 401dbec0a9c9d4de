"""Pasted text that is broken or hostile: a sentence with the place, quickly; nothing is run, and no warning leaves."""

import random
import re
import time
import warnings

import pytest
from torch import nn

from neuron_core.shared.typed_input import InputError
from neuron_core.stack.layers import LAYERS
from neuron_core.stack.python_source import MAX_CHARACTERS
from neuron_core.stack.python_text import looks_like_network
from neuron_core.stack.run import Stack
from neuron_core.stack.script import FORMS
from neuron_core.stack.text import read_layers
from tests.neuron_core.stack.random_code import class_code, fitting_layers

OPENS_A_FILE = "open('run', 'w')"


def told(text: str) -> str:
    """Return what is said of a text that cannot be read; "" for one that can."""
    start = time.process_time()
    try:
        read_layers(text)
        said = ""
    except InputError as bad:
        said = str(bad)
    assert time.process_time() - start < 2
    assert len(said) < 220
    assert not re.search(r"[`<>*$|~\\]|\]\(|__|:\w+:|\n|https?:", said), "Markdown would act on it"
    return said


@pytest.mark.parametrize("joint", [", ", ",\n", "\n", "\n\n", "  ,  # a comment: f(x)\n     "])
@pytest.mark.parametrize(
    ("wrong", "offender"),
    [
        ("nn.Conv2d(3, 3, 3)", "nn.Conv2d"), ("nn.Relu()", "nn.Relu"), ("nn.SiLU", "nn.SiLU"), ("nn.Linear(n, 3)", "n, 3"),
        ("nn.Linear(4, 99999)", "99999"), ("nn.Dropout(p=1.5)", "1.5"), ("nn.Linear(4)", "nn.Linear(4)"),
        ("nn.Linear(4, 4, bias=False)", "False"), ("nn.Linear(4, 2**99)", "2**99"), ("F.relu", "F.relu"), ("f'{nn.ReLU()}'", "f'"), ("nn.Linear(4 3)", "4 3"),
    ],
)  # fmt: skip
def test_the_place_is_where_it_stands_in_the_persons_own_text(wrong, offender, joint):
    dice = random.Random(21)
    for _ in range(20):
        parts = [dice.choice(["nn.Linear(4, 4)", "nn.ReLU()", "nn.Tanh( )"]) for _ in range(dice.randint(1, 5))]
        index = dice.randint(0, len(parts))
        parts.insert(index, wrong)
        opening, closing = dice.choice(
            [("", ""), ("nn.Sequential(", ")"), ("  nn.Sequential(\n    ", "\n  )"), ("\n# Größe\n", "")]
        )
        text = opening + joint.join(parts) + closing
        if "Sequential" in opening and joint.startswith("\n"):
            continue  # broken in another place too, and tidied: whatever is told, it is told below
        at = text.index(wrong) + wrong.index(offender)
        line, column = text[:at].count("\n") + 1, at - text[:at].rfind("\n")
        said = told(text)
        if "\n" not in text.strip():
            assert said.startswith((f"Layer {index + 1}", f"Layer {index + 1} (column {column})"))
        else:
            assert said.startswith(f"Layer {index + 1} (line {line}, column {column})"), text


def test_the_place_in_a_printed_model_is_its_own():
    model = str(nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Conv2d(3, 3, 3), nn.Linear(3, 1)))
    assert told(model).startswith("Layer 3 (line 4, column 8), “Conv2d”, is not one of the layers known here")
    assert told(model.replace("\n", "")).startswith("Layer 3, “Conv2d”, is not one of the layers known here")


def texts(dice: random.Random) -> list[str]:
    """Return a network in each of the ways in which one can be pasted."""
    layers = fitting_layers(dice, 4)
    listed = ",\n".join(layer.code for layer in layers)
    forms = [form(Stack((2, 4), layers), 0) for form in FORMS.values()]
    return [listed, f"nn.Sequential({listed})", str(nn.Sequential(*(layer.module() for layer in layers))),
            *forms, class_code(dice, layers, functions=True), class_code(dice, layers, functions=False)]  # fmt: skip


SHRAPNEL = ["(", ")", "[", "]", "{", "'", '"', "'''", ",", ":", ":=", "=", "*", "**", "@", "#", "\\", "\0", "\n", "\n\n    ", " ", "\t",
            "\x0c", "\u2028", "\ud800", "é", "𝔁", "ｘ", "lambda: ", "await ", "yield ", "if ", "for x in ", "class ", "def f(): ", "return ", "import os\n",
            "f'{x}'", "9" * 200, "9" * 5000, "1e999", "-", "self.", "nn.", "x", "_", ".", "0x1for x", "1if 1else ", "'\\d'", "...", "None",
            "<script>alert(1)</script>", "*args", "**kwargs", OPENS_A_FILE, f"({OPENS_A_FILE})", f"f'{{{OPENS_A_FILE}}}'",
            f"({{'x': {OPENS_A_FILE}}})", f"@{OPENS_A_FILE}\n", f"\n{OPENS_A_FILE}\n", "__import__('os').system('touch run')"]  # fmt: skip


def damaged(dice: random.Random, text: str) -> str:
    for _ in range(dice.randint(1, 4)):
        start = dice.randint(0, len(text))
        end = dice.choice([start, start, start + 1, dice.randint(start, len(text))])
        match dice.randint(0, 2):
            case 0:
                text = text[:start] + dice.choice(SHRAPNEL) + text[end:]
            case 1:
                text = text[:start] + text[end:]
            case 2:
                text = text[:start] + text[start:end] * 2 + text[end:]
    return text


def test_a_damaged_text_gives_layers_or_a_sentence_and_is_never_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    dice = random.Random(22)
    read = 0
    for _ in range(250):
        for text in texts(dice):
            bad = damaged(dice, text)
            read += not told(bad.replace("\n", " ") if dice.random() < 0.2 else bad)
            looks_like_network(bad)
    assert 100 < read < 1500, "some are hurt where it matters, some are not"
    assert not list(tmp_path.iterdir())


HOSTILE = {
    "10 MB": "nn.ReLU(), " * 900_000,
    "10 MB of brackets": "(" * 10_000_000,
    "5,000 lines": "nn.ReLU()\n" * 5_000,
    "5,000 short lines": "x=1\n" * 4_900 + "f()",
    "blank lines": "f()" + "\n" * 19_990,
    "null bytes": "nn.Linear(4, 3)" + "\0" * 1000,
    "nested brackets": "nn.ReLU(" * 2000,
    "nested Sequentials": "nn.Sequential(" * 190 + "nn.ReLU()" + ")" * 190 + ", 3",
    "nested lists": "[" * 199 + "f()" + "]" * 199,
    "nested calls": "class N(nn.Module):\n def forward(self, x): return " + "F.relu(" * 190 + "x" + ")" * 190,
    "a chain of methods": "class N(nn.Module):\n def forward(self, x): return x" + ".relu()" * 900,
    "a long chain": "class N(nn.Module):\n def forward(self, x): return x" + ".relu()" * 2800,
    "a chain of places": "class N(nn.Module):\n def forward(self, x): return self.a" + "[0]" * 2500 + "(x)",
    "a chain of names": "class N(nn.Module):\n def forward(self, x): return self" + ".a" * 2500 + "(x)",
    "a long sum": "nn.Linear(" + "1+" * 1400 + "n, 3)",
    "many signs": "nn.Linear(" + "-" * 901 + "1, 3)",
    "many nots": "f(" + "not " * 2000 + "1)",
    "many lambdas": "f(" + "lambda:" * 2500 + "1)",
    "many branches": "f()\nif x:\n y\n" + "elif x:\n y\n" * 1400,
    "deep branches": "f()\n" + "\n".join(" " * i + "if x:" for i in range(150)),
    "many loops": "class N(nn.Module):\n def __init__(self):\n  self.l=nn.Sequential(" + "nn.ReLU()," * 24 + ")\n def forward(self, x):\n"
                  "  for m in self.l:\n" + "   x=m(x)\n" * 1900 + "  return x",
    "long loops": "class N(nn.Module):\n def __init__(self):\n  self.l=nn.Sequential(" + "nn.ReLU()," * 1700 + ")\n def forward(self, x):\n"
                  "  for m in self.l: x=m(x)\n  return x",
    "a long word": "f(" + "a" * 19_000,
    "long words": ("a" * 190 + " ") * 100 + "f(",
    "dotted words": "f(" + "a." * 9_000,
    "spaces": "f(" + " " * 19_000 + "x",
    "spaces after a bracket": "f() " + ") " * 9_000,
    "comment signs": "f() " + "# " * 9_000,
    "a comment of spaces": "f() #" + " " * 19_000 + "x",
    "commas": "f()" + ", " * 9_000,
    "equal signs": "f() " + "a = " * 4_900,
    "imports": "f() " + "from a import b, " * 1_100,
    "classes": "class a(" * 2_400,
    "errors": "Error.Error." * 1_600 + "f(",
    "digits": "nn.Linear(" + "9" * 200 + ", 3)",
    "too many digits": "nn.Linear(" + "9" * 6000 + ", 3)",
    "glued digits": "f() " + "1" * 19_000 + "if",
    "backslashes": "f('" + "\\" * 19_000,
    "half of a pair": "nn.ReLU('\ud800')",
    "f-strings": "nn.Linear(f'{" + OPENS_A_FILE + "}', 3)",
    "a walrus": "(m := nn.ReLU())",
    "a decorator": f"@{OPENS_A_FILE}\nclass N(nn.Module):\n def forward(self, x): return x",
    "a default": f"class N(nn.Module):\n def forward(self, x={OPENS_A_FILE}): return self.a(x)",
    "a base": f"class N(nn.Module, {OPENS_A_FILE}):\n def forward(self, x): return self.a(x)",
    "a metaclass": f"class N(nn.Module, metaclass={OPENS_A_FILE}):\n a = {OPENS_A_FILE}\n def forward(self, x): return self.a(x)",
    "star-arguments": f"nn.Sequential(*{OPENS_A_FILE}, **{OPENS_A_FILE})",
    "a script in a page": "<script>nn.ReLU()</script>",
    "an import": "__import__('os').system('touch run')",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_gets_one_sentence_at_once_and_is_never_run(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = HOSTILE[name]
    for hostile in (text, text.replace("\n", " ")):
        start = time.process_time()
        assert told(hostile)
        looks_like_network(hostile)
        assert time.process_time() - start < 2
    assert not list(tmp_path.iterdir())


def test_a_text_may_be_just_so_long():
    assert read_layers("nn.ReLU()".ljust(MAX_CHARACTERS))
    assert (
        told("nn.ReLU()".ljust(MAX_CHARACTERS + 1))
        == "This text has 20,001 characters; at most 20,000 can be read here."
    )


def test_no_warning_of_pythons_own_is_shown():
    """An escape that is none and a number that runs into a word make Python warn of the text it parses."""
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("always")
        assert read_layers("print('C:\\data')\nmodel = nn.Sequential(nn.ReLU())")
        assert told("nn.Linear(1if 1else 2, 0x1for x in y)")
    assert not shown


NETWORKS = [
    "nn.Linear(4, 3), nn.ReLU()",
    "nn.Linear(n, 3)\nnn.ReLU(",
    "    nn.Conv2d(3, 3, 3),\n    nn.ReLU(),",
    "model = nn.Sequential(\n    nn.Linear(4, 3),\n)",
    "Sequential(\n  (0): Linear(in_features=4, out_features=3, bias=True)\n)",
    "Net(\n  (fc1): Linear(in_features=4, out_features=3, bias=True)\n)",
    "import torch from torch import nn class Net(nn.Module):     def __init__(self):",
    "class Net(torch.nn.Module):\n    pass",
    "# my network\nself.fc1 = torch.nn.Linear(4, 3)",
    "# RuntimeError: mat1 and mat2 shapes cannot be multiplied (2x5 and 4x3)\nnn.Sequential(nn.Linear(4, 3))",
    "try:\n    y = nn.Linear(4, 3)(x)\nexcept ValueError:\n    pass",
]
OTHERS = [
    "",
    "linear-4-3 relu",
    "RuntimeError: mat1 and mat2 shapes cannot be multiplied (2x5 and 4x3)",
    "mat1 and mat2 shapes cannot be multiplied (2x5 and 4x3)",
    "Traceback (most recent call last):\n  File \"net.py\", line 3, in <module>\n    model = nn.Sequential(F.relu)\nTypeError: torch.nn.functional.relu is not a Module subclass",
    "Traceback (most recent call last)\nCell In[3], line 2\n----> 2 model = nn.Sequential(F.relu)",
    "      1 model = nn.Sequential(nn.Linear(4, 3))\n\x1b[0;31mRuntimeError\x1b[0m: mat1 and mat2 shapes cannot be multiplied",
    "nn.Linear(4, 3)(x)\ntorch.nn.modules.module.ModuleAttributeError: 'Net' object has no attribute 'fc3'",
    "E   RuntimeError: mat1 and mat2\nmodel = nn.Linear(4, 3)",
    "RuntimeError: Error(s) in loading state_dict for Sequential:\n\tMissing key(s) in state_dict: \"0.weight\".",
    "Error(s) in loading state_dict for Net:\nmodel = nn.Sequential(",
    "why does my nn.Linear(4, 3) not learn?",
    "What does the error in (nn.Linear(4, 3)) mean",
    "my class of nn.Module is broken",
    "print(x)",
]  # fmt: skip


@pytest.mark.parametrize(("texts", "expected"), [(NETWORKS, True), (OTHERS, False)])
def test_a_network_is_told_from_an_error_and_from_plain_words(texts, expected):
    for text in texts:
        assert looks_like_network(text) == expected, text


def test_every_way_to_write_a_network_looks_like_one():
    dice = random.Random(23)
    for _ in range(50):
        for text in texts(dice)[1:]:
            assert looks_like_network(text), text
    assert all(looks_like_network(kind.source + "(") for kind in LAYERS.values() if kind.source.startswith("nn."))
