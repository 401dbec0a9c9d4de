"""The knobs of the shapes page."""

from typing import Any

from neuron_core.shapes import MAX_DIMENSIONS
from pages.knobs.common import LONGEST_TEXT
from pages.shared.code_panel import code_knob
from pages.shared.knob import Choice, Knob, NumberField, Panel, TextField

TENSORS = ("1x2x2", "2x2", "2x2x3", "2x3x2x2", "5")
INPUTS = ("2x3", "3", "4x10x8", "scalar")
MOST_FEATURES = 1000

TOOL = Choice(
    key="shapes_tool", label="Layer to look at", default="Flatten", options=("Flatten", "Linear"), form="segments"
)
TENSOR = TextField(key="shapes_tensor", label="Shape of the tensor", default=TENSORS[0], most=LONGEST_TEXT)
START, END = (
    NumberField(key=f"shapes_{name}", label=name, default=default, minimum=-MAX_DIMENSIONS, maximum=MAX_DIMENSIONS)
    for name, default in (("start_dim", 1), ("end_dim", -1))
)
INPUT = TextField(key="shapes_input", label="Shape of the input", default=INPUTS[0], most=LONGEST_TEXT)
IN, OUT = (
    NumberField(key=f"shapes_{name}", label=name, default=default, minimum=1, maximum=MOST_FEATURES)
    for name, default in (("in_features", 3), ("out_features", 2))
)
BARE = Panel(key="shapes_bare", label="A 2 by 2 without a batch, run just now")
SURPRISES = Panel(key="shapes_surprises", label="Two surprises: a scalar, and whole numbers")
FLATTEN_CODE, LINEAR_CODE = code_knob("shapes_flatten"), code_knob("shapes_linear")
KNOBS: tuple[Knob[Any], ...] = (
    TOOL, TENSOR, START, END, INPUT, IN, OUT, BARE, SURPRISES, FLATTEN_CODE, LINEAR_CODE
)  # fmt: skip
