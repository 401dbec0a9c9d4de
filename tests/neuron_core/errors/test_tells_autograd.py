"""What gives a silent mistake with autograd away is there, under twenty seeds."""

from functools import cache
from statistics import median

import pytest

from neuron_core.errors.snippets.autograd import AUTOGRAD, STEPS, last_loss
from neuron_core.errors.tell import SEEDS as SHOWN
from neuron_core.errors.tell import Measured
from neuron_core.shared.numbers import number_text

SEEDS = range(20)


@cache
def measured(key: str, seeds: range = SEEDS) -> Measured:
    tell = AUTOGRAD[key].tell
    return tell.measured([tell.measure(seed, {}) for seed in seeds])


def test_a_loss_made_anew_gives_the_weights_no_gradient():
    found = measured("item")
    assert set(found.wrong) == {(0.0, 0.0)}
    assert all(min(sizes) > 0 for sizes in found.right)
    said = AUTOGRAD["item"].tell.says(found)
    assert "gradient is 0:" in said
    assert said.endswith(f" {number_text(median(weights for weights, _ in found.right), 2)}.")


def test_the_item_tell_is_measured_as_the_snippet_does_it():
    gradient = AUTOGRAD["item"].cures({})[0].run().value
    assert measured("item").right[0][0] == gradient.norm().item()


def test_gradients_add_up_to_one_two_and_three_times_the_first():
    found = measured("zero_grad")
    for wrong, right in zip(found.wrong, found.right, strict=True):
        assert wrong == pytest.approx((1, 2, 3), abs=1e-5)
        assert right == (1, 1, 1)
    assert "is 1, 2 and 3 times what it should be" in AUTOGRAD["zero_grad"].tell.says(found)


@pytest.mark.parametrize("seeds", [range(count + 1) for count in SHOWN] + [SEEDS], ids=len)
def test_the_loss_looks_better_without_zero_grad(seeds):
    wrong, right = (median(last_loss(seed, zeroed=zeroed) for seed in seeds) for zeroed in (False, True))
    assert wrong < right
    said = AUTOGRAD["zero_grad"].tell.says(measured("zero_grad", seeds))
    assert (
        f"{STEPS} steps on two classes of points it ends at {number_text(wrong, 3)}; with zero_grad() at {number_text(right, 3)}. "
        in said
    )
