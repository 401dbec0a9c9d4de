"""Short runs of torch that show what people often get wrong about dropout."""

import torch
import torch.nn.functional as F
from torch import nn

from neuron_core.shared.exhibit import Exhibit, Outcome


def functional_in_eval():
    class Model(nn.Module):
        def forward(self, x):
            return F.dropout(x, p=0.5)

    model = Model().eval()
    return model(torch.ones(8)).tolist()


def functional_told_the_mode():
    class Model(nn.Module):
        def forward(self, x):
            return F.dropout(x, p=0.5, training=self.training)

    model = Model().eval()
    return model(torch.ones(8)).tolist()


def without_gradients():
    dropout = nn.Dropout(0.5)
    with torch.no_grad():
        out = dropout(torch.ones(8))
    return out.tolist()


def without_gradients_in_eval():
    dropout = nn.Dropout(0.5).eval()
    with torch.no_grad():
        out = dropout(torch.ones(8))
    return out.tolist()


def everything_dropped():
    dropout = nn.Dropout(1.0)
    return dropout(torch.ones(8)).tolist()


def with_gradients_in_eval():
    dropout = nn.Dropout(0.5).eval()
    out = dropout(torch.ones(8, requires_grad=True))
    return out.tolist()


def counts_dropped(p):
    dropout = nn.Dropout(p)
    out = dropout(torch.ones(1000, 10))  # a thousand passes, ten units each
    dropped = (out == 0).sum(dim=1).float()
    return dropped.min().item(), dropped.max().item(), dropped.mean().item()


def out_of_range():
    dropout = nn.Dropout(1.5)
    return dropout(torch.ones(8)).tolist()


def within_range():
    dropout = nn.Dropout(0.5)
    return dropout(torch.ones(8)).tolist()


EXHIBITS: dict[str, Exhibit] = {  # by the title that the page shows
    "F.dropout ignores eval()": Exhibit(
        "The model is in eval(), and F.dropout still drops: its argument `training` is True unless you say otherwise.",
        functional_in_eval,
        Outcome.SILENT,
        functional_told_the_mode,
        "With `training=self.training` F.dropout knows the mode, and drops nothing in eval().",
    ),
    "no_grad() is not eval()": Exhibit(
        "`torch.no_grad()` switches gradients off. It does not switch dropout off.",
        without_gradients,
        Outcome.SILENT,
        without_gradients_in_eval,
        "`eval()` does.",
    ),
    "p = 1": Exhibit("Torch returns zeros, and does not divide by 1 − p = 0.", everything_dropped),
    "p above 1": Exhibit(
        "p is the chance of each number to be dropped, from 0 to 1. Any other p is refused when the layer is made.",
        out_of_range,
        Outcome.RAISES,
        within_range,
        "With a p of 0.5 each number is dropped half the time.",
    ),
}
