import csv

import pytest
import torch

from neuron_core.shared.typed_input import InputError
from neuron_core.simple_ann.batch import MOST_ROWS, read_rows, run_batch
from neuron_core.simple_ann.model import SimpleANN
from neuron_core.simple_ann.parameters import drawn
from tests.neuron_core.simple_ann.networks import GATE

ROWS = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))


def test_a_batch_is_run_together():
    batch = run_batch(GATE, ROWS)
    assert batch.columns["output"] == [0, 1, 1, 0]
    assert batch.columns["h2"] == [0, 0, 0, 1]
    assert list(zip(batch.columns["input1"], batch.columns["input2"], strict=True)) == list(ROWS)
    assert list(batch.shapes.values()) == [(4, 2), (4, 2), (4, 1)]


def test_each_row_is_the_network_of_that_seed():
    rows = tuple(tuple(row) for row in torch.empty(50, 2).uniform_(-10, 10).tolist())
    torch.manual_seed(7)
    model = SimpleANN()
    wanted = [model(torch.tensor(row)).item() for row in rows]
    assert run_batch(drawn(7), rows).columns["output"] == pytest.approx(wanted, rel=1e-5, abs=1e-5)


def test_the_file_has_the_names_and_every_number_in_full():
    batch = run_batch(drawn(1429), ((0.1, 2.5), (-3.0, 4.0)))
    names, *rows = list(csv.reader(batch.csv.splitlines()))
    assert names == ["input1", "input2", "h1", "h2", "output"]
    assert [list(map(float, row)) for row in rows] == [list(row) for row in zip(*batch.columns.values(), strict=True)]


def test_up_to_200_rows_are_read():
    assert len(read_rows("1, 2\n" * MOST_ROWS)) == MOST_ROWS
    with pytest.raises(InputError, match="Row 201"):
        read_rows("1, 2\n" * (MOST_ROWS + 1))
    with pytest.raises(InputError, match="Row 1 has 1 number"):
        read_rows("1")
