"""Who may import whom, read from the source: importing would not tell, since torch brings half of the world with it.

What stands under `if TYPE_CHECKING:` is not imported when the program runs, and is not counted. Neither is a package's face,
which Python runs on the way to a module of that package: a drawing names what it uses.
"""

import ast
import importlib
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STANDARD = set(sys.stdlib_module_names)

TOPICS = {  # a topic, and the topics it may import beside `shared`
    "activation": set(),
    "atlas": {"activation", "training"},
    "batchnorm": set(),
    "diagnosis": {"activation", "atlas", "training"},
    "dropout": {"simple_ann"},
    "errors": {"activation", "batchnorm", "diagnosis", "dropout", "shapes", "simple_ann", "stack", "training"},
    "neuron": {"activation"},
    "room": set(),
    "shapes": set(),
    "simple_ann": {"neuron"},
    "slow_step": {"activation", "training"},
    "stack": {"activation", "shapes"},
    "training": {"activation", "neuron", "simple_ann"},
}

PAGES = {  # the innermost room that matches counts
    "pages": {"streamlit", "neuron_core", "pages.shared", "pages.knobs", "pages.panels"},
    "pages/panels": {"streamlit", "neuron_core", "pages.shared", "pages.knobs", "pages.panels"},
    "pages/knobs": {"neuron_core", "pages.shared", "pages.knobs"},
    "pages/shared": {"streamlit", "segno", "neuron_core", "pages.shared"},
    "dashboard.py": {"pandas", "plotly", "streamlit", "starlette", "torch"},
}

KINDS = {  # a file of the core by how its name begins: the files of its topic that it may not import
    "drawing": {"figure", "study", "words", "questions", "script"},
    "figure": {"study", "words", "questions", "script"},
    "words": {"drawing", "figure", "study", "questions", "script"},
    "questions": {"drawing", "figure", "study"},
    "script": {"drawing", "figure", "study", "questions"},
    "study": {"drawing", "figure"},
    "table": {"drawing", "figure", "study", "words", "questions", "script"},
    "__init__": {"drawing", "figure"},
    "": {"drawing", "figure", "study", "words", "questions", "script"},  # what computes
}


def sources() -> list[Path]:
    folders = [path for folder in ("neuron_core", "pages") for path in sorted((ROOT / folder).rglob("*.py"))]
    return [ROOT / "dashboard.py", *folders]


