"""The loop that everyone writes, over parameters that lie in one flat vector."""

from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

Batches = Iterator[tuple[Tensor, Tensor]]


def steps(model: nn.Module, loss_function: nn.Module, optimizer: Optimizer, batches: Batches) -> Iterator[Tensor]:
    """Train `model` a step at a time, for as long as there are `batches`; yields each step's loss."""
    for x, y in batches:
        optimizer.zero_grad(set_to_none=False)
        loss = loss_function(model(x), y)
        loss.backward()
        optimizer.step()
        yield loss


def shuffled(x: Tensor, y: Tensor, batch: int, seed: int) -> Batches:
    """Hand out batches of (x, y) without end: every row once an epoch, in an order that `seed` draws anew for each."""
    rows = len(x)
    generator = torch.Generator().manual_seed(seed)
    while True:
        if batch == rows:
            yield x, y  # all rows at once: their order changes nothing
            continue
        order = torch.randperm(rows, generator=generator).to(x.device)
        yield from zip(torch.split(x[order], batch), torch.split(y[order], batch), strict=True)


def flatten(model: nn.Module) -> nn.Parameter:
    """Move all of the model's parameters into one vector, of which each is a view from now on, as is its gradient.

    An optimiser that gets the vector trains the model, in fewer calls, and a copy of the vector is a copy of the model. Its
    `zero_grad` must not set the gradient to None, or the views would be of a vector that nobody reads.
    """
    parameters = list(model.parameters())
    flat = nn.Parameter(torch.cat([parameter.detach().flatten() for parameter in parameters]))
    flat.grad = torch.zeros_like(flat)
    sizes = [parameter.numel() for parameter in parameters]
    parts = zip(parameters, torch.split(flat.detach(), sizes), torch.split(flat.grad, sizes), strict=True)
    for parameter, values, gradient in parts:
        parameter.data = values.view_as(parameter)
        parameter.grad = gradient.view_as(parameter)
    return flat
