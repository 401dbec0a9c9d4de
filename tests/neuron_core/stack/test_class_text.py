"""Classes and scripts: read as torch would run them. Torch runs those that the tests write themselves, and is the oracle."""

import random

import pytest
import torch
from torch import nn

from neuron_core.shared.seeding import seeded
from neuron_core.shared.typed_input import InputError
from neuron_core.stack.layers import LAYERS, Layer, new_layer
from neuron_core.stack.run import Stack
from neuron_core.stack.script import FORMS
from neuron_core.stack.text import read_layers, write_layers
from tests.neuron_core.stack.random_code import WAYS, class_code, fitting_layers
from tests.neuron_core.stack.random_stacks import random_stack


def torchs_own(code: str) -> nn.Module:
    """Run a class that a test wrote."""
    space = {}
    exec(code.replace("print(model)", "").replace("print(x.shape)", "pass"), space)
    return space["model"]


def called_in(model: nn.Module, x: torch.Tensor) -> tuple[list[nn.Module], torch.Tensor]:
    """Return the modules that learn in the order in which torch calls them, and what comes out."""
    called = []
    for module in model.modules():
        if not list(module.children()) and list(module.parameters()):
            module.register_forward_hook(lambda module, *_: called.append(module))
    return called, model(x)


@pytest.mark.parametrize("functions", [False, True])
def test_a_class_gives_its_layers_in_the_order_of_forward(functions):
    dice = random.Random(11)
    for _ in range(300):
        layers = fitting_layers(dice, 4)
        code = class_code(dice, layers, functions)
        assert read_layers(code) == layers, code
        assert read_layers(code.replace("\n", " ")) == layers, code
        assert read_layers(code.replace("\n", "\r\n").replace("    ", "\t")) == layers, code


@pytest.mark.parametrize("training", [True, False])
def test_what_is_read_computes_what_the_class_computes(training):
    dice = random.Random(12)
    for _ in range(60):
        layers = fitting_layers(dice, 4)
        with seeded(5):
            theirs = torchs_own(class_code(dice, layers, functions=True)).train(training)
            ours = nn.Sequential(*(layer.module() for layer in layers)).train(training)
            x = torch.randn(3, 2, 2) if layers[0].kind.flattens else torch.randn(3, 4)
        with seeded(6):
            called, answer = called_in(theirs, x)
        learning = [module for module in ours if list(module.parameters())]
        assert [repr(module) for module in learning] == [repr(module) for module in called]
        for mine, other in zip(learning, called, strict=True):
            mine.load_state_dict(other.state_dict())
        with seeded(6):
            assert torch.equal(ours(x), answer)


@pytest.mark.parametrize(("name", "function"), WAYS)
def test_a_function_is_the_layer_that_it_is_read_as(name, function):
    code = f"class Net(nn.Module):\n    def forward(self, x):\n        return {function.replace('X', 'x')}\n"
    (layer,) = read_layers(code)
    assert layer.name == name
    for training in (True, False):
        theirs = torchs_own(f"import torch\nimport torch.nn.functional as F\nfrom torch import nn\n{code}model = Net()")
        x = torch.linspace(-2, 2, 24).reshape(2, 3, 4)
        with seeded(1):
            wanted = theirs.train(training)(x)
        with seeded(1):
            assert torch.equal(layer.module().train(training)(x), wanted)


@pytest.mark.parametrize(("function", "layer"), [("torch.flatten(x)", "flatten-0--1"), ("x.flatten()", "flatten-0--1"),
                                                 ("x.flatten(1, 2)", "flatten-1-2"), ("x.flatten(end_dim=1)", "flatten-0-1")])  # fmt: skip
def test_the_function_flatten_begins_at_the_samples(function, layer):
    """nn.Flatten() keeps the samples apart; torch.flatten(x) does not."""
    (read,) = read_layers(f"class Net(nn.Module):\n    def forward(self, x):\n        return {function}\n")
    assert write_layers((read,)) == layer
    x = torch.zeros(2, 3, 4)
    assert read.module()(x).shape == eval(function, {"torch": torch, "x": x}).shape


