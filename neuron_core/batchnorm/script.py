"""A script that a person can run at home and get the page's numbers."""

from neuron_core.batchnorm.layer import FEATURES, BatchNorm


def batchnorm_script(norm: BatchNorm) -> str:
    """Return the shortest honest script: it prints the running statistics, and the outputs in eval and in training."""
    rows = ",\n".join(f"    {list(row)}" for row in norm.batch)
    affine = f"""
with torch.no_grad():
    bn.weight.copy_(torch.tensor({list(norm.gamma)}))
    bn.bias.copy_(torch.tensor({list(norm.beta)}))
""" if norm.affine else ""  # fmt: skip
    refused = norm.refusal is not None
    passes = f"for _ in range({norm.passes}):\n    bn.train()(x)\n" if norm.passes and not refused else ""
    train = "# torch refuses to train on this batch" if refused else 'print("training =", bn.train()(x).tolist())'
    return f"""\
import torch
from torch import nn

x = torch.tensor([
{rows},
])
bn = nn.BatchNorm1d({FEATURES}, eps={norm.eps}, momentum={norm.momentum}, affine={norm.affine})
{affine}
{passes}print("running mean =", bn.running_mean.tolist())
print("running var =", bn.running_var.tolist())
print("eval =", bn.eval()(x).tolist())
{train}
"""
