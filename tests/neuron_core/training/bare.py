"""The loop that a person would write, with nothing of ours in it: what a run has to be equal to, bit for bit."""

import torch
from torch import nn

from neuron_core.training.model import drawn
from neuron_core.training.samples import Samples
from neuron_core.training.settings import Settings

LOSSES = {"bce": nn.BCEWithLogitsLoss, "mse": nn.MSELoss}
OPTIMISERS = {
    "sgd": lambda parameters, rate, decay: torch.optim.SGD(parameters, lr=rate, weight_decay=decay),
    "momentum": lambda parameters, rate, decay: torch.optim.SGD(parameters, lr=rate, momentum=0.9, weight_decay=decay),
    "adam": lambda parameters, rate, decay: torch.optim.Adam(parameters, lr=rate, weight_decay=decay),
}


def bare_loop(settings: Settings, samples: Samples) -> list[torch.Tensor]:
    """The parameters before the first epoch and after each."""
    x, y = samples.x_train, samples.y_train
    model = drawn(settings.hidden, settings.activation, settings.seed)
    loss_function = LOSSES[settings.loss]()
    optimizer = OPTIMISERS[settings.optimiser](model.parameters(), settings.rate, settings.decay)
    generator = torch.Generator().manual_seed(settings.seed)
    batch = min(settings.batch or len(x), len(x))
    log = [torch.cat([parameter.detach().flatten() for parameter in model.parameters()])]
    for _ in range(settings.epochs):
        order = torch.randperm(len(x), generator=generator) if batch < len(x) else torch.arange(len(x))
        for part in order.split(batch):
            optimizer.zero_grad()
            loss = loss_function(model(x[part]), y[part])
            loss.backward()
            optimizer.step()
        log.append(torch.cat([parameter.detach().flatten() for parameter in model.parameters()]))
    return log
