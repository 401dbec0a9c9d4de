"""What `nn.Module` does for a class, as snippets to run now: with it, and with something of it left out."""

import torch
from torch import nn

from neuron_core.shared.exhibit import Exhibit, Outcome
from neuron_core.simple_ann.model import SimpleANN


def _registered():
    model = SimpleANN()
    return [(name, tuple(parameter.shape)) for name, parameter in model.named_parameters()]


def _moved(device):
    model = SimpleANN()
    before = {str(parameter.device) for parameter in model.parameters()}
    model.to(device)
    after = {str(parameter.device) for parameter in model.parameters()}
    return before, after


def _input_left_behind(device):
    model = SimpleANN().to(device)
    out = model(torch.tensor([1.0, 2.0]))
    return out.device


def _input_moved_along(device):
    model = SimpleANN().to(device)
    out = model(torch.tensor([1.0, 2.0]).to(device))
    return out.device


def _gradients():
    model = SimpleANN()
    x = torch.tensor([1.0, 2.0])
    before = model.fc2.bias.grad
    model(x).backward()
    once = model.fc2.bias.grad.clone()
    model(x).backward()
    twice = model.fc2.bias.grad.clone()
    model.zero_grad()
    return before, once, twice, model.fc2.bias.grad


def _modes():
    model = SimpleANN()
    at_first = model.training
    model.eval()
    return at_first, model.training, model.fc1.training


def _without_super():
    class Forgetful(nn.Module):
        def __init__(self):
            self.fc1 = nn.Linear(2, 2)

    return Forgetful()


def _with_super():
    class Careful(nn.Module):
        def __init__(self):
            super().__init__()
            self.fc1 = nn.Linear(2, 2)

    return Careful()


def _without_module():
    class Plain:
        def __init__(self):
            self.fc1 = nn.Linear(2, 2)

        def forward(self, x):
            return self.fc1(x)

    model = Plain()
    return model(torch.tensor([1.0, 2.0])).shape


def _with_module():
    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            self.fc1 = nn.Linear(2, 2)

        def forward(self, x):
            return self.fc1(x)

    model = Network()
    return model(torch.tensor([1.0, 2.0])).shape


def _plain_list():
    class Listed(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = [nn.Linear(2, 2), nn.Linear(2, 1)]

    return [name for name, _ in Listed().named_parameters()]


def _module_list():
    class Listed(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.ModuleList([nn.Linear(2, 2), nn.Linear(2, 1)])

    return [name for name, _ in Listed().named_parameters()]


EXHIBITS: dict[str, Exhibit] = {
    "Parameters are found by themselves": Exhibit(
        "Assigning `self.fc1 = nn.Linear(2, 2)` was enough: the module found both layers and their nine numbers.",
        _registered,
    ),
    ".to(device) moves them all": Exhibit(
        "One call moves every parameter, also those of layers inside layers. `meta` is a device of torch's that keeps shapes "
        "without numbers: every machine has it.",
        _moved,
    ),
    "The input has to come along": Exhibit(
        "The model was moved, its input was not. torch does not compute with tensors on two devices.",
        _input_left_behind,
        Outcome.RAISES,
        _input_moved_along,
        "Move the input to the same device. The output is there too.",
    ),
    "Gradients add up until zeroed": Exhibit(
        "Nothing before `backward()`, then 1, then 1 + 1: each `backward()` adds to what is there. `zero_grad()` clears it.",
        _gradients,
    ),
    "train() and eval() reach every layer": Exhibit(
        "One call switches the model and all its layers. SimpleANN has no layer that acts differently in `eval()`; dropout and "
        "batch-norm do.",
        _modes,
    ),
    "Without super().__init__()": Exhibit(
        "`super().__init__()` makes the module's own record of its layers. Without it, `fc1` cannot be stored.",
        _without_super,
        Outcome.RAISES,
        _with_super,
        "Call it first.",
    ),
    "Without nn.Module": Exhibit(
        "A plain class can have a `forward`, but `model(x)` does not call it: only `nn.Module` does that.",
        _without_module,
        Outcome.RAISES,
        _with_module,
        "Inherit from `nn.Module`, and call `super().__init__()`.",
    ),
    "Layers in a plain list": Exhibit(
        "A module looks at what is assigned to it, not into lists. It finds no parameter, so an optimiser has nothing to train.",
        _plain_list,
        Outcome.SILENT,
        _module_list,
        "An `nn.ModuleList` is a list that the module does look into.",
    ),
}
"""By the title that the page shows and the URL carries."""
