"""The knobs of the batch-norm page."""

from neuron_core.batchnorm.layer import FEATURES, MOST_PASSES, MOST_ROWS, MOST_STEPS, Cell, cell_name
from pages.knobs.common import LONGEST_TEXT, TRAINING
from pages.shared.code_panel import code_knob
from pages.shared.knob import Choice, Knob, Panel, Slider, TextField, Toggle


def cells(rows: int) -> dict[str, Cell]:
    """Return the cells of a batch of `rows` rows, each as (row, feature) from 1, by the name that the page shows."""
    return {cell_name((r, f)): (r, f) for r in range(1, rows + 1) for f in range(1, FEATURES + 1)}


def _scales(name: str, default: float) -> list[Slider]:
    """Return a slider for each feature."""
    return [
        Slider(
            key=f"batchnorm_{name}{f}", label=f"{name}, feature {f}", default=default,
            minimum=-2.0, maximum=2.0, step=0.1, decimals=1,
        )
        for f in range(1, FEATURES + 1)
    ]  # fmt: skip


CELL = Choice(
    key="batchnorm_cell", label="Number to follow", default="row 1, feature 1", options=list(cells(MOST_ROWS)),
    help="The batch is a table: a row for each sample, a column for each feature. Batch-norm works on one column at a time.",
)  # fmt: skip
MOVE = Slider(
    key="batchnorm_move", label="Move it", default=0, minimum=-MOST_STEPS, maximum=MOST_STEPS, step=1, decimals=0,
    help="Changes this one number of the batch. The large dot in the picture can be dragged as well.",
)  # fmt: skip
GAMMAS, BETAS = _scales("gamma", 1.0), _scales("beta", 0.0)
PASSES = Slider(
    key="batchnorm_feeds", label="Training passes", default=1, minimum=0, maximum=MOST_PASSES, step=1, decimals=0,
    help="How often the layer has seen the batch, as typed, in training. Each pass changes the running statistics.",
)  # fmt: skip
AFFINE = Toggle(key="affine", label="Affine", default=True, help="After normalising: multiply by gamma, add beta.")
BATCH = TextField(
    key="batchnorm_batch", label=f"Batch: up to {MOST_ROWS} rows of {FEATURES} features", most=LONGEST_TEXT, height=140,
    default="2, 200, 4000\n4, 180, 1000\n6, 260, 2500\n8, 120, 3500",
)  # fmt: skip
MOMENTUM = TextField(
    key="momentum", label="momentum", default="0.1", most=LONGEST_TEXT,
    help="The weight of a new batch in the running statistics: a number from 0 to 1. None: the plain average of all batches.",
)  # fmt: skip
EPS = TextField(
    key="eps", label="eps", default="1e-5", most=LONGEST_TEXT,
    help="Added to the variance before the root is taken, so that nothing is divided by 0.",
)  # fmt: skip
SCALE = Panel(key="batchnorm_scale", label="Must the spread be 1? gamma, beta")
RUNNING = Panel(key="batchnorm_running", label="What does eval() use instead?")
MORE = Panel(key="batchnorm_more", label="What about your own numbers?")
ALL = Panel(key="batchnorm_all", label="Do all three features end in the same range?")
ROW = Panel(key="batchnorm_row", label="Why is the lesson's example a row? 2, 200, 4000")
RUNS = Panel(key="batchnorm_runs", label="Surprising cases, run now")
CODE = code_knob("batchnorm")
KNOBS: tuple[Knob, ...] = (
    CELL, MOVE, TRAINING, AFFINE, *GAMMAS, *BETAS, PASSES, BATCH, MOMENTUM, EPS, SCALE, RUNNING, MORE, ALL, ROW, RUNS, CODE
)  # fmt: skip
