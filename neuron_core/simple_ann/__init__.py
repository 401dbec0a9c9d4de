"""SimpleANN, the lesson's whole network: two inputs, two hidden ReLU neurons, one output.

- `model` is the lesson's class: open it first. `passes` runs it forward and back, in a few lines of torch.
- `parameters` are its nine numbers and where a seed's come from, `cases` are nine set by hand with something to show: XOR first.
- `columns` names all numbers of a pass for the sweep, `way_back` the steps of the pass back, `plane` has the output over both
  inputs, `batch` runs many rows at once.
- `devices` runs and times the network anywhere, `eight_steps` reads the class, `snippets` show what `nn.Module` does.
- `words` and `questions` say it in English, `script` in Python; `parts` are what a question covers.
- `study` puts together what the page shows; `drawing`, `drawing_listing` and `figure` show it.
"""

from neuron_core.simple_ann.batch import MOST_ROWS, read_rows, run_batch
from neuron_core.simple_ann.cases import CASES, Case, case_of
from neuron_core.simple_ann.devices import (
    BATCHES,
    FAILURES,
    KINDS,
    Comparison,
    Placement,
    compare,
    find_devices,
    not_the_cpu,
    run_on,
)
from neuron_core.simple_ann.eight_steps import STEPS, class_source, lit_lines
from neuron_core.simple_ann.model import SimpleANN
from neuron_core.simple_ann.parameters import BOUND, Parameters, build, drawn, many_draws
from neuron_core.simple_ann.parts import CORNERS, GRADIENTS
from neuron_core.simple_ann.script import network_script
from neuron_core.simple_ann.snippets import EXHIBITS
from neuron_core.simple_ann.study import Study, study
from neuron_core.simple_ann.way_back import NO_LOSS, WAY_BACK

__all__ = [
    "BATCHES",
    "BOUND",
    "CASES",
    "CORNERS",
    "EXHIBITS",
    "FAILURES",
    "GRADIENTS",
    "KINDS",
    "MOST_ROWS",
    "NO_LOSS",
    "STEPS",
    "WAY_BACK",
    "Case",
    "Comparison",
    "Parameters",
    "Placement",
    "SimpleANN",
    "Study",
    "build",
    "case_of",
    "class_source",
    "compare",
    "drawn",
    "find_devices",
    "lit_lines",
    "many_draws",
    "network_script",
    "not_the_cpu",
    "read_rows",
    "run_batch",
    "run_on",
    "study",
]
