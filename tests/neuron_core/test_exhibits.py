"""Every exhibit of every registry does what it claims, its cure cures it, and its script runs at home."""

import contextlib
import importlib
import io
import re
import warnings
from pathlib import Path

import pytest

from neuron_core.shared.exhibit import Exhibit, Outcome
from neuron_core.shared.live_run import LiveRun
from neuron_core.shared.refusal import Refusal

CORE = Path(__file__).parents[2] / "neuron_core"
SEEDS = (0, 7)
ARGUMENTS = {"device": "meta"}


def registries() -> dict[str, dict[str, Exhibit]]:
    found = {}
    for path in CORE.glob("*/snippets.py"):
        module = importlib.import_module(f"neuron_core.{path.parent.name}.snippets")
        for name, thing in vars(module).items():
            if name.endswith("EXHIBITS"):
                found[f"{path.parent.name}.{name}"] = thing
    return found


REGISTRIES = registries()
ALL = [
    pytest.param(exhibit, id=f"{name}: {title}")
    for name, registry in REGISTRIES.items()
    for title, exhibit in registry.items()
]
CURED = [param for param in ALL if param.values[0].cure]


def does(run: LiveRun) -> Outcome:
    return Outcome.RAISES if run.refusal else Outcome.WARNS if run.warned else Outcome.PRINTS


def at_home(script: str) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(script, "at home", "exec"), {"__name__": "__main__"})
    return printed.getvalue().rstrip("\n")


def test_the_topics_with_snippets_show_them():
    assert {name.split(".")[0] for name in REGISTRIES} == {"batchnorm", "dropout", "shapes", "simple_ann", "diagnosis"}


@pytest.mark.parametrize("exhibit", ALL)
def test_it_does_what_it_claims(exhibit):
    claimed = Outcome.PRINTS if exhibit.outcome is Outcome.SILENT else exhibit.outcome
    assert {does(exhibit.run(seed=seed, **ARGUMENTS)) for seed in SEEDS} == {claimed}
    assert exhibit.says.endswith((".", ":"))
    assert bool(exhibit.cure) == bool(exhibit.cure_says)
    if exhibit.outcome is Outcome.SILENT:
        assert exhibit.cure, "what is silently wrong is shown beside what is right"


@pytest.mark.parametrize("exhibit", CURED)
def test_its_cure_runs_without_a_word(exhibit):
    for seed in SEEDS:
        assert does(exhibit.run_cure(seed=seed, **ARGUMENTS)) is Outcome.PRINTS


@pytest.mark.parametrize("exhibit", ALL)
def test_its_script_does_the_same_at_home(exhibit):
    for run in [exhibit.run(seed=3, **ARGUMENTS), *([exhibit.run_cure(seed=3, **ARGUMENTS)] if exhibit.cure else [])]:
        if run.refusal:
            with pytest.raises(Exception, match=re.escape(run.refusal.words)) as raised:
                at_home(run.script)
            assert Refusal.of(raised.value) == run.refusal
            assert run.guilty is not None
            assert run.code.splitlines()[run.guilty].strip()
        else:
            assert at_home(run.script) == run.output


def test_an_exhibit_without_a_cure_says_so():
    with pytest.raises(LookupError, match="no cure"):
        Exhibit("It prints.", at_home).run_cure()
