"""Batch-norm: from each feature of a batch its mean is subtracted, and what is left is divided by its spread.

`layer` has batch-norm as a textbook prints it, torch's own layer and its running statistics: open it first. `columns` names the
numbers for the sweep, `scales` and `symlog` say how far a picture reaches, `rounding` how many digits are worth showing. `words` and
`questions` say it in English, `script` in Python; `snippets` are short runs with a surprise. `study` puts together what the page
shows; `drawing` (with `drawing_running`) and `drawing_features` show it.
"""

from neuron_core.batchnorm.layer import FEATURES, MOST_ROWS, BatchNorm, Cell, read_eps, read_momentum, step_of
from neuron_core.batchnorm.questions import Keys
from neuron_core.batchnorm.script import batchnorm_script
from neuron_core.batchnorm.snippets import EXHIBITS
from neuron_core.batchnorm.study import AllFeatures, Study, study, study_features

__all__ = [
    "EXHIBITS",
    "FEATURES",
    "MOST_ROWS",
    "AllFeatures",
    "BatchNorm",
    "Cell",
    "Keys",
    "Study",
    "batchnorm_script",
    "read_eps",
    "read_momentum",
    "step_of",
    "study",
    "study_features",
]
