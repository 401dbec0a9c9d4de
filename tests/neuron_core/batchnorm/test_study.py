from dataclasses import replace

import pytest
import torch

from neuron_core.batchnorm import Study, study
from neuron_core.batchnorm.layer import moved, step_of
from neuron_core.batchnorm.study import AllFeatures, study_features
from neuron_core.batchnorm.words import notes, sentence
from tests.neuron_core.batchnorm.settings import AXES, KEYS, PLAIN, some_norms, studied


@pytest.mark.parametrize("norm", [PLAIN, *some_norms(10, seed=10)], ids=str)
@pytest.mark.parametrize("move", [0, -4])
def test_a_study_holds_what_the_page_shows(norm, move):
    found = studied(norm, (2, 3), move)
    assert isinstance(found, Study)
    assert (found.norm, found.cell, found.refusal) == (norm, (2, 3), None)
    assert found.batch == moved(norm.batch, (2, 3), move)
    assert found.step == step_of(norm.batch, (2, 3))
    assert found.sentence == sentence(norm, (2, 3), found.sweep.now)
    assert found.notes == notes(norm)
    assert len(found.questions) == 6
    assert found.sweep.now["in"] == pytest.approx(found.batch[1][2])


@pytest.mark.parametrize("change", [{"batch": PLAIN.batch[:1]}, {"eps": 0.0}])
def test_a_refusal_is_in_the_study(change):
    norm = replace(PLAIN, **change)
    found = studied(norm)
    assert found.refusal == norm.refusal
    assert found.refusal.type == "ValueError"


def test_the_sliders_have_the_keys_they_were_given():
    axes = [replace(axis, key=f"page_{axis.key}") for axis in AXES]
    norm = replace(PLAIN, gamma=(0.1, 0.2, 0.3), beta=(-0.1, -0.2, -0.3), passes=7)
    found = study(norm, (1, 2), 3, axes, KEYS, ("affine", "running"))
    assert found.axes == tuple(axes)
    assert [axis.key for axis in found.sweep.axes] == ["page_move", "page_gamma2", "page_beta2", "page_feeds"]
    assert list(found.values.values()) == [3, 0.1, 0.2, 0.3, -0.1, -0.2, -0.3, 7]
    assert found.sweep.now == studied(norm, (1, 2), 3).sweep.now


def test_in_training_every_row_follows_a_moved_number_and_in_eval_only_its_own():
    trained, evaluated = (studied(replace(PLAIN, training=training)).sweep.rows["move"] for training in (True, False))
    assert {f"y{r}" for r in (1, 2, 3, 4)} <= trained.keys()
    assert {name for name in evaluated if name[0] == "y"} == {"y1"}
    assert "rm" not in trained.keys() | evaluated.keys(), "the passes of the past saw the batch as typed"
    assert not any(name[0] in "xdhy" for name in studied(PLAIN).sweep.rows["feeds"]), "training does not use the past"


@pytest.mark.parametrize("norm", [PLAIN, *some_norms(40, seed=15)], ids=str)
def test_the_same_meaning_in_another_range(norm):
    """What the page says under the picture: order and relative distances stay. And in training: mean 0, spread 1."""
    for f in (1, 2, 3):
        now = studied(norm, (1, f)).sweep.now
        x, h = (torch.tensor([now[f"{name}{r}"] for r in range(1, len(norm.batch) + 1)]).double() for name in "xh")
        assert torch.equal(x[h.argsort()], x.sort().values)
        torch.testing.assert_close(
            (h - h[0]) * (x[-1] - x[0]), (x - x[0]) * (h[-1] - h[0]), rtol=1e-2, atol=1e-3 * float(x.abs().max())
        )
        if norm.training:
            assert h.mean().abs() < 1e-3
            assert h.std(correction=0) == pytest.approx(
                float((x.var(correction=0) / (x.var(correction=0) + norm.eps)).sqrt()), rel=1e-3
            )


def test_all_features_come_when_they_are_asked_for():
    found = study_features(studied(PLAIN, (2, 3)))
    assert isinstance(found, AllFeatures)
    assert (found.rows, found.features, found.cell) == (4, 3, (2, 3))
    assert [axis.key for axis in found.sweep.axes] == [axis.key for axis in AXES]
    assert [axis.key for axis in study_features(studied(PLAIN, opened=())).sweep.axes] == ["move"]
