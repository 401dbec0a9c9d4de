"""The numbers of a pass by name, for many inputs at once: what a sweep computes and a drawing shows."""

from collections.abc import Mapping
from copy import deepcopy

import torch
from torch import Tensor
from torch.func import functional_call, grad, vmap
from torch.nn.utils import parameters_to_vector

from neuron_core.shared.sweep import Columns
from neuron_core.simple_ann.model import SimpleANN
from neuron_core.simple_ann.parameters import PLACES
from neuron_core.simple_ann.passes import forward_pass


def forward_columns(model: SimpleANN, values: Mapping[str, Tensor]) -> Columns:
    """Run the network on N inputs; `values` maps input1 and input2 to tensors of shape (N,).

    Returns columns of shape (N,): the products `c11..c22` (hidden neuron, input), the weighted sums `z1, z2`, the hidden values
    `h1, h2`, the products `p1, p2` that the output adds up, `out`, and the nine parameters.
    """
    x = _inputs(values)  # (N, 2)
    with torch.no_grad():
        z, hidden, out = forward_pass(model, x)
        into_hidden = x[:, None] * model.fc1.weight  # (N, 2, 2)
        into_output = hidden * model.fc2.weight  # (N, 2)
        constants = parameters_to_vector(model.parameters()).expand(len(x), -1)  # (N, 9)
        columns = torch.cat([into_hidden.flatten(1), z, hidden, into_output, out, constants], 1)  # (N, 20)
    names = ("c11", "c12", "c21", "c22", "z1", "z2", "h1", "h2", "p1", "p2", "out", *PLACES)
    return dict(zip(names, columns.unbind(1), strict=True))


def backward_columns(model: SimpleANN, values: Mapping[str, Tensor]) -> Columns:
    """Let autograd differentiate the output at each of N inputs; `values` as for `forward_columns`.

    Returns columns of shape (N,): `g_` and the name of a parameter, of an input or of a hidden value (`g_h1, g_h2`); beside
    them z1, z2, h1, h2, out and the nine parameters, as `forward_columns` has them. The gradient of z1 is `g_b1`, that of z2
    `g_b2`: z is a sum of products and the bias.
    """
    x = _inputs(values)  # (N, 2)
    own = deepcopy(model)  # functional_call swaps parameters in place for a moment, and `model` is shared

    def output(parameters: Mapping[str, Tensor], point: Tensor) -> Tensor:
        out: Tensor = functional_call(own, dict(parameters), (point,))
        return out.squeeze()

    def from_hidden(hidden: Tensor) -> Tensor:
        out: Tensor = model.fc2(hidden)
        return out.squeeze()

    with torch.no_grad():  # torch.func differentiates all the same
        by_parameter, by_input = vmap(grad(output, argnums=(0, 1)), in_dims=(None, 0))(
            dict(model.named_parameters()), x
        )
        by_hidden = vmap(grad(from_hidden))(forward_pass(model, x)[1])
    slopes = torch.cat([*(part.flatten(1) for part in by_parameter.values()), by_input, by_hidden], 1)  # (N, 13)
    names = [f"g_{name}" for name in (*PLACES, "input1", "input2", "h1", "h2")]
    kept = {"z1", "z2", "h1", "h2", "out", *PLACES}
    seen = {name: column for name, column in forward_columns(model, values).items() if name in kept}
    return seen | dict(zip(names, slopes.unbind(1), strict=True))


def _inputs(values: Mapping[str, Tensor]) -> Tensor:
    return torch.stack([values["input1"], values["input2"]], 1)
