import contextlib
import io
import linecache
import math
import threading
import warnings

import pytest
import torch
import torch.nn.functional as F
from torch import nn, optim

from neuron_core.shared.live_run import live_run, read_snippet
from neuron_core.shared.refusal import Refusal


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


HALF = 0.5


class Halving(nn.Module):
    def forward(self, x):
        return x * HALF


def halved(x):
    return Halving()(torch.tensor(x))


def needs_much_of_ours():
    root = math.sqrt(4.0)
    return halved(root) + HALF


def warns():
    guess, wanted = torch.zeros(4, 1), torch.ones(4)
    return F.mse_loss(guess, wanted).item()


def trains():
    layer = nn.Linear(1, 1)
    optimizer = optim.SGD(layer.parameters(), lr=0.1)
    layer(torch.ones(1)).backward()
    optimizer.step()
    return layer.bias.item()


def raises_halfway(size):
    layer = nn.Linear(3, 1)
    row = torch.ones(size)
    hidden = layer(row)
    return hidden.item()


def run_at_home(script: str) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(script, {})
    return printed.getvalue().rstrip("\n")


def test_it_shows_the_body_and_the_value():
    run = live_run(adds_up, first=1.5, second=2)
    assert run.code == "total = torch.tensor(1.5)\nprint(total + 2)"
    assert [(name, run.code[start:end]) for start, end, name in run.written.given] == [
        ("first", "1.5"),
        ("second", "2"),
    ]
    assert run.value.item() == 3.5
    assert run.output == "tensor(3.5000)"
    assert not run.refusal


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
    assert run.refusal == Refusal("RuntimeError", str(raised.value))
    assert run.code.splitlines()[run.guilty] == "print(nn.Linear(2, 1)(row))"
    with pytest.raises(LookupError, match="RuntimeError"):
        _ = run.value
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


@pytest.mark.parametrize("snippet", [needs_much_of_ours, trains])
def test_the_script_has_all_it_needs(snippet):
    run = live_run(snippet, seed=1)
    assert run_at_home(run.script) == run.output


def test_what_a_snippet_does_not_need_stays_out():
    script = live_run(draws, seed=1).script
    assert script == "import torch\n\ntorch.manual_seed(1)\nprint(torch.rand(2).tolist())\n"


def test_the_line_that_raised_is_named():
    run = live_run(raises_halfway, seed=1, size=2)
    assert run.code.splitlines()[run.guilty] == "hidden = layer(row)"
    assert live_run(raises_halfway, seed=1, size=3).guilty is None


def test_a_warning_is_noted_every_time_and_goes_nowhere_else():
    with warnings.catch_warnings(record=True) as elsewhere:
        for _ in range(2):
            run = live_run(warns)
            assert [warning.type for warning in run.warned] == ["UserWarning"]
            assert "target size" in run.warned[0].words
            assert run.refusal is None
    assert not elsewhere
    assert not torch.is_warn_always_enabled()


def test_another_threads_warning_is_not_ours():
    here = threading.Barrier(2)

    def warn_meanwhile():
        here.wait()
        warnings.warn("from another thread", UserWarning, stacklevel=1)
        here.wait()

    def waits():
        here.wait()
        here.wait()
        return 1

    waits.__module__ = live_run.__module__
    thread = threading.Thread(target=warn_meanwhile)
    with warnings.catch_warnings(record=True) as elsewhere:
        warnings.simplefilter("always")
        thread.start()
        run = live_run(waits)
        thread.join()
    assert not run.warned
    assert [str(warning.message) for warning in elsewhere] == ["from another thread"]
