"""Dropout: in training random units are set to 0, in eval none.

`layer` has dropout as a textbook prints it, and torch's own layer, once and a thousand times: open it first. `in_network` puts it
into SimpleANN. `columns` and `columns_in_network` name the numbers for the sweep. `words` and `questions` say it in English,
`script` in Python; `snippets` are short runs with a surprise. `study` puts together what the page shows; `drawing`,
`drawing_trial` and `drawing_in_network` show it.
"""

from neuron_core.dropout.layer import MOST_UNITS, PASSES, Dropout
from neuron_core.dropout.script import dropout_script
from neuron_core.dropout.snippets import EXHIBITS
from neuron_core.dropout.study import InNetwork, Study, ThousandPasses, study, study_in_network, study_thousand_passes

__all__ = [
    "EXHIBITS",
    "MOST_UNITS",
    "PASSES",
    "Dropout",
    "InNetwork",
    "Study",
    "ThousandPasses",
    "dropout_script",
    "study",
    "study_in_network",
    "study_thousand_passes",
]
