"""Run a short snippet of this project now, and show what it gives: its value, or the error as raised.

A snippet is an ordinary function in one of our own files, so it is linted, formatted and tested like all else; what is shown
is read from that file. Nothing that a person typed is ever run: it may only arrive as an argument, a number or a name.
"""

import ast
import inspect
import itertools
import json
import textwrap
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Generic, NamedTuple, TextIO, TypeVar

import torch

from neuron_core.shared.refusal import Refusal
from neuron_core.shared.seeding import seeded

Argument = float | int | bool | str | tuple[float, ...] | tuple[tuple[float, ...], ...] | None
T = TypeVar("T")
_PROJECT = Path(__file__).parents[2]


class Span(NamedTuple):
    """A place in a text, from `start` to before `end`, and the name of what stands there."""

    start: int
    end: int
    name: str


@dataclass(frozen=True)
class Written:
    """A snippet as a script that prints its value.

    `given` are the places in `code` where an argument stands; `script` is the same with all it needs before it, to run at home.
    """

    code: str
    script: str
    given: tuple[Span, ...] = ()


@dataclass(frozen=True)
class LiveRun(Generic[T]):
    """What a snippet is and what it gave.

    `written` is the snippet as a script; `output` is what that prints, `warned` what Python warned of meanwhile. If the snippet
    raised, `refusal` is the error and `guilty` the line of the code, from 0, at which it arose.
    """

    written: Written
    returned: T | None
    output: str
    warned: tuple[Refusal, ...] = ()
    refusal: Refusal | None = None
    guilty: int | None = None

    @property
    def code(self) -> str:
        return self.written.code

    @property
    def script(self) -> str:
        return self.written.script

    @property
    def value(self) -> T:
        """What the snippet returned. Raises `LookupError` if it raised."""
        if self.refusal:
            raise LookupError(f"there is no value: {self.refusal}")
        return self.returned  # type: ignore[return-value] # without a refusal it is a T, and T may include None


def live_run(snippet: Callable[..., T], *, seed: int | None = None, **arguments: Argument) -> LiveRun[T]:
    """Run `snippet(**arguments)` and return what it gave.

    Give a `seed` where the value depends on random draws; the script then sets it.
    """
    written = write_snippet(snippet, seed=seed, **arguments)
    with (
        seeded(seed or 0),
        _noted_warnings() as warned,
    ):  # even unseeded: a new layer draws, and must draw from nobody else
        try:
            value = snippet(**arguments)
            parts = value if isinstance(value, tuple) and read_snippet(snippet).several else (value,)
            return LiveRun(written, value, " ".join(map(str, parts)), tuple(warned))
        except Exception as error:  # the error is the result: torch's own words are what is shown
            guilty = _guilty_line(snippet, error)
            place = None if guilty is None else (seed is not None) + guilty
            return LiveRun(written, None, "", tuple(warned), Refusal.of(error), place)


def write_snippet(snippet: Callable[..., object], *, seed: int | None = None, **arguments: Argument) -> Written:
    """Write `snippet` as a script, without running it: the values of `arguments` stand in place of their names.

    The body of `snippet` ends in its only `return`; several values returned (`return a, b`) print side by side.
    """
    source = read_snippet(snippet)
    start = "" if seed is None else f"torch.manual_seed({seed})\n"
    code, given = _filled_in(start, source, arguments)
    needed = source.needed if seed is None else tuple(dict.fromkeys(("import torch", *source.needed)))
    return Written(code, _laid_out(needed, source.definitions, code), given)


def _filled_in(start: str, source: "Source", arguments: dict[str, Argument]) -> tuple[str, tuple[Span, ...]]:
    """Write a snippet's body after `start`, with each argument's value in place of its name, and tell where they stand."""
    code, given, done = start, [], 0
    for begin, end, name in source.named:
        code += source.body[done:begin]
        value = arguments[name]
        written = json.dumps(value) if isinstance(value, str) else repr(value)
        given.append(Span(len(code), len(code) + len(written), name))
        code, done = code + written, end
    return code + source.body[done:], tuple(given)


def _laid_out(imports: tuple[str, ...], definitions: tuple[str, ...], code: str) -> str:
    """Write a script with the blank lines that a reader expects."""
    gap = "\n\n\n" if definitions else "\n\n"
    return gap.join(["\n".join(imports), *definitions, code]).strip() + "\n"


@contextmanager
def _noted_warnings() -> Iterator[list[Refusal]]:
    """Note every warning of this thread, those included that torch gives only once; others' go where they always went."""
    noted: list[Refusal] = []
    here, always = threading.get_ident(), torch.is_warn_always_enabled()

    def note(
        message: Warning | str, category: type[Warning], filename: str, lineno: int, file: TextIO | None = None, line: str | None = None
    ) -> None:  # fmt: skip
        if threading.get_ident() == here:
            noted.append(Refusal(category.__name__, str(message)))
        else:
            elsewhere(message, category, filename, lineno, file, line)

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        elsewhere, warnings.showwarning = warnings.showwarning, note
        torch.set_warn_always(True)
        try:
            yield noted
        finally:
            torch.set_warn_always(always)


