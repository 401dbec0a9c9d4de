import math
import re

import pytest
import torch

from neuron_core.atlas.atlas import Atlas, State
from neuron_core.atlas.words import (
    compared_table,
    compared_words,
    definition,
    seed_words,
    sentence,
    settings_words,
    shares_table,
)
from neuron_core.training.samples import drawn_table, prepare
from neuron_core.training.settings import Settings

XOR, MOONS = (prepare(drawn_table(name, 40, 0.5, 0), 0.2, False, 0) for name in ("xor", "moons"))
LOSSES = torch.tensor([0.1, 0.7, math.nan, 0.25])


def atlas(*ends: int, samples=XOR, **settings) -> Atlas:
    states = torch.tensor([[0] * len(ends), ends], dtype=torch.int8)
    return Atlas(Settings(epochs=10, **settings), samples, (0, 10), states, LOSSES)


A, B = atlas(1, -1, 0, 1), atlas(1, 1, 0, 0, rate=0.3)


def test_the_states_are_defined_for_classes_and_for_numbers():
    assert "95 % of the training rows" in definition(classes=True)
    assert "25 % of the variance" in definition(classes=False)


@pytest.mark.parametrize(
    ("epoch", "counted"),
    [
        (0, "0 solved, 4 stuck, 0 dead"),
        (9, "0 solved, 4 stuck, 0 dead"),
        (10, "2 solved, 1 stuck, 1 dead"),
        (999, "2 solved, 1 stuck, 1 dead"),
    ],
)
def test_a_sentence_counts(epoch, counted):
    assert sentence(A, epoch) == f"2-2-1, 4 starts, after epoch {min(epoch, 10)}: {counted}."


def test_a_seed_is_told_by_its_state_and_its_loss():
    assert seed_words(A, 1) == "Seed 1 ends dead ✗, with a training loss of 0.7."
    assert seed_words(A, 2).endswith("stuck ·, with a training loss of nan.")


def test_shares_stand_in_a_table():
    head, rows = shares_table([A, atlas(1, 1, 1, 1, hidden=8)])
    assert all(len(row) == len(head) for row in rows)
    assert rows[0] == ["2-2-1", "2", "1", "1", "0.7", "0.25 to inf"]
    assert rows[1][:2] == ["2-8-1", "4"]


def test_every_seed_is_counted_once_where_two_are_compared():
    head, rows = compared_table(A, B)
    assert all(len(row) == len(head) for row in rows)
    numbers = [list(map(int, row[1:])) for row in rows]
    assert numbers == [[1, 1, 0, 2], [0, 1, 0, 1], [1, 0, 0, 1], [2, 2, 0, 4]]
    assert [list(column) for column in zip(*numbers[:3], strict=True)][3] == list(A.counts.values())
    assert numbers[3][:3] == [B.counts[state] for state in (State.SOLVED, State.STUCK, State.DEAD)]


def test_what_differs_is_named():
    assert compared_words(A, B) == (
        "A and B differ in the learning rate (A: 0.1, B: 0.3). Of the same 4 seeds, 1 are solved in A alone and 1 in B alone."
    )
    said = compared_words(
        A, atlas(1, 1, 1, 1, hidden=8, activation="tanh", loss="mse", optimiser="adam", batch=7, decay=0.01)
    )
    for part in (
        "2-2-1, B: 2-8-1",
        "ReLU, B: Tanh",
        "BCE with logits, B: MSE",
        "Momentum, B: Adam",
        "all rows, B: 7",
        "0, B: 0.01",
    ):
        assert f"(A: {part})" in said
    assert "differ in the rows." in compared_words(A, atlas(1, 1, 1, 1, samples=MOONS))
    assert "differ in nothing." in compared_words(A, A)


def test_one_that_was_stopped_says_so():
    whole = Settings(epochs=30)
    states = torch.zeros(2, 4, dtype=torch.int8)
    one, other = (Atlas(whole, XOR, (0, end), states, LOSSES) for end in (10, 20))
    assert "where they were stopped (A after epoch 10, B after 20)" in compared_words(one, other)


@pytest.mark.parametrize(("batch", "rows"), [(0, "all"), (32, "all"), (200, "all"), (7, "7")])
def test_settings_are_named(batch, rows):
    assert len(XOR.x_train) == 32
    said = settings_words(Settings(batch=batch, rate=0.01), XOR)
    assert said == f"2-2-1 with ReLU, Momentum at rate 0.01, BCE with logits, {rows} rows a step"
    assert not re.search(r"[_{}]", said)
