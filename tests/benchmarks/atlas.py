"""How many seeds a second an atlas trains, beside single runs one by one, as a ratio.

.venv/bin/python -m tests.benchmarks.atlas
"""

from dataclasses import replace
from statistics import median, quantiles
from time import perf_counter

import torch

from neuron_core.atlas import SEEDS, AtlasRun
from neuron_core.training import WIDTHS, Samples, Settings, Trainer, drawn_table, prepare

ROUNDS = 7
ALONE = 4


def together(settings: Settings, samples: Samples) -> float:
    """Return the seconds that a seed of an atlas takes, its drawing included."""
    begin = perf_counter()
    AtlasRun(settings, samples).advance()
    return (perf_counter() - begin) / len(SEEDS)


def one_by_one(settings: Settings, samples: Samples) -> float:
    """Return the seconds that a seed takes alone."""
    begin = perf_counter()
    for seed in range(ALONE):
        Trainer(replace(settings, seed=seed), samples).advance()
    return (perf_counter() - begin) / ALONE


if __name__ == "__main__":
    torch.set_num_threads(1)  # as the server does
    rows = prepare(drawn_table("xor", 200, 0.5, 0), 0.2, False, 0)
    for hidden in WIDTHS:
        for batch, epochs in ((0, 1000), (10, 60)):
            settings = Settings(hidden=hidden, batch=batch, epochs=epochs)
            # In turn, so that a noisy machine disturbs both alike.
            ratios = [one_by_one(settings, rows) / together(settings, rows) for _ in range(ROUNDS)]
            low, _, high = quantiles(ratios, n=4)
            what = f"batch {batch}" if batch else "full batch"
            print(f"2-{hidden}-1, {what}: {median(ratios):.0f} times the seeds a second ({low:.0f} to {high:.0f})")
