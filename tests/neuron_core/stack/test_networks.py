"""Whole networks as beginners paste them. Torch makes each of them, and its output, or its error, is the oracle."""

import contextlib
import io
import random
import re

import pytest
import torch
from torch import nn

from neuron_core.errors import MISTAKES, recognise
from neuron_core.shared.seeding import seeded
from neuron_core.shared.typed_input import InputError
from neuron_core.stack.layers import Layer
from neuron_core.stack.mistaken import MistakeError
from neuron_core.stack.python_text import looks_like_network
from neuron_core.stack.run import Stack
from neuron_core.stack.study_pasted import study_pasted
from neuron_core.stack.text import read_layers, read_network, write_layers
from tests.neuron_core.stack.random_code import IMPORTS, class_code, definitions, fitting_layers

NEEDED = f"{IMPORTS}from collections import OrderedDict\n"


def made_by_torch(code: str, name: str = "model") -> nn.Module:
    """Run a network that a test wrote."""
    space: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(f"{NEEDED}{code}", space)
    return space[name]


def assert_same_network(theirs: nn.Module, layers: tuple[Layer, ...], x: torch.Tensor) -> None:
    """Ours, with the same weights, gives torch's own output, in both modes."""
    ours = nn.Sequential(*(layer.module() for layer in layers))
    called = []
    for module in theirs.modules():
        if not [*module.children()] and [*module.parameters()]:
            module.register_forward_hook(lambda module, *_: called.append(module))
    for training in (False, True):
        called.clear()
        with seeded(7):
            wanted = theirs.train(training)(x.clone())  # it may work in place
        for mine, other in zip((each for each in ours if [*each.parameters()]), called, strict=True):
            mine.load_state_dict(other.state_dict())
        with seeded(7):
            given = ours.train(training)(x.clone())
        torch.testing.assert_close(given, wanted, rtol=0, atol=0, equal_nan=True)


def class_of(init: str = "", forward: str = "return x", arguments: str = "", begins: str = "super().__init__()") -> str:
    """Write a class; `init` and `forward` are lines with ; between them."""
    lines = [line.strip() for line in [begins, *init.split(";")] if line.strip()]
    made = "".join(f"        {line}\n" for line in lines or ["pass"])
    steps = "".join(f"        {line.strip()}\n" for line in forward.split(";"))
    return f"class Net(nn.Module):\n    def __init__(self{arguments}):\n{made}\n    def forward(self, x):\n{steps}"


HIDDEN = "self.fc1 = nn.Linear(4, hidden); self.fc2 = nn.Linear(hidden, 2)"
THROUGH = "return self.fc2(F.relu(self.fc1(x)))"

