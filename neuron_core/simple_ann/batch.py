"""Many rows of inputs, run together."""

import csv
import io
from dataclasses import dataclass

import torch

from neuron_core.shared.typed_input import Rows, parse_rows
from neuron_core.simple_ann.parameters import Parameters, build
from neuron_core.simple_ann.passes import forward_pass

MOST_ROWS = 200


def read_rows(text: str) -> Rows:
    """Read what a person typed: up to 200 rows of input 1, input 2. Raises `InputError`."""
    return parse_rows(text, 2, max_rows=MOST_ROWS)


@dataclass(frozen=True)
class Batch:
    """N rows run together: the columns input1, input2, h1, h2, output, and the tensor's shape before and after each layer."""

    columns: dict[str, list[float]]
    shapes: dict[str, tuple[int, ...]]

    @property
    def csv(self) -> str:
        """The columns as a file: a line of names, then a line for each row."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(self.columns)
        writer.writerows(zip(*self.columns.values(), strict=True))
        return text.getvalue()


def run_batch(parameters: Parameters, rows: Rows) -> Batch:
    """Run N rows of (input1, input2) together."""
    x = torch.tensor(rows)  # (N, 2)
    with torch.no_grad():
        _, hidden, out = forward_pass(build(parameters), x)  # (N, 2), (N, 1)
    columns = torch.cat([x, hidden, out], 1).T.tolist()
    shapes = {"x": x.shape, "fc1 and ReLU": hidden.shape, "fc2": out.shape}
    return Batch(
        dict(zip(("input1", "input2", "h1", "h2", "output"), columns, strict=True)),
        {name: tuple(shape) for name, shape in shapes.items()},
    )
