"""Who may import whom, read from the source: importing would not tell, since torch brings half of the world with it."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STANDARD = set(sys.stdlib_module_names)

ROOMS = {  # the innermost room that matches counts
    "neuron_core": {"torch", "plotly", "neuron_core"},
    "pages": {"streamlit", "pages.shared", "pages.panels", "neuron_core"},
    "pages/panels": {"streamlit", "pages.shared", "neuron_core"},
    "pages/shared": {"streamlit", "pages.shared", "neuron_core"},
    "dashboard.py": {"plotly", "streamlit", "starlette", "torch"},
}


def sources() -> list[Path]:
    return [
        ROOT / "dashboard.py",
        *sorted((ROOT / "neuron_core").rglob("*.py")),
        *sorted((ROOT / "pages").rglob("*.py")),
    ]


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: import from the root, not relatively"
            found.add(node.module)
    return found


def allowed(name: str, room: set[str]) -> bool:
    return name.split(".")[0] in STANDARD or any(name == wall or name.startswith(f"{wall}.") for wall in room)


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_stay_within_the_walls(path):
    place = path.relative_to(ROOT).as_posix()
    room = max((room for room in ROOMS if place == room or place.startswith(f"{room}/")), key=len)
    strangers = {name for name in imports(path) if not allowed(name, ROOMS[room])}
    assert not strangers, f"{place} may not import {strangers}"


def test_the_walls_would_notice():
    assert not allowed("streamlit", ROOMS["neuron_core"])
    assert not allowed("torch", ROOMS["pages"])
    assert not allowed("pages.neuron", ROOMS["pages"])


def test_the_top_level_is_what_it_was_meant_to_be():
    known = {
        "dashboard.py",
        "pages",
        "neuron_core",
        "tests",
        "requirements.txt",
        "README.md",
        "pyproject.toml",
        "LICENSE",
    }
    seen = {path.name for path in ROOT.iterdir() if not path.name.startswith(".") and path.name != "__pycache__"}
    assert seen <= known
