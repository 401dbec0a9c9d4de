"""The knobs of the batch-norm page."""

from neuron_core.batchnorm.columns import Cell
from neuron_core.batchnorm.layer import FEATURES, MOST_PASSES, MOST_ROWS
from pages.knobs.common import LONGEST_TEXT, TRAINING
from pages.shared.code_panel import code_knob
from pages.shared.knob import Choice, Knob, Panel, Slider, TextField, Toggle


def cells(rows: int) -> dict[str, Cell]:
    """Return the cells of a batch of `rows` rows, each as (row, feature) from 1, by the name that the page shows."""
    return {f"row {r}, feature {f}": (r, f) for r in range(1, rows + 1) for f in range(1, FEATURES + 1)}


def _scales(name: str, default: float) -> list[Slider]:
    """Return a slider for each feature."""
    return [
        Slider(
            key=f"batchnorm_{name}{f}", label=f"{name}, feature {f}", default=default,
            minimum=-2.0, maximum=2.0, step=0.1, decimals=1,
        )
        for f in range(1, FEATURES + 1)
    ]  # fmt: skip


GAMMAS, BETAS = _scales("gamma", 1.0), _scales("beta", 0.0)
PASSES = Slider(
    key="batchnorm_feeds", label="Training passes", default=1, minimum=0, maximum=MOST_PASSES, step=1, decimals=0,
    help="How often the layer has seen this batch in training. Each pass changes the running statistics.",
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
CELL = Choice(
    key="batchnorm_cell", label="Cell whose arithmetic is shown", default="row 1, feature 1", options=list(cells(MOST_ROWS))
)  # fmt: skip
MORE = Panel(key="batchnorm_more", label="More settings: momentum, eps, cell")
ROW = Panel(key="batchnorm_row", label="The lesson's row: 2, 200, 4000")
RUNS = Panel(key="batchnorm_runs", label="Surprising cases, run now")
CODE = code_knob("batchnorm")
KNOBS: tuple[Knob, ...] = (
    TRAINING, AFFINE, *GAMMAS, *BETAS, PASSES, BATCH, MOMENTUM, EPS, CELL, MORE, ROW, RUNS, CODE
)  # fmt: skip