COMPUTED = {  # each is read as these layers, and torch makes the same
    "model = nn.Sequential(nn.Linear(2*2, 2**3), nn.ReLU(), nn.Linear(64 // 8, (7 - 3) % 5))": "linear-4-8 relu linear-8-4",
    "hidden = 6\nmodel = nn.Sequential(nn.Linear(4, hidden), nn.ReLU(), nn.Linear(hidden, hidden // 2))": "linear-4-6 relu linear-6-3",
    "hidden: int = 6\nwide = -(-hidden * 2)\nmodel = nn.Sequential(nn.Linear(4, wide), nn.Dropout(1 / 4))": "linear-4-12 dropout-0.25",
    "a, (b, c) = 4, [6, 2]\nmodel = nn.Sequential(nn.Linear(a, b), nn.Linear(b, c))": "linear-4-6 linear-6-2",
    "h = 3\nh = h + 2\nmodel = nn.Sequential(nn.Linear(4, h))\nh = 9": "linear-4-5",
    "a = b = 4\nb, a = 7, b\nmodel = nn.Sequential(nn.Linear(a, b))": "linear-4-7",
    "slope = 0.2\nmodel = nn.Sequential(nn.LeakyReLU(slope), nn.Softmax(dim=-2 + 3))": "leaky_relu-0.2 softmax-1",
    f"{class_of(HIDDEN, THROUGH, ', hidden=6')}model = Net()": "linear-4-6 relu linear-6-2",
    f"{class_of(HIDDEN, THROUGH, ', hidden=6')}model = Net(5)": "linear-4-5 relu linear-5-2",
    f"{class_of(HIDDEN, THROUGH, ', hidden=6')}wide = 7\nmodel = Net(hidden=wide).to('cpu')": "linear-4-7 relu linear-7-2",
    f"{class_of(HIDDEN, THROUGH, ', *, hidden=6')}model = Net()": "linear-4-6 relu linear-6-2",
    f"hidden = 9\n{class_of(HIDDEN, THROUGH)}model = Net()": "linear-4-9 relu linear-9-2",
    f"hidden = 9\n{class_of(HIDDEN, THROUGH)}hidden = 3\nmodel = Net()\nhidden = 4": "linear-4-3 relu linear-3-2",
    f"h = 9\n{class_of(HIDDEN, THROUGH, ', hidden=h')}h = 3\nmodel = Net()": "linear-4-9 relu linear-9-2",
    f"{class_of('hidden = 3 * 2; ' + HIDDEN, THROUGH)}model = Net()": "linear-4-6 relu linear-6-2",
    f"{class_of('self.h = hidden * 2; self.fc1 = nn.Linear(4, self.h)', 'return self.fc1(x)', ', hidden=3')}model = Net()": "linear-4-6",
    f"{class_of('self.p = 0.25', 'return F.dropout(x, self.p, training=self.training)')}model = Net()": "dropout-0.25",
    f"{class_of(HIDDEN, THROUGH, ', hidden=6')}wide = 5\nif __name__:\n    model = Net(wide)": "linear-4-5 relu linear-5-2",
    f"wide = 5\n{class_of(HIDDEN, THROUGH, ', hidden=6')}def main():\n    global model\n    model = Net(wide)\nmain()": "linear-4-5 relu linear-5-2",
    f"wide = 5\n{class_of(HIDDEN, THROUGH, ', hidden=6')}def main(size=2):\n    global model\n    wide = size * 4\n    model = Net(wide)\nmain()": "linear-4-8 relu linear-8-2",
    f"{class_of(HIDDEN, THROUGH, ', hidden=6')}model = Net()\nfor x in (1, 2):\n    other = Net()": "linear-4-6 relu linear-6-2",
}  # fmt: skip


@pytest.mark.parametrize("code", COMPUTED)
def test_numbers_that_are_named_or_computed_are_those_that_python_gives(code):
    network = read_network(code)
    assert write_layers(network.layers) == COMPUTED[code]
    assert not network.remarks
    assert_same_network(made_by_torch(code), network.layers, torch.randn(3, 4))


