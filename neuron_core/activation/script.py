"""Scripts that a person can run at home and get the page's numbers."""

from neuron_core.activation.gradient import why_no_slope
from neuron_core.activation.registry import ACTIVATIONS


def activation_script(activation: str, z: float) -> str:
    """Return the shortest honest script: it prints the output and, where torch has one, the slope."""
    refused = why_no_slope(activation)
    ask = "# torch has no slope to give here" if refused else 'out.backward()\nprint("slope =", z.grad.item())'
    return f"""\
import torch

z = torch.tensor({z}, requires_grad=True)
out = {ACTIVATIONS[activation].code}
print("out =", out.item())

{ask}
"""
