"""Short runs of torch that show what people often get wrong about batch-norm."""

import torch
from torch import nn

from neuron_core.shared.exhibit import Exhibit, Outcome


def row_alone():
    bn = nn.BatchNorm1d(3)
    return bn(torch.tensor([2.0, 200.0, 4000.0])).tolist()


def batch_of_one_in_training():
    bn = nn.BatchNorm1d(3)
    return bn(torch.tensor([[2.0, 200.0, 4000.0]])).tolist()


def batch_of_one_in_eval():
    bn = nn.BatchNorm1d(3).eval()
    return bn(torch.tensor([[2.0, 200.0, 4000.0]])).tolist()


def constant_feature():
    bn = nn.BatchNorm1d(1)
    return bn(torch.tensor([[7.0], [7.0], [7.0]])).tolist()


def constant_feature_remembered():
    bn = nn.BatchNorm1d(1, momentum=1.0, eps=1e-5)
    bn(torch.tensor([[7.0], [7.0], [7.0]]))  # running mean 7, running variance 0
    return bn.eval()(torch.tensor([[7.0], [7.01]])).tolist()


def row_through_layer_norm():
    ln = nn.LayerNorm(3)
    return ln(torch.tensor([2.0, 200.0, 4000.0])).tolist()


def two_equal_rows_in_training():
    bn = nn.BatchNorm1d(3)
    return bn(torch.tensor([[2.0, 200.0, 4000.0], [2.0, 200.0, 4000.0]])).tolist()


def forward_without_optimiser(low, high):
    bn = nn.BatchNorm1d(1)
    before = bn.running_mean.item()
    with torch.no_grad():
        bn(torch.tensor([[low], [high]]))
    return before, bn.running_mean.item()


def momentum_weighs_the_new(momentum, low, high):
    bn = nn.BatchNorm1d(1, momentum=momentum)
    bn(torch.tensor([[low], [high]]))
    return bn.running_mean.item()


def two_variances(low, high):
    bn = nn.BatchNorm1d(1, momentum=1.0, eps=1e-12)
    x = torch.tensor([[low], [high]])
    out = bn(x)
    used = ((x - x.mean()) / out).mean() ** 2  # the variance that the output was divided by
    return used.item(), bn.running_var.item()


EXHIBITS: dict[str, Exhibit] = {  # by the title that the page shows
    "The lesson's row alone": Exhibit(
        "The lesson shows one row as a vector of 3 numbers. BatchNorm1d takes rows in a batch, of shape (rows, features).",
        row_alone,
        Outcome.RAISES,
    ),
    "The same row as a batch of one, in training": Exhibit(
        "With one row, every feature is equal to its mean: there is no variance to divide by.",
        batch_of_one_in_training,
        Outcome.RAISES,
        batch_of_one_in_eval,
        "In eval it works: the running mean and variance are used. A new layer has 0 and 1, so the row hardly changes.",
    ),
    "A constant feature": Exhibit(
        "On paper every output is 0: x − mean is 0, and eps prevents 0/0. What is printed here can be a rounding error of float32. "
        "Torch does not subtract the mean first: it multiplies x by 1/√eps ≈ 316.23, then adds −mean × 316.23. Both are about "
        "2213.59 in size, and float32 stores such a number with an error of up to 0.00013. That error remains.",
        constant_feature,
    ),
    "A constant feature, then a new value in eval": Exhibit(
        "The running variance is now 0. A row that is only 0.01 above the running mean is divided by √eps alone, and becomes "
        "about 3.16.",
        constant_feature_remembered,
    ),
}

LESSON_FIGURE = (-0.5, 0.1, 0.4)
"""What the lesson shows beside the row 2, 200, 4000: an illustration, not a result of torch."""