UNKNOWN = [  # Python knows the number, or raises; here it is not guessed
    "hidden = int(input())\nmodel = nn.Sequential(nn.Linear(4, hidden))",
    "hidden = 6\nif torch.cuda.is_available():\n    hidden = 3\nmodel = nn.Sequential(nn.Linear(4, hidden))",
    "hidden = 6\nfor hidden in (1, 2):\n    pass\nmodel = nn.Sequential(nn.Linear(4, hidden))",
    "hidden = 6\nhidden += 1\nmodel = nn.Sequential(nn.Linear(4, hidden))",
    "hidden = 6\ndel hidden\nmodel = nn.Sequential(nn.Linear(4, hidden))",
    "hidden = 6\nfrom sizes import hidden\nmodel = nn.Sequential(nn.Linear(4, hidden))",
    "hidden = 6\ndef hidden(): pass\nmodel = nn.Sequential(nn.Linear(4, hidden))",
    "hidden = 6\ndef wider():\n    global hidden\n    hidden = 8\nwider()\nmodel = nn.Sequential(nn.Linear(4, hidden))",
    "hidden = 6\nprint(hidden := 3)\nmodel = nn.Sequential(nn.Linear(4, hidden))",
    "hidden = 6\nwith open('f') as hidden: pass\nmodel = nn.Sequential(nn.Linear(4, hidden))",
    "hidden = 6\ntry: pass\nexcept ValueError as hidden: pass\nmodel = nn.Sequential(nn.Linear(4, hidden))",
    "model = nn.Sequential(nn.Linear(4, hidden))\nhidden = 6",
    "hidden, *rest = 6, 7\nmodel = nn.Sequential(nn.Linear(4, hidden))",
    "hidden = 10**13\nmodel = nn.Sequential(nn.Linear(4, hidden // 10**12))",
    f"{class_of(HIDDEN, THROUGH, ', hidden=6')}model = Net(*sizes)",
    f"{class_of(HIDDEN, THROUGH, ', hidden=6')}model = Net(**sizes)",
    f"{class_of(HIDDEN, THROUGH, ', hidden=6')}model = Net(read())",
    f"{class_of(HIDDEN, THROUGH, ', hidden')}model = Net()",
    f"hidden = 6\n{class_of('hidden = read(); ' + HIDDEN, THROUGH)}",
    f"wide = 5\n{class_of(HIDDEN, THROUGH, ', hidden=6')}def main():\n    model = Net(wide)\nwide = 7\nmain()",
    f"wide = 5\n{class_of(HIDDEN, THROUGH, ', hidden=6')}def main(wide):\n    model = Net(wide)\nmain(3)",
    f"wide = 5\n{class_of(HIDDEN, THROUGH, ', hidden=6')}if __name__:\n    def make(wide):\n        return Net(wide)\nmodel = make(7)",
    f"wide = 5\n{class_of(HIDDEN, THROUGH, ', hidden=6')}for wide in (3, 4):\n    model = Net(wide)",
    f"hidden = 6\n{class_of(HIDDEN, THROUGH, ', hidden')}",
]  # fmt: skip


@pytest.mark.parametrize("code", UNKNOWN)
def test_a_number_that_is_not_known_for_sure_is_not_guessed(code):
    with pytest.raises(InputError, match=r"out_features has to be a whole number from 1 to 4,096"):
        read_layers(code)


def test_a_class_that_is_made_in_two_sizes_is_not_read_in_one():
    code = f"{class_of(HIDDEN, THROUGH, ', hidden=6')}small = Net(3)\nlarge = Net(9)"
    with pytest.raises(InputError, match=r"Here \(line 10, column 9\) the class is made once more, with other numbers"):
        read_layers(code)


