"""Mistakes with modules: what `nn.Module` finds in a class, and what an optimiser gets of it."""

from collections.abc import Callable
from functools import partial
from statistics import median
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import nn

from neuron_core.errors.mistake import Group, Mistake, Number, Place
from neuron_core.errors.snippets.losses_measured import cost_of_one_half
from neuron_core.errors.snippets.modules_measured import STEPS, numbers_seen, of_listed, of_new_layer, of_xor
from neuron_core.errors.snippets.trained import Trained
from neuron_core.errors.tell import Bars, Curves, Measured
from neuron_core.shared.exhibit import Exhibit, Outcome
from neuron_core.shared.numbers import count_text, number_text
from neuron_core.simple_ann.snippets import EXHIBITS


def _plain_list():
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = [nn.Linear(2, 16), nn.Linear(16, 1)]

    model = Net()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    return len(optimizer.param_groups[0]["params"])


def _module_list():
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.ModuleList([nn.Linear(2, 16), nn.Linear(16, 1)])

    model = Net()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    return len(optimizer.param_groups[0]["params"])


def _mixed_list():
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden = [nn.Linear(2, 16)]
            self.output = nn.Linear(16, 1)

    model = Net()
    return sum(parameter.numel() for parameter in model.parameters())


def _no_plain_list():
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden = nn.ModuleList([nn.Linear(2, 16)])
            self.output = nn.Linear(16, 1)

    model = Net()
    return sum(parameter.numel() for parameter in model.parameters())


def _function():
    model = nn.Sequential(nn.Linear(2, 3), F.relu, nn.Linear(3, 1))
    x = torch.randn(4, 2)
    return model(x).shape


def _layer():
    model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
    x = torch.randn(4, 2)
    return model(x).shape


def _layer_of_x():
    x = torch.tensor([-1.0, 2.0])
    hidden = nn.ReLU(x)
    return f"hidden: {hidden}"


def _layer_then_x():
    x = torch.tensor([-1.0, 2.0])
    hidden = nn.ReLU()(x)
    return f"hidden: {hidden}"


def _parameter():
    model = nn.Linear(2, 1)
    model.weight = torch.ones(1, 2)
    return model.weight


def _parameter_made():
    model = nn.Linear(2, 1)
    model.weight = nn.Parameter(torch.ones(1, 2))
    return model.weight


def _forward_missing():
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.output = nn.Linear(2, 1)

        def foward(self, x):
            return self.output(x)

    model = Net()
    return model(torch.randn(4, 2)).shape


def _forward_found():
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.output = nn.Linear(2, 1)

        def forward(self, x):
            return self.output(x)

    model = Net()
    return model(torch.randn(4, 2)).shape


def _forward_none():
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.output = nn.Linear(2, 1)

        def forward(self, x):
            self.output(x)

    model = Net()
    out = model(torch.randn(4, 2))
    return nn.MSELoss()(out, torch.zeros(4, 1))


def _forward_returns():
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.output = nn.Linear(2, 1)

        def forward(self, x):
            return self.output(x)

    model = Net()
    out = model(torch.randn(4, 2))
    return nn.MSELoss()(out, torch.zeros(4, 1))


def _state_dict(saved, made):
    numbers = nn.Linear(2, saved).state_dict()
    model = nn.Linear(2, made)
    return model.load_state_dict(numbers)


def _state_dict_fits(saved, made):
    numbers = nn.Linear(2, saved).state_dict()
    model = nn.Linear(2, saved)
    return model.load_state_dict(numbers)


def _optimiser_first():
    model = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 3))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    model[2] = nn.Linear(8, 1)  # another last layer, for another task
    before = model[2].weight.clone()
    loss = nn.MSELoss()(model(torch.randn(4, 2)), torch.randn(4, 1))
    loss.backward()
    optimizer.step()
    return (model[2].weight - before).abs().max().item()


def _optimiser_last():
    model = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 3))
    model[2] = nn.Linear(8, 1)  # another last layer, for another task
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    before = model[2].weight.clone()
    loss = nn.MSELoss()(model(torch.randn(4, 2)), torch.randn(4, 1))
    loss.backward()
    optimizer.step()
    return (model[2].weight - before).abs().max().item()


