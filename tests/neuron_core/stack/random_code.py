"""Networks that run, written as people write them in Python."""

import random

from neuron_core.stack.layers import Layer, new_layer
from tests.neuron_core.stack.random_stacks import random_layer

FUNCTIONS = {  # of a layer: functions of torch that do the same, as they are called on X
    "flatten": ["torch.flatten(X, 1)", "X.flatten(1)", "torch.flatten(X, start_dim=1)", "X.view(X.size(0), -1)",
                "X.view(X.size()[0], -1)", "torch.flatten(X, 1, -1)", "X.reshape(X.shape[0], -1)", "X.reshape((len(X), -1))"],
    "dropout": ["F.dropout(X, 0.5, training=self.training)", "F.dropout(X, training=self.training)",
                "F.dropout(X, p=0.5, training=self.training)", "F.dropout(X, 0.5, self.training)", "torch.dropout(X, 0.5, self.training)"],
    "softmax": ["F.softmax(X, dim=-1)", "F.softmax(X, -1)", "torch.softmax(X, dim=-1)", "X.softmax(-1)"],
    "relu": ["F.relu(X)", "torch.relu(X)", "X.relu()", "torch.nn.functional.relu(X)", "nn.functional.relu(X)"],
    "leaky_relu": ["F.leaky_relu(X)", "F.leaky_relu(X, negative_slope=0.01)"],
    "sigmoid": ["torch.sigmoid(X)", "F.sigmoid(X)", "X.sigmoid()"],
    "tanh": ["torch.tanh(X)", "F.tanh(X)", "X.tanh()"],
    "gelu": ["F.gelu(X)", "F.gelu(X, approximate='none')"],
    "silu": ["F.silu(X)"],
    "softplus": ["F.softplus(X)"],
}  # fmt: skip
WAYS = [(name, function) for name, functions in FUNCTIONS.items() for function in functions]
IMPORTS = "import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n\n\n"


def fitting_layers(dice: random.Random, size: int) -> tuple[Layer, ...]:
    """Return 1 to 8 layers that take rows of `size` numbers, or after a Flatten what flattens to them."""
    layers = [Layer("flatten", (1, -1))] * dice.randint(0, 1)
    for _ in range(dice.randint(1, 7)):
        layer = random_layer(dice)
        if layer.kind.flattens:
            layer = Layer(layer.name, (1, -1))
        if layer.kind.over:
            layer = layer.having(layer.kind.over, dice.choice([-1, 0, 1]))
        if layer.kind.takes:
            layer = layer.having(layer.kind.takes.argument, size)
        size = layer.sends or size
        if layer.kind.sends:
            layer = layer.having(layer.kind.sends, size)
        layers.append(layer)
    return tuple(layers)


def definitions(layers: tuple[Layer, ...]) -> str:
    """Return the classes that a script needs for layers torch has no module for."""
    needed = dict.fromkeys(layer.kind.definition for layer in layers if layer.kind.definition)
    return "".join(f"{definition}\n\n" for definition in needed)


def class_code(dice: random.Random, layers: tuple[Layer, ...], functions: bool) -> str:
    """Write a script with a class that sends x through `layers`; with `functions`, through functions in place of some."""
    made, calls = _made_and_called(dice, layers, functions)
    steps, inside = ["# one after the other", *["print(x.shape)"] * dice.randint(0, 1)], "x"
    for call in calls:
        if call.count("X") > 1 or dice.random() < 0.6:  # what looks at x twice needs a name for it
            steps.append(f"x = {inside}")
            inside = "x"
        inside = call.replace("X", inside)
    made_lines = "".join(f"        {line}\n" for line in ["super().__init__()", "self.size = 3", *made])
    steps_lines = "".join(f"        {line}\n" for line in [*steps, f"return {inside}"])
    return (
        f"{IMPORTS}{definitions(layers)}class Net(nn.Module):\n"
        f'    """A network: small."""\n\n    def __init__(self):\n{made_lines}\n    def forward(self, x):\n{steps_lines}\n\n'
        "model = Net()\nprint(model)\n"
    )


def _made_and_called(dice: random.Random, layers: tuple[Layer, ...], functions: bool) -> tuple[list[str], list[str]]:
    """Return the lines of `__init__`, in any order, and how `forward` calls each layer on X, in theirs."""
    made, calls = [], []
    for number, layer in enumerate(layers):
        ways = FUNCTIONS.get(layer.name, []) if functions and layer == new_layer(layer.name) else []
        style = dice.choice(["attribute", "attribute", "block", "list", "here"])
        if ways and dice.random() < 0.7:
            calls.append(dice.choice(ways))
        elif style == "block":
            made.append(f"self.block{number} = nn.Sequential({layer.code})")
            calls.append(f"self.block{number}(X)")
        elif style == "list":
            made.append(f"self.few{number} = nn.ModuleList([{layer.code}])")
            calls.append(f"self.few{number}[{dice.choice([0, -1])}](X)")
        elif style == "here" and not layer.kind.takes and not layer.kind.differs_in_eval:
            calls.append(f"{layer.code}(X)")
        else:
            made.append(f"self.layer{number} = {layer.code}  # (a layer)")
            calls.append(f"self.layer{number}(X)")
    dice.shuffle(made)
    return made, calls