RAISES = {  # torch raises for each; the key of the mistake that is led to ("": none is the same), and a part of the sentence
    "model = nn.Sequential([nn.Linear(4, 3), nn.ReLU()])": ("", "nn.Sequential takes layers, not a list of layers"),
    "model = nn.Sequential((nn.Linear(4, 3), nn.ReLU()))": ("", "nn.Sequential takes layers, not a list of layers"),
    "model = nn.Sequential(*[[nn.Linear(4, 3)]])": ("", "nn.Sequential takes layers, not a list of layers"),
    "model = nn.Sequential({'fc1': nn.Linear(4, 3)})": ("", "takes no plain dict"),
    "model = nn.Sequential(fc1=nn.Linear(4, 3))": ("", "takes no names like this"),
    "model = nn.Sequential(OrderedDict([('fc.1', nn.Linear(4, 3))]))": ("", "does not take a layer of this name"),
    "model = nn.Sequential(OrderedDict([('', nn.Linear(4, 3))]))": ("", "does not take a layer of this name"),
    "model = nn.Sequential(OrderedDict([('forward', nn.Linear(4, 3))]))": ("", "does not take a layer of this name"),
    "model = nn.Sequential(OrderedDict([('fc1', nn.Linear(4, 3))]), nn.ReLU())": ("", "OrderedDict"),
    "model = nn.Sequential(nn.Linear(4, 3), F.relu, nn.Linear(3, 1))": ("function", "Layer 2: F.relu is a function, and a layer has to stand here; write nn.ReLU()."),
    "model = nn.Sequential(nn.Linear(4, 3), torch.tanh)": ("function", "torch.tanh is a function"),
    "model = nn.Sequential(nn.Linear(4, 3), torch.nn.functional.log_softmax)": ("function", "write a layer of torch.nn"),
    "model = nn.Sequential(nn.Linear(4, 3), F.relu())": ("function", "F.relu is a function"),
    "model = nn.Sequential(nn.Linear(4, 3), nn.ReLU)": ("", "its brackets are missing"),
    f"{class_of('self.fc1 = nn.Linear(4, 3)', 'return self.fc1(x)', begins='')}model = Net()": ("super_init", "Here (line 3, column 9) a layer is made before super() is called: torch raises an error."),
    f"{class_of('self.fc1: nn.Module = nn.Linear(4, 3); super().__init__()', 'return self.fc1(x)', begins='')}model = Net()": ("super_init", "before super() is called"),
    f"{class_of('self.net = nn.Sequential(nn.Linear(4, 3))', 'return self.net(x)', begins='super().__init__')}model = Net()": ("super_init", "before super() is called"),
    f"{class_of('self.size = 3', 'return F.relu(x)', begins='')}model = Net()": ("super_init", "super() is never called"),
    f"{class_of('self.fc1 = nn.Linear(4, 3)', 'x = self.fc1(x); return F.relu(nn.ReLU(x))')}model = Net()": ("layer_of_x", "nn.ReLU(x) makes a layer and does not send x through it"),
    f"{class_of('self.fc1 = nn.Linear(4, 3)', 'return self.fc1(x)', begins='super().__init__(Net, self)')}model = Net()": ("", "the brackets after super().init have to be empty"),
    f"{class_of('self.fc1 = nn.Linear(4, 3)', 'return self.fc1(x)').replace('__init__(self)', 'init(self)')}model = Net()": ("", "init needs two underscores on each side"),
    f"{class_of('self.fc1 = nn.Linear(4, 3)', 'return self.fc1(x)').replace('__init__(self)', '__int__(self)')}model = Net()": ("", "init needs two underscores on each side"),
    "class Net(nn.Module):\n    def foward(self, x):\n        return F.relu(x)\nmodel = Net()": ("forward_missing", "Is “foward” meant to be it?"),
}  # fmt: skip


@pytest.mark.parametrize("code", RAISES)
def test_what_torch_raises_for_is_not_called_sound_and_leads_to_its_mistake(code):
    key, says = RAISES[code]
    with pytest.raises(InputError) as caught:
        study_pasted(code)
    assert says in str(caught.value)
    assert (caught.value.key if isinstance(caught.value, MistakeError) else "") == key
    assert key in MISTAKES or not key
    assert looks_like_network(code)
    with pytest.raises((TypeError, KeyError, AttributeError, NotImplementedError)) as raised:
        made_by_torch(code)(torch.randn(2, 4))
    found = recognise(f"{raised.type.__name__}: {raised.value}")
    if key and found and "F.relu()" not in code:
        assert found.key == key, "its error leads to the same"


def test_what_is_silent_leads_to_its_mistake_too():
    for said in ("", ", 0.5", ", training=True", ", 0.5, True"):
        code = f"{class_of('', f'return F.dropout(x{said})')}model = Net()"
        with pytest.raises(MistakeError, match="also drops in eval") as caught:
            study_pasted(code)
        assert caught.value.key == "functional_dropout"
        assert (made_by_torch(code).eval()(torch.ones(1000)) == 0).any()
    never = f"{class_of('', 'return F.dropout(x, training=False)')}model = Net()"
    with pytest.raises(InputError, match="never drops"):
        study_pasted(never)
    assert (made_by_torch(never).train()(torch.ones(1000)) != 0).all()
    listed = class_of("self.layers = [nn.Linear(4, 4)]", "for layer in self.layers: x = layer(x); return x")
    with pytest.raises(MistakeError) as caught:
        study_pasted(listed)
    assert caught.value.key == "plain_list"
    assert not [*made_by_torch(f"{listed}model = Net()").parameters()]
    empty = class_of("self.fc1 = nn.Linear(4, 4)", "x = self.fc1(x)")
    with pytest.raises(MistakeError) as caught:
        study_pasted(empty)
    assert caught.value.key == "forward_none"
    assert made_by_torch(f"{empty}model = Net()")(torch.ones(2, 4)) is None