def place_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(source: str) -> set[str]:
    """The modules that a source imports when it runs, by their full names."""
    found = set()
    for node in _running(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "import from the root, not relatively"
            assert node.module
            found |= {f"{node.module}.{alias.name}" for alias in node.names if is_module(f"{node.module}.{alias.name}")}
            found.add(node.module)
    return found


def _running(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield child
        yield from _running(child)


def is_module(name: str) -> bool:
    path = ROOT / name.replace(".", "/")
    return name.startswith(("neuron_core", "pages")) and path.with_suffix(".py").exists()


@cache
def reached(name: str) -> frozenset[str]:
    """All that a module of ours imports, directly or through another."""
    seen, waiting = set(), [name]
    while waiting:
        path = ROOT / waiting.pop().replace(".", "/")
        path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        if path.exists():
            fresh = imports(path.read_text(encoding="utf-8")) - seen
            seen |= fresh
            waiting += [other for other in fresh if other.startswith("neuron_core")]
    return frozenset(seen)


PACKAGES = {"figure": {"plotly", "pandas"}, "table": {"pandas"}}
"""What a kind of file may import beside torch and the standard library; whoever imports such a file needs the same right."""

SHOWN = {"numpy"}
"""What a snippet of the errors page may import: it is how beginners write."""


def kind_of(file: str) -> str:
    return next(kind for kind in KINDS if file.startswith(kind))


def core_faults(place: str, names: set[str]) -> set[str]:
    """What a file of the core may not import, of the names that it imports."""
    *_, file = place.removesuffix(".py").split("/")
    topic = place.split("/")[1]
    kind = kind_of(file)
    may = TOPICS.get(topic, set()) | {"shared", topic}
    faults = set()
    for name in names:
        head, *rest = name.split(".")
        if head == "neuron_core":
            other, last = rest[0] if rest else "", rest[-1] if rest else ""
            if other not in may and file != "__init__":
                faults.add(name)
            if topic in TOPICS and other == topic and any(last.startswith(no) for no in KINDS[kind]):
                faults.add(name)
        elif head not in STANDARD and head not in {
            "torch",
            *PACKAGES.get(kind, ()),
            *(SHOWN if "/snippets/" in place else ()),
        }:
            faults.add(name)
    heads = {name.split(".")[0] for name in names.union(*(reached(name) for name in names if is_module(name)))}
    if kind == "drawing" or "/drawing/" in place:
        faults |= heads & {"torch", "plotly", "pandas"}
    if kind == "figure":
        faults |= heads & {"torch"}
    return faults | heads & ({"plotly", "pandas"} - PACKAGES.get(kind, set()))


def page_faults(place: str, names: set[str]) -> set[str]:
    room = PAGES[max((room for room in PAGES if place == room or place.startswith(f"{room}/")), key=len)]
    return {
        name
        for name in names
        if name.split(".")[0] not in STANDARD and not any(name == wall or name.startswith(f"{wall}.") for wall in room)
    }


def faults(place: str, source: str) -> set[str]:
    return (core_faults if place.startswith("neuron_core/") else page_faults)(place, imports(source))


@pytest.mark.parametrize("path", sources(), ids=place_of)
def test_imports_stay_within_the_walls(path):
    assert not faults(place_of(path), path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("place", "source"),
    [
        ("neuron_core/neuron/model.py", "import streamlit"),
        ("neuron_core/neuron/model.py", "from neuron_core.stack.run import run_stack"),
        ("neuron_core/neuron/model.py", "from neuron_core.neuron.words import sentence"),
        ("neuron_core/neuron/model.py", "from neuron_core.neuron import words"),
        ("neuron_core/neuron/words.py", "from neuron_core.neuron.drawing import neuron_drawing"),
        ("neuron_core/neuron/study.py", "from neuron_core.neuron.drawing import neuron_drawing"),
        ("neuron_core/neuron/drawing.py", "import torch"),
        ("neuron_core/neuron/drawing.py", "from neuron_core.shared.sweep import Axis"),
        ("neuron_core/neuron/drawing.py", "from neuron_core.neuron.cases import Corner"),
        ("neuron_core/neuron/figure.py", "from neuron_core.neuron.surface import Surface"),
        ("neuron_core/neuron/model.py", "from neuron_core.shared.figure import figure"),
        ("neuron_core/neuron/model.py", "import pandas"),
        ("neuron_core/errors/study.py", "import numpy"),
        ("neuron_core/errors/snippets/shapes.py", "import pandas"),
        ("neuron_core/training/table_csv.py", "import plotly"),
        ("neuron_core/training/table_csv.py", "import numpy"),
        ("neuron_core/training/table_csv.py", "from neuron_core.training.words import sentence"),
        ("neuron_core/training/samples.py", "from neuron_core.training.table_csv import read_csv"),
        ("neuron_core/training/study.py", "from neuron_core.training.table_iris import iris_table"),
        ("neuron_core/training/drawing.py", "from neuron_core.training.table_csv import shortened"),
        ("neuron_core/training/__init__.py", "from neuron_core.training.table_csv import read_csv"),
        ("neuron_core/shared/sweep.py", "from neuron_core.neuron.model import Neuron"),
        ("neuron_core/shared/drawing/slots.py", "import torch"),
        ("pages/neuron.py", "import pages.stack"),
        ("pages/neuron.py", "import torch"),
        ("pages/shared/frame.py", "from pages.knobs import KNOBS"),
        ("pages/knobs/neuron.py", "import streamlit"),
        ("dashboard.py", "import neuron_core"),
    ],
)
def test_the_walls_would_notice(place, source):
    assert faults(place, source)
    assert not faults(place, f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    {source}")


def test_every_topic_has_its_walls():
    folders = {path.name for path in (ROOT / "neuron_core").iterdir() if (path / "__init__.py").exists()}
    assert folders == {*TOPICS, "shared"}
    assert all(TOPICS[topic] <= TOPICS.keys() for topic in TOPICS)


def test_every_page_has_its_panels_and_knobs_under_its_own_name():
    pages = {path.stem for path in (ROOT / "pages").glob("*.py")}
    for folder in ("knobs", "panels"):
        for path in (ROOT / "pages" / folder).glob("*.py"):
            assert any(path.stem.startswith(page) for page in [*pages, "__init__", "common"]), path


def test_the_top_level_is_what_it_was_meant_to_be():
    known = {
        "dashboard.py",
        "pages",
        "neuron_core",
        "deploy",
        "tests",
        "requirements.txt",
        "README.md",
        "pyproject.toml",
        "LICENSE",
    }
    seen = {path.name for path in ROOT.iterdir() if not path.name.startswith(".") and path.name != "__pycache__"}
    assert seen <= known


@pytest.mark.parametrize("topic", TOPICS)
def test_a_face_hands_on_what_is_there(topic):
    face = importlib.import_module(f"neuron_core.{topic}")
    assert face.__doc__
    assert all(hasattr(face, name) for name in face.__all__)
