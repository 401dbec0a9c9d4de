from dataclasses import replace
from itertools import pairwise

import pytest

from neuron_core.batchnorm.drawing import batchnorm_drawing, scale_powers, tick_labels
from tests.drawings import Parsed, check
from tests.neuron_core.batchnorm.settings import PLAIN, studied


@pytest.mark.parametrize("rows", [1, 2, 16])
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("momentum", [0.1, None])
def test_every_slot_has_its_column(rows, training, momentum):
    batch = tuple((float(r), -float(r), 3.0) for r in range(rows))
    found = studied(replace(PLAIN, batch=batch, training=training, momentum=momentum, passes=2), (1, 3))
    drawing = batchnorm_drawing(found)
    check(drawing, found.sweep.now)
    words = Parsed(drawing).words
    assert ("refused" in words) == (rows == 1)
    assert ("▶ after, train()" in words) == (training and rows > 1)
    assert ("▶ after, eval()" in words) == (not training or rows == 1)


def test_every_number_of_the_batch_is_in_the_picture():
    found = studied(PLAIN, (2, 3))
    numbers = {column for _, column, target, _ in batchnorm_drawing(found).slots if target == ""}
    assert numbers >= {f"{name}{r}_{f}" for name in "xte" for r in (1, 2, 3, 4) for f in (1, 2, 3)}
    assert numbers >= {f"{name}{f}" for name in ("mean", "biased", "unbiased", "rm", "rv") for f in (1, 2, 3)}
    assert numbers >= {
        "in",
        "center",
        "var",
        "eps",
        "deviation",
        "root",
        "gamma",
        "beta",
        "hat",
        "out",
        "slip",
        "rm_next",
        "rv_next",
    }


@pytest.mark.parametrize(
    ("momentum", "weight"),
    [(0.1, "The batch’s weight is momentum."), (None, "is 1 / (training passes + 1), as momentum is None.")],
)
def test_the_weight_of_a_new_batch_is_named(momentum, weight):
    said = " ".join(Parsed(batchnorm_drawing(studied(replace(PLAIN, momentum=momentum)))).words)
    assert weight in said


def test_eval_says_whose_statistics_it_uses():
    trained, evaluated = (
        " ".join(Parsed(batchnorm_drawing(studied(replace(PLAIN, training=training)))).words)
        for training in (True, False)
    )
    assert "with the batch’s mean and biased variance" in trained
    assert "with the running mean and variance" in evaluated


def test_the_same_batch_gives_the_same_drawing_wherever_the_sliders_are():
    moved = replace(PLAIN, gamma=(2.0, -1.0, 0.0), passes=9)
    assert batchnorm_drawing(studied(PLAIN)) is batchnorm_drawing(studied(moved))
    assert batchnorm_drawing(studied(PLAIN)) != batchnorm_drawing(studied(PLAIN, (2, 2)))


@pytest.mark.parametrize("change", [{"gamma": (2.0,) * 3}, {"training": False, "passes": 0, "gamma": (2.0,) * 3}])
def test_the_scale_holds_every_number_unless_gamma_is_negative(change):
    norm = replace(PLAIN, **change)
    low, high = scale_powers([2 * value for row in norm.batch for value in row])
    now = studied(norm).sweep.now
    for name, value in now.items():
        if name[0] in "xte" and "_" in name:
            assert -(10**low) <= value <= 10**high, name


@pytest.mark.parametrize(
    ("values", "powers"),
    [([0.0], (1, 1)), ([10.0], (1, 1)), ([10.1], (1, 2)), ([-1000.0, 1e6], (3, 6)), ([-1e-9], (1, 1))],
)
def test_the_scale_ends_on_the_next_power_of_ten(values, powers):
    assert scale_powers(values) == powers


@pytest.mark.parametrize("powers", [(low, high) for low in range(1, 8) for high in range(1, 8)])
def test_labels_stand_clear_of_one_another_and_of_the_edge(powers):
    labels = tick_labels(powers)
    assert "0" in [text for text, _ in labels]
    assert len(labels) >= 3
    ends = [(x - 5 * len(text), x + 5 * len(text)) for text, x in labels]
    assert all(end <= start for (_, end), (start, _) in pairwise(ends))
    assert ends[0][0] >= 0
    assert ends[-1][1] <= 640