SUPERS = [
    "super().__init__()",
    "super(Net, self).__init__()",
    "nn.Module.__init__(self)",
    "torch.nn.Module.__init__(self)",
]


@pytest.mark.parametrize("begins", SUPERS)
def test_every_way_to_call_super_is_known(begins):
    code = f"{class_of('self.fc1 = nn.Linear(4, 3)', 'return self.fc1(x)', begins=f'self.size = 3; {begins}'.replace('; ', chr(10) + ' ' * 8))}model = Net()"
    assert_same_network(made_by_torch(code), read_layers(code), torch.randn(2, 4))


ACTIVATIONS = ["nn.LeakyReLU(0.2)", "nn.LeakyReLU(negative_slope=0.5, inplace=False)", "nn.LeakyReLU(0.2, True)", "nn.LeakyReLU()", "nn.ReLU(True)", "nn.ReLU(inplace=True)",
               "nn.GELU()", "nn.GELU('none')", "nn.Softplus(1)", "nn.Softplus(beta=1, threshold=20)", "nn.Softmax(dim=1)", "nn.Softmax(1)", "nn.Softmax(0)", "nn.SiLU(True)",
               "nn.Identity(5, size=3)", "nn.Dropout(0.25, False)", "nn.Tanh()"]  # fmt: skip


@pytest.mark.parametrize("code", ACTIVATIONS)
@pytest.mark.parametrize("shape", [(3, 4), (3, 2, 4)])
def test_an_activation_with_arguments_is_the_one_that_torch_computes(code, shape):
    (layer,) = read_layers(code)
    again = read_layers(write_layers((layer,)))
    for given in (again, read_layers(layer.code)):
        assert_same_network(made_by_torch(f"model = {code}"), given, torch.randn(shape))


FUNCTIONS = ["F.leaky_relu(x, 0.2)", "F.leaky_relu(x, negative_slope=0.5)", "F.softmax(x, dim=1)", "F.softmax(x, 1)", "x.softmax(dim=0)", "torch.softmax(x, 1)",
             "F.softplus(x, 1, 20)", "F.relu(x, inplace=False)", "F.gelu(x, approximate='none')", "F.dropout(x, 0.25, self.training)"]  # fmt: skip


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_with_arguments_is_the_one_that_torch_computes(function):
    code = f"{class_of('', f'return {function}')}model = Net()"
    for shape in ((3, 4), (3, 2, 4)):
        assert_same_network(made_by_torch(code), read_layers(code), torch.randn(shape))


VIEWS = ["x.view(-1, 12)", "x.view(-1, 3 * 4)", "x.view((-1, 12))", "x.reshape(-1, 12)", "torch.reshape(x, (-1, 12))", "x.view(x.size(0), 12)", "x.view(x.shape[0], 12)",
         "x.view(len(x), -1)", "x.view(x.size(0), -1)", "torch.flatten(x, 1)", "x.flatten(1)", "torch.flatten(x, start_dim=1)"]  # fmt: skip


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("shape", [(2, 12), (2, 3, 4), (5, 1, 3, 4)])
def test_a_view_is_the_flatten_that_it_is_read_as(view, shape):
    code = f"{class_of('self.fc1 = nn.Linear(12, 2)', f'x = {view}; return self.fc1(x)')}model = Net()"
    network = read_network(code)
    assert write_layers(network.layers) == "flatten linear-12-2"
    assert_same_network(made_by_torch(code), network.layers, torch.randn(shape))
    sized = "12" in view or "3 * 4" in view
    assert len(network.remarks) == sized
    assert all("it does the same where each sample has 12 numbers" in remark for remark in network.remarks)


