"""A script that a person can run at home and get the page's numbers."""

from neuron_core.dropout.layer import Dropout


def dropout_script(settings: Dropout) -> str:
    """Return the shortest honest script for `settings`: it prints the page's three rows of outputs."""
    return f"""\
import torch
from torch import nn

x = torch.tensor({list(settings.vector)})
dropout = nn.Dropout(p={settings.p})

torch.manual_seed({settings.seed})
trained = dropout.train()(x)
print("mask only =", (x * (trained != 0)).tolist())
print("training =", trained.tolist())
print("eval =", dropout.eval()(x).tolist())
"""
