"""The knobs of the training page."""

from neuron_core.shared.seeding import MAX_SEED
from neuron_core.simple_ann import KINDS
from neuron_core.training import (
    DATA_SETS,
    DECAYS,
    EVERY_ROW,
    FEWEST_ROWS,
    LEARNERS,
    LOSSES,
    MOST_EPOCHS,
    MOST_IN_A_BATCH,
    MOST_ROWS,
    OPTIMISERS,
    RATES,
    WIDTHS,
)
from pages.shared.code_panel import code_knob
from pages.shared.knob import Choice, Knob, NumberField, Panel, Slider, Toggle

WEIGHTS, GRADIENTS = "Weights", "Gradients"
PROBE_LIMIT = 10.0

EPOCH = Slider(
    key="training_epoch", label="Epoch: how often the network has seen all training rows", default=0, minimum=0,
    maximum=float(MOST_EPOCHS), step=1, decimals=0,
)  # fmt: skip
DATA = Choice(key="training_data", label="Data", default="xor", options=list(DATA_SETS))
WIDTH = Choice(key="training_hidden", label="Hidden neurons", default=2, options=WIDTHS)
ACTIVATION = Choice(key="training_activation", label="Activation", default="relu", options=LEARNERS)
RATE = Choice(key="training_rate", label="Learning rate", default=0.1, options=RATES)
OPTIMISER = Choice(key="training_optimiser", label="Optimiser", default="momentum", options=list(OPTIMISERS))
LOSS = Choice(key="training_loss", label="Loss", default="bce", options=list(LOSSES))
SEED = NumberField(
    key="training_seed", label="Seed", default=0, minimum=0, maximum=MAX_SEED,
    help="Draws the first weights and the order of the batches: the same seed, the same start.",
)  # fmt: skip
BATCH = NumberField(
    key="training_batch", label="Batch size", default=EVERY_ROW, minimum=EVERY_ROW, maximum=MOST_IN_A_BATCH,
    help="How many rows go into one step; 0: all of them.",
)  # fmt: skip
EPOCHS = NumberField(key="training_epochs", label="Epochs", default=MOST_EPOCHS, minimum=1, maximum=MOST_EPOCHS)
DECAY = Choice(key="training_decay", label="Weight decay", default=0.0, options=DECAYS)
ROWS = NumberField(key="training_rows", label="Rows", default=200, minimum=FEWEST_ROWS, maximum=MOST_ROWS, step=10)
NOISE = Slider(key="training_noise", label="Noise", default=0.5, minimum=0.0, maximum=1.0, step=0.1, decimals=1)
DATA_SEED = NumberField(key="training_data_seed", label="Seed of the rows", default=0, minimum=0, maximum=MAX_SEED)
TEST = Slider(
    key="training_test", label="Rows kept for the test, in %", default=20, minimum=0, maximum=50, step=10, decimals=0
)
STANDARDISE = Toggle(key="training_standardise", label="Standardise both inputs", default=False)
DEVICE = Choice(key="training_device", label="Device", default="cpu", options=("cpu", *KINDS))
SHOW = Choice(
    key="training_show", label="In the picture", default=WEIGHTS, options=(WEIGHTS, GRADIENTS), form="segments"
)
PROBE = Toggle(
    key="training_probe", label="Follow one point", default=False,
    help="A point of the plane to drag: its way through the network, in numbers.",
)  # fmt: skip
POINT = [
    Slider(
        key=f"training_x{i}",
        label=f"Point: x{i}",
        default=0.5,
        minimum=-PROBE_LIMIT,
        maximum=PROBE_LIMIT,
        step=0.1,
        decimals=1,
    )
    for i in (1, 2)
]
MORE = Panel(key="training_more", label="More settings: batch, decay, rows, noise, test")
CODE = code_knob("training")

KNOBS: tuple[Knob, ...] = (
    EPOCH, DATA, WIDTH, ACTIVATION, RATE, OPTIMISER, LOSS, SEED, BATCH, EPOCHS, DECAY, ROWS, NOISE, DATA_SEED, TEST, STANDARDISE,
    DEVICE, SHOW, PROBE, *POINT, MORE, CODE,
)  # fmt: skip
