"""Mistakes with autograd, which takes the gradients: it goes back through all that a loss was computed from."""

from functools import cache, partial
from statistics import median

import torch
from torch import Tensor, nn

from neuron_core.diagnosis.snippets import EXHIBITS, NEVER_ZEROED
from neuron_core.errors.mistake import Group, Mistake, Number, Place
from neuron_core.errors.tell import Bars, Measured, Values
from neuron_core.shared.exhibit import Exhibit, Outcome
from neuron_core.shared.numbers import number_text
from neuron_core.shared.seeding import seeded
from neuron_core.training.data import draw_moons


def _backward_twice():
    x, y = torch.randn(4, 2), torch.randn(4, 1)
    model = nn.Linear(2, 1)
    loss = nn.MSELoss()(model(x), y)
    loss.backward()
    loss.backward()
    return model.weight.grad


def _backward_once():
    x, y = torch.randn(4, 2), torch.randn(4, 1)
    model = nn.Linear(2, 1)
    loss = nn.MSELoss()(model(x), y)
    loss.backward()
    return model.weight.grad


def _in_place():
    x = torch.tensor([-1.0, 2.0], requires_grad=True)
    y = torch.relu(x)
    y += 1
    y.sum().backward()
    return x.grad


def _not_in_place():
    x = torch.tensor([-1.0, 2.0], requires_grad=True)
    y = torch.relu(x)
    y = y + 1
    y.sum().backward()
    return x.grad


def _in_place_leaf():
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    loss = (w**2).sum()
    loss.backward()
    w -= 0.1 * w.grad
    return w


def _in_place_unnoticed():
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    loss = (w**2).sum()
    loss.backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
    return w


def _in_place_allowed():
    x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    y = x * 2
    y.add_(1)
    y.sum().backward()
    return x.grad


def _no_grad_fn():
    x, y = torch.randn(4, 2), torch.randn(4, 1)
    model = nn.Linear(2, 1)
    with torch.no_grad():
        loss = nn.MSELoss()(model(x), y)
    loss.backward()
    return model.weight.grad


def _with_grad_fn():
    x, y = torch.randn(4, 2), torch.randn(4, 1)
    model = nn.Linear(2, 1)
    loss = nn.MSELoss()(model(x), y)
    loss.backward()
    return model.weight.grad


def _item():
    x, y = torch.randn(4, 2), torch.randn(4, 1)
    model = nn.Linear(2, 1)
    loss = nn.MSELoss()(model(x), y)
    loss = torch.tensor(loss.item(), requires_grad=True)
    loss.backward()
    return model.weight.grad


def _not_scalar(outputs):
    x = torch.randn(2)
    layer = nn.Linear(2, outputs)
    layer(x).backward()
    return layer.bias.grad


def _scalar(outputs):
    x = torch.randn(2)
    layer = nn.Linear(2, outputs)
    layer(x).sum().backward()
    return layer.bias.grad


def _no_derivative():
    x = torch.tensor([-1.0, 2.0], requires_grad=True)
    y = torch.heaviside(x, torch.tensor(0.0))
    y.sum().backward()
    return x.grad


def _derivative():
    x = torch.tensor([-1.0, 2.0], requires_grad=True)
    y = torch.sigmoid(x)
    y.sum().backward()
    return x.grad


def _never_zeroed():
    x = torch.tensor([[0.0], [1.0], [2.0]])
    model = nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(100):
        loss = nn.MSELoss()(model(x), 2 * x + 1)
        loss.backward()
        optimizer.step()
    return loss.item()


def _zeroed():
    x = torch.tensor([[0.0], [1.0], [2.0]])
    model = nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(100):
        optimizer.zero_grad()
        loss = nn.MSELoss()(model(x), 2 * x + 1)
        loss.backward()
        optimizer.step()
    return loss.item()


# What gives the silent ones away.


def _size(gradient: Tensor | None) -> float:
    return 0.0 if gradient is None else gradient.norm().item()


