"""Shapes: what Flatten makes of a tensor's shape, and which shapes a Linear takes.

`shape` is both as torch does them, and how a shape is read and written: open it first. `snippets` are run live, `script` is
what runs at home, `words` and `questions` say it in English. `study` puts together what the page shows; `drawing` shows it, with
the places of the cells from `drawing_layout`.
"""

from neuron_core.shapes.script import flatten_script, linear_script
from neuron_core.shapes.shape import MAX_DIMENSIONS, MAX_ELEMENTS, LinearFit, Shape, read_shape, write_shape
from neuron_core.shapes.snippets import FLATTEN_EXHIBITS, LINEAR_EXHIBITS
from neuron_core.shapes.study import CALLS, FlattenStudy, LinearStudy, study_flatten, study_linear

__all__ = [
    "CALLS",
    "FLATTEN_EXHIBITS",
    "LINEAR_EXHIBITS",
    "MAX_DIMENSIONS",
    "MAX_ELEMENTS",
    "FlattenStudy",
    "LinearFit",
    "LinearStudy",
    "Shape",
    "flatten_script",
    "linear_script",
    "read_shape",
    "study_flatten",
    "study_linear",
    "write_shape",
]
