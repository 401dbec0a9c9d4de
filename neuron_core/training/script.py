"""A script that a person can run at home, rows included, and get the page's numbers: a run in plain PyTorch."""

import torch

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.simple_ann.eight_steps import class_source
from neuron_core.training.choices import LOSSES, OPTIMISERS
from neuron_core.training.data import DATA_SETS, source
from neuron_core.training.run import Run
from neuron_core.training.samples import Samples, Table
from neuron_core.training.saved import shortest
from neuron_core.training.settings import Settings

_ROWS_A_LINE = 5


def training_script(run: Run) -> str:
    """Return a script that trains this very network for as many epochs as the run has, and prints what comes out.

    It prints `loss`, `accuracy` where there are classes, and both for the test rows where there are any. Rows that are drawn
    are drawn anew, all others are written out: 10,000 of them, the largest file, make 500 kB at most.
    """
    recipe, rows = _rows(run.samples.table)
    definitions = "\n\n\n".join(filter(None, [_imports(recipe), _network(run.settings), recipe]))
    does = "\n\n".join([rows, _parts(run.samples), _setting_up(run.settings), _loop(run), _report(run)])
    return f"{definitions}\n\n\n{does}\n"


def _imports(recipe: str) -> str:
    plain = "import torch\nfrom torch import Tensor, nn" if recipe else "import torch\nfrom torch import nn"
    return f"import math\n\n{plain}" if "math." in recipe else plain


def _rows(table: Table) -> tuple[str, str]:
    """Return the recipe of rows that are drawn, nothing of others, and the lines that make `x` and `y`."""
    name, *arguments = table.key.split()
    if name not in DATA_SETS:
        return "", _written(table)
    n, noise, seed = arguments
    call = f"{DATA_SETS[name].draw.__name__}({n}, {noise})"
    return source(name).rstrip(), f"torch.manual_seed({seed})  # draws the rows\nx, y = {call}"


def _written(table: Table) -> str:
    """Write all rows out. Names go through `repr`: nothing in a person's file can end a comment."""
    rows: list[list[float]] = torch.cat([table.x, table.y], 1).tolist()
    texts = [" ".join(map(shortest, row)) for row in rows]
    lines = [", ".join(texts[i : i + _ROWS_A_LINE]) for i in range(0, len(texts), _ROWS_A_LINE)]
    columns = f"# The columns: {', '.join(map(repr, table.names))}."
    columns += f" 0 and 1 stand for {' and '.join(map(repr, table.classes))}." if table.classes else ""
    written = ",\n".join(lines)
    return f'''\
{columns}
ROWS = """
{written}
"""
table = torch.tensor([[float(number) for number in row.split()] for row in ROWS.split(",")])
x, y = table[:, :2], table[:, 2:]'''


def _parts(samples: Samples) -> str:
    """Write how the rows are shuffled, parted and standardised."""
    kept = len(samples.x_test)
    lines = [
        f"torch.manual_seed({samples.seed})  # shuffles the rows",
        "order = torch.randperm(len(x))",
        f"test, train = order[:{kept}], order[{kept}:]",
    ]
    if samples.standardised:
        lines += [
            "mean, std = x[train].mean(0), x[train].std(0)",
            "x = (x - mean) / torch.where(std > 0, std, 1.0)  # a column that does not vary is only shifted",
        ]
    return "\n".join(lines)


def _network(settings: Settings) -> str:
    """Return the lesson's class as it is, or one like it with another width or activation."""
    hidden = settings.hidden
    if _is_the_lessons(settings):
        return class_source().split("\n\n\n", 1)[1]
    return f"""\
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(2, {hidden})
        self.fc2 = nn.Linear({hidden}, 1)

    def forward(self, x):
        z = self.fc1(x)  # (..., 2) -> (..., {hidden})
        hidden = {ACTIVATIONS[settings.activation].code}
        return self.fc2(hidden)  # (..., {hidden}) -> (..., 1)"""


def _is_the_lessons(settings: Settings) -> bool:
    return settings.hidden == 2 and settings.activation == "relu"


def _setting_up(settings: Settings) -> str:
    optimiser = OPTIMISERS[settings.optimiser].code.format(rate=settings.rate, decay=settings.decay)
    return f"""\
device = "{settings.device}"
x_train, y_train = x[train].to(device), y[train].to(device)
x_test, y_test = x[test].to(device), y[test].to(device)

torch.manual_seed({settings.seed})  # draws the first weights
model = {"SimpleANN" if _is_the_lessons(settings) else "Network"}().to(device)
loss_function = {LOSSES[settings.loss].code}
optimizer = {optimiser}"""


def _loop(run: Run) -> str:
    """Write the loop that everyone writes; all rows at once need no order."""
    rows = len(run.samples.x_train)
    batch = run.settings.batch_of(rows)
    if batch == rows:
        return f"""\
for epoch in range({run.epochs}):
    optimizer.zero_grad()
    loss = loss_function(model(x_train), y_train)
    loss.backward()
    optimizer.step()"""
    return f"""\
shuffle = torch.Generator().manual_seed({run.settings.seed})  # orders the rows anew for each epoch
for epoch in range({run.epochs}):
    for batch in torch.randperm(len(x_train), generator=shuffle).split({batch}):
        optimizer.zero_grad()
        loss = loss_function(model(x_train[batch]), y_train[batch])
        loss.backward()
        optimizer.step()"""


def _report(run: Run) -> str:
    """Write what the page shows after the last epoch."""
    samples, threshold = run.samples, LOSSES[run.settings.loss].threshold
    parts = ["train", "test"] if len(samples.x_test) else ["train"]
    return "\n".join(
        ["with torch.no_grad():", *(_printing(part, threshold, classes=samples.classes) for part in parts)]
    )


def _printing(part: str, threshold: float, *, classes: bool) -> str:
    title = "test " if part == "test" else ""
    lines = [
        f"out = model(x_{part})",
        f'print("{title}loss =", loss_function(out, y_{part}).item())',
    ]
    if classes:
        lines += [
            f"right = (out > {threshold:g}) == (y_{part} == 1)",
            f'print("{title}accuracy =", round(100 * right.double().mean().item(), 3), "%")',
        ]
    return "\n".join(f"    {line}" for line in lines)