def _gradients(seed: int, *, wrapped: bool) -> Values:
    """Return how large the gradients of a layer's weights and of its bias are; `wrapped` makes a new loss of the loss's number."""
    with seeded(seed):
        x, y = torch.randn(4, 2), torch.randn(4, 1)
        model = nn.Linear(2, 1)
        loss = nn.MSELoss()(model(x), y)
        (torch.tensor(loss.item(), requires_grad=True) if wrapped else loss).backward()
        return _size(model.weight.grad), _size(model.bias.grad)


def _gradients_say(measured: Measured) -> str:
    (none, _), (weights, _) = (
        [median(values) for values in zip(*runs, strict=True)] for runs in (measured.wrong, measured.right)
    )
    return (
        f"The size of the weights’ gradient is {number_text(none)}: an optimiser leaves them where they are. Of the loss itself it "
        f"is {number_text(weights, 2)}."
    )


def _moons_and_net() -> tuple[Tensor, Tensor, nn.Sequential]:
    return *draw_moons(100, 0.5), nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 1))


def _added_up(seed: int, *, zeroed: bool) -> Values:
    """Return how large the first layer’s gradient is after each of three `backward()` of one batch, in multiples of the first."""
    with seeded(seed):
        x, y, model = _moons_and_net()
        sizes = []
        for _ in range(3):
            if zeroed:
                model.zero_grad()
            nn.BCEWithLogitsLoss()(model(x), y).backward()
            sizes.append(_size(next(model.parameters()).grad))
        return tuple(size / sizes[0] for size in sizes)


STEPS = 150
"""How long the net trains whose loss does not tell of a missing `zero_grad()`."""


@cache
def last_loss(seed: int, *, zeroed: bool) -> float:
    """Train on two moons with SGD; return the loss of the last step."""
    with seeded(seed):
        x, y, model = _moons_and_net()
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        loss = torch.zeros(())
        for _ in range(STEPS):
            if zeroed:
                optimizer.zero_grad()
            loss = nn.BCEWithLogitsLoss()(model(x), y)
            loss.backward()
            optimizer.step()
        return loss.item()


def _added_up_say(measured: Measured) -> str:
    sizes = [number_text(median(values)) for values in zip(*measured.wrong, strict=True)]
    seeds = range(len(measured.wrong))
    wrong, right = (
        number_text(median(last_loss(seed, zeroed=zeroed) for seed in seeds), 3) for zeroed in (False, True)
    )
    return (
        f"The same batch goes back three times: the gradient is {', '.join(sizes[:-1])} and {sizes[-1]} times what it should be. The loss "
        f"need not show it. In a training of {STEPS} steps on two classes of points it ends at {wrong}; with zero_grad() at {right}. The "
        f"larger steps were lucky there, and are still wrong."
    )


_BACKWARD = Place("simple_ann", lambda: {"simple_ann_pass": "Backward"})


def _step_at(stop: int) -> Place:
    """Return the Training page, with one step in slow motion at this stop."""
    return Place("training", lambda: {"training_slow": "true", "training_step": str(stop)})


