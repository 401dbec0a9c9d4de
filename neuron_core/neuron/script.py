"""Scripts that a person can run at home and get the page's numbers."""

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.neuron.model import Neuron, gradients
from neuron_core.shared.refusal import Refusal


def neuron_script(neuron: Neuron) -> str:
    """Return the shortest honest script for `neuron`: it prints z, the output and, where torch has them, the gradients."""
    entry = ACTIVATIONS[neuron.activation]
    backward = """\
out.backward()
print("gradients of x =", x.grad.tolist())
print("gradients of w =", w.grad.tolist())
print("gradient of b =", b.grad.item())
"""
    return f"""\
import torch

x = torch.tensor({list(neuron.x)}, requires_grad=True)
w = torch.tensor({list(neuron.w)}, requires_grad=True)
b = torch.tensor({neuron.b}, requires_grad=True)

z = torch.dot(w, x) + b  # the same as torch.nn.functional.linear(x, w, b)
out = {entry.code}

print("z =", z.item())
print("out =", out.item())

{"# torch has no gradient of this activation" + chr(10) if isinstance(gradients(neuron), Refusal) else backward}"""
