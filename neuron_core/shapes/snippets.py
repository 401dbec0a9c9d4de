"""Snippets about shapes, each run on the spot by `live_run`: what is shown is what Python answered a moment ago.

Run at home with the imports that `live_run` adds, they print the same.
"""

import torch
from torch import nn

from neuron_core.shared.exhibit import Exhibit, Outcome


def flatten_here(shape, start_dim, end_dim):
    x = torch.arange(1.0, torch.Size(shape).numel() + 1).reshape(shape)
    y = torch.flatten(x, start_dim, end_dim)  # nn.Flatten(start_dim, end_dim)(x) is the same
    return y.shape, y


def linear_here(shape, in_features, out_features):
    x = (torch.arange(torch.Size(shape).numel()) % 9 + 1.0).reshape(shape)
    layer = nn.Linear(in_features, out_features)
    layer.weight.data = layer.weight.data.round(decimals=2)  # to read them
    layer.bias.data = layer.bias.data.round(decimals=2)
    y = layer(x)
    return layer.weight.shape, layer.weight.data, layer.bias.data, y.shape, y.data


def two_flattens():
    x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    return nn.Flatten()(x).shape, torch.flatten(x).shape


def scalar_refused():
    x = torch.tensor(5.0)
    return nn.Linear(1, 2)(x).shape


def scalar_cured():
    x = torch.tensor(5.0).reshape(1)
    return nn.Linear(1, 2)(x).shape


def integers_refused():
    x = torch.tensor([1, 2, 3])
    return nn.Linear(3, 2)(x).shape


def integers_cured():
    x = torch.tensor([1, 2, 3]).float()
    return nn.Linear(3, 2)(x).shape


FLATTEN_EXHIBITS: dict[str, Exhibit] = {
    "A 2 by 2 without a batch": Exhibit(
        "The layer takes the two rows for two examples and leaves the tensor as it is; the function makes one row of it.",
        two_flattens,
    ),
}
LINEAR_EXHIBITS: dict[str, Exhibit] = {
    "A scalar": Exhibit(
        "A scalar has the shape (): there is no last dimension to work on.",
        scalar_refused,
        Outcome.RAISES,
        scalar_cured,
        "Give it one dimension, with `.reshape(1)`.",
    ),
    "Whole numbers": Exhibit(
        "Whole numbers make an integer tensor, but the weights are floats.",
        integers_refused,
        Outcome.RAISES,
        integers_cured,
        "Use `.float()`, or write 1.0 in place of 1.",
    ),
}
