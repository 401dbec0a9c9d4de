"""Shapes: what Flatten makes of a tensor's shape, and which shapes a Linear takes.

`shape` is both as torch does them, and how a shape is read and written: open it first. `linear_numbers` is a Linear with numbers
to follow, `cures` are what makes one fit, `columns` the slider of Flatten's picture. `snippets` are run live, `script` is what runs
at home, `words` and `questions` say it in English. `study` puts together what the page shows; `drawing` (Flatten) and
`drawing_linear` show it, with the places of the cells from `drawing_layout`.
"""

from neuron_core.shapes.columns import scrub
from neuron_core.shapes.cures import Cure
from neuron_core.shapes.linear_numbers import MAX_OUTPUTS, MAX_VECTORS, choices
from neuron_core.shapes.questions import ARRIVED
from neuron_core.shapes.script import flatten_script, linear_script
from neuron_core.shapes.shape import MAX_DIMENSIONS, MAX_ELEMENTS, LinearFit, Shape, read_shape, write_shape
from neuron_core.shapes.snippets import FLATTEN_EXHIBITS, LINEAR_EXHIBITS
from neuron_core.shapes.study import CALLS, FlattenStudy, LinearStudy, study_flatten, study_linear

__all__ = [
    "ARRIVED",
    "CALLS",
    "FLATTEN_EXHIBITS",
    "LINEAR_EXHIBITS",
    "MAX_DIMENSIONS",
    "MAX_ELEMENTS",
    "MAX_OUTPUTS",
    "MAX_VECTORS",
    "Cure",
    "FlattenStudy",
    "LinearFit",
    "LinearStudy",
    "Shape",
    "choices",
    "flatten_script",
    "linear_script",
    "read_shape",
    "scrub",
    "study_flatten",
    "study_linear",
    "write_shape",
]
