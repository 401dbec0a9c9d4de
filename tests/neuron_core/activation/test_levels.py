import pytest
import torch

from neuron_core.activation.gradient import slopes, why_no_slope
from neuron_core.activation.levels import FAINT, SCAN, Levels, levels
from neuron_core.activation.registry import ACTIVATIONS

SMOOTH = [name for name in ACTIVATIONS if name != "step"]
POSITIONS = torch.tensor(SCAN.positions())


def inside(spans, z, widened: float = 0.0):
    found = torch.zeros_like(z, dtype=torch.bool)
    for start, end in spans:
        found |= (z >= start - widened) & (z <= end + widened)
    return found


def slope_at(name, z):
    return slopes(name, torch.tensor([z])).item()


@pytest.mark.parametrize("name", SMOOTH)
def test_the_zeros_are_all_positions_where_autograd_says_zero_and_no_other(name):
    z = POSITIONS
    assert torch.equal(inside(levels(name).zero, z, 0.01), slopes(name, z) == 0)


@pytest.mark.parametrize("name", SMOOTH)
def test_between_the_positions_the_zeros_hold_too(name):
    torch.manual_seed(0)
    z = torch.empty(20_000).uniform_(SCAN.minimum, SCAN.maximum)
    zero, spans = slopes(name, z) == 0, levels(name).zero
    assert zero[inside(spans, z)].all()
    assert not zero[~inside(spans, z, SCAN.step)].any()


@pytest.mark.parametrize("name", SMOOTH)
def test_saturated_is_where_the_slope_stays_near_zero_up_to_the_end(name):
    found = levels(name)
    torch.manual_seed(1)
    z = torch.cat([POSITIONS, torch.empty(20_000).uniform_(SCAN.minimum, SCAN.maximum)])
    faint = slopes(name, z).abs() < FAINT
    for sign in (-1, 1):  # from the end inwards, for as long as the slope stays near 0
        side = z[(z.sign() == sign) & ~faint]
        edge = side.abs().max().item() if len(side) else 0.0
        beyond = inside(found.saturated, z) & (z.sign() == sign)
        assert faint[beyond].all()
        outermost = z[(z.sign() == sign) & (z.abs() > edge + SCAN.step)]
        assert inside(found.saturated, outermost, 1e-3).all()
        assert not inside(found.saturated, z[(z.sign() == sign) & (z.abs() <= edge)]).any()


@pytest.mark.parametrize("name", SMOOTH)
def test_saturated_at_agrees_with_the_slope(name):
    found = levels(name)
    for z in SCAN.positions()[::7]:
        if found.saturated_at(z) and abs(slope_at(name, z)) >= FAINT:
            assert min(abs(z - end) for span in found.saturated for end in span) <= SCAN.step + 1e-9
        if bool(inside(found.saturated, torch.tensor([z]), 1e-4)):
            assert found.saturated_at(z)


def test_a_steep_place_and_a_minimum_are_not_saturated():
    assert abs(slope_at("gelu", -0.75)) < FAINT, "GELU has its minimum near here"
    assert not levels("gelu").saturated_at(-0.75)
    assert levels("gelu").saturated_at(-3.2)
    assert abs(slope_at("silu", -1.28)) < FAINT
    assert not levels("silu").saturated_at(-1.28)
    assert not levels("sigmoid").saturated_at(0)
    assert levels("sigmoid").saturated_at(4.57), "between two positions of the scan"


def test_a_slope_of_exactly_a_hundredth_is_not_closer_than_that():
    assert slope_at("leaky_relu", -2.0) == FAINT
    assert levels("leaky_relu").saturated == ()


@pytest.mark.parametrize("name", SMOOTH)
def test_the_extremes_are_those_of_all_slopes(name):
    found, slope = levels(name), slopes(name, torch.linspace(SCAN.minimum, SCAN.maximum, 50_001))
    assert found.least == pytest.approx(slope.min().item(), abs=1e-3)
    assert found.most == pytest.approx(slope.max().item(), abs=1e-3)
    assert found.least <= slopes(name, POSITIONS).min()
    assert found.most >= slopes(name, POSITIONS).max()


@pytest.mark.parametrize("name", SMOOTH)
def test_an_activation_says_why_its_slope_can_be_zero_exactly_where_it_can(name):
    assert bool(levels(name).zero) == bool(ACTIVATIONS[name].flat)


def test_what_torch_cannot_differentiate_is_refused_in_its_words():
    assert levels("step") == why_no_slope("step")
    assert not isinstance(levels("relu"), type(why_no_slope("step")))


def test_what_every_reader_can_check():
    relu = levels("relu")
    assert relu == Levels(((-120.0, 0.0),), ((-120.0, 0.0),), 0.0, 1.0)
    assert levels("identity") == Levels((), (), 1.0, 1.0)
    assert [span[0] for span in levels("tanh").saturated] == [-120.0, 3.0]


@pytest.mark.parametrize(("name", "lowest"), [("gelu", -0.75), ("silu", -1.28)])
def test_the_lowest_point_that_the_page_names(name, lowest):
    """There the slope passes through 0: it is negative to the left, positive to the right, and does not stay near 0."""
    z = torch.linspace(-3, 1, 4001, dtype=torch.float64)
    found = z[ACTIVATIONS[name].function(z).argmin()].item()
    assert found == pytest.approx(lowest, abs=0.01)
    around = slopes(name, torch.tensor([found - 0.2, found + 0.2]))
    assert around[0] < -FAINT < FAINT < around[1]