@pytest.mark.parametrize("form", FORMS)
def test_our_own_scripts_can_be_pasted_whole(form):
    dice = random.Random(13)
    stacks = [Stack((2, 3), (new_layer("linear"), new_layer(name))) for name in LAYERS]
    for stack in [*stacks, *(random_stack(dice) for _ in range(100))]:
        script = FORMS[form](stack, 0)
        learning = [id(layer) for layer in stack.layers if layer.takes]
        assert len(set(learning)) == len(learning)
        for text in (script, script.replace("\n", " "), "\n".join(f"  {line}" for line in script.split("\n"))):
            assert read_layers(text) == stack.layers, text


NET = """import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader

LEARNING_RATE = 0.1


class Block(nn.Module):
    def forward(self, x):
        return x + 1


@register
class Data:
    pass


class Net(nn.Module):
    '''A network (with a docstring).'''

    def __init__(self, size=3):
        super().__init__()
        self.fc1 = nn.Linear(784, 32)
        self.fc3: nn.Module = nn.Linear(32, 10)
        self.layers = nn.ModuleList([nn.Linear(32, 32), nn.Linear(32, 32)])
        self.act = self.again = nn.Tanh()

    def forward(self, x):
        '''Send x through.'''
        batch = x.size(0)
        h = x.view(batch, -1)
        print(h.shape)
        assert h.dim() == 2
        h = F.relu(self.fc1(h))
        for layer in self.layers:
            h = self.act(layer(h))
        out = h
        return self.fc3(out)


model = Net().to("cpu")
optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)
for epoch in range(10):
    loss = model(torch.randn(2, 784)).sum()
    loss.backward()
"""
READ = "flatten linear-784-32 relu linear-32-32 tanh linear-32-32 tanh linear-32-10"


def test_a_class_in_the_middle_of_a_script_is_found():
    assert write_layers(read_layers(NET)) == READ


