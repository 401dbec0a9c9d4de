"""What a person pastes: a message, a whole traceback, a notebook's coloured one, or prose around it. Read, and never run."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

MOST = 20_000
"""The most characters that are read: of a longer text the last ones, since the message stands at the end."""

_LINE = 2_000  # characters of one line
_MESSAGE_LINES = 20  # of one message
_SHORT, _LONG = 100, 300  # characters of a name, and of a line of code


@dataclass(frozen=True)
class Pasted:
    """What a text tells: the error's `type` and `message`, and where in the person's own code it arose.

    `file` is a name without its folders, `Cell In[3]` for a notebook's cell, `line` counts from 1 and `code` is what stands there. What
    the text does not tell is empty, or 0. `cut` says that the text was too long, and only its end was read.
    """

    type: str = ""
    message: str = ""
    file: str = ""
    line: int = 0
    function: str = ""
    code: str = ""
    cut: bool = False


class ErrorLine(NamedTuple):
    """A line that tells of an error or a warning: where it stands, its type and the rest of it."""

    at: int
    type: str
    message: str


def read_pasted(text: str) -> Pasted:
    """Read what was pasted: its last error, and the last place in the person's own code on the way there."""
    lines = tidy_lines(text)
    cut = len(text) > MOST
    error = last_error(lines)
    if error is None:
        return replace(_in_prose(lines), cut=cut)
    place = _own_place(lines[_start_of_last(lines, error.at) :])
    return replace(place, type=error.type, message="\n".join(_message(lines, error)), cut=cut)


# Colours and control characters

_COLOURS = re.compile(
    r"\x1b\][^\x07\x1b]{0,200}(?:\x07|\x1b\\)"  # a terminal's title or link
    r"|\x1b\[[0-9;?]{0,20}[ -/]{0,2}[@-~]"
    r"|(?:\\x1b|\\u001b|\\033)?\[[0-9]{1,3}(?:;[0-9]{1,3}){0,4}m"  # written out, or what is left of one
)
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\(https?:[^()\s]{1,900}\)")  # as JupyterLab copies a path
_PLAIN = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "×": "x", "\u00a0": " ", "│": " "}
)  # as blogs and chats set it


def tidy_lines(text: str) -> list[str]:
    """Return the last lines of a text, without colours and control characters, each cut at a length."""
    text = text[-MOST:].replace("\r\n", "\n").replace("\r", "\n")
    text = _LINK.sub(r"\1", _UNSEEN.sub("", _COLOURS.sub("", text)).translate(_PLAIN))
    return [line[:_LINE].rstrip() for line in text.split("\n")]


# The error

_QUOTED = r"(?:\[rank\d{1,4}\]:)?[\s>|]{0,24}"  # how several processes, a mail and a box mark each line
_TYPE = r"[A-Za-z_][\w.]{0,80}"
_ERROR = re.compile(
    rf"{_QUOTED}(?:E\s{{1,20}})?(?P<type>(?:{_TYPE})?(?:Error|Exception|Interrupt|Exit|StopIteration))(?::(?P<message>.*))?$"
)
_WARNING = re.compile(rf"{_QUOTED}(?:\S.{{0,400}}?:\d{{1,9}}: )?(?P<type>{_TYPE}Warning): (?P<message>.*)$")
_WITHIN = re.compile(r"\b(?P<type>[A-Za-z_]\w{0,60}(?:Error|Exception|Warning)): (?P<message>.*)$")


_COMES_AFTER = ("KeyboardInterrupt", "ChildFailedError", "ProcessRaisedException", "BrokenPipeError")
"""What follows an error, and is not it: somebody stopped what was left, or a process tells that another one has ended."""
_WHILE_ENDING = re.compile(r"Exception ignored in")


def last_error(lines: list[str]) -> ErrorLine | None:
    """Find the last line that begins with an error, but for what only follows from one; where there is none, the last with a warning."""
    end = next((index for index, line in enumerate(lines) if _WHILE_ENDING.search(line)), len(lines))
    errors = _all(_ERROR, lines[:end]) or _all(_ERROR, lines)
    own = [error for error in errors if error.type not in _COMES_AFTER]
    return next(reversed(own or errors or _all(_WARNING, lines)), None)


def _all(pattern: re.Pattern[str], lines: list[str]) -> list[ErrorLine]:
    matches = ((index, pattern.match(line)) for index, line in enumerate(lines))
    return [
        ErrorLine(index, found["type"].rpartition(".")[2], (found["message"] or "").strip())
        for index, found in matches
        if found
    ]


def _message(lines: list[str], error: ErrorLine) -> Iterator[str]:
    """Give the lines of an error's message: those that follow and are indented belong to it, but a warning's show its code."""
    yield error.message
    if error.type.endswith("Warning"):
        return
    for line in lines[error.at + 1 : error.at + _MESSAGE_LINES]:
        line = re.sub(r"^E {3}", "", line)  # as pytest marks it
        if not re.match(r"\s{1,20}\S", line):
            return
        yield line.strip()


def _in_prose(lines: list[str]) -> Pasted:
    """Find an error that is named in the middle of a line; else take the last line for the message."""
    for line in reversed(lines):
        if found := _WITHIN.search(line):
            return Pasted(found["type"], found["message"].strip())
    return Pasted(message=next((line.strip() for line in reversed(lines) if line.strip()), ""))


