"""Training: where a network's weights come from, epoch by epoch.

- `model` is the network, `loop` the loop that everyone writes: open these first. `run` goes through it and keeps every epoch.
- `data` are recipes for points, `samples` parts and standardises rows, `choices` are losses and optimisers, `settings` all of it.
- `evaluate` looks at all epochs of a run at once, `columns` names what it finds for the film.
- `words` say it in English; `study` puts together what the page shows; `drawing` shows it.
"""

from neuron_core.training.choices import DECAYS, EVERY_ROW, LOSSES, MOST_EPOCHS, MOST_IN_A_BATCH, OPTIMISERS, RATES
from neuron_core.training.data import DATA_SETS
from neuron_core.training.gate import turn
from neuron_core.training.model import LEARNERS, WIDTHS
from neuron_core.training.run import AT_ONCE, Run, Trainer, is_long, train
from neuron_core.training.samples import FEWEST_ROWS, MOST_ROWS, Samples, Table, drawn_table, prepare
from neuron_core.training.settings import Settings
from neuron_core.training.study import Filmed, Study, study

__all__ = [
    "AT_ONCE",
    "DATA_SETS",
    "DECAYS",
    "EVERY_ROW",
    "FEWEST_ROWS",
    "LEARNERS",
    "LOSSES",
    "MOST_EPOCHS",
    "MOST_IN_A_BATCH",
    "MOST_ROWS",
    "OPTIMISERS",
    "RATES",
    "WIDTHS",
    "Filmed",
    "Run",
    "Samples",
    "Settings",
    "Study",
    "Table",
    "Trainer",
    "drawn_table",
    "is_long",
    "prepare",
    "study",
    "train",
    "turn",
]
