"""Batch-norm: each feature of a batch is brought to mean 0 and variance 1, then scaled by gamma and shifted by beta.

`layer` has batch-norm as a textbook prints it, torch's own layer and its running statistics: open it first. `columns` names the
numbers for the sweep. `words` and `questions` say it in English, `script` in Python; `snippets` are short runs with a surprise.
`study` puts together what the page shows; `drawing` shows it.
"""

from neuron_core.batchnorm.columns import Cell
from neuron_core.batchnorm.layer import FEATURES, MOST_ROWS, BatchNorm, read_eps, read_momentum
from neuron_core.batchnorm.questions import Keys
from neuron_core.batchnorm.script import batchnorm_script
from neuron_core.batchnorm.snippets import EXHIBITS
from neuron_core.batchnorm.study import Study, study

__all__ = [
    "EXHIBITS",
    "FEATURES",
    "MOST_ROWS",
    "BatchNorm",
    "Cell",
    "Keys",
    "Study",
    "batchnorm_script",
    "read_eps",
    "read_momentum",
    "study",
]