def test_a_view_of_one_dimension_takes_the_samples_apart_as_torch_does():
    code = f"{class_of('', 'return x.view(-1)')}model = Net()"
    assert_same_network(made_by_torch(code), read_layers(code), torch.randn(2, 3, 4))


def test_a_view_says_how_many_numbers_a_sample_has():
    """Where the Linear after it takes another count, torch refuses every input of that many; so does the verdict."""
    code = f"{class_of('self.fc1 = nn.Linear(100, 2)', 'return self.fc1(x.view(-1, 784))')}model = Net()"
    found = study_pasted(code)
    assert found.stack.input == (2, 28, 28)
    assert "784 arrives, it takes 100" in found.sentence
    with pytest.raises(RuntimeError):
        made_by_torch(code)(torch.randn(found.stack.input))


@pytest.mark.parametrize(("size", "fits"), [(3, True), (6, False), (4, False)])
def test_a_view_that_would_join_samples_or_part_them_is_not_called_a_flatten(size, fits):
    code = f"{class_of('self.fc1 = nn.Linear(4, 3)', f'return self.fc1(x).view(-1, {size})')}model = Net()"
    if fits:
        found = study_pasted(code)
        assert_same_network(made_by_torch(code), found.stack.layers, torch.randn(found.stack.input))
    else:
        with pytest.raises(InputError, match=rf"Layer 2, a view, has {size} numbers in a row, but \(2, 3\) arrives"):
            study_pasted(code)


LISTED = "nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2)"
IN_ORDER = {
    "nn.Sequential(OrderedDict([('fc1', nn.Linear(4, 3)), ('act', nn.ReLU()), ('fc2', nn.Linear(3, 2))]))",
    "nn.Sequential(OrderedDict((['fc1', nn.Linear(4, 3)], ['act', nn.ReLU()], ['fc2', nn.Linear(3, 2)])))",
    "nn.Sequential(OrderedDict({'fc1': nn.Linear(4, 3), 'act': nn.ReLU(), 'fc2': nn.Linear(3, 2)}))",
    "nn.Sequential(OrderedDict(fc1=nn.Linear(4, 3), act=nn.ReLU(), fc2=nn.Linear(3, 2)))",
    "nn.Sequential(OrderedDict([('fc1', nn.Linear(4, 3)), ('act', nn.Tanh())], fc2=nn.Linear(3, 2), act=nn.ReLU()))",
    "nn.Sequential(nn.Sequential(OrderedDict([('a', nn.Linear(4, 3)), ('b', nn.ReLU())])), nn.Linear(3, 2))",
    f"nn.Sequential(*[{LISTED}])",
    f"nn.Sequential(*({LISTED}))",
}


@pytest.mark.parametrize("code", sorted(IN_ORDER))
def test_a_sequential_has_its_layers_in_the_order_that_torch_has(code):
    layers = read_layers(code)
    assert write_layers(layers) == "linear-4-3 relu linear-3-2"
    assert_same_network(made_by_torch(f"model = {code}"), layers, torch.randn(2, 4))
    assert looks_like_network(code)


@pytest.mark.parametrize(
    "inside",
    ["zip(names, layers)", "[('fc1', nn.Linear(4, 3), 3)]", "[(name, nn.ReLU())]", "{**layers}", "pairs", "**pairs"],
)
def test_an_ordered_dict_that_is_not_written_out_gets_a_sentence(inside):
    with pytest.raises(InputError, match="OrderedDict"):
        read_layers(f"nn.Sequential(OrderedDict({inside}))")