AUTOGRAD: dict[str, Mistake] = {
    "backward_twice": Mistake(
        "backward() is called twice",
        Group.AUTOGRAD,
        Exhibit(
            "The forward pass keeps numbers that `backward()` will need, in what torch calls the graph. `backward()` frees them: a second time "
            "they are gone.",
            _backward_twice,
            Outcome.RAISES,
            _backward_once,
            "One `backward()` for each forward pass. To go back again, compute the loss anew, or keep those numbers with "
            "`loss.backward(retain_graph=True)`.",
        ),
        _BACKWARD,
        seed=0,
    ),
    "in_place": Mistake(
        "A relu, and 1 added in place",
        Group.AUTOGRAD,
        Exhibit(
            "relu keeps its result, for its gradient: 0 where the result is 0, else 1. `y += 1` writes over that result, in the same "
            "memory, which torch calls in place.",
            _in_place,
            Outcome.RAISES,
            _not_in_place,
            "`y = y + 1` makes a new tensor, and the result of relu stays as it was.",
        ),
        Place("activation", lambda: {"activation": "relu"}),
    ),
    "in_place_leaf": Mistake(
        "A weight is updated by hand",
        Group.AUTOGRAD,
        Exhibit(
            "w is a leaf: a tensor that you made and that gets a gradient. While torch notes each step, to go back through it, no step may write over a leaf.",
            _in_place_leaf,
            Outcome.RAISES,
            _in_place_unnoticed,
            "Under `torch.no_grad()` torch notes nothing, and w may change. An optimiser does it in the same way.",
        ),
        _step_at(4),
    ),
    "in_place_allowed": Mistake(
        "A product, and 1 added in place",
        Group.AUTOGRAD,
        Exhibit(
            "Torch refuses a change in place only where it writes over what the gradient needs. The gradient of x × 2 is 2, whatever y "
            "is: nothing of y is needed.",
            _in_place_allowed,
        ),
        _BACKWARD,
    ),
    "no_grad_fn": Mistake(
        "A loss computed under no_grad()",
        Group.AUTOGRAD,
        Exhibit(
            "Under `torch.no_grad()` torch does not note how the loss is computed. Such a note is called grad_fn: without it there is no "
            "way back to the weights.",
            _no_grad_fn,
            Outcome.RAISES,
            _with_grad_fn,
            "The loss is computed outside of `no_grad()`.",
        ),
        _BACKWARD,
        seed=0,
    ),
    "item": Mistake(
        "A loss made anew from .item()",
        Group.AUTOGRAD,
        Exhibit(
            "`.item()` gives a plain number that does not know how it was computed. The tensor made of it gets a gradient, but there is no way "
            "back to the weights: theirs is None.",
            _item,
            Outcome.SILENT,
            _with_grad_fn,
            "`backward()` is called on the loss itself. `.item()` is for printing.",
        ),
        _step_at(3),
        tell=Bars(
            axis="Size of the gradient",
            wrong=partial(_gradients, wrapped=True),
            right=partial(_gradients, wrapped=False),
            says=_gradients_say,
            names=("weights", "bias"),
        ),
        seed=0,
    ),
    "not_scalar": Mistake(
        "backward() on a Linear’s output",
        Group.AUTOGRAD,
        Exhibit(
            "A gradient says how one number changes with the weights. The output is several numbers, and torch does not choose among them.",
            _not_scalar,
            Outcome.RAISES,
            _scalar,
            "`.sum()` makes one number of them. So does `.mean()`: its gradients are smaller, divided by how many numbers there are.",
        ),
        Place("stack", lambda outputs: {"stack": f"linear-2-{outputs}", "stack_input": "2"}),
        (Number("outputs", "outputs of the Linear", 3),),
        lambda outputs: (
            f"A gradient says how one number changes with the weights. The output is {outputs} numbers, and torch does not choose among them."
        ),
    ),
    "no_derivative": Mistake(
        "A step function as an activation",
        Group.AUTOGRAD,
        Exhibit(
            "`heaviside` is a step: 0 below 0, 1 above. It is level on both sides, so a gradient would be 0 everywhere; torch has none for it.",
            _no_derivative,
            Outcome.RAISES,
            _derivative,
            "A sigmoid rises from 0 to 1 too, but slowly: it has a slope everywhere.",
        ),
        Place("activation", lambda: {"activation": "step"}),
    ),
    "zero_grad": Mistake(
        "A training loop without zero_grad()",
        Group.AUTOGRAD,
        Exhibit(
            "`backward()` adds its gradient to what is in `.grad` already, and nothing empties it. Each step follows the sum of all gradients so far.",
            _never_zeroed,
            Outcome.SILENT,
            _zeroed,
            "`zero_grad()` empties `.grad`, and each step follows its own gradient alone.",
        ),
        Place("training", lambda: {"training_slow": "true", "training_no_zero": "true"}),
        tell=Bars(
            axis="Size of the gradient, in multiples of the first",
            wrong=partial(_added_up, zeroed=False),
            right=partial(_added_up, zeroed=True),
            says=_added_up_say,
            names=("after 1 backward()", "after 2", "after 3"),
        ),
        seed=0,
        kin=(EXHIBITS[NEVER_ZEROED],),
    ),
}
