"""Scripts that a person can run at home and get the page's numbers."""

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.neuron.model import Neuron


def neuron_script(neuron: Neuron) -> str:
    """Return the shortest honest script for `neuron`: it prints z and the output, a line each."""
    return f"""\
import torch

x = torch.tensor({list(neuron.x)})
w = torch.tensor({list(neuron.w)})
b = torch.tensor({neuron.b})

z = torch.dot(w, x) + b
out = {ACTIVATIONS[neuron.activation].code}

print("z =", z.item())
print("out =", out.item())
"""
