"""Run a short snippet of this project now, and show what it gives: its value, or the error as raised.

A snippet is an ordinary function in one of our own files, so it is linted, formatted and tested like all else; what is shown
is read from that file. Nothing that a person typed is ever run: it may only arrive as an argument, a number or a name.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from neuron_core.shared.seeding import seeded

Argument = float | int | bool | str | None | tuple[float, ...] | list


@dataclass(frozen=True)
class LiveRun:
    """What a snippet is and what it gave.

    `code` is the snippet as a script that prints its value; `script` is the same with all it needs before it, to run at
    home. `value` is what it returned (`None` if it raised); `output` what the script prints; `error` is the exception's type
    ("" if there was none) and `message` its text.
    """

    code: str
    script: str
    value: object
    output: str
    error: str = ""
    message: str = ""


def live_run(snippet: Callable[..., object], *, seed: int | None = None, **arguments: Argument) -> LiveRun:
    """Run `snippet(**arguments)` and return what it gave.

    Give a `seed` where the value depends on random draws; the script then sets it. The body of `snippet` ends in its only `return`; several values returned (`return a, b`) print side by side.
    """
    source = read_snippet(snippet)
    given = "".join(f"{name} = {value!r}\n" for name, value in arguments.items())
    start = "" if seed is None else f"torch.manual_seed({seed})\n"
    code = start + given + source.body
    script = _with_imports(source.needed, code)
    try:
        with seeded(seed or 0):  # even unseeded: a new layer draws, and must not draw what belongs to another session
            value = snippet(**arguments)
            output = " ".join(map(str, value)) if source.several else str(value)
    except Exception as error:  # the error is the result: torch's own words are what is shown
        return LiveRun(code, script, None, "", type(error).__name__, str(error))
    return LiveRun(code, script, value, output)


@dataclass(frozen=True)
class Source:
    """A snippet's body with `print` in place of `return`, our own classes and functions it needs, whether it prints several values."""

    body: str
    needed: str
    several: bool


@lru_cache
def read_snippet(snippet: Callable[..., object]) -> Source:
    """Read a snippet from its file. Raises `ValueError` if it does not end in its only `return`."""
    text = source_of(snippet)
    function = ast.parse(text).body[0]
    statements = function.body[1:] if ast.get_docstring(function) else function.body
    last = statements[-1]
    if not isinstance(last, ast.Return) or last.value is None:
        raise ValueError(f"{snippet.__name__} must end in a return with a value")
    several = isinstance(last.value, ast.Tuple)
    parts = last.value.elts if several else [last.value]
    printed = ", ".join(ast.get_source_segment(text, part) for part in parts)
    lines = text.splitlines()[statements[0].lineno - 1 : last.lineno - 1]
    body = textwrap.dedent("\n".join([*lines, f"{' ' * last.col_offset}print({printed})"]))
    return Source(body, _ours(snippet, body), several)


def source_of(thing: Callable[..., object]) -> str:
    """Return the source of a function or class of ours, from its file, starting at the margin."""
    return textwrap.dedent(inspect.getsource(thing))


def _names(code: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}


def _ours(snippet: Callable[..., object], body: str) -> str:
    """Return the source of this project's classes and functions that `body` names."""
    found = [inspect.getmodule(snippet).__dict__.get(name) for name in sorted(_names(body))]
    ours = [thing for thing in found if str(getattr(thing, "__module__", "")).startswith("neuron_core.")]
    return "".join(f"\n\n{source_of(thing)}\n\n" for thing in ours)


_IMPORTS = {
    "torch": "import torch",
    "nn": "from torch import nn",
    "F": "import torch.nn.functional as F",
}


def _with_imports(needed: str, code: str) -> str:
    used = _names(needed + code)
    imports = "\n".join(line for name, line in _IMPORTS.items() if name in used)
    return f"{imports}\n{needed or chr(10)}{code}\n".lstrip("\n")
