import pytest
import torch

from neuron_core.training.data import DATA_SETS, draw, source

SOME = [(10, 0.0, 0), (200, 0.5, 1), (401, 1.0, 2)]


@pytest.mark.parametrize("name", DATA_SETS)
@pytest.mark.parametrize(("n", "noise", "seed"), SOME)
def test_a_recipe_draws_what_it_says(name, n, noise, seed):
    x, y = draw(name, n, noise, seed)
    assert x.shape == (n, 2)
    assert y.shape == (n, 1)
    assert x.dtype == y.dtype == torch.float32
    assert x.isfinite().all()
    assert y.isfinite().all()
    again = draw(name, n, noise, seed)
    assert torch.equal(x, again[0])
    assert torch.equal(y, again[1])
    assert not torch.equal(x, draw(name, n, noise, seed + 1)[0]) or noise == 0
    if DATA_SETS[name].classes:
        assert set(y.flatten().tolist()) == {0.0, 1.0}
    else:
        assert len(set(y.flatten().tolist())) > n / 2


@pytest.mark.parametrize("name", [name for name in DATA_SETS if DATA_SETS[name].classes])
def test_neither_class_is_rare(name):
    _, y = draw(name, 400, 0.5, 0)
    assert 0.4 < y.mean() < 0.6


@pytest.mark.parametrize("name", DATA_SETS)
def test_without_noise_the_rows_lie_near_the_middle(name):
    x, _ = draw(name, 400, 0.0, 0)
    assert x.abs().max() < 1.6


def test_xor_is_exclusive_or():
    x, y = draw("xor", 100, 0.0, 0)
    assert torch.equal(y.squeeze(1) == 1, (x[:, 0] > 0) != (x[:, 1] > 0))


@pytest.mark.parametrize("name", DATA_SETS)
def test_the_source_is_the_recipe(name):
    import math

    space = {"torch": torch, "math": math, "Tensor": torch.Tensor}
    exec(source(name), space)
    with torch.random.fork_rng():
        torch.manual_seed(5)
        x, y = space[f"draw_{name}"](50, 0.5)
    assert torch.equal(x, draw(name, 50, 0.5, 5)[0])
    assert torch.equal(y, draw(name, 50, 0.5, 5)[1])
