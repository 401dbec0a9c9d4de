import pytest
import torch

from neuron_core.shared.typed_input import InputError
from neuron_core.training import prepare
from neuron_core.training.table_csv import read_csv, suggestion, table_of
from neuron_core.training.table_iris import MEASUREMENTS, PAIRS, example_csv, iris_table


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("first", MEASUREMENTS)
@pytest.mark.parametrize("second", MEASUREMENTS)
def test_every_choice_is_a_hundred_flowers_or_one_sentence(first, second, pair):
    if first == second:
        with pytest.raises(InputError, match=f"Both inputs are the {first}"):
            iris_table(first, second, pair)
        return
    table = iris_table(first, second, pair)
    assert (table.x.shape, table.y.shape) == ((100, 2), (100, 1))
    assert (table.x.dtype, table.y.dtype) == (torch.float32, torch.float32)
    assert table.y.sum() == 50
    assert table.names == (first, second, "species")
    assert table.classes == PAIRS[pair]
    assert table is iris_table(first, second, pair)
    assert prepare(table, 0.2, True, 0).x_train.isfinite().all()


def test_the_numbers_are_fishers():
    """Fisher's means (1936): petals of virginica are 5.552 cm long and 2.026 cm wide, those of versicolor 4.260 and 1.326."""
    table = iris_table("petal length", "petal width", "versicolor and virginica")
    virginica = table.y[:, 0] == 1
    assert table.x[virginica].mean(0).tolist() == pytest.approx([5.552, 2.026], abs=1e-5)
    assert table.x[~virginica].mean(0).tolist() == pytest.approx([4.260, 1.326], abs=1e-5)


def test_tables_of_other_choices_are_other_tables():
    keys = {
        iris_table(first, second, pair).key
        for pair in PAIRS
        for first in MEASUREMENTS
        for second in MEASUREMENTS
        if first != second
    }
    assert len(keys) == 3 * 12


def test_the_example_file_is_the_same_flowers():
    file = read_csv(example_csv())
    assert file.names == (*MEASUREMENTS, "species")
    assert suggestion(file) == (0, 1, 4)
    read = table_of(file, 2, 3, 4)
    table = iris_table("petal length", "petal width", "versicolor and virginica")
    assert torch.equal(read.x, table.x)
    assert torch.equal(read.y, table.y)
    assert read.classes == table.classes
