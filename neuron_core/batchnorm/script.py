"""A script that a person can run at home and get the page's numbers."""

from neuron_core.batchnorm.layer import FEATURES, BatchNorm
from neuron_core.shared.typed_input import Rows


def batchnorm_script(norm: BatchNorm, batch: Rows) -> str:
    """Return the shortest honest script: it prints the two steps, the running statistics, and the outputs in eval and in training.

    The layer was trained on the batch of `norm`; `batch` is the same, or has a number moved.
    """
    affine = f"""
with torch.no_grad():
    bn.weight.copy_(torch.tensor({list(norm.gamma)}))
    bn.bias.copy_(torch.tensor({list(norm.beta)}))
""" if norm.affine else ""  # fmt: skip
    refused = norm.refusal is not None
    passes = f"for _ in range({norm.passes}):\n    bn.train()(x)\n" if norm.passes and not refused else ""
    change = [
        f"x[{r}, {f}] = {new}  # the number that was moved\n"
        for r, (before, after) in enumerate(zip(norm.batch, batch, strict=True))
        for f, (old, new) in enumerate(zip(before, after, strict=True))
        if old != new
    ]
    moves = "".join(change)
    rows = ",\n".join(f"    {list(row)}" for row in norm.batch)
    train = "# torch refuses to train on this batch" if refused else 'print("training =", bn.train()(x).tolist())'
    return f"""\
import torch
from torch import nn

x = torch.tensor([
{rows},
])
bn = nn.BatchNorm1d({FEATURES}, eps={norm.eps}, momentum={norm.momentum}, affine={norm.affine})
{affine}
{passes}{moves}
deviation = x - x.mean(dim=0)  # one mean for each feature, over the rows
spread = (x.var(dim=0, correction=0) + bn.eps).sqrt()
print("by hand =", (deviation / spread).tolist())

print("running mean =", bn.running_mean.tolist())
print("running var =", bn.running_var.tolist())
print("eval =", bn.eval()(x).tolist())
{train}
"""
