"""Activations: the functions that turn a neuron's weighted sum z into its output, and what each does to a gradient.

`registry` is the list of them: open it first. `gradient` asks autograd for their slopes, `columns` names their numbers for the
sweep, `curves` has them along z, `levels` finds where they are flat, `depth` puts them into layers. `words` and `questions` say
it in English, `script` in Python. `study` puts together what the page shows; `drawing` and `drawing_depth` show it.
"""

from neuron_core.activation.depth import collapse, sleeper, ten_layers
from neuron_core.activation.levels import levels
from neuron_core.activation.registry import ACTIVATIONS, Activation
from neuron_core.activation.script import activation_script
from neuron_core.activation.study import Study, study

__all__ = [
    "ACTIVATIONS",
    "Activation",
    "Study",
    "activation_script",
    "collapse",
    "levels",
    "sleeper",
    "study",
    "ten_layers",
]
