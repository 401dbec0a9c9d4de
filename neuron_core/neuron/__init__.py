"""One neuron: a weighted sum, a bias and an activation that decides.

`model` is the neuron as a textbook has it: open it first. `columns` names its numbers for the sweep, `surface` asks for its
output wherever the inputs are, `cases` are neurons worth seeing. `words` and `questions` say it in English, `script` in Python.
`study` puts together what the page shows; `drawing` and `figure` show it.
"""

from neuron_core.neuron.cases import CASES, Corner
from neuron_core.neuron.model import MAX_INPUTS, Neuron
from neuron_core.neuron.script import neuron_script
from neuron_core.neuron.study import Study, study
from neuron_core.neuron.surface import surface

__all__ = [
    "CASES",
    "MAX_INPUTS",
    "Corner",
    "Neuron",
    "Study",
    "neuron_script",
    "study",
    "surface",
]
