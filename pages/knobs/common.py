"""Knobs that mean the same on several pages, each with one range."""

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.neuron.cases import CASES
from neuron_core.shared.seeding import MAX_SEED
from pages.shared.knob import Choice, NumberField, Slider, Toggle

LONGEST_TEXT = 8_000
"""How many characters a text field takes: the core's own limits on what is in them are far below."""

LESSON = CASES["Lesson"].neuron
X_LIMIT, W_LIMIT, B_LIMIT = 10.0, 5.0, 10.0
XS = [
    Slider(key=f"x{i}", label=f"Input x{i}", default=value, minimum=-X_LIMIT, maximum=X_LIMIT, step=0.1, decimals=1)
    for i, value in enumerate((*LESSON.x, 2.0, -1.0), 1)
]
WS = [
    Slider(key=f"w{i}", label=f"Weight w{i}", default=value, minimum=-W_LIMIT, maximum=W_LIMIT, step=0.05, decimals=2)
    for i, value in enumerate((*LESSON.w, -0.3, 0.5), 1)
]
B = Slider(key="b", label="Bias b", default=LESSON.b, minimum=-B_LIMIT, maximum=B_LIMIT, step=0.1, decimals=1)
"""A neuron's knobs; they mean the same on the home page and on the neuron's own. The defaults are the lesson's example."""

ACTIVATION = Choice(
    key="activation", label="Activation", default=LESSON.activation, options=list(ACTIVATIONS), width=130
)

SEED = NumberField(
    key="seed", label="Seed", default=1429, minimum=0, maximum=MAX_SEED, width=180,
    help="Where the random draws start: with the same torch, the same seed gives the same numbers, here and at home.",
)  # fmt: skip
"""The default draws the lesson's dropout mask, and a SimpleANN that answers every drag and holds one neuron just below its line."""

TRAINING = Toggle(
    key="training", label="Training", default=True,
    help="On: the layer is in train(), as while learning. Off: it is in eval(), as while being used.",
)  # fmt: skip
