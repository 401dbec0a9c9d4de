"""What a sweep costs: all positions of all sliders of a four-input neuron, beside one position of one.

.venv/bin/python -m tests.benchmarks.sweeps
"""

import torch
from torch.utils.benchmark import Timer

from neuron_core.neuron.columns import forward
from neuron_core.neuron.model import Neuron, run
from neuron_core.shared.sweep import Axis, sweep

NEURON = Neuron((3.0, 5.0, 2.0, -1.0), (0.2, 0.4, -0.3, 0.5), 0.1, "relu")
AXES = [Axis(key, -5, 5, 0.05) if key[0] == "w" else Axis(key, -10, 10, 0.1) for key in NEURON.values]

if __name__ == "__main__":
    torch.set_num_threads(1)
    names = {"sweep": sweep, "axes": AXES, "neuron": NEURON, "forward": forward, "run": run}
    whole = Timer("sweep(axes, neuron.values, lambda v: forward(v, 'relu', (1, 2)))", globals=names).blocked_autorange()
    single = Timer("run(neuron)", globals=names).blocked_autorange()
    rows = 1 + sum(axis.count for axis in AXES)
    print(f"{rows} rows in {whole.median * 1e3:.2f} ms; one row alone in {single.median * 1e3:.2f} ms")
    print(f"a row of the sweep costs 1/{single.median / (whole.median / rows):.0f} of a row alone")
