"""The numbers of a pass by name, for many inputs at once: what a sweep computes and a drawing shows."""

from collections.abc import Mapping
from copy import deepcopy

import torch
from torch import Tensor
from torch.func import functional_call, grad, vmap
from torch.nn.utils import parameters_to_vector

from neuron_core.neuron.surface import placed
from neuron_core.shared.sweep import Columns
from neuron_core.simple_ann.model import SimpleANN
from neuron_core.simple_ann.parameters import PLACES
from neuron_core.simple_ann.passes import forward_pass
from neuron_core.simple_ann.plane import Plane
from neuron_core.simple_ann.way_back import WAY_BACK

GRADIENTS = [f"g_{name}" for name in (*PLACES, "input1", "input2", "h1", "h2", "out")]
"""What `backward_columns` lets autograd find, in the order in which it comes."""


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
    """Let autograd differentiate the output at each of N inputs; `values` has the `back_step` beside the inputs.

    Returns columns of shape (N,): `g_` and the name of a parameter, of an input, of a hidden value (`g_h1, g_h2`) or of the
    output itself (`g_out`); `out` and the nine parameters, as `forward_columns` has them; and for each step of the way back
    `at1..`: -1 not there yet, 0 there, 1 past it. The gradient of z1 is `g_b1`, that of z2 `g_b2`: z is a sum of products and
    the bias.
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
        _, hidden, out = forward_pass(model, x)
        by_parameter, by_input = vmap(grad(output, argnums=(0, 1)), in_dims=(None, 0))(
            dict(model.named_parameters()), x
        )
        by_hidden = vmap(grad(from_hidden))(hidden)
        by_itself = vmap(grad(torch.clone))(out.squeeze(1))[:, None]
    slopes = torch.cat([*(part.flatten(1) for part in by_parameter.values()), by_input, by_hidden, by_itself], 1)
    columns = dict(zip(GRADIENTS, slopes.unbind(1), strict=True))  # slopes (N, 14)
    constants = parameters_to_vector(model.parameters()).detach().expand(len(x), -1)  # (N, 9)
    columns |= {"out": out.squeeze(1)} | dict(zip(PLACES, constants.unbind(1), strict=True))
    return columns | {f"at{number}": torch.sign(values["back_step"] - number) for number, _ in enumerate(WAY_BACK, 1)}


def map_columns(model: SimpleANN, seen: Plane, count: int) -> Columns:
    """Say how the maps lie, in `count` equal rows: they stand still while the inputs move.

    `m1_a..m2_h` place what each hidden neuron's map shows (see `placed`), by shares of `top_h`, the hidden value of the strongest
    colour; `top` and `low` are the outputs of the strongest colours.
    """
    weights, biases = model.fc1.weight.detach() / seen.top_hidden, model.fc1.bias.detach() / seen.top_hidden
    lies = torch.stack([*placed(weights[:, 0], weights[:, 1]), biases], 1)  # (2, 3)
    numbers = [*lies.flatten().tolist(), seen.top, -seen.top, seen.top_hidden]
    names = [*(f"m{i}_{letter}" for i in (1, 2) for letter in "abh"), "top", "low", "top_h"]
    return dict(zip(names, torch.tensor(numbers).expand(count, -1).unbind(1), strict=True))


def _inputs(values: Mapping[str, Tensor]) -> Tensor:
    return torch.stack([values["input1"], values["input2"]], 1)
