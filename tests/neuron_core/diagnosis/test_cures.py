from dataclasses import replace

import pytest

from neuron_core.diagnosis.cures import (
    LOWER,
    MOST_CURES,
    MOST_STEPS,
    MOST_TRIALS,
    STANDARDISED,
    cures_for,
    trials,
)
from neuron_core.diagnosis.findings import (
    AtChance,
    AtRest,
    Broke,
    DeadNeurons,
    Ending,
    StillFalling,
    Straight,
    diagnose,
    ending,
)
from neuron_core.training.evaluate import History
from neuron_core.training.run import is_long, train
from neuron_core.training.samples import Table, drawn_table, prepare
from neuron_core.training.settings import Settings

XOR = prepare(drawn_table("xor", 100, 0.5, 0), 0.2, False, 0)


def failed(settings, samples=XOR) -> tuple[object, Ending]:
    run = train(settings, samples)
    history = History(run)
    return diagnose(run, history)[0], ending(run, history)


@pytest.mark.parametrize(
    ("settings", "kind"),
    [
        (Settings(seed=4), DeadNeurons),
        (Settings(loss="mse", rate=30.0), Broke),
        (Settings(activation="identity"), Straight),
        (Settings(optimiser="sgd", rate=0.003), StillFalling),
        (Settings(decay=0.1), object),
    ],
)
def test_what_is_offered_really_cures(settings, kind):
    finding, before = failed(settings)
    assert isinstance(finding, kind)
    tried = list(cures_for(finding, before, settings, XOR))
    cures = [cure for _, cure in tried if cure]
    assert cures, "there is a cure"
    assert len(cures) <= MOST_CURES
    assert len(tried) <= MOST_TRIALS
    for trial, cure in tried:
        run = train(trial.settings, trial.samples)
        history = History(run)
        found = {type(one) for one in diagnose(run, history)}
        lower = history.loss[-1].item() <= LOWER * min(before.first, before.loss)
        assert (cure is not None) == (type(finding) not in found and AtChance not in found and lower)
        if cure:
            assert cure.end == ending(run, history)
            assert cure.trial is trial


def test_a_trial_names_all_that_it_changes():
    settings = Settings(seed=4, batch=40, decay=0.01, epochs=900)
    for finding in (Straight(0, 0, 0, 0, 0, 0), AtRest(1, 1, 1, 0), StillFalling(1, 1, 1), Broke(1, 1, 1, 1)):
        for trial in trials(finding, settings, XOR):
            changes = dict(trial.changes)
            standardised = changes.pop(STANDARDISED, False)
            assert trial.settings == replace(settings, **changes)
            assert trial.samples == prepare(XOR.table, XOR.test_share, standardised, XOR.seed)
            assert trial.changes


def test_trials_are_few_and_short():
    long = prepare(drawn_table("xor", 400, 0.5, 0), 0.0, False, 0)
    for settings in (
        Settings(seed=1),
        Settings(seed=1, batch=10),
        Settings(seed=1, batch=1, hidden=8),
        Settings(seed=2**31 - 1),
    ):
        for finding in (DeadNeurons((1,), 2, 1, (), 0.0), AtRest(1, 1, 1, 0), Broke(1, 1, 1, 1)):
            asked = trials(finding, settings, long)
            assert 1 <= len(asked) <= MOST_TRIALS
            assert sum(one.settings.epochs * one.settings.steps_of(400) for one in asked) <= MOST_STEPS
            assert not any(is_long(one.settings, one.samples) for one in asked)
            assert len({(one.settings, one.samples) for one in asked}) == len(asked)
            assert all(one.settings != settings or one.samples != long for one in asked)


def test_an_accelerators_run_is_tried_on_the_cpu_and_says_so():
    for trial in trials(AtRest(1, 1, 1, 0), Settings(device="cuda"), XOR):
        assert dict(trial.changes)["device"] == trial.settings.device == "cpu"


def test_rates_at_the_ends_go_no_further():
    for rate in (0.001, 30.0):
        for finding in (Broke(1, 1, 1, 1), StillFalling(1, 1, 1)):
            assert trials(finding, Settings(rate=rate), XOR)


def test_inputs_that_are_too_large_are_standardised():
    table = Table("large", ("x1", "x2", "y"), ("0", "1"), 1e6 * XOR.table.x, XOR.table.y)
    settings = Settings(loss="mse", hidden=8, epochs=300)
    large = prepare(table, 0.2, False, 0)
    finding, before = failed(settings, large)
    assert isinstance(finding, Broke)
    cures = [dict(cure.trial.changes) for _, cure in cures_for(finding, before, settings, large) if cure]
    assert {STANDARDISED: True} in cures
