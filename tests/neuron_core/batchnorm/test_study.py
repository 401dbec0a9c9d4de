from dataclasses import replace

import pytest

from neuron_core.batchnorm import Study, study
from neuron_core.batchnorm.words import notes, sentence
from tests.neuron_core.batchnorm.settings import AXES, KEYS, PLAIN, some_norms, studied


@pytest.mark.parametrize("norm", [PLAIN, *some_norms(10, seed=10)], ids=str)
def test_a_study_holds_what_the_page_shows(norm):
    found = studied(norm, (2, 3))
    assert isinstance(found, Study)
    assert (found.norm, found.cell, found.refusal) == (norm, (2, 3), None)
    assert found.sentence == sentence(norm, (2, 3), found.sweep.now)
    assert found.notes == notes(norm)
    assert len(found.questions) == 5
    assert found.sweep.now["in"] == pytest.approx(norm.batch[1][2])


@pytest.mark.parametrize("change", [{"batch": PLAIN.batch[:1]}, {"eps": 0.0}])
def test_a_refusal_is_in_the_study(change):
    norm = replace(PLAIN, **change)
    found = studied(norm)
    assert found.refusal == norm.refusal
    assert found.refusal.type == "ValueError"
    assert "t1_1" not in found.sweep.now


def test_the_sliders_have_the_keys_they_were_given():
    axes = [replace(axis, key=f"page_{axis.key}") for axis in AXES]
    norm = replace(PLAIN, gamma=(0.1, 0.2, 0.3), beta=(-0.1, -0.2, -0.3), passes=7)
    found = study(norm, (1, 1), axes, KEYS)
    assert found.sweep.axes == tuple(axes)
    assert list(found.sweep.values.values()) == [0.1, 0.2, 0.3, -0.1, -0.2, -0.3, 7]
    assert list(found.sweep.rows) == [axis.key for axis in axes]
    assert found.sweep.now == studied(norm).sweep.now


def test_a_slider_moves_only_its_own_feature():
    rows = studied(PLAIN).sweep.rows
    assert {name for name in rows["gamma2"] if name[0] in "te" and name[-2:] != "_2"} <= {"take"}
    assert {f"t{r}_2" for r in range(1, 5)} <= rows["gamma2"].keys()
    assert {f"rm{f}" for f in (1, 2, 3)} <= rows["feeds"].keys()
    assert not any(name.startswith("t") and "_" in name for name in rows["feeds"]), "training does not use the past"
