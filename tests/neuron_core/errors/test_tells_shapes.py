"""What gives a silent mistake with shapes away is there, under twenty seeds and with other numbers."""

import random

import torch

from neuron_core.errors.snippets.shapes import SHAPES

SEEDS = range(20)


def test_without_a_flatten_a_picture_gets_an_answer_for_each_row():
    mistake = SHAPES["last_dimension"]
    for seed in SEEDS:
        wrong, right = mistake.tell.measure(seed, mistake.defaults)
        assert wrong == (28, 28), "28 answers, each from 28 numbers"
        assert right == (1, 28 * 28)


def test_so_it_does_with_other_numbers():
    dice, mistake = random.Random(0), SHAPES["last_dimension"]
    for seed in SEEDS:
        numbers = {number.name: dice.randint(number.minimum, number.maximum) for number in mistake.numbers}
        pair = mistake.tell.measure(seed, numbers)
        height, width = numbers["height"], numbers["width"]
        assert pair == ((height, width), (1, height * width))
        assert f"gets {height} answers" in mistake.tell.says(mistake.tell.measured([pair]))


def test_a_view_leaves_the_numbers_in_their_order():
    dice, mistake = random.Random(1), SHAPES["permute"]
    for seed in SEEDS:
        numbers = {number.name: dice.randint(number.minimum, number.maximum) for number in mistake.numbers}
        rows, columns = numbers["rows"], numbers["columns"]
        wrong, right = mistake.tell.measure(seed, numbers)
        assert list(wrong) == list(range(rows * columns))
        assert mistake.tell.columns(**numbers) == (rows, rows)
        x = torch.tensor(wrong).reshape(rows, columns)
        assert torch.equal(torch.tensor(right).reshape(columns, rows), x.T)
        elsewhere = int((x.reshape(columns, rows) != x.T).sum())
        assert f"but {elsewhere} of the {rows * columns} numbers" in mistake.tell.says(
            mistake.tell.measured([(wrong, right)])
        )
        assert elsewhere >= 2
