"""The knobs of the shapes page."""

from typing import Any

from neuron_core.shapes import ARRIVED, MAX_DIMENSIONS, MAX_OUTPUTS, MAX_VECTORS
from pages.knobs.common import LONGEST_TEXT
from pages.shared.code_panel import code_knob
from pages.shared.knob import Choice, Knob, NumberField, Panel, Slider, TextField

TENSORS = ("1x2x2", "2x2", "2x2x3", "2x3x2x2", "5")
MOST_FEATURES = 1000

TOOL = Choice(
    key="shapes_tool", label="Layer to look at", default="Flatten", options=("Flatten", "Linear"), form="segments"
)
TENSOR = TextField(key="shapes_tensor", label="Shape of the tensor", default=TENSORS[0], most=LONGEST_TEXT)
START, END = (
    NumberField(
        key=f"shapes_{name}", label=name, default=default, minimum=-MAX_DIMENSIONS, maximum=MAX_DIMENSIONS, help=says
    )
    for name, default, says in (
        ("start_dim", 1, "The first of the dimensions that become one. They are numbered from 0."),
        (
            "end_dim",
            -1,
            "The last of the dimensions that become one. Negative numbers count from the end: −1 is the last.",
        ),
    )
)
STEP = Slider(
    key="shapes_step", label="Drag to move the cells, in percent of the way", default=0, minimum=0,
    maximum=ARRIVED, step=5, decimals=0,
)  # fmt: skip
INPUT = TextField(key="shapes_input", label="Shape of the input", default="2x3", most=LONGEST_TEXT)
IN, OUT = (
    NumberField(key=f"shapes_{name}", label=name, default=default, minimum=1, maximum=MOST_FEATURES)
    for name, default in (("in_features", 3), ("out_features", 2))
)
INPUTS: dict[str, dict[str, Any]] = {"2x3": {IN.key: 3}, "3": {IN.key: 3}, "4x10x8": {IN.key: 8}, "scalar": {}}
"""Inputs to try, each with what the Linear has to be for it; none takes a scalar."""

VECTOR, OUTPUT = (
    Choice(key=f"shapes_{name}", label=label, default=1, options=range(1, most + 1), form="segments")
    for name, label, most in (("vector", "Show vector", MAX_VECTORS), ("output", "and output", MAX_OUTPUTS))
)
BARE = Panel(key="shapes_bare", label="nn.Flatten() or torch.flatten(x): two starting points")
PARAMETERS = Panel(key="shapes_parameters", label="How many numbers the Linear learns")
SURPRISES = Panel(key="shapes_surprises", label="Two surprises: a scalar, and whole numbers")
FLATTEN_CODE, LINEAR_CODE = code_knob("shapes_flatten"), code_knob("shapes_linear")
KNOBS: tuple[Knob[Any], ...] = (
    TOOL, TENSOR, START, END, STEP, INPUT, IN, OUT, VECTOR, OUTPUT, BARE, PARAMETERS, SURPRISES, FLATTEN_CODE, LINEAR_CODE
)  # fmt: skip
