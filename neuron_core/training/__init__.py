"""Training: where a network's weights come from, epoch by epoch.

- `model` is the network, `loop` the loop that everyone writes: open these first. `run` goes through it and keeps every epoch.
- `data` are recipes for points, `samples` parts and standardises rows, `choices` are losses and optimisers, `settings` all of it.
- `evaluate` looks at all epochs of a run at once, `columns` names what it finds, `filmed` makes a film of it.
- `landscape` has the loss over two weights and the output over both inputs; `timings` measures a step on the CPU and a GPU.
- `script` is a run in plain PyTorch, to run at home; `saved` a network as JSON.
- `gate` lets one long training run at a time. `parts` is what a question covers.
- `words` say it in English; `study` puts together what the page shows; `drawing` shows it.
"""

from neuron_core.training.choices import DECAYS, EVERY_ROW, LOSSES, MOST_EPOCHS, MOST_IN_A_BATCH, OPTIMISERS, RATES
from neuron_core.training.data import DATA_SETS
from neuron_core.training.filmed import Filmed
from neuron_core.training.gate import turn
from neuron_core.training.landscape import loss_landscape, output_surface
from neuron_core.training.model import LEARNERS, WIDTHS, names
from neuron_core.training.run import AT_ONCE, Run, Trainer, is_long, train
from neuron_core.training.samples import FEWEST_ROWS, MOST_ROWS, Samples, Table, drawn_table, prepare, standardising
from neuron_core.training.saved import SavedNetwork, from_json, network_at, scores, to_json
from neuron_core.training.script import training_script
from neuron_core.training.settings import Settings
from neuron_core.training.study import Study, study
from neuron_core.training.timings import BATCHES, NETWORKS, StepTimings

__all__ = [
    "AT_ONCE",
    "BATCHES",
    "DATA_SETS",
    "DECAYS",
    "EVERY_ROW",
    "FEWEST_ROWS",
    "LEARNERS",
    "LOSSES",
    "MOST_EPOCHS",
    "MOST_IN_A_BATCH",
    "MOST_ROWS",
    "NETWORKS",
    "OPTIMISERS",
    "RATES",
    "WIDTHS",
    "Filmed",
    "Run",
    "Samples",
    "SavedNetwork",
    "Settings",
    "StepTimings",
    "Study",
    "Table",
    "Trainer",
    "drawn_table",
    "from_json",
    "is_long",
    "loss_landscape",
    "names",
    "network_at",
    "output_surface",
    "prepare",
    "scores",
    "standardising",
    "study",
    "to_json",
    "train",
    "training_script",
    "turn",
]
