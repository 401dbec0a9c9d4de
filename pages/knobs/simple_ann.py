"""The knobs of the SimpleANN page."""

from neuron_core.simple_ann import EXHIBITS, KINDS, MOST_ROWS, STEPS, WAY_BACK, drawn
from pages.knobs.common import SEED
from pages.shared.code_panel import code_knob
from pages.shared.knob import Choice, Knob, NumberField, Panel, Slider, TextField

LIMIT = 10.0
LONGEST_PASTE = 20_000
FORWARD, BACKWARD = "Forward", "Backward"

INPUTS = [
    Slider(key=f"input{i}", label=f"Input {i}", default=value, minimum=-LIMIT, maximum=LIMIT, step=0.1, decimals=1)
    for i, value in enumerate((1.0, 2.0), 1)
]
PASS = Choice(key="simple_ann_pass", label="Pass", default=FORWARD, options=(FORWARD, BACKWARD), form="segments")
BACK_STEP = Slider(
    key="back_step", label="Step back: from the output (1) to the inputs", default=1.0, minimum=1.0, maximum=float(len(WAY_BACK)), step=1.0,
    decimals=0,
)  # fmt: skip
NINE = {
    name: NumberField(key=name, label=name, default=value, minimum=-LIMIT, maximum=LIMIT, step=0.05, decimals=4)
    for name, value in drawn(int(SEED.default)).values.items()
}
"""The nine parameters. Their defaults are the default seed's; another seed sets all nine."""

DEVICE = Choice(key="device", label="Device", default="cpu", options=["cpu", *KINDS], form="segments")
ROWS = TextField(
    key="simple_ann_rows", default="1, 2\n-3, 0.5\n4; 1,5\n0 0", most=LONGEST_PASTE, height=150,
    label=f"Inputs: input 1, input 2 on each line. Up to {MOST_ROWS} lines and {LONGEST_PASTE:,} characters; a longer paste is not accepted.",
)  # fmt: skip
STEP = Choice(key="simple_ann_step", label="Step", default=next(iter(STEPS)), options=list(STEPS), form="radio")
LESSON = Choice(key="simple_ann_lesson", label="Try", default=next(iter(EXHIBITS)), options=list(EXHIBITS))
SOLID = Panel(key="simple_ann_solid", label="The output over both inputs, as a surface to turn")
DEVICE_PANEL = Panel(key="simple_ann_device", label="Run it on a device, and see how long it takes")
BATCH_PANEL = Panel(key="simple_ann_batch", label="A batch: many inputs at once")
SEED_PANEL = Panel(key="simple_ann_seed", label="Where the seed's nine numbers come from")
CLASS_PANEL = Panel(key="simple_ann_class", label="The class, in the lesson's eight steps")
MODULE_PANEL = Panel(key="simple_ann_module", label="What nn.Module does for you, run now")
CODE = code_knob("simple_ann")
KNOBS: tuple[Knob, ...] = (
    *INPUTS, SEED, PASS, BACK_STEP, *NINE.values(), DEVICE, ROWS, STEP, LESSON,
    SOLID, DEVICE_PANEL, BATCH_PANEL, SEED_PANEL, CLASS_PANEL, MODULE_PANEL, CODE,
)  # fmt: skip
