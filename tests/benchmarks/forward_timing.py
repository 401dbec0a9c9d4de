"""The page's timing of one forward beside torch.utils.benchmark's, on the same module and input, as a ratio.

.venv/bin/python -m tests.benchmarks.forward_timing
"""

from statistics import median

import torch
from torch.utils.benchmark import Timer

from neuron_core.simple_ann.devices import BATCHES, find_devices, time_forward
from neuron_core.simple_ann.parameters import build, drawn

ROUNDS = 9

if __name__ == "__main__":
    torch.set_num_threads(1)
    for device in find_devices().present:
        model = build(drawn(1429)).to(device)
        for batch in BATCHES:
            x = torch.linspace(-10, 10, 2 * batch, device=device).reshape(batch, 2)
            timer = Timer("model(x)", globals={"model": model, "x": x})
            ratios = []
            for _ in range(ROUNDS):  # in turn, so that a noisy machine disturbs both alike
                ours = time_forward(model, x).median
                with torch.inference_mode():
                    ratios.append(ours / timer.blocked_autorange(min_run_time=0.1).median)
            print(
                f"{device}, {batch:,} rows: {median(ratios):.3f} of torch.utils.benchmark's ({min(ratios):.3f} to {max(ratios):.3f})"
            )
