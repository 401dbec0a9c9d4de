"""The knobs of the training page."""

from neuron_core.diagnosis.overfit import SHARES
from neuron_core.diagnosis.snippets import EXHIBITS
from neuron_core.shared.seeding import MAX_SEED
from neuron_core.simple_ann import KINDS
from neuron_core.slow_step import STOPS
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
    names,
)
from neuron_core.training.table_iris import MEASUREMENTS, PAIRS
from pages.shared.code_panel import code_knob
from pages.shared.knob import Choice, Knob, NumberField, Panel, Slider, Toggle

IRIS, OWN = "iris", "own"
WEIGHTS, GRADIENTS = "Weights", "Gradients"
PROBE_LIMIT = 10.0

EPOCH = Slider(
    key="training_epoch", label="Epoch: how often the network has seen all training rows", default=0, minimum=0,
    maximum=float(MOST_EPOCHS), step=1, decimals=0,
)  # fmt: skip
DATA = Choice(
    key="training_data", label="Data", default="xor", options=[*DATA_SETS, IRIS, OWN],
    help="iris: flowers that were measured; own: a CSV file of your own; all others are drawn.",
)  # fmt: skip
IRIS_FIRST = Choice(key="training_iris_first", label="First input", default="petal length", options=MEASUREMENTS)
IRIS_SECOND = Choice(key="training_iris_second", label="Second input", default="petal width", options=MEASUREMENTS)
IRIS_SPECIES = Choice(
    key="training_iris_species", label="Species", default="versicolor and virginica", options=list(PAIRS)
)
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
MORE = Panel(key="training_more", label="More settings")
LANDSCAPE = Panel(key="training_landscape", label="The loss landscape over two weights")
LOSS_MAP, LOSS_SURFACE, OUTPUT_SURFACE = "Loss map", "Loss surface", "Output surface"
LANDSCAPE_SHOWS = Choice(
    key="training_landscape_shows", label="Show", default=LOSS_MAP, options=(LOSS_MAP, LOSS_SURFACE, OUTPUT_SURFACE), form="segments"
)  # fmt: skip
LANDSCAPE_WEIGHTS = [
    Choice(key=f"training_weight_{number}", label=label, default=default, options=names(max(WIDTHS)))
    for number, label, default in (("one", "Weight or bias across", "w11"), ("two", "Weight or bias up", "w12"))
]
TIMING = Panel(key="training_timing", label="CPU and GPU: how long does a step take?")
ROWS_PANEL = Panel(key="training_rows_panel", label="Rows: split and standardised")
ATLAS = Panel(key="training_atlas", label="How often does it work? 256 starts at once")
SLOW = Panel(key="training_slow", label="One step in slow motion")
STOP = Slider(
    key="training_step", label="Stop: forward (1), loss (2), backward (3), update (4)", default=1, minimum=1, maximum=float(len(STOPS)),
    step=1, decimals=0,
)  # fmt: skip
NO_ZERO = Toggle(key="training_no_zero", label="Leave out zero_grad()", default=False)
HOME = Panel(key="training_home", label="Take it home: save, open, SimpleANN")
OVERFIT = Panel(key="training_overfit", label="Overfitting: with dropout and without")
DROPOUT_P = Choice(key="training_dropout_p", label="Dropout: p", default=0.5, options=SHARES, form="segments")
MISTAKES = Panel(key="training_mistakes", label="Mistakes that only training shows, run now")
MISTAKE = Choice(
    key="training_mistake", label="Mistake", default=next(iter(EXHIBITS)), options=list(EXHIBITS), form="radio"
)
CODE = code_knob("training")

KNOBS: tuple[Knob, ...] = (
    EPOCH, DATA, IRIS_FIRST, IRIS_SECOND, IRIS_SPECIES, WIDTH, ACTIVATION, RATE, OPTIMISER, LOSS, SEED, BATCH, EPOCHS, DECAY,
    ROWS, NOISE, DATA_SEED, TEST, STANDARDISE, DEVICE, SHOW, PROBE, *POINT, MORE, LANDSCAPE, LANDSCAPE_SHOWS, *LANDSCAPE_WEIGHTS, TIMING, ROWS_PANEL, ATLAS, SLOW, STOP, NO_ZERO, HOME, OVERFIT, DROPOUT_P, MISTAKES, MISTAKE, CODE,
)  # fmt: skip
