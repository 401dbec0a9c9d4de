"""A stack as a script to run at home, in three forms that give the same output."""

from neuron_core.stack.layers import Layer, roles
from neuron_core.stack.run import Stack


def sequential_script(stack: Stack, seed: int) -> str:
    """The stack as a bare `nn.Sequential`."""
    return _script(stack, seed, f"model = {_sequential(stack.layers, '')}\n")


def steps_script(stack: Stack, seed: int) -> str:
    """The stack as a class in the lesson's eight steps, one attribute a layer."""
    names = [f"layer{number}" for number in range(1, len(stack.layers) + 1)]
    made = "".join(
        f"        self.{name} = {layer.code}  # {role}\n"
        for name, layer, role in zip(names, stack.layers, roles(stack.layers), strict=True)
    )
    flow = "".join(f"        x = self.{name}(x)\n" for name in names)
    model = (
        "class Model(nn.Module):  # 2. a class that is a module\n"
        "    def __init__(self):  # 3. what happens when it is made\n"
        "        super().__init__()  # 4. what nn.Module itself does then\n"
        f"        # 5. every layer\n{made}\n"
        "    def forward(self, x):  # 6. what an input goes through\n"
        f"        # 7. layer by layer\n{flow}"
        "        return x  # 8. the prediction\n\n\n"
        "model = Model()\n"
    )
    return _script(stack, seed, model, "  # 1. import")


def holding_script(stack: Stack, seed: int) -> str:
    """The stack as a class that holds an `nn.Sequential` and calls it."""
    model = (
        "class Model(nn.Module):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        f"        self.layers = {_sequential(stack.layers, '        ')}\n\n"
        "    def forward(self, x):\n"
        "        return self.layers(x)\n\n\n"
        "model = Model()\n"
    )
    return _script(stack, seed, model)


FORMS = {
    "nn.Sequential": sequential_script,
    "Class in eight steps": steps_script,
    "Class around a Sequential": holding_script,
}


def _sequential(layers: tuple[Layer, ...], indent: str) -> str:
    lines = "".join(f"{indent}    {layer.code},  # {role}\n" for layer, role in zip(layers, roles(layers), strict=True))
    return f"nn.Sequential(\n{lines}{indent})"


def _script(stack: Stack, seed: int, model: str, first: str = "") -> str:
    """Put a model between what it needs and what is done with it; `y` is its output."""
    definitions = dict.fromkeys(layer.kind.definition for layer in stack.layers if layer.kind.definition)
    ours = "".join(f"\n\n{definition}" for definition in definitions)
    gap = "\n\n" if ours or model.startswith("class") else "\n"
    mode = "train" if stack.training else "eval"
    return (
        f"import torch{first}\nfrom torch import nn\n\ntorch.manual_seed({seed})\n"
        f"x = torch.randn({stack.input})  # drawn before the weights, so it does not depend on the layers\n{ours}{gap}{model}"
        f"\nmodel.{mode}()\ny = model(x)\nprint(y)\n"
    )
