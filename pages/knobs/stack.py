"""The knobs of the stack page. The editor's own widgets hold nothing: they write into the stack's text."""

from neuron_core.shapes import write_shape
from neuron_core.stack import FORMS, STACK_CASES, write_layers
from pages.knobs.common import LONGEST_TEXT, SEED, TRAINING
from pages.shared.code_panel import code_knob
from pages.shared.knob import Choice, Knob, Panel, TextField

_LESSON = STACK_CASES["4-3-1"].stack
STACK = TextField(
    key="stack", label="The stack, as text or as Python", default=write_layers(_LESSON.layers), most=LONGEST_TEXT,
    help="linear-4-3 relu and nn.Linear(4, 3), nn.ReLU() mean the same. A whole nn.Sequential(...) or a class can be pasted; it is read, never run.",
)  # fmt: skip
INPUT = TextField(key="stack_input", label="Input shape", default=write_shape(_LESSON.input), most=LONGEST_TEXT)
FORM = Choice(key="stack_form", label="Form", default=next(iter(FORMS)), options=list(FORMS), form="segments")
BOTH = Panel(key="stack_modes", label="train() and eval() beside each other")
MERGED = Panel(key="stack_collapse", label="Show that one Linear")
CODE = code_knob("stack")
KNOBS: tuple[Knob, ...] = (STACK, INPUT, SEED, TRAINING, FORM, BOTH, MERGED, CODE)
