from dataclasses import replace

import pytest

from neuron_core.dropout import InNetwork, Study, ThousandPasses, study, study_in_network, study_thousand_passes
from neuron_core.dropout.in_network import one_pass
from neuron_core.dropout.layer import Dropout, thousand_passes
from neuron_core.dropout.words import network_sentence, notes, sentence, trial_words
from neuron_core.shared.sweep import Axis
from tests.neuron_core.dropout.settings import AXIS, LESSON, at_home, row, some_dropouts, studied


@pytest.mark.parametrize("settings", [LESSON, *some_dropouts(10)], ids=str)
def test_a_study_holds_what_the_page_shows(settings):
    found, n = studied(settings), len(settings.vector)
    assert isinstance(found, Study)
    assert found.settings == settings
    assert row(found.sweep.now, "t", n) == pytest.approx(at_home(settings), rel=1e-6)
    assert found.sentence == sentence(settings, found.sweep.now)
    assert found.notes == notes(settings, found.sweep.now)
    assert len(found.questions) == 5


def test_the_slider_has_the_key_it_was_given():
    found = study(LESSON, replace(AXIS, key="elsewhere"), "mode")
    assert found.sweep.axes == (Axis("elsewhere", 0.0, 1.0, 0.05),)
    assert found.sweep.values == {"elsewhere": 0.5}
    assert set().union(*(question.change for question in found.questions)) == {"elsewhere", "mode"}


@pytest.mark.parametrize("training", [True, False])
def test_the_network_has_the_same_settings(training):
    settings = Dropout((1.0,), 0.5, training, 74)
    found = study_in_network(studied(settings))
    assert isinstance(found, InNetwork)
    assert found.training == training
    assert found.sweep.now["out"] == pytest.approx(one_pass(0.5, training, 74)[-1])
    assert found.sentence == network_sentence(found.sweep.now)
    for index, p in enumerate(AXIS.positions()):
        shown = found.sweep.rows["p"].get("out")
        assert (found.sweep.now["out"] if shown is None else shown[index].item()) == pytest.approx(
            one_pass(p, training, 74)[-1]
        )


@pytest.mark.parametrize("settings", [LESSON, *some_dropouts(10)], ids=str)
def test_a_thousand_passes_are_in_their_study_at_every_p(settings):
    found = study_thousand_passes(studied(settings))
    assert isinstance(found, ThousandPasses)
    assert found.trial == thousand_passes(settings.vector, settings.p, settings.seed)
    assert found.words == trial_words(settings)
    for index, p in enumerate(AXIS.positions()):
        now = found.sweep.now | {name: column[index].item() for name, column in found.sweep.rows["p"].items()}
        trial = thousand_passes(settings.vector, p, settings.seed)
        for i, (x, mean, spread, mask) in enumerate(
            zip(settings.vector, trial.mean, trial.spread, trial.mask_mean, strict=True), 1
        ):
            size = 1e-5 * max(1.0, abs(mean) + spread)
            assert now[f"x{i}"] == pytest.approx(x)
            assert (now[f"low{i}"], now[f"mean{i}"], now[f"high{i}"]) == pytest.approx(
                (mean - spread, mean, mean + spread), abs=size
            )
            assert now[f"mask{i}"] == pytest.approx(mask)