TWO = {
    f"encoder = nn.Sequential(nn.ReLU())\ndecoder = nn.Sequential({LISTED})": "Here are 2 networks; only the last one, “decoder”, is read.",
    f"nn.Sequential(nn.ReLU())\nnn.Sequential({LISTED})": "Here are 2 networks; only the last one is read.",
    f"{class_of()}model = nn.Sequential({LISTED})": "Here are 2 networks; only the last one, “model”, is read.",
    f"a = nn.Sequential(nn.ReLU())\n{class_of(f'self.net = nn.Sequential({LISTED})', 'return self.net(x)')}": "Here are 2 networks; only the last one, “Net”, is read.",
}  # fmt: skip


@pytest.mark.parametrize("code", TWO)
def test_of_several_networks_it_is_said_which_is_read(code):
    for read in (read_network, study_pasted):
        assert TWO[code] in read(code).remarks
    assert write_layers(read_layers(code)) == "linear-4-3 relu linear-3-2"


def test_one_network_needs_no_remark_even_with_a_class_for_an_activation():
    for layers in (read_layers("linear-4-3 step"), read_layers("step")):
        code = f"{IMPORTS}{definitions(layers)}model = nn.Sequential({', '.join(layer.code for layer in layers)})"
        assert read_network(code).layers == layers
        assert not read_network(code).remarks


def shown(dice: random.Random, code: str) -> str:
    """Put code into a page, a chat or a console."""
    lines = [line for line in code.strip("\n").split("\n") if line]
    console = "".join(f"{'... ' if line[0] in ' )' else '>>> '}{line}\n" for line in lines)
    return dice.choice([
        f"```python\n{code}\n```", f"```\n{code}```", f"Here is my network:\n\n```py\n{code}\n```\nWhy does it (nn.Linear) not learn?", f"```python\n{code}",
        console, f"{console}>>>", f"```pycon\n{console}```", f"{console}>>> print(model)\nSequential(\n  (0): Linear(in_features=9, out_features=8, bias=True)\n)\n",
        f"{console}>>> 3 + 4\n7\n", f"\n  {console.strip().replace(chr(10), chr(10) + '  ')}",
    ])  # fmt: skip


def written(dice: random.Random, layers: tuple[Layer, ...]) -> str:
    """Write a network that is called `model`, in one of the styles that people have."""
    codes = [layer.code for layer in layers]
    before = ""
    if dice.random() < 0.5:  # numbers have names
        for number, size in enumerate(
            sorted({size for layer in layers for size in (layer.takes, layer.sends) if size})
        ):
            before += (
                f"size{number} = {dice.choice([f'{size}', f'{size} * 1', f'{2 * size} // 2', f'{size - 1} + 1'])}\n"
            )
            codes = [
                re.sub(rf"(?<=[( ]){size}(?=[,)])", f"size{number}", code)
                if "Linear" in code or "Norm" in code
                else code
                for code in codes
            ]
    before = f"{definitions(layers)}{before}"
    names = "".join(f"    ('layer{number}', {code}),\n" for number, code in enumerate(codes))
    listed = "".join(f"    {code},\n" for code in codes)
    inline = ", ".join(codes)
    return before + dice.choice([
        f"model = nn.Sequential(\n{listed})\n",
        f"model = nn.Sequential(OrderedDict([\n{names}]))\n",
        f"model = nn.Sequential(*[\n{listed}])\n",
        f"{class_of(f'self.net = nn.Sequential({inline})', 'return self.net(x)')}\nmodel = Net()\n",
    ])  # fmt: skip


def test_any_network_in_any_style_is_read_as_torch_makes_it():
    dice = random.Random(41)
    for _ in range(150):
        layers = fitting_layers(dice, 4)
        code = (
            written(dice, layers)
            if dice.random() < 0.7
            else class_code(dice, layers, functions=True).replace("print(x.shape)", "pass")
        )
        assert read_layers(code) == layers, code
        x = torch.randn(3, 2, 2) if layers[0].kind.flattens else torch.randn(3, 4)
        assert_same_network(made_by_torch(code), layers, x)
        around = shown(dice, code)
        assert read_layers(around) == layers, around
        assert looks_like_network(around), around


