"""Mistakes with losses."""

from collections.abc import Callable
from functools import partial
from statistics import median

import torch
from torch import nn

from neuron_core.diagnosis.snippets import EXHIBITS, SIGMOID, SOFTMAX, TRAINED_SHAPES
from neuron_core.errors.mistake import Group, Mistake, Number, Place
from neuron_core.errors.snippets.losses_measured import (
    SHAKEN,
    cost_of_one_half,
    cost_of_right_classes,
    cost_of_right_halves,
    differences,
    explained,
    of_large_inputs,
    of_one_logit,
    of_three_classes,
    of_two_classes,
)
from neuron_core.errors.snippets.trained import Trained
from neuron_core.errors.tell import Bars, Curves, Grids, Measured, Values
from neuron_core.shared.exhibit import Exhibit, Outcome
from neuron_core.shared.numbers import count_text, number_text


def _class_float():
    logits = torch.randn(4, 3)  # 4 rows, 3 classes
    target = torch.tensor([0.0, 2.0, 1.0, 2.0])
    loss = nn.CrossEntropyLoss()(logits, target)
    return loss.item()


def _class_long():
    logits = torch.randn(4, 3)  # 4 rows, 3 classes
    target = torch.tensor([0.0, 2.0, 1.0, 2.0])
    loss = nn.CrossEntropyLoss()(logits, target.long())
    return loss.item()


def _binary_long():
    logits = torch.randn(4)
    target = torch.tensor([0, 1, 1, 0])
    loss = nn.BCEWithLogitsLoss()(logits, target)
    return loss.item()


def _binary_float():
    logits = torch.randn(4)
    target = torch.tensor([0, 1, 1, 0])
    loss = nn.BCEWithLogitsLoss()(logits, target.float())
    return loss.item()


def _class_number(classes, target):
    logits = torch.randn(2, classes)
    loss = nn.CrossEntropyLoss()(logits, torch.tensor([0, target]))
    return loss.item()


def _enough_classes(classes, target):
    logits = torch.randn(2, target + 1)
    loss = nn.CrossEntropyLoss()(logits, torch.tensor([0, target]))
    return loss.item()


def _class_column(batch):
    logits = torch.randn(batch, 3)
    target = torch.randint(3, (batch, 1))
    loss = nn.CrossEntropyLoss()(logits, target)
    return loss.item()


def _class_list(batch):
    logits = torch.randn(batch, 3)
    target = torch.randint(3, (batch, 1))
    loss = nn.CrossEntropyLoss()(logits, target.squeeze(1))
    return loss.item()


def _batch_sizes(batch, targets):
    logits = torch.randn(batch, 3)
    target = torch.randint(3, (targets,))
    loss = nn.CrossEntropyLoss()(logits, target)
    return loss.item()


def _one_batch_size(batch, targets):
    logits = torch.randn(batch, 3)
    target = torch.randint(3, (batch,))
    loss = nn.CrossEntropyLoss()(logits, target)
    return loss.item()


def _target_shape(batch):
    out = torch.randn(batch, 1)  # as a net with one output gives it
    target = torch.ones(batch)
    loss = nn.BCEWithLogitsLoss()(out, target)
    return loss.item()


def _target_of_one_shape(batch):
    out = torch.randn(batch, 1)  # as a net with one output gives it
    target = torch.ones(batch)
    loss = nn.BCEWithLogitsLoss()(out.squeeze(1), target)
    return loss.item()


def _mse_shapes(batch):
    target = torch.randn(batch)
    out = target.unsqueeze(1)  # every output is exactly right
    loss = nn.MSELoss()(out, target)
    return loss.item()


def _mse_of_one_shape(batch):
    target = torch.randn(batch)
    out = target.unsqueeze(1)  # every output is exactly right
    loss = nn.MSELoss()(out.squeeze(1), target)
    return loss.item()


def _by_hand(batch):
    target = torch.randn(batch)
    out = target.unsqueeze(1)  # every output is exactly right
    loss = ((out - target) ** 2).mean()
    return loss.item()


def _by_hand_of_one_shape(batch):
    target = torch.randn(batch)
    out = target.unsqueeze(1)  # every output is exactly right
    loss = ((out.squeeze(1) - target) ** 2).mean()
    return loss.item()


def _softmax():
    target = torch.tensor([0, 1, 2])
    out = 100 * torch.eye(3)  # every row is right, and sure
    out = torch.softmax(out, dim=1)
    loss = nn.CrossEntropyLoss()(out, target)
    return loss.item()


def _class_logits():
    target = torch.tensor([0, 1, 2])
    out = 100 * torch.eye(3)  # every row is right, and sure
    loss = nn.CrossEntropyLoss()(out, target)
    return loss.item()


