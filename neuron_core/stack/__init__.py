"""A stack: an nn.Sequential, layer by layer, with the tensor's shape after each one.

`layers` is the registry of what it can be built from, `run` the stack and a run through it: open them first. `text` reads and writes
its layers, and `python_text` and `class_text` read those of a pasted script; `likely_input` guesses what goes in, and `study_pasted`
follows the shapes through it. `cases` are stacks worth starting from. `cures` repairs one that breaks, `findings` looks for what is
hardly meant, `merged` makes one Linear of several, `flow` compares train() with eval(). `words` and `questions` say it in English,
`script` in Python. `study` puts together what the page shows; `drawing` shows it.
"""

from neuron_core.stack.cases import STACK_CASES
from neuron_core.stack.layers import LAYERS, Argument, Layer, new_layer
from neuron_core.stack.mistaken import MistakeError
from neuron_core.stack.python_text import looks_like_network
from neuron_core.stack.run import MAX_LAYERS, Stack
from neuron_core.stack.script import FORMS
from neuron_core.stack.study import Study, study
from neuron_core.stack.study_pasted import PastedStudy, study_pasted
from neuron_core.stack.text import read_layers, read_network, write_layers

__all__ = [
    "FORMS",
    "LAYERS",
    "MAX_LAYERS",
    "STACK_CASES",
    "Argument",
    "Layer",
    "MistakeError",
    "PastedStudy",
    "Stack",
    "Study",
    "looks_like_network",
    "new_layer",
    "read_layers",
    "read_network",
    "study",
    "study_pasted",
    "write_layers",
]