def spoilt(old: str, new: str) -> str:
    assert NET.count(old) == 1, old
    return NET.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("784, 32", "n, 32", "Layer 2 (line {n}), Linear: in_features has to be a whole number from 1 to 4,096, and no number is known for “n”."),
        ("784, 32", "784, self.hidden", "Layer 2 (line {self.hidden}), Linear: out_features has to be a whole number from 1 to 4,096, and no number is known for “hidden”."),
        ("784, 32", "784, 5000", "Layer 2 (line {5000}), Linear: out_features has to be a whole number"),
        ("784, 32", "784 32", "Line 24, column 30: this cannot be read as Python. Is a bracket or a comma missing there?"),
        ("nn.Linear(784, 32)", "nn.Conv2d(1, 32, 3)", "Layer 2 (line {nn.Conv2d}), “Conv2d”, is not one of the layers known here"),
        ("F.relu(", "F.log_softmax(", "Layer 3 (line {F.log_softmax}), “log_softmax”, is not one of the functions known here"),
        ("F.relu(", "F.identity(", "Layer 3 (line {F.identity}), “identity”, is not one of the functions"),
        ("F.relu(", "F.linear(", "Layer 3 (line {F.linear}), “linear”, is not one of the functions"),
        ("F.relu(", "nn.ReLU(", "Layer 3 (line {nn.ReLU}): nn.ReLU(x) makes a layer and does not send x through it; make it once"),
        ("F.relu(self.fc1(h))", "F.dropout(self.fc1(h))", "Layer 3 (line {F.dropout}), Dropout: without training=self.training"),
        ("F.relu(self.fc1(h))", "F.dropout(self.fc1(h), training=True)", "without training=self.training"),
        ("F.relu(self.fc1(h))", "F.dropout(self.fc1(h), training=False)", "Dropout: with training=False it never drops; write training=self.training."),
        ("F.relu(self.fc1(h))", "F.dropout(self.fc1(h), 0.5, drops)", "Dropout: only training=self.training can be read here."),
        ("F.relu(self.fc1(h))", "F.softmax(self.fc1(h))", "Softmax: torch’s own default depends on what arrives; write nn.Softmax(dim=-1)."),
        ("F.relu(self.fc1(h))", "F.softplus(self.fc1(h), 2)", "Softplus: beta can be read only as torch’s own default, 1.0."),
        ("self.fc3(out)", "nn.Dropout(0.5)(out)", "Layer 8 (line {nn.Dropout}), Dropout: made in forward, it is a new one in every call, and in training"),
        ("self.fc3(out)", "nn.Linear(32, 10)(out)", "Layer 8 (line {nn.Linear(32, 10)(}), Linear: made in forward, it is a new one"),
        ("self.fc3(out)", "self.fc4(out)", "Layer 8 (line {self.fc4}), “fc4”, is called, but no line such as"),
        ("self.fc3(out)", "self.fc1(out)", "Layer 8 (line {self.fc1(out)}): it is called again with the same weights"),
        ("self.fc3(out)", "self.layers(out)", "Layer 8 (line 26, column 23), “ModuleList”, is not one of the layers"),
        ("self.fc3(out)", "self.layers[2](out)", "Layer 8 (line {self.layers[2]}): that list holds no layer with this number."),
        ("self.fc3(out)", "self.fc3(out) + x", "Layer 8 (line {self.fc3(out) + x}): forward has arithmetic here"),
        ("self.fc3(out)", "self.fc3(x)", "Layer 8 (line {x)}): forward goes back to an earlier value here"),
        ("self.fc3(out)", "self.fc3(x, out)", "goes back to an earlier value"),
        ("self.fc3(out)", "self.fc3(out, x)", "Layer 8 (line {self.fc3(out, x)}): a layer takes one input here."),
        ("self.fc3(out)", "self.fc3(y)", "Layer 8 (line {y)}): only what comes from the input can go on here, not “y”."),
        ("self.fc3(out)", "self.fc3(out), out", "Layer 8 (line {self.fc3(out), out}): forward has several values here"),
        ("self.fc3(out)", "self.fc3(out) if x else out", "forward has a branch here"),
        ("self.fc3(out)", "[self.fc3(out) for i in x]", "forward has a loop here"),
        ("self.fc3(out)", "", "forward (line 29, column 5) returns nothing: it has to end in a return, as in return x."),
        ("return self.fc3(out)", "self.fc3(out)", "this step of forward is no layer"),
        ("return self.fc3(out)", "out = self.fc3(out)", "forward (line 29, column 5) returns nothing"),
        ("out = h", "out = 3", "Layer 8 (line {3}): this step of forward is no layer"),
        ("out = h", "h += 1", "Layer 8 (line {h += 1}): forward has arithmetic here"),
        ("out = h", "(out := h)", "Layer 8 (line {(out := h)}): this step of forward is no layer"),
        ("out = h", "if x: out = h", "Layer 8 (line {if x}): forward has a branch here"),
        ("out = h", "while x: out = h", "forward has a loop here"),
        ("out = h", "for i in range(3): out = h", "Layer 8 (line {range(3)}): this step of forward is no layer"),
        ("out = h", "out = self.act(*h)", "Layer 8 (line {*h}): this step of forward is no layer"),
        ("batch, -1", "2, -1", "Layer 1 (line {x.view}): only a view that keeps every sample apart can be read, as in x.view(x.size(0), -1) or x.flatten(1)."),
        ("batch, -1", "batch, 28, 28", "only a view that keeps every sample apart can be read"),
        ("batch, -1", "-1, size", "only a view that keeps every sample apart can be read"),
        ("nn.ModuleList([nn.Linear(32, 32), nn.Linear(32, 32)])", "[nn.Linear(32, 32)]", "torch sees no layer in a plain list; write nn.ModuleList([...])."),
        ("nn.Tanh()", "nn.Tanh", "Layer 5 (line {nn.Tanh}), Tanh: its brackets are missing, as in nn.Tanh()."),
        ("forward(self, x):\n        '", "forward(self, x, y):\n        '", "forward (line 29, column 5) has to take one input, as in forward(self, x)."),
        ("forward(self, x):\n        '", "forward(self, *x):\n        '", "has to take one input"),
        ("forward(self, x):\n        '", "forwards(self, x):\n        '", "The class (line 19, column 1) has no forward(self, x)"),
        ("    def forward(self, x):\n        '", "    @torch.no_grad()\n    def forward(self, x):\n        '", "forward (line 30, column 5): what a decorator changes"),
        ("class Net", "@torch.compile\nclass Net", "what a decorator changes cannot be read here"),
        ("self.act = ", "self.layers.append(nn.Linear(32, 32))\n        self.act = ", "Here (line {self.layers.append}) layers are made in a way that cannot be read"),
        ("self.act = ", "if size > 3:\n            self.fc1 = nn.Linear(784, 2)\n        self.act = ", "Here (line {if size}) layers are made"),
        ("self.act = ", "for i in range(3):\n            setattr(self, 'a', 3)\n        self.nothing = ", "Layer 5 (line 39, column 17), “act”, is called"),
        ("        h = x.view", "       h = x.view", "this cannot be read as Python. Is it indented as far as the lines around it?"),
    ],
)  # fmt: skip
def test_what_is_no_line_of_layers_gets_one_sentence_with_its_place(old, new, says):
    """In `says`, "line {code}" stands for the line and the column of that code."""
    text = spoilt(old, new)
    before, _, rest = says.partition("{")
    code, _, after = rest.partition("}")
    if code:
        at = text.index(new) + new.index(code) if code in new else text.index(code)
        line = text[:at].count("\n") + 1
        says = f"{before}{line}, column {at - text[:at].rfind(chr(10))}{after}"
    with pytest.raises(InputError) as caught:
        read_layers(text)
    assert says in str(caught.value)
    assert len(str(caught.value)) < 200
    assert "__" not in str(caught.value)


