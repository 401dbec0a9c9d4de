from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from neuron_core.shared.seeding import seeded


def draw(seed: int) -> list[float]:
    with seeded(seed):
        return [value for _ in range(20) for value in torch.rand(3).tolist()]


def test_it_draws_what_manual_seed_gives_at_home():
    torch.manual_seed(5)
    at_home = [value for _ in range(20) for value in torch.rand(3).tolist()]
    assert draw(5) == at_home


def test_thirty_threads_each_get_their_own_seed():
    wanted = {seed: draw(seed) for seed in range(30)}
    with ThreadPoolExecutor(30) as threads:
        for _ in range(10):
            assert dict(zip(range(30), threads.map(draw, range(30)), strict=True)) == wanted


def test_the_generator_is_put_back_even_after_a_fault():
    torch.manual_seed(1)
    before = torch.get_rng_state()
    with pytest.raises(RuntimeError), seeded(2):
        torch.rand(4) @ torch.rand(5)
    assert torch.equal(torch.get_rng_state(), before)


def test_a_seeded_draw_may_hold_another():
    with seeded(3):
        first = torch.rand(2).tolist()
        assert draw(4) == draw(4)
        second = torch.rand(2).tolist()
    with seeded(3):
        assert [torch.rand(2).tolist(), torch.rand(2).tolist()] == [first, second]
