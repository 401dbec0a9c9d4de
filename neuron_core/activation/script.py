"""Scripts that a person can run at home and get the page's numbers."""

from neuron_core.activation.depth import DEPTH, DRAWS, SAMPLES, WIDTH
from neuron_core.activation.gradient import why_no_slope
from neuron_core.activation.registry import ACTIVATIONS


def activation_script(activation: str, z: float) -> str:
    """Return the shortest honest script: the output and, where torch has one, the slope, and what ten layers make of it."""
    code = ACTIVATIONS[activation].code
    start = f"""\
import torch

z = torch.tensor({z}, requires_grad=True)
out = {code}
print("out =", out.item())
"""
    if why_no_slope(activation):
        return f"{start}\n# torch has no slope to give here\n"
    return f"""\
{start}
out.backward()
print("slope =", z.grad.item())


# Ten layers in a row: how much of a random gradient at their output arrives at their input?
def arriving(gain):
    shares = []
    for seed in range({DRAWS}):
        torch.manual_seed(seed)
        weights = [torch.nn.init.orthogonal_(torch.empty({WIDTH}, {WIDTH}), gain) for _ in range({DEPTH})]
        h = x = torch.randn({SAMPLES}, {WIDTH}, requires_grad=True)
        gradient = torch.randn({SAMPLES}, {WIDTH})
        for weight in weights:
            z = h @ weight.T
            h = {code}
        h.backward(gradient)
        shares.append(x.grad.norm(dim=1) / gradient.norm(dim=1))
    return torch.cat(shares).median().item()


print("gain 1 =", arriving(1.0))
print("gain of He =", arriving(torch.nn.init.calculate_gain("relu")))
"""
