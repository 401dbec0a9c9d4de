import re

import pytest

from neuron_core.diagnosis.cures import Cure, Trial, cures_for, trials
from neuron_core.diagnosis.findings import (
    AtChance,
    AtRest,
    Broke,
    DeadNeurons,
    Ending,
    Jumps,
    OneClass,
    Rose,
    StillFalling,
    Straight,
    Unbent,
    diagnose,
    ending,
)
from neuron_core.diagnosis.overfit import Comparison, UnseenLoss
from neuron_core.diagnosis.words import (
    comparison_table,
    comparison_words,
    cure_words,
    ending_words,
    finding_words,
    in_vain_words,
    trial_words,
    unseen_words,
)
from neuron_core.shared.numbers import number_text
from neuron_core.training.evaluate import History
from neuron_core.training.run import train
from neuron_core.training.samples import drawn_table, prepare
from neuron_core.training.settings import Settings

XOR = prepare(drawn_table("xor", 200, 0.5, 0), 0.2, False, 0)

FINDINGS = [
    Broke(12, 3, 0.5, 1e30), Rose(0.7, 26.25), Jumps(100, 47, 0.2, 0.6), Straight(0.5, -0.25, 0.125, 0.7, 0.69, 0.725),
    DeadNeurons((2,), 2, 160, ("w21", "w22", "b2"), 0.0), Unbent((1,), (2,), 160), OneClass(0, 160, 0.506), AtChance(0.6931, -0.025, 0.69311),
    StillFalling(100, 0.7269, 0.7255), AtRest(100, 0.4876, 0.4875, 0.0038),
]  # fmt: skip


@pytest.mark.parametrize("found", FINDINGS, ids=lambda found: type(found).__name__)
def test_every_finding_has_a_sentence_with_its_numbers(found):
    said = finding_words(found)
    assert said.endswith(".")
    assert said[0].isupper()
    assert "-" not in re.sub(r"[a-z]-[a-z]", "", said), "a minus is a true one"
    for name, value in vars(found).items():
        if (
            isinstance(value, float)
            and name not in ("loss", "share", "best_accuracy")
            and not isinstance(found, Straight)
        ):
            assert number_text(value) in said


def test_the_sentence_of_a_dead_neuron():
    run = train(Settings(seed=3), XOR)
    assert finding_words(diagnose(run, History(run))[0]) == (
        "Hidden neuron 2 is dead: none of the 160 training rows turns it on, so its weights and bias get a gradient of exactly 0: no row can "
        "bring it back."
    )
    assert "Hidden neurons 1, 2 and 4 are dead" in finding_words(DeadNeurons((1, 2, 4), 4, 10, (), 0.0))


def test_a_plane_is_written_with_its_signs():
    assert "0.5 × x1 − 0.25 × x2 + 0.125" in finding_words(Straight(0.5, -0.25, 0.125, 1.0, 1.0, None))
    assert " right" not in finding_words(Straight(0.5, -0.25, 0.125, 1.0, 1.0, None))


def test_how_it_ended():
    assert ending_words(Ending(100, True, 0.7, 0.05, 0.98, 0.5)).startswith(
        "**It works.** After epoch 100 the training loss is 0.05"
    )
    said = ending_words(Ending(1_000, False, 0.7, 0.5, None, None))
    assert said == "**It is not solved.** After epoch 1,000 the training loss is 0.5; it began at 0.7."


def test_every_trial_is_named_and_every_cure_says_what_it_gave():
    settings = Settings(seed=4, decay=0.01, epochs=500, device="cuda")
    for finding in FINDINGS:
        for trial in trials(finding, settings, XOR):
            said = trial_words(trial)
            assert said[0].isupper() or said[0].isdigit()
            assert said.count(",") >= len(trial.changes) - 1
    run = train(Settings(seed=4), XOR)
    finding, end = diagnose(run, History(run))[0], ending(run, History(run))
    for trial, cure in cures_for(finding, end, run.settings, XOR):
        if cure:
            again = History(train(trial.settings, trial.samples))
            assert f"{trial_words(trial)}: loss {number_text(again.loss[-1].item())}" in cure_words(cure)
            assert f"{number_text(100 * again.accuracy[-1].item(), 1)} % right" in cure_words(cure)
    half = Cure(Trial((("seed", 5),), Settings(seed=5), XOR), Ending(10, False, 1.0, 0.5, None, None))
    assert "better but not solved" in cure_words(half)
    assert in_vain_words([half.trial], cured=False) == "No cure among these, which were tried: Seed 5."
    assert in_vain_words([half.trial], cured=True).startswith("Also tried")


def test_what_is_said_of_overfitting_follows_the_numbers():
    rises, falls = UnseenLoss(100, 20, 0.25, 0.5, 0.2, 0.1), UnseenLoss(100, 100, 0.25, 0.25, 0.2, 0.2)
    assert "after epoch 20, 0.25, and ended at 0.5" in unseen_words(rises)
    assert unseen_words(rises).startswith("**It overfits, in this run.**")
    assert unseen_words(falls).startswith("It does not overfit in this run")
    said = comparison_words(Comparison(0.5, rises, falls))
    assert "raised the training loss, from 0.1 to 0.2; and it lowered the test loss, from 0.5 to 0.25" in said
    assert "does not rise again" in said
    assert "left the test loss at 0.5" in comparison_words(Comparison(0.2, rises, rises))
    head, lines = comparison_table(Comparison(0.2, rises, falls))
    assert all(len(line) == len(head) == 3 for line in lines)
