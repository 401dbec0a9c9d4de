import contextlib
import io
import linecache

import pytest
import torch
from torch import nn

from neuron_core.shared.live_run import live_run, read_snippet


def adds_up(first: float, second: float):
    """A docstring is not part of what is shown."""
    # The sum, as torch has it.
    total = torch.tensor(first)
    return total + second


def two_values():
    layer = nn.Linear(2, 1)
    return layer.weight.shape, layer.bias.shape


def refuses():
    row = torch.ones(3)
    return nn.Linear(2, 1)(row)


def draws():
    return torch.rand(2).tolist()


def returns_nothing():
    torch.ones(1)


def run_at_home(script: str) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(script, {})
    return printed.getvalue().rstrip("\n")


def test_it_shows_the_body_and_the_value():
    run = live_run(adds_up, first=1.5, second=2)
    assert run.code == "first = 1.5\nsecond = 2\ntotal = torch.tensor(first)\nprint(total + second)"
    assert run.value.item() == 3.5
    assert run.output == "tensor(3.5000)"
    assert not run.error


@pytest.mark.parametrize("snippet", [two_values, draws])
def test_the_script_prints_the_same_at_home(snippet):
    run = live_run(snippet, seed=3)
    assert run_at_home(run.script) == run.output


def test_arguments_travel_into_the_script():
    run = live_run(adds_up, first=0.25, second=-7)
    assert run_at_home(run.script) == run.output


def test_an_error_is_given_as_raised():
    run = live_run(refuses)
    with pytest.raises(RuntimeError) as raised:
        nn.Linear(2, 1)(torch.ones(3))
    assert (run.error, run.message) == ("RuntimeError", str(raised.value))
    assert run.value is None
    with pytest.raises(RuntimeError):
        run_at_home(run.script)


def test_a_seed_makes_it_repeatable_and_leaves_the_generator_alone():
    before = torch.get_rng_state()
    assert live_run(draws, seed=1).value == live_run(draws, seed=1).value != live_run(draws, seed=2).value
    assert torch.equal(torch.get_rng_state(), before)


def test_even_an_unseeded_snippet_draws_from_nobody_else():
    before = torch.get_rng_state()
    live_run(two_values)
    assert torch.equal(torch.get_rng_state(), before)


def test_a_snippet_must_end_in_a_value():
    with pytest.raises(ValueError, match="returns_nothing"):
        read_snippet(returns_nothing)


def test_the_source_is_read_once(monkeypatch):
    live_run(draws, seed=1)
    monkeypatch.setattr(linecache, "getlines", None)
    assert live_run(draws, seed=1).code
