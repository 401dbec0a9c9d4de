"""Short runs of torch that settle what people believe about dropout."""

import torch
import torch.nn.functional as F
from torch import nn


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


def everything_dropped():
    dropout = nn.Dropout(1.0)
    return dropout(torch.ones(8)).tolist()


def share_dropped():
    dropout = nn.Dropout(0.2)
    out = dropout(torch.ones(10_000))
    return (out == 0).float().mean().item()


def out_of_range():
    dropout = nn.Dropout(1.5)
    return dropout(torch.ones(8)).tolist()


SHOWN = {
    "F.dropout inside a model in eval() still drops: its training=True is a default of its own": functional_in_eval,
    "Told the module's mode, it stops": functional_told_the_mode,
    "no_grad() switches gradients off, not dropout": without_gradients,
    "p = 1 gives zeros, and divides by nothing": everything_dropped,
    "p outside 0 to 1 is refused": out_of_range,
}
"""What the page shows, each under the sentence that it proves."""
