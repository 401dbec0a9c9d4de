"""Short runs of torch that settle what people believe about batch-norm."""

import torch
from torch import nn


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


def forward_without_optimiser():
    bn = nn.BatchNorm1d(1)
    before = bn.running_mean.item()
    with torch.no_grad():
        bn(torch.tensor([[10.0], [30.0]]))
    return before, bn.running_mean.item()


def momentum_weighs_the_new():
    bn = nn.BatchNorm1d(1, momentum=0.9)
    bn(torch.tensor([[10.0], [30.0]]))
    return bn.running_mean.item()


def two_variances():
    bn = nn.BatchNorm1d(1, momentum=1.0, eps=1e-12)
    x = torch.tensor([[10.0], [30.0]])
    out = bn(x)
    used = ((x - x.mean()) / out).mean() ** 2  # the variance that the output was divided by
    return used.item(), bn.running_var.item()


def down_the_column():
    bn = nn.BatchNorm1d(3)
    x = torch.tensor([[2.0, 200.0, 4000.0], [4.0, 100.0, 1000.0], [6.0, 300.0, 2500.0]])
    out = bn(x)
    return out.mean(dim=0).abs().max().item(), out.mean(dim=1).abs().max().item()


SHOWN = {
    "The lesson's row alone, as it stands on the slide: torch wants rows in a batch": row_alone,
    "The same row as a batch of one, in training: one row has no spread": batch_of_one_in_training,
    "In eval it is fine: the running numbers are used, and a new layer's are 0 and 1": batch_of_one_in_eval,
    "A constant feature: x − mean is 0, and eps keeps 0/0 from happening": constant_feature,
    "Remembered, its variance is 0: then eps alone decides how large a small surprise becomes": constant_feature_remembered,
}
"""What the page shows, each under the sentence that it proves."""

LESSON_FIGURE = (-0.5, 0.1, 0.4)
"""What the lesson draws beside the row 2, 200, 4000: an illustration, not a result of torch."""
