"""What `nn.Module` does for a class, as snippets to run now: with it, and with something of it left out."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import nn

from neuron_core.shared.live_run import LiveRun, live_run
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


def _two_devices(device):
    model = SimpleANN().to(device)
    return model(torch.tensor([1.0, 2.0]))


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


def _without_module():
    class Plain:
        def __init__(self):
            self.fc1 = nn.Linear(2, 2)

        def forward(self, x):
            return self.fc1(x)

    model = Plain()
    return model(torch.tensor([1.0, 2.0]))


def _plain_list():
    class Listed(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = [nn.Linear(2, 2), nn.Linear(2, 1)]

    return list(Listed().parameters())


def _module_list():
    class Listed(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.ModuleList([nn.Linear(2, 2), nn.Linear(2, 1)])

    return [name for name, _ in Listed().named_parameters()]


@dataclass(frozen=True)
class ModuleLesson:
    """A snippet and a sentence on what to see; `moves` if it takes the device to move to."""

    snippet: Callable[..., object]
    says: str
    moves: bool = False


MODULE_LESSONS: dict[str, ModuleLesson] = {
    "Parameters are found by themselves": ModuleLesson(
        _registered,
        "Setting `self.fc1 = nn.Linear(2, 2)` was enough: the module found both layers and the nine numbers in them.",
    ),
    ".to(device) moves them all": ModuleLesson(
        _moved,
        "One call moves every parameter, however deep it lies. `meta` is torch's stand-in device, shapes without numbers: every machine has it.",
        moves=True,
    ),
    "The input has to come along": ModuleLesson(
        _two_devices, "The model moved, its input stayed behind. Two devices do not mix.", moves=True
    ),
    "Gradients add up until zeroed": ModuleLesson(
        _gradients, "Nothing before backward(), then 1, then 1 + 1: each backward() adds. `zero_grad()` clears."
    ),
    "train() and eval() reach every layer": ModuleLesson(
        _modes,
        "One call flips the switch in the model and in its layers. SimpleANN has no layer that minds; dropout and batch-norm do.",
    ),
    "Without super().__init__()": ModuleLesson(
        _without_super,
        "The module's own record of its layers is made by `super().__init__()`. Without it there is nowhere to put `fc1`.",
    ),
    "Without nn.Module": ModuleLesson(
        _without_module, "A plain class has a forward, but `model(x)` is the module's doing: it calls forward for you."
    ),
    "Layers in a plain list": ModuleLesson(
        _plain_list,
        "A module looks at what is assigned to it, not into lists: an optimiser would be given nothing to train.",
    ),
    "Layers in an nn.ModuleList": ModuleLesson(_module_list, "The cure: a list that the module can look into."),
}  # by the name that the page shows and the URL carries


def run_lesson(name: str, device: str) -> LiveRun:
    """Run one lesson now; those that move something move it to `device`, or to torch's `meta` where that is the CPU."""
    lesson = MODULE_LESSONS[name]
    target = {"device": "meta" if device == "cpu" else device} if lesson.moves else {}
    return live_run(lesson.snippet, **target)