def _guilty_line(snippet: Callable[..., object], error: Exception) -> int | None:
    """Return which line of the snippet's body, from 0, the error arose at."""
    file = inspect.getsourcefile(snippet)
    _, start = inspect.getsourcelines(snippet)
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return lines[-1] - start - read_snippet(snippet).first_line if lines and lines[-1] is not None else None


@dataclass(frozen=True)
class Source:
    """A snippet's body with `print` in place of `return`, and whether it prints several values.

    `needed` are the import lines and `definitions` the classes, functions and constants of this project that it names;
    `first_line` is where in the snippet its body begins, `named` where in the body its arguments stand.
    """

    body: str
    needed: tuple[str, ...]
    definitions: tuple[str, ...]
    several: bool
    first_line: int
    named: tuple[Span, ...]


@lru_cache
def read_snippet(snippet: Callable[..., object]) -> Source:
    """Read a snippet from its file. Raises `ValueError` if it does not end in its only `return`."""
    text = source_of(snippet)
    function = ast.parse(text).body[0]
    assert isinstance(function, ast.FunctionDef)
    statements = function.body[1:] if ast.get_docstring(function) else function.body
    last = statements[-1]
    if not isinstance(last, ast.Return) or last.value is None:
        raise ValueError(f"{function.name} must end in a return with a value")
    parts = last.value.elts if isinstance(last.value, ast.Tuple) else [last.value]
    printed = ", ".join(ast.get_source_segment(text, part) or "" for part in parts)
    lines = text.splitlines()[statements[0].lineno - 1 : last.lineno - 1]
    body = textwrap.dedent("\n".join([*lines, f"{' ' * last.col_offset}print({printed})"]))
    module = inspect.getmodule(snippet)
    assert module is not None
    needed, definitions = _needs(module, body)
    several, arguments = isinstance(last.value, ast.Tuple), {argument.arg for argument in function.args.args}
    return Source(body, needed, definitions, several, statements[0].lineno - 1, tuple(_named(body, arguments)))


def _named(code: str, names: set[str]) -> Iterator[Span]:
    """Give the places in `code`, in their order, where one of `names` stands."""
    starts = [0, *itertools.accumulate(len(line) for line in code.splitlines(keepends=True))]
    lines = code.splitlines()
    found = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name) and node.id in names]
    for node in sorted(found, key=lambda node: (node.lineno, node.col_offset)):
        column = len(lines[node.lineno - 1].encode()[: node.col_offset].decode())  # Python counts the bytes
        begin = starts[node.lineno - 1] + column
        yield Span(begin, begin + len(node.id), node.id)


def source_of(thing: Callable[..., object]) -> str:
    """Return the source of a function or class of ours, from its file, starting at the margin."""
    return textwrap.dedent(inspect.getsource(thing))


def _names(code: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}


def _needs(
    module: ModuleType, code: str, known: frozenset[str] = frozenset()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the import lines and the definitions of ours without which `code`, written in `module`, would not run.

    `known` names what is defined already.
    """
    imports: dict[str, None] = {}
    definitions: dict[str, None] = {}
    text = inspect.getsource(module)
    for statement in ast.parse(text).body:
        for bound in sorted(_bound(statement) & _names(code) - known):
            thing = getattr(module, bound)
            home = inspect.getmodule(thing) if callable(thing) else None
            if home and _is_ours(home):
                deeper = _needs(home, source_of(thing), known | {bound})
                imports |= dict.fromkeys(deeper[0])
                definitions |= dict.fromkeys((*deeper[1], source_of(thing).rstrip()))
            elif isinstance(statement, ast.Import | ast.ImportFrom):
                imports[ast.unparse(statement)] = None
            else:
                definitions[ast.get_source_segment(text, statement) or ""] = None
    return tuple(imports), tuple(definitions)


def _is_ours(module: ModuleType) -> bool:
    """Tell whether a module is a file of this project: it lies beside the rooms of the core, or among the tests."""
    return Path(module.__file__ or "/").is_relative_to(_PROJECT) and "site-packages" not in (module.__file__ or "")


def _bound(statement: ast.stmt) -> set[str]:
    """Return the names that a statement at the top of a module binds."""
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return {(alias.asname or alias.name).split(".")[0] for alias in statement.names}
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    if isinstance(statement, ast.Assign):
        return {target.id for target in statement.targets if isinstance(target, ast.Name)}
    return set()