def _no_activation():
    x = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = torch.tensor([[0.0], [1.0], [1.0], [0.0]])
    model = nn.Sequential(nn.Linear(2, 16), nn.Linear(16, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for _ in range(100):
        optimizer.zero_grad()
        loss = nn.BCEWithLogitsLoss()(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


def _activation():
    x = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = torch.tensor([[0.0], [1.0], [1.0], [0.0]])
    model = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for _ in range(100):
        optimizer.zero_grad()
        loss = nn.BCEWithLogitsLoss()(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


# What gives the silent ones away, said with what was measured.


class Ends(NamedTuple):
    """Where trainings ended: medians over the seeds, written out."""

    loss: str
    accuracy: str


def _ends(trained: Callable[..., Trained], seeds: int) -> tuple[Ends, Ends]:
    """Return where trainings under so many seeds ended, with the mistake and without."""

    def ends(wrong: bool) -> Ends:
        runs = [trained(seed, wrong=wrong) for seed in range(seeds)]
        return Ends(
            number_text(median(run.losses[-1] for run in runs), 3), number_text(median(run.accuracy for run in runs), 2)
        )

    return ends(True), ends(False)


def _numbers_seen_say(measured: Measured) -> str:
    seen, there = (number_text(sum(runs[0])) for runs in (measured.wrong, measured.right))
    wrong, right = _ends(of_listed, len(measured.wrong))
    return (
        f"The module finds {seen} of {there} parameters, and only those are trained and saved. It learns all the same, only less well: two moons "
        f"end after {STEPS} steps at a loss of {wrong.loss}, cured {right.loss}, and at an accuracy of {wrong.accuracy}, cured {right.accuracy}."
    )


def _moved_say(measured: Measured) -> str:
    first, new = (number_text(median(values), 2) for values in zip(*measured.wrong, strict=True))
    wrong, right = _ends(lambda seed, wrong: of_new_layer(seed, wrong=wrong).trained, len(measured.wrong))
    return (
        f"After {STEPS} steps the new layer’s weights have moved by {new}, the first layer’s by up to {first}. The first layer alone learns a lot, "
        f"which hides it: accuracy {wrong.accuracy}, cured {right.accuracy}."
    )


def _xor_say(measured: Measured) -> str:
    assert measured.floor is not None
    wrong, right = _ends(of_xor, len(measured.wrong))
    return (
        f"The loss ends at ln 2, {number_text(measured.floor)}, and never gets below: every corner is answered with one half, or nearly. The accuracy "
        f"is {wrong.accuracy}, with a ReLU {right.accuracy}."
    )


def _lesson(title: str) -> Place:
    """Return the SimpleANN page with this one of its runs."""
    return Place("simple_ann", lambda: {"simple_ann_module": "true", "simple_ann_lesson": title})


def _class_step(step: str) -> Place:
    """Return the SimpleANN page with this step of the lesson's class."""
    return Place("simple_ann", lambda: {"simple_ann_class": "true", "simple_ann_step": step})


_IN_A_STACK = Place("stack", lambda: {"stack": "linear-2-3 relu linear-3-1", "stack_input": "4x2"})

MODULES: dict[str, Mistake] = {
    "super_init": Mistake(
        "A module that does not call super()",
        Group.MODULES,
        EXHIBITS["Without super().__init__()"],
        _lesson("Without super().__init__()"),
    ),
    "plain_list": Mistake(
        "All layers in a plain list",
        Group.MODULES,
        Exhibit(
            "A module looks at what is assigned to it, not into lists. It finds no parameter, and the optimiser gets nothing to train.",
            _plain_list,
            Outcome.RAISES,
            _module_list,
            "An `nn.ModuleList` is a list that the module does look into: two weights and two biases.",
        ),
        _lesson("Layers in a plain list"),
        kin=(EXHIBITS["Layers in a plain list"],),
    ),
    "mixed_list": Mistake(
        "One layer of two in a plain list",
        Group.MODULES,
        Exhibit(
            "A module looks at what is assigned to it, not into lists. It finds the output layer, and not the hidden one.",
            _mixed_list,
            Outcome.SILENT,
            _no_plain_list,
            "An `nn.ModuleList` is a list that the module does look into.",
        ),
        _lesson("Layers in a plain list"),
        tell=Bars(
            axis="Parameters that the module finds",
            wrong=partial(numbers_seen, wrong=True),
            right=partial(numbers_seen, wrong=False),
            says=_numbers_seen_say,
            names=("hidden layer", "output layer"),
        ),
    ),
    "function": Mistake(
        "F.relu in nn.Sequential",
        Group.MODULES,
        Exhibit(
            "`nn.Sequential` takes layers, which torch calls modules. `F.relu` is a plain function: it belongs in a `forward()`.",
            _function,
            Outcome.RAISES,
            _layer,
            "`nn.ReLU()` is the same as a layer.",
        ),
        _IN_A_STACK,
    ),
    "layer_of_x": Mistake(
        "A layer is made with the data: nn.ReLU(x)",
        Group.MODULES,
        Exhibit(
            "`nn.ReLU(x)` makes a layer, and takes x for its setting `inplace`, a yes or a no. Torch notices only when the layer is printed or "
            "called. `nn.MSELoss(out, y)` goes wrong in the same way.",
            _layer_of_x,
            Outcome.RAISES,
            _layer_then_x,
            "The first brackets make the layer, the second ones give it the data.",
        ),
        Place("activation", lambda: {"activation": "relu"}),
    ),
    "parameter": Mistake(
        "A tensor is set as a layer’s weight",
        Group.MODULES,
        Exhibit(
            "A weight is an `nn.Parameter`: a tensor that the module lists, for the optimiser to train. A plain tensor it would not list.",
            _parameter,
            Outcome.RAISES,
            _parameter_made,
            "`nn.Parameter` makes one of the tensor. Where there is an optimiser already, it still holds the old one: there write "
            "`model.weight.copy_(…)` under `torch.no_grad()`.",
        ),
        Place("neuron", lambda: {"n": "2", "w1": "1.0", "w2": "1.0"}),
    ),
    "forward_missing": Mistake(
        "A module with a method foward",
        Group.MODULES,
        Exhibit(
            "`model(x)` calls the method `forward`. This class has none: an r is missing in its name.",
            _forward_missing,
            Outcome.RAISES,
            _forward_found,
            "The method is called `forward`.",
        ),
        _class_step("6 Forward"),
    ),
    "forward_none": Mistake(
        "A forward() without return",
        Group.MODULES,
        Exhibit(
            "A method without a `return` gives None, which is Python’s nothing. Calling the model raises no error yet: the loss does, which asks "
            "nothing for its size.",
            _forward_none,
            Outcome.RAISES,
            _forward_returns,
            "`forward` returns what it computed.",
        ),
        _class_step("8 Return"),
        seed=0,
    ),
    "state_dict": Mistake(
        "A model loads another one’s state_dict",
        Group.MODULES,
        Exhibit(
            "A state_dict holds a model’s numbers, by the names of its parameters. They can only be loaded into parameters of the same names and "
            "shapes.",
            _state_dict,
            Outcome.RAISES,
            _state_dict_fits,
            "The model is made as large as the one that was saved.",
        ),
        Place("training", lambda saved, made: {"training_home": "true"}),
        (
            Number("saved", "outputs of the saved one", 8, maximum=1024),
            Number("made", "outputs of this one", 16, maximum=1024),
        ),
        lambda saved, made: (
            f"A state_dict holds a model’s numbers, by the names of its parameters: here those of a layer with {count_text(saved, 'output')}. "
            f"They are loaded into one with {count_text(made, 'output')}, whose weight and bias have other shapes."
        ),
    ),
    "optimiser_first": Mistake(
        "An optimiser, then a new last layer",
        Group.MODULES,
        Exhibit(
            "An optimiser holds the parameters that it was given when it was made. The new layer’s are not among them: it trains those of the "
            "old one, which nobody uses any more.",
            _optimiser_first,
            Outcome.SILENT,
            _optimiser_last,
            "The optimiser is made after the layer was replaced.",
        ),
        Place("training", lambda: {"training_slow": "true", "training_step": "4"}),
        tell=Bars(
            axis="How far a weight moved at most",
            wrong=lambda seed: of_new_layer(seed, wrong=True).layers,
            right=lambda seed: of_new_layer(seed, wrong=False).layers,
            says=_moved_say,
            names=("first layer", "new layer"),
        ),
        seed=0,
    ),
    "no_activation": Mistake(
        "Two Linears in a row learn XOR",
        Group.MODULES,
        Exhibit(
            "Two Linears in a row are no more than one Linear, which parts its inputs along one straight line. In XOR class 1 is where "
            "exactly one of the two inputs is 1: no line parts that.",
            _no_activation,
            Outcome.SILENT,
            _activation,
            "A ReLU between them makes bends: the line becomes several.",
        ),
        Place("training", lambda: {"training_data": "xor", "training_activation": "identity"}),
        tell=Curves(
            axis="loss",
            wrong=lambda seed: of_xor(seed, wrong=True).losses,
            right=lambda seed: of_xor(seed, wrong=False).losses,
            says=_xor_say,
            floor=cost_of_one_half,
        ),
        seed=0,
    ),
}