def test_in_a_field_of_one_line_prompts_and_fences_are_taken_off_too():
    for text in (">>> model = nn.Sequential( ...     nn.Linear(4, 3), ...     nn.ReLU() ... )", "```python nn.Sequential(nn.Linear(4, 3), nn.ReLU()) ```",
                 "`nn.Sequential(nn.Linear(4, 3), nn.ReLU())`", ">>> import torch.nn as nn >>> hidden = 3 >>> model = nn.Sequential(nn.Linear(4, hidden), nn.ReLU())"):  # fmt: skip
        assert write_layers(read_layers(text)) == "linear-4-3 relu", text


def test_a_place_behind_a_prompt_or_in_a_fence_is_the_persons_own():
    for text, place in ((">>> model = nn.Sequential(\n...     nn.Linear(4, 3),\n...     nn.Conv2d(3, 3, 3))", "line 3, column 9"),
                        ("Look:\n```python\nmodel = nn.Sequential(nn.Linear(4, 3),\n    nn.Conv2d(3, 3, 3))\n```", "line 4, column 5")):  # fmt: skip
        with pytest.raises(InputError, match=rf"Layer 2 \({place}\), “Conv2d”"):
            read_layers(text)


LARGE = [
    "nn.Sequential(nn.Linear(4096, 4096), nn.ReLU(), nn.Linear(4096, 10))",
    "nn.Sequential(nn.Flatten(), nn.Linear(25088, 4096), nn.ReLU(True), nn.Dropout(), nn.Linear(4096, 1000))",
    "nn.Sequential(nn.Linear(1000000, 1000000))",
]


@pytest.mark.parametrize("code", LARGE)
def test_of_a_large_network_the_shapes_are_checked_and_the_stack_page_keeps_its_bounds(code):
    found = study_pasted(code)
    with torch.device("meta"):
        wanted = made_by_torch(f"model = {code}")(torch.empty(found.stack.input)).shape
    assert found.sentence.endswith(f"gives {tuple(wanted)}.")
    assert found.too_large
    with pytest.raises(InputError):
        read_layers(code)


def test_a_large_network_breaks_where_torch_breaks():
    found = study_pasted("nn.Sequential(nn.Linear(4096, 4096), nn.ReLU(), nn.Linear(2048, 10))")
    assert "layer 3, Linear(2048, 10), breaks: 4096 arrives, it takes 2048" in found.sentence
    for code in ("nn.Linear(4, 1000001)", "nn.Linear(10**9, 4)", f"nn.Sequential({'nn.ReLU(), ' * 25})"):
        with pytest.raises(InputError, match=r"1,000,000|25 layers"):
            study_pasted(code)


def test_a_small_network_can_be_opened_on_the_stack_page():
    found = study_pasted(f"nn.Sequential({LISTED})")
    assert not found.too_large
    assert not found.remarks
    assert found.stack == Stack((2, 4), read_layers(LISTED))


def test_a_sequential_inside_of_a_function_gets_a_true_sentence():
    for code in (
        f"def make():\n    return nn.Sequential({LISTED})",
        f"if True:\n    model = nn.Sequential({LISTED})\nelse:\n    pass",
    ):
        with pytest.raises(
            InputError, match=r"Here \(line 2, column \d+\) the nn.Sequential stands inside of a function or a branch"
        ):
            read_layers(code)


@pytest.mark.parametrize("size", ["1000001", "10**12", "9" * 400])
def test_a_view_of_any_size_allocates_nothing(size):
    code = class_of("", f"return x.view(-1, {size})")
    for read in (study_pasted, read_layers):
        with pytest.raises(InputError, match="Layer 1, a view, has to have from 1 to"):
            read(code)
    found = study_pasted(class_of("", "return x.view(-1, 1000000)"))
    assert found.sentence == "Input (2, 1000, 1000); Flatten() gives (2, 1000000)."
    assert found.too_large
