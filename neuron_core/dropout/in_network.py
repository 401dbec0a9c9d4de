"""SimpleANN with a dropout layer between its two layers, one pass at a time."""

from collections.abc import Mapping
from functools import lru_cache

import torch
from torch import Tensor, nn

from neuron_core.dropout.layer import drop
from neuron_core.shared.numbers import number_text
from neuron_core.shared.seeding import seeded
from neuron_core.shared.sweep import Columns

INPUTS = (3.0, 5.0)
"""The lesson's first input; with it both hidden neurons of the default seed are on."""


class SimpleANNWithDropout(nn.Module):
    """SimpleANN, and between its layers a dropout of the hidden values."""

    def __init__(self, p):
        super().__init__()
        self.fc1 = nn.Linear(2, 2)
        self.dropout = nn.Dropout(p)
        self.fc2 = nn.Linear(2, 1)

    def forward(self, x):
        hidden = torch.relu(self.fc1(x))  # (2,) -> (2,)
        return self.fc2(self.dropout(hidden))  # (2,) -> (1,)


@lru_cache(maxsize=4096)
def one_pass(p: float, training: bool, seed: int) -> tuple[float, ...]:
    """Return h1, h2 (hidden), d1, d2 (hidden after dropout), p1, p2 (what each adds to the output), out.

    The weights and the draw of the pass each come right after `torch.manual_seed(seed)`.
    """
    with seeded(seed):
        model = SimpleANNWithDropout(p).train(training)
    seen = []
    model.dropout.register_forward_hook(lambda _layer, arrived, left: seen.extend([*arrived, left]))
    with seeded(seed), torch.no_grad():
        out = model(torch.tensor(INPUTS))
        hidden, kept = seen
        return tuple(torch.cat([hidden, kept, kept * model.fc2.weight[0], out]).tolist())


def network_columns(values: Mapping[str, Tensor], key: str, training: bool, seed: int) -> Columns:
    """Run a pass for every p in `values[key]`, shape (N,).

    Columns of shape (N,): those of `one_pass`, `k1, k2` (the factor on each hidden value), `input1, input2`, and `eval`, the
    output without dropout.
    """
    ps = [round(p, 6) for p in values[key].tolist()]
    rows = torch.tensor([one_pass(p, training, seed) for p in ps])  # (N, 7)
    factors = torch.tensor([drop((1.0, 1.0), p, seed) if training else (1.0, 1.0) for p in ps])  # (N, 2)
    constants = torch.tensor([*INPUTS, one_pass(0.0, False, seed)[-1]]).expand(len(ps), -1)  # (N, 3)
    names = ["h1", "h2", "d1", "d2", "p1", "p2", "out", "k1", "k2", "input1", "input2", "eval"]
    return dict(zip(names, torch.cat([rows, factors, constants], 1).unbind(1), strict=True))


def network_sentence(now: Mapping[str, float]) -> str:
    """Say which hidden unit is gone on this pass; `now` is one row of `network_columns`."""
    gone = [i for i in (1, 2) if not now[f"k{i}"]]
    who = {0: "No hidden unit is", 1: f"Hidden unit {gone[0] if gone else ''} is", 2: "Both hidden units are"}[
        len(gone)
    ]
    return f"{who} gone on this pass: the output is {number_text(now['out'])}, in eval {number_text(now['eval'])}."
