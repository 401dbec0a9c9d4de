import pytest

from neuron_core.shapes.snippets import FLATTEN_EXHIBITS, LINEAR_EXHIBITS, two_flattens
from neuron_core.shared.exhibit import Outcome
from neuron_core.shared.live_run import live_run

EXHIBITS = FLATTEN_EXHIBITS | LINEAR_EXHIBITS


@pytest.mark.parametrize("title", EXHIBITS)
def test_each_exhibit_does_what_it_is_shown_for(title):
    exhibit = EXHIBITS[title]
    run = exhibit.run(seed=0)
    assert bool(run.refusal) == (exhibit.outcome is Outcome.RAISES)
    assert not run.warned
    assert run.refusal or run.output


@pytest.mark.parametrize("title", [title for title, exhibit in EXHIBITS.items() if exhibit.outcome is Outcome.RAISES])
def test_each_surprise_is_refused_and_its_cure_works(title):
    assert EXHIBITS[title].run(seed=0).refusal.type == "RuntimeError"
    cured = EXHIBITS[title].run_cure(seed=0)
    assert not cured.refusal
    assert not cured.warned
    assert tuple(cured.value) == (2,)


def test_a_bare_image_is_left_alone_by_the_layer_only():
    layer, function = live_run(two_flattens).value
    assert (tuple(layer), tuple(function)) == ((2, 2), (4,))
