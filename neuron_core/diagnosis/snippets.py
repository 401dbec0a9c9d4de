"""Mistakes that raise nothing: only the training shows them. Each is run now, beside the same with its mistake mended."""

import torch
from torch import nn

from neuron_core.shared.exhibit import Exhibit, Outcome
from neuron_core.training.data import draw_moons, draw_plane

SEED = 0
"""The seed of every exhibit."""


def _never_zeroed():
    x, y = draw_plane(100, 0.0)
    model = nn.Linear(2, 1)
    loss_function = nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    losses = []
    for _ in range(200):
        loss = loss_function(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses[0], min(losses[-50:]), max(losses[-50:])


def _zeroed():
    x, y = draw_plane(100, 0.0)
    model = nn.Linear(2, 1)
    loss_function = nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    losses = []
    for _ in range(200):
        optimizer.zero_grad()
        loss = loss_function(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses[0], min(losses[-50:]), max(losses[-50:])


def _sigmoid_before():
    x, y = draw_moons(100, 0.5)
    model = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 1), nn.Sigmoid())
    loss_function = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(200):
        optimizer.zero_grad()
        loss = loss_function(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item(), loss_function(y, y).item()


def _logits():
    x, y = draw_moons(100, 0.5)
    model = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 1))
    loss_function = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(200):
        optimizer.zero_grad()
        loss = loss_function(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


def _softmax_of_one():
    x, y = draw_moons(100, 0.5)
    model = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 1), nn.Softmax(dim=1))
    loss_function = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    losses = []
    for _ in range(200):
        optimizer.zero_grad()
        loss = loss_function(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return model(x).unique().tolist(), model[0].weight.grad.abs().max().item(), losses[0], losses[-1]


def _one_logit():
    x, y = draw_moons(100, 0.5)
    model = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 1))
    loss_function = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    losses = []
    for _ in range(200):
        optimizer.zero_grad()
        loss = loss_function(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses[0], losses[-1]


def _trained_on_broadcast():
    x, y = draw_plane(100, 0.0)
    target = y.squeeze(1)
    model = nn.Linear(2, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(200):
        optimizer.zero_grad()
        loss = ((model(x) - target) ** 2).mean()
        loss.backward()
        optimizer.step()
    return loss.item(), model(x).min().item(), model(x).max().item(), target.mean().item()


def _trained_on_the_same_shape():
    x, y = draw_plane(100, 0.0)
    target = y.squeeze(1)
    model = nn.Linear(2, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(200):
        optimizer.zero_grad()
        loss = ((model(x).squeeze(1) - target) ** 2).mean()
        loss.backward()
        optimizer.step()
    return loss.item(), model(x).min().item(), model(x).max().item(), target.mean().item()


NEVER_ZEROED = "zero_grad() left out"
SIGMOID = "A sigmoid before the loss that has one"
SOFTMAX = "A softmax over one output"
TRAINED_SHAPES = "Trained on shapes (N,) and (N, 1)"

EXHIBITS: dict[str, Exhibit] = {
    NEVER_ZEROED: Exhibit(
        "Each `backward()` adds its gradient to those of all steps before, so the weights swing across the valley and never "
        "come to rest. The first loss, and the lowest and the highest of the last 50 of 200 steps:",
        _never_zeroed,
        Outcome.SILENT,
        _zeroed,
        "With `zero_grad()` each step follows its own gradient alone. The same three numbers:",
    ),
    SIGMOID: Exhibit(
        "`BCEWithLogitsLoss` contains the sigmoid. With one more before it, the output lies between 0 and 1, which the loss takes for "
        "logits. The loss after 200 steps, and the least it could be, with every output exactly right:",
        _sigmoid_before,
        Outcome.SILENT,
        _logits,
        "The same without the sigmoid: the output is a logit. The loss after 200 steps:",
    ),
    SOFTMAX: Exhibit(
        "A softmax makes shares that add up to 1. Of a single output the share is always 1, whatever the network does. All different "
        "outputs, the largest gradient of the first layer, and the loss in the first and in the last of 200 steps:",
        _softmax_of_one,
        Outcome.SILENT,
        _one_logit,
        "The same without the softmax. The loss in the first and in the last step:",
    ),
    TRAINED_SHAPES: Exhibit(
        "The output has shape (100, 1), the target (100,), and the loss is written by hand: torch does not even warn. Each output is pulled "
        "towards all targets at once, so it learns their mean. The loss after 200 steps, the smallest and the largest output, and the targets' mean:",
        _trained_on_broadcast,
        Outcome.SILENT,
        _trained_on_the_same_shape,
        "`squeeze(1)` makes the output (100,) too. The same four numbers:",
    ),
}
"""By the title that the page shows and the address carries."""
