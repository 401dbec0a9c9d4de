"""The texts of `corpus/`, and what is known of each; see its README."""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "corpus"
_HEADER = re.compile(
    r"(?P<key>\w+)(?P<numbers>(?: \w+=\d+)*)(?: @ (?P<file>.+):(?P<line>\d+))?(?: \((?P<version>.+)\))?"
)


@dataclass(frozen=True)
class Sample:
    name: str
    text: str
    key: str
    numbers: dict[str, int]
    file: str
    line: int
    version: str


def samples(file: str) -> list[Sample]:
    """Read one file of the corpus."""
    _, *parts = re.split(r"^%%% ", (FOLDER / f"{file}.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [_sample(f"{file}-{number}", part) for number, part in enumerate(parts, 1)]


def _sample(name: str, part: str) -> Sample:
    header, _, text = part.partition("\n")
    found = _HEADER.fullmatch(header)
    assert found, header
    numbers = {key: int(value) for key, value in re.findall(r"(\w+)=(\d+)", found["numbers"])}
    known = (numbers, found["file"] or "", int(found["line"] or 0), found["version"] or "")
    return Sample(f"{name}-{found['key']}", text, "" if found["key"] == "none" else found["key"], *known)


OLD, TRACEBACKS, TODAY, UNKNOWN = map(samples, ("old", "tracebacks", "today", "unknown"))
KNOWN = [*OLD, *TRACEBACKS, *TODAY]
