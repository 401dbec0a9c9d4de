from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from neuron_core.simple_ann.model import SimpleANN
from neuron_core.simple_ann.parameters import BOUND, PLACES, Parameters, build, drawn, many_draws
from tests.neuron_core.simple_ann.networks import GATE


def test_the_seed_gives_what_it_gives_at_home():
    for seed in (0, 1, 74, 2**31 - 1):
        torch.manual_seed(seed)
        model = SimpleANN()
        for name, (parameter, index) in PLACES.items():
            assert drawn(seed).values[name] == model.get_parameter(parameter)[index].item()


def test_thirty_sessions_with_thirty_seeds_at_once():
    wanted = [drawn(seed) for seed in range(30)]
    for _ in range(5):
        drawn.cache_clear()
        with ThreadPoolExecutor(30) as threads:
            assert list(threads.map(drawn, range(30))) == wanted


def test_building_a_network_draws_from_nobody_else():
    before = torch.get_rng_state()
    drawn.cache_clear()
    build.cache_clear()
    many_draws.cache_clear()
    build(GATE)
    drawn(12345)
    many_draws(12345)
    assert torch.equal(torch.get_rng_state(), before)


def test_a_built_network_holds_its_parameters():
    model = build(GATE)
    assert model.fc1.weight.tolist() == [[1, 1], [1, 1]]
    assert model.fc1.bias.tolist() == [0, -1]
    assert model.fc2.weight.tolist() == [[1, -2]]
    assert model.fc2.bias.tolist() == [0]


def test_every_name_has_its_own_place():
    model = build(Parameters(*map(float, range(9))))
    for value, (parameter, index) in enumerate(PLACES.values()):
        assert model.get_parameter(parameter)[index].item() == value
    assert sum(parameter.numel() for parameter in model.parameters()) == len(PLACES) == 9


def test_edited_parameters_are_told_from_drawn_ones():
    assert drawn(3).edited(drawn(3)) == {}
    changed = Parameters(**drawn(3).values | {"v1": 2.0})
    assert changed.edited(drawn(3)) == {"v1": 2.0}


def test_draws_stay_within_the_bound_and_fill_it():
    draws = many_draws(1429)
    assert len(draws) == 4000
    assert max(map(abs, draws)) <= BOUND
    assert max(draws) > 0.99 * BOUND
    assert min(draws) < -0.99 * BOUND
    assert abs(sum(draws) / len(draws)) < 0.03


@pytest.mark.parametrize("name", PLACES)
def test_every_one_of_the_nine_is_drawn_from_the_same_range(name):
    values = [drawn(seed).values[name] for seed in range(300)]
    assert max(map(abs, values)) <= BOUND
    assert max(values) > 0.9 * BOUND
    assert min(values) < -0.9 * BOUND
    assert abs(sum(values) / len(values)) < 0.1
