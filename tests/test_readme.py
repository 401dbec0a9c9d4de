"""The README tells the truth about what is there."""

import re
from pathlib import Path

import pytest

from pages.shared.frame import SECTIONS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [entry for entries in SECTIONS.values() for entry in entries]


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.file)
def test_every_page_has_a_row(entry):
    assert f"| {entry.title} |" in README


def test_every_page_is_in_the_navigation():
    files = {path.stem for path in (ROOT / "pages").glob("*.py")} - {"navigation"}
    assert {entry.file for entry in PAGES} == files


def test_ci_runs_the_readmes_test_command():
    assert ".venv/bin/python -m pytest\n" in README
    assert ".venv/bin/python -m pytest\n" in (ROOT / ".ci/run").read_text(encoding="utf-8")


def test_every_file_it_names_is_there():
    for target in re.findall(r"\]\(([^)#:]+)\)", README) + re.findall(
        r"`((?:pages|neuron_core|tests)/[\w./]+)`", README
    ):
        assert (ROOT / target).exists(), target


def test_every_requirement_is_pinned():
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[\w-]+==[\w.]+", line) for line in lines if line and not line.startswith("#"))
