import pytest
import torch

from neuron_core.simple_ann.parameters import Parameters, build
from neuron_core.simple_ann.passes import forward_pass, run_network
from neuron_core.simple_ann.plane import plane
from tests.neuron_core.simple_ann.networks import GATE, any_parameters

LIMIT = 10.0


def test_the_surface_and_the_two_lines():
    reach = plane(GATE, -LIMIT, LIMIT)
    assert len(reach.surface.out) == 41
    for ends, bias in zip(reach.lines, (0.0, -1.0), strict=True):
        assert len(ends) == 2
        assert all(x + y + bias == pytest.approx(0, abs=1e-5) for x, y in ends)
    for row, y in zip(reach.surface.out, reach.surface.second, strict=True):
        for out, x in zip(row, reach.surface.first, strict=True):
            assert out == pytest.approx(run_network(GATE, (x, y)).out, abs=1e-5)


def test_a_neuron_is_dead_exactly_if_its_largest_weighted_sum_is_not_above_0():
    dead = 0
    for p in any_parameters(400):
        p = Parameters(**p.values | {"b2": 10 * p.b2})
        largest = [p.b1 + LIMIT * (abs(p.w11) + abs(p.w12)), p.b2 + LIMIT * (abs(p.w21) + abs(p.w22))]
        assert plane(p, -LIMIT, LIMIT).asleep == tuple(z <= 0 for z in largest)
        dead += sum(z <= 0 for z in largest)
    assert dead > 20


def test_no_input_in_the_square_turns_a_dead_neuron_on():
    points = torch.empty(4000, 2).uniform_(-LIMIT, LIMIT, generator=torch.Generator().manual_seed(5))
    found = 0
    for p in any_parameters(100):
        p = Parameters(**p.values | {"b1": -abs(10 * p.b1)})
        for i in range(2):
            if plane(p, -LIMIT, LIMIT).asleep[i]:
                found += 1
                assert not (forward_pass(build(p), points)[1][:, i] > 0).any()
    assert found > 5


def test_the_output_lies_between_lowest_and_highest_and_reaches_both():
    points = torch.empty(20_000, 2).uniform_(-LIMIT, LIMIT, generator=torch.Generator().manual_seed(6))
    beyond_the_grid = 0
    for p in any_parameters(100):
        reach = plane(p, -LIMIT, LIMIT)
        out = forward_pass(build(p), points)[2].detach()
        room = 1e-5 * max(1.0, abs(reach.lowest), abs(reach.highest))
        assert reach.lowest - room <= out.min().item()
        assert out.max().item() <= reach.highest + room
        span = reach.highest - reach.lowest
        assert out.min().item() - reach.lowest <= 0.05 * span + room
        assert reach.highest - out.max().item() <= 0.05 * span + room
        grid = [value for row in reach.surface.out for value in row]
        beyond_the_grid += (min(grid), max(grid)) != (reach.lowest, reach.highest)
    assert beyond_the_grid > 10, "the grid alone would miss the ends"


def test_no_output_and_no_hidden_value_is_stronger_than_the_strongest_colour():
    for p in any_parameters(100):
        for low, high in ((-LIMIT, LIMIT), (-1.0, 2.0)):
            reach = plane(p, low, high)
            assert max(abs(reach.lowest), abs(reach.highest)) <= reach.top * (1 + 1e-6)
            corners = torch.cartesian_prod(torch.tensor([low, high]), torch.tensor([low, high]))
            hidden = forward_pass(build(p), corners)[1].max().item()
            assert hidden <= reach.top_hidden * (1 + 1e-6)


def test_a_smaller_window_sees_only_what_is_in_it():
    near = plane(GATE, -1.0, 2.0)
    assert (near.surface.first[0], near.surface.second[-1]) == (-1.0, 2.0)
    assert (near.lowest, near.highest) == (-2.0, 1.0)
    assert all(-1 <= value <= 2 for ends in near.lines for point in ends for value in point)