def _sigmoid():
    target = torch.tensor([0.0, 1.0])
    out = torch.tensor([-1000.0, 1000.0])  # both are right, and sure
    out = torch.sigmoid(out)
    loss = nn.BCEWithLogitsLoss()(out, target)
    return loss.item()


def _binary_logits():
    target = torch.tensor([0.0, 1.0])
    out = torch.tensor([-1000.0, 1000.0])  # both are right, and sure
    loss = nn.BCEWithLogitsLoss()(out, target)
    return loss.item()


def _one_logit():
    model = nn.Linear(2, 1)
    target = torch.tensor([[0.0], [1.0], [1.0], [0.0]])
    loss = nn.CrossEntropyLoss()(model(torch.randn(4, 2)), target)
    loss.backward()
    return loss.item(), model.weight.grad


def _one_logit_of_two_classes():
    model = nn.Linear(2, 1)
    target = torch.tensor([[0.0], [1.0], [1.0], [0.0]])
    loss = nn.BCEWithLogitsLoss()(model(torch.randn(4, 2)), target)
    loss.backward()
    return loss.item(), model.weight.grad


def _unscaled():
    y = (torch.arange(100) % 2.0).unsqueeze(1)
    x = 1000 + 300 * y + 100 * torch.randn(100, 2)
    model = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 1))
    loss_function = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(100):
        optimizer.zero_grad()
        loss = loss_function(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


def _scaled():
    y = (torch.arange(100) % 2.0).unsqueeze(1)
    x = 1000 + 300 * y + 100 * torch.randn(100, 2)
    x = (x - x.mean(dim=0)) / x.std(dim=0)
    model = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 1))
    loss_function = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(100):
        optimizer.zero_grad()
        loss = loss_function(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


def _end(runs: tuple[Values, ...]) -> str:
    return number_text(median(run[-1] for run in runs), 3)


def _floor_words(layer: str, trained: Callable[..., Trained], measured: Measured) -> str:
    """Tell of a loss that cannot fall to 0, and of an accuracy that does not show it."""
    assert measured.floor is not None
    seeds = range(len(measured.wrong))
    wrong, right = (
        number_text(median(trained(seed, wrong=wrong).accuracy for seed in seeds), 2) for wrong in (True, False)
    )
    return (
        f"The loss ends at {_end(measured.wrong)}, without the {layer} at {_end(measured.right)}: with it even answers that are exactly right "
        f"cost {number_text(measured.floor)}, and no net gets below. Accuracy hardly shows it: {wrong} with the {layer}, {right} without."
    )


def _one_logit_words(measured: Measured) -> str:
    first, last, _ = (number_text(median(values), 3) for values in zip(*measured.right, strict=True))
    return (
        "With CrossEntropyLoss the loss is 0 from the start, and no weight ever moves. With BCEWithLogitsLoss the loss falls from "
        f"{first} to {last}."
    )


def _large_inputs_words(measured: Measured) -> str:
    assert measured.floor is not None
    seeds = range(len(measured.wrong))
    peak = median(max(of_large_inputs(seed, wrong=True)) for seed in seeds)
    return (
        f"The first {SHAKEN} steps throw the loss up to {number_text(peak, 0)}. After them, which is what is drawn, it stays at ln 2, "
        f"{number_text(measured.floor)}: the cost of answering one half each time. With scaled inputs it falls to {_end(measured.right)}."
    )


def _grid_words(measured: Measured) -> str:
    seeds = range(len(measured.wrong))
    wrong, right = (round(median(explained(seed, wrong=wrong) for seed in seeds), 3) for wrong in (True, False))
    made, meant = len(measured.wrong[0]), len(measured.right[0])
    return (
        f"Torch makes {made:,} differences where {meant} belong, and only those from corner to corner are 0. A net trained so "
        f"learns the targets’ mean: it explains {number_text(100 * wrong, 1)}% of their variance, with equal shapes {number_text(100 * right, 1)}%."
    )


def _in_training(title: str) -> Place:
    """Return the Training page with its exhibit of that title."""
    return Place("training", lambda **numbers: {"training_mistakes": "true", "training_mistake": title})


def _fewer_classes(target: int = 3, **numbers: int) -> dict[str, int]:
    """Return as many classes as there can be at most where this class number is too high."""
    return {"classes": max(1, min(3, target))}


_DIFFERENCES = Grids(
    axis="output − target",
    wrong=partial(differences, wrong=True),
    right=partial(differences, wrong=False),
    says=_grid_words,
    columns=lambda batch: (batch, batch),
)
_SMALL_BATCH = Number("batch", "rows in the batch", 4, minimum=2, maximum=32)
_BATCH = Number("batch", "rows in the batch", 4, minimum=2, maximum=1024)

LOSSES: dict[str, Mistake] = {
    "class_float": Mistake(
        "Class numbers as floats",
        Group.LOSSES,
        Exhibit(
            "CrossEntropyLoss takes the number of the right class as a whole number, type Long. These are floats, type Float, as most files give them.",
            _class_float,
            Outcome.RAISES,
            _class_long,
            "`.long()` makes whole numbers of them.",
        ),
        Place("training"),
        seed=0,
    ),
    "binary_long": Mistake(
        "Two classes as whole numbers",
        Group.LOSSES,
        Exhibit(
            "With two classes and one output, the loss computes with the targets, so they have to be floats like the output. Written without a "
            "point, 0 and 1 are whole numbers, type Long.",
            _binary_long,
            Outcome.RAISES,
            _binary_float,
            "`.float()` makes 0.0 and 1.0 of them.",
        ),
        Place("training", lambda: {"training_loss": "bce"}),
        seed=0,
    ),
    "class_number": Mistake(
        "A class number goes into the loss",
        Group.LOSSES,
        Exhibit(
            "A net has one output for each class, and classes are counted from 0. With three outputs the last class is 2.",
            _class_number,
            Outcome.RAISES,
            _enough_classes,
            "As many outputs as the highest class number, plus 1. If your classes are counted from 1, subtract 1 from every target instead.",
        ),
        Place("stack", lambda classes, target: {"stack": f"linear-4-{classes}", "stack_input": "2x4"}),
        (
            Number("classes", "outputs of the net", 3, maximum=1024),
            Number("target", "class number", 3, minimum=0, maximum=1024),
        ),
        lambda classes, target: (
            f"There {'is 1 output' if classes == 1 else f'are {classes} outputs'} in a row, one for each class. Classes are counted from 0, "
            f"so the last one is class {classes - 1}: there is no class {target}."
        ),
        beside=_fewer_classes,
        seed=0,
    ),
    "class_column": Mistake(
        "Class numbers in a column",
        Group.LOSSES,
        Exhibit(
            "For each row, CrossEntropyLoss takes one class number, in a plain list of shape (N,). Read from a table, they often come as a "
            "column of shape (N, 1).",
            _class_column,
            Outcome.RAISES,
            _class_list,
            "`squeeze(1)` takes the dimension of size 1 away.",
        ),
        Place("training"),
        (_BATCH,),
        lambda batch: (
            f"The class numbers come as a column of shape ({batch}, 1). CrossEntropyLoss takes them as a plain list of shape ({batch},)."
        ),
        seed=0,
    ),
    "batch_sizes": Mistake(
        "Class numbers of another batch",
        Group.LOSSES,
        Exhibit(
            "CrossEntropyLoss takes one class number for each row of outputs. Here there are more rows than class numbers, or fewer.",
            _batch_sizes,
            Outcome.RAISES,
            _one_batch_size,
            "One class number for each row. If the outputs have too many rows, a `view` or a `reshape` before the last layer has made them: "
            "write `nn.Flatten()`, which keeps the batch.",
        ),
        Place("training"),
        (
            Number("batch", "rows of outputs", 8, maximum=4096),
            Number("targets", "class numbers", 4, maximum=4096),
        ),
        lambda batch, targets: (
            f"CrossEntropyLoss takes one class number for each row of outputs. Outputs: {count_text(batch, 'row')}; class numbers: {targets:,}."
        ),
        seed=0,
    ),
    "target_shape": Mistake(
        "BCEWithLogitsLoss of a column and a list",
        Group.LOSSES,
        Exhibit(
            "Output and target have to have the same shape. Here one is a column of shape (N, 1), the other a plain list of shape (N,).",
            _target_shape,
            Outcome.RAISES,
            _target_of_one_shape,
            "`squeeze(1)` makes a list of the column.",
        ),
        Place("training", lambda batch: {"training_loss": "bce"}),
        (_BATCH,),
        lambda batch: (
            f"Output and target hold {batch} numbers each, but one is a column of shape ({batch}, 1), the other a plain list of shape ({batch},). "
            "This loss takes only equal shapes."
        ),
        seed=0,
    ),
    "mse_shapes": Mistake(
        "MSELoss of a column and a list",
        Group.LOSSES,
        Exhibit(
            "One is a column of shape (N, 1), the other a plain list of shape (N,). Torch stretches both to (N, N), which it calls broadcasting, "
            "and compares every output with every target.",
            _mse_shapes,
            Outcome.WARNS,
            _mse_of_one_shape,
            "`squeeze(1)` makes a list of the column: what is exactly right now costs 0.",
        ),
        Place("training", lambda batch: {"training_loss": "mse"}),
        (_SMALL_BATCH,),
        lambda batch: (
            f"Output and target hold {batch} numbers each, as a column of shape ({batch}, 1) and as a plain list of shape ({batch},). Torch stretches "
            f"both to ({batch}, {batch}), which it calls broadcasting: every output is compared with every target."
        ),
        tell=_DIFFERENCES,
        seed=0,
    ),
    "by_hand": Mistake(
        "An MSE written by hand",
        Group.LOSSES,
        Exhibit(
            "The outputs are a column of shape (N, 1), the targets a plain list of shape (N,). Torch stretches both to (N, N), which it "
            "calls broadcasting: it subtracts every target from every output.",
            _by_hand,
            Outcome.SILENT,
            _by_hand_of_one_shape,
            "`squeeze(1)` makes a list of the column: what is exactly right now costs 0. `nn.MSELoss` would have warned.",
        ),
        _in_training(TRAINED_SHAPES),
        (_SMALL_BATCH,),
        lambda batch: (
            f"The outputs are a column of shape ({batch}, 1), the targets a plain list of shape ({batch},). Torch stretches both to "
            f"({batch}, {batch}), which it calls broadcasting: it subtracts every target from every output."
        ),
        tell=_DIFFERENCES,
        seed=0,
        kin=(EXHIBITS[TRAINED_SHAPES],),
    ),
    "softmax": Mistake(
        "A softmax before CrossEntropyLoss",
        Group.LOSSES,
        Exhibit(
            "CrossEntropyLoss contains a softmax, which makes shares that add up to 1. After one of your own it takes your shares for "
            "logits, the plain numbers of the last Linear, and softens them once more.",
            _softmax,
            Outcome.SILENT,
            _class_logits,
            "Without the softmax the loss gets the logits: what is exactly right now costs 0.",
        ),
        Place("stack", lambda: {"stack": "linear-3-8 relu linear-8-3 softmax", "stack_input": "90x3"}),
        tell=Curves(
            axis="loss",
            wrong=lambda seed: of_three_classes(seed, wrong=True).losses,
            right=lambda seed: of_three_classes(seed, wrong=False).losses,
            says=partial(_floor_words, "softmax", of_three_classes),
            floor=cost_of_right_classes,
        ),
    ),
    "sigmoid": Mistake(
        "A sigmoid before BCEWithLogitsLoss",
        Group.LOSSES,
        Exhibit(
            "BCEWithLogitsLoss contains the sigmoid, which makes a probability of a number. After one of your own it takes your "
            "probabilities for logits, the plain numbers of the last Linear, and never gets a probability below one half.",
            _sigmoid,
            Outcome.SILENT,
            _binary_logits,
            "Without the sigmoid the loss gets the logits: what is exactly right now costs 0.",
        ),
        _in_training(SIGMOID),
        tell=Curves(
            axis="loss",
            wrong=lambda seed: of_two_classes(seed, wrong=True).losses,
            right=lambda seed: of_two_classes(seed, wrong=False).losses,
            says=partial(_floor_words, "sigmoid", of_two_classes),
            floor=cost_of_right_halves,
        ),
        kin=(EXHIBITS[SIGMOID],),
    ),
    "one_logit": Mistake(
        "CrossEntropyLoss on one output",
        Group.LOSSES,
        Exhibit(
            "CrossEntropyLoss makes shares of the outputs in a row, which add up to 1. Of one output alone the share is always 1: no answer "
            "costs anything, and no gradient says what to change.",
            _one_logit,
            Outcome.SILENT,
            _one_logit_of_two_classes,
            "BCEWithLogitsLoss is the loss for two classes and one output.",
        ),
        _in_training(SOFTMAX),
        tell=Bars(
            axis="The loss, and how far a weight moved at most",
            wrong=lambda seed: of_one_logit(seed, nn.CrossEntropyLoss()),
            right=lambda seed: of_one_logit(seed, nn.BCEWithLogitsLoss()),
            says=_one_logit_words,
            names=("first loss", "last loss", "weight moved"),
        ),
        seed=0,
        kin=(EXHIBITS[SOFTMAX],),
    ),
    "unscaled": Mistake(
        "Inputs in the thousands",
        Group.LOSSES,
        Exhibit(
            "A gradient is as large as the inputs that it comes from. Here the first steps throw the weights so far that every hidden "
            "neuron gives 0 for every row: the net answers the same to all, and learns no more.",
            _unscaled,
            Outcome.SILENT,
            _scaled,
            "Each input minus its mean, divided by its standard deviation: now they are about −2 to 2.",
        ),
        Place("training", lambda: {"training_data": "iris", "training_standardise": "false", "training_more": "true"}),
        tell=Curves(
            axis="loss",
            wrong=lambda seed: of_large_inputs(seed, wrong=True)[SHAKEN:],
            right=lambda seed: of_large_inputs(seed, wrong=False)[SHAKEN:],
            says=_large_inputs_words,
            floor=cost_of_one_half,
        ),
        seed=0,
    ),
}
