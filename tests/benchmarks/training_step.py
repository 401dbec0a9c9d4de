"""A step of this app's loop, every epoch's parameters and loss kept, beside the bare loop that everyone writes, as a ratio.

.venv/bin/python -m tests.benchmarks.training_step
"""

from statistics import median, quantiles
from time import perf_counter

import torch

from neuron_core.training import OPTIMISERS, Samples, Settings, Trainer, drawn_table, prepare
from neuron_core.training.model import drawn
from tests.neuron_core.training.bare import LOSSES
from tests.neuron_core.training.bare import OPTIMISERS as BARE

ROUNDS = 41
STEPS = 300


def ours(settings: Settings, samples: Samples) -> float:
    trainer = Trainer(settings, samples)
    begin = perf_counter()
    trainer.advance()
    return perf_counter() - begin


def bare(settings: Settings, samples: Samples) -> float:
    """The same steps with nothing kept."""
    x, y = samples.x_train, samples.y_train
    model = drawn(settings.hidden, settings.activation, settings.seed)
    loss_function = LOSSES[settings.loss]()
    optimizer = BARE[settings.optimiser](model.parameters(), settings.rate, settings.decay)
    generator = torch.Generator().manual_seed(settings.seed)
    batch = settings.batch_of(len(x))
    begin = perf_counter()
    for _ in range(settings.epochs):
        if batch == len(x):
            parts = [(x, y)]
        else:
            parts = [(x[part], y[part]) for part in torch.randperm(len(x), generator=generator).split(batch)]
        for inputs, targets in parts:
            optimizer.zero_grad()
            loss = loss_function(model(inputs), targets)
            loss.backward()
            optimizer.step()
    return perf_counter() - begin


if __name__ == "__main__":
    torch.set_num_threads(1)
    rows = prepare(drawn_table("xor", 200, 0.5, 0), 0.2, False, 0)
    for batch in (0, 10):
        for optimiser in OPTIMISERS:
            epochs = STEPS // Settings(batch=batch).steps_of(len(rows.x_train))
            settings = Settings(optimiser=optimiser, batch=batch, epochs=epochs)
            ours(settings, rows), bare(settings, rows)  # the first steps pay for what is set up once
            # In turn, so that a noisy machine disturbs both alike.
            ratios = [ours(settings, rows) / bare(settings, rows) for _ in range(ROUNDS)]
            low, _, high = quantiles(ratios, n=4)
            what = f"batch {batch}" if batch else "full batch"
            print(f"{optimiser}, {what}: {median(ratios):.2f} of the bare loop ({low:.2f} to {high:.2f})")