# The place in the person's own code


class _Frame(NamedTuple):
    path: str
    line: int
    function: str
    code: str


_NEXT = re.compile(
    r"Traceback \(most recent call last\)|^During handling of the above|^The above exception was the direct"
)
_NUMBER = r"(?P<line>\d{1,9})"
_FUNCTION = r"(?P<function>\S.{0,200})"
_IN = rf"in {_FUNCTION}"
_PYTHON = re.compile(rf'{_QUOTED}File "(?P<path>[^"]{{1,500}})", line {_NUMBER}(?:, {_IN})?$')
_IPYTHON = re.compile(rf"{_QUOTED}File (?P<path>\S.{{0,500}}?):{_NUMBER}(?:, {_IN})?$")
_CELL = re.compile(rf"{_QUOTED}(?P<path>(?:Cell|Input) In ?\[\d{{1,9}}\])(?:, line {_NUMBER})?(?:, {_IN})?$")
_IPYTHON_7 = re.compile(rf"{_QUOTED}(?P<path><ipython-input-[\w-]{{1,80}}>|[~/.\w][^\n\"]{{0,400}}?\.py) {_IN}$")
_AT = rf'(?P<path>(?:[A-Za-z]:)?[^\s:"][^:"]{{0,400}}\.py):{_NUMBER}'
_PYTEST = re.compile(rf"{_QUOTED}{_AT}:(?: {_IN}$|\s|$)")
_RICH = re.compile(rf"{_QUOTED}{_AT} in(?:\s{{1,80}}{_FUNCTION})?$")
_FRAMES = (_RICH, _PYTHON, _CELL, _IPYTHON, _IPYTHON_7, _PYTEST)

_ARROW = re.compile(rf"{_QUOTED}(?:-{{1,8}}>|❱) {{1,8}}{_NUMBER}(?P<code>(?:\s.*)?)$")
_POINTED = re.compile(r">\s{1,40}(?P<code>\S.*)$")  # how pytest shows the line, above where it is

_LIBRARY = re.compile(
    r"/(?:site|dist)-packages/|/lib/python\d|/(?:python\d{1,3}|\w{0,20}conda\d?|envs/[^/]{1,80})/lib/|"
    r"(?:^|/)torch/(?:nn|autograd|optim|utils|_\w{1,40}|functional\.py)|^<frozen|^<__array_function__|/?ipykernel/|/IPython/",
    re.IGNORECASE,
)
_NOTEBOOK = re.compile(r"(?:ipython-input-|In ?\[)(?P<number>\d{1,9})|ipykernel_\d{1,9}/")


def _start_of_last(lines: list[str], error: int) -> int:
    """Return where the last of several chained tracebacks begins."""
    return next((index for index in range(error, -1, -1) if _NEXT.search(lines[index])), 0)


def _own_place(lines: list[str]) -> Pasted:
    """Return the last frame that is neither torch's nor another library's."""
    own = [frame for frame in _frames(lines) if not _LIBRARY.search(frame.path.replace("\\", "/"))]
    if not own:
        return Pasted()
    path, line, function, code = own[-1]
    return Pasted(file=_file(path), line=line, function=_function(function), code=code.strip()[:_LONG])


def _frames(lines: list[str]) -> Iterator[_Frame]:
    """Give the frames of a traceback, in their order."""
    pointed = ""
    for index, line in enumerate(lines):
        if mark := _POINTED.match(line):
            pointed = mark["code"]
        header = next(filter(None, (shape.match(line) for shape in _FRAMES)), None)
        if header is None:
            continue
        found = header.groupdict()
        number, code = int(found.get("line") or 0), ""
        if header.re is _PYTEST and pointed and not found["function"]:
            code = pointed
        elif header.re in (_PYTHON, _PYTEST):
            code = _line_below(lines[index + 1 : index + 2])
        elif arrow := _arrow(islice(lines, index + 1, None)):
            number, code = int(arrow["line"]), arrow["code"]
        if number:
            yield _Frame(found["path"], number, found["function"] or "", code)


def _line_below(lines: list[str]) -> str:
    """Return the code under a frame's header, "" where none stands there."""
    line = lines[0] if lines else ""
    code = re.match(rf"{_QUOTED}(?<=\s\s)(?P<code>[^\s^~].*)$", line)
    return code["code"] if code and not any(shape.match(line) for shape in (*_FRAMES, _ERROR)) else ""


def _arrow(lines: Iterable[str]) -> re.Match[str] | None:
    """Find the line that a notebook's arrow points to, before the next frame."""
    for line in lines:
        if found := _ARROW.match(line):
            return found
        if any(shape.match(line) for shape in _FRAMES):
            return None
    return None


def _file(path: str) -> str:
    if cell := _NOTEBOOK.search(path):
        return f"Cell In[{cell['number'] or ' '}]"
    return re.split(r"[/\\]", path)[-1][-_SHORT:]


def _function(text: str) -> str:
    """Return a function's name without its arguments; "" for the top level, which every Python names in its own way."""
    name = re.split(r"[(\s]", text.strip(), maxsplit=1)[0][:_SHORT]
    return "" if name in ("<module>", "<cell") else name
