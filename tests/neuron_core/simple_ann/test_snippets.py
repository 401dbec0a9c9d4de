import contextlib
import io

import pytest
import torch
from torch import nn

from neuron_core.shared.exhibit import Exhibit, Outcome
from neuron_core.shared.live_run import LiveRun
from neuron_core.shared.refusal import Refusal
from neuron_core.simple_ann.snippets import EXHIBITS

CURED = {name: exhibit for name, exhibit in EXHIBITS.items() if exhibit.cure}


def run(name: str) -> LiveRun[object]:
    return EXHIBITS[name].run(device="meta")


def at_home(script: str) -> str | Refusal:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        try:
            exec(script, {})
        except (RuntimeError, AttributeError, TypeError) as error:
            return Refusal.of(error)
    return printed.getvalue().rstrip("\n")


@pytest.mark.parametrize("exhibit", EXHIBITS.values(), ids=EXHIBITS)
def test_every_exhibit_does_what_it_is_there_for(exhibit: Exhibit):
    found = exhibit.run(device="meta")
    assert (found.refusal is not None) == (exhibit.outcome == Outcome.RAISES)
    assert bool(found.warned) == (exhibit.outcome == Outcome.WARNS)
    assert bool(exhibit.cure) == (exhibit.outcome != Outcome.PRINTS), "what is wrong has a cure"
    assert bool(exhibit.cure) == bool(exhibit.cure_says)
    assert exhibit.says.endswith(".")


@pytest.mark.parametrize("exhibit", CURED.values(), ids=CURED)
def test_every_cure_runs_without_a_word(exhibit: Exhibit):
    found = exhibit.run_cure(device="meta")
    assert not found.refusal
    assert not found.warned
    assert found.output


@pytest.mark.parametrize("name", EXHIBITS)
def test_the_script_shown_does_at_home_what_it_did_here(name):
    found = run(name)
    assert at_home(found.script) == (found.refusal or found.output)


@pytest.mark.parametrize("name", CURED)
def test_a_cures_script_does_at_home_what_it_did_here(name):
    found = EXHIBITS[name].run_cure(device="meta")
    assert at_home(found.script) == found.output


def test_with_and_without():
    raises = {name for name, exhibit in EXHIBITS.items() if exhibit.outcome == Outcome.RAISES}
    assert raises == {"The input has to come along", "Without super().__init__()", "Without nn.Module"}
    lists = EXHIBITS["Layers in a plain list"]
    assert lists.run().value == []
    assert len(lists.run_cure().value) == 4


def test_an_optimiser_finds_nothing_in_a_plain_list():
    class Listed(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = [nn.Linear(2, 2)]

    with pytest.raises(ValueError, match="empty parameter list"):
        torch.optim.SGD(Listed().parameters(), lr=0.1)


def test_the_error_arises_where_it_is_said_to():
    found = run("The input has to come along")
    assert found.code.splitlines()[found.guilty] == "out = model(torch.tensor([1.0, 2.0]))"


def test_gradients_add_up_until_zeroed():
    before, once, twice, after = run("Gradients add up until zeroed").value
    assert (before, once.item(), twice.item(), after) == (None, 1, 2, None)


def test_eval_reaches_the_layers():
    assert run("train() and eval() reach every layer").value == (True, False, False)


def test_what_moves_goes_to_the_device_it_is_given():
    assert run(".to(device) moves them all").value == ({"cpu"}, {"meta"})
    assert str(EXHIBITS["The input has to come along"].run_cure(device="meta").value) == "meta"


def test_a_snippet_that_moves_nothing_shows_no_device():
    assert "device" not in run("Gradients add up until zeroed").code
