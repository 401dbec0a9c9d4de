"""The knobs of the dropout page."""

from neuron_core.dropout.layer import MOST_UNITS
from pages.knobs.common import LONGEST_TEXT, SEED, TRAINING
from pages.shared.code_panel import code_knob
from pages.shared.knob import Knob, Panel, Slider, TextField

P = Slider(
    key="p", label="p, the chance of a unit to be dropped", default=0.5, minimum=0.0, maximum=1.0, step=0.05, decimals=2
)  # fmt: skip
VECTOR = TextField(
    key="dropout_vector", label=f"Vector: up to {MOST_UNITS} numbers", default="10, 20, 30, 40", most=LONGEST_TEXT,
    help="Put commas between the numbers. To use decimal commas, put semicolons between them.",
)  # fmt: skip
TRIAL = Panel(key="dropout_trial_table", label="Is the average kept? 1,000 passes")
NETWORK = Panel(key="dropout_network", label="What does it do in a network? SimpleANN with dropout between its layers")
RUNS = Panel(key="dropout_runs", label="Surprising cases, run now")
CODE = code_knob("dropout")
KNOBS: tuple[Knob, ...] = (P, TRAINING, VECTOR, SEED, TRIAL, NETWORK, RUNS, CODE)
