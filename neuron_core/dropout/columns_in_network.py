"""The numbers of SimpleANN with dropout by name, for many p at once."""

import torch
from torch import Tensor

from neuron_core.dropout.columns import as_set
from neuron_core.dropout.in_network import INPUTS, one_pass
from neuron_core.dropout.layer import drop
from neuron_core.shared.sweep import Columns


def network_forward(p: Tensor, training: bool, seed: int) -> Columns:
    """Run a pass for every value of `p`, shape (N,).

    Columns of shape (N,): those of `one_pass`, `k1, k2` (the factor on each hidden value), `input1, input2`, and `eval`, the
    output without dropout.
    """
    ps = as_set(p)
    rows = torch.tensor([one_pass(p, training, seed) for p in ps])  # (N, 7)
    factors = torch.tensor([drop((1.0, 1.0), p, seed) if training else (1.0, 1.0) for p in ps])  # (N, 2)
    constants = torch.tensor([*INPUTS, one_pass(0.0, False, seed)[-1]]).expand(len(ps), -1)  # (N, 3)
    names = ["h1", "h2", "d1", "d2", "p1", "p2", "out", "k1", "k2", "input1", "input2", "eval"]
    return dict(zip(names, torch.cat([rows, factors, constants], 1).unbind(1), strict=True))