def test_weightless_layers_may_be_called_again_and_a_function_kept_in_an_attribute():
    text = spoilt("nn.Tanh()", "F.tanh")
    assert write_layers(read_layers(text)) == READ


def test_the_last_class_is_the_network():
    last = "class Last(torch.nn.Module):\n    def forward(me, inp):\n        return inp.relu()\n"
    assert read_layers(NET + last) == (Layer("relu"),)
    assert read_layers(last + NET) == read_layers(NET)


@pytest.mark.parametrize(
    "text",
    [
        "import torch.nn as nn\nmodel = nn.Sequential(nn.Linear(4, 3), nn.ReLU())\nprint(model)",
        "import torch\nfrom torch import nn\n\nx = torch.randn(2, 4)\nnet: nn.Module = nn.Sequential(\n    nn.Linear(4, 3),  # (a\n    nn.ReLU())\nnet(x)",
        "'''A script.'''\nif True:\n    import torch\nmodel = nn.Sequential(nn.Linear(4, 3), nn.ReLU()).to(device).eval()\nfor i in range(3): pass",
        "import torch.nn as nn model = nn.Sequential(     nn.Linear(4, 3),  # learn     nn.ReLU() )  print(model)",
        "layers = [nn.Linear(4, 3), nn.ReLU()]",
        "model = nn.Sequential(nn.Linear(4, 3), nn.ReLU())\nnames.append(3)\nfor i in range(3):\n    losses.append(i)",
        "    nn.Linear(4, 3),\n    nn.ReLU(),",
        "nn.Linear(4, 3),\n    nn.ReLU(),",
        "nn.Linear(4, 3)\n    nn.ReLU()",
        "\ufeffnn.Linear(4,\xa03)\r\nnn.ReLU()",
        "print('\\d', 1if 1else 2)\nnn.Linear(4, 3)\nnn.ReLU()",
    ],
)  # fmt: skip
def test_a_sequential_may_stand_in_a_script(text):
    if "1if" in text:
        with pytest.raises(InputError):
            read_layers(text)
        text = text.replace("1if 1else", "1 if 1 else")
    assert write_layers(read_layers(text)) == "linear-4-3 relu"


def test_what_is_added_to_a_sequential_later_is_not_lost():
    with pytest.raises(
        InputError, match=r"Here \(line 2, column 1\) a layer is added; write all of them inside of one"
    ):
        read_layers("model = nn.Sequential(nn.Linear(4, 3))\nmodel.append(nn.ReLU())")
