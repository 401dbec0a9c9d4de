"""Pasted text as Python's own parser reads it, and where in that text a thing stands. Nothing of it is ever run.

What people paste is often not quite Python: a printed model, layers without commas, a script whose lines a field of one line has
joined. The text is read as it is; only where that fails it is tidied, and what tidies it moves nothing to another line or column.
"""

import ast
import re
from dataclasses import dataclass

from neuron_core.shared.typed_input import InputError
from neuron_core.stack.python_joined import lines_put_back, without_comments
from neuron_core.stack.python_shown import code_alone

MAX_CHARACTERS = 20_000
_CODE = re.compile(r"^[ \t]*(?:class|def|from|import|return)\s|\bclass \w+\(", re.MULTILINE)


@dataclass(frozen=True)
class Source:
    """A text that Python can parse.

    `lines` is what was parsed; `above` counts the lines of it that stand above the person's own. `has_lines` says whether theirs
    are several, so that a place in them has a name.
    """

    statements: list[ast.stmt]
    lines: list[str]
    above: int
    has_lines: bool

    def place(self, what: str, node: ast.expr | ast.stmt) -> str:
        """Say where `what` stands, such as "Layer 2 (line 4, column 9)"; in a text of one line, only what it is."""
        if not self.has_lines:
            return what
        before = self.lines[node.lineno - 1].encode()[: node.col_offset]  # Python counts bytes here
        return f"{what} (line {node.lineno - self.above}, column {len(before.decode()) + 1})"


@dataclass(frozen=True)
class _Reading:
    """One way to take a text: as it is, or as what stands inside of `opening` and `closing`."""

    text: str
    opening: str = ""
    closing: str = ""

    def source(self, has_lines: bool) -> Source:
        """Raises what Python raises for a text that it cannot parse."""
        whole = f"{self.opening}{self.text}{self.closing}"
        statements = ast.parse(whole).body
        if self.opening == _BLOCK:
            match statements:
                case [ast.If(body=statements, orelse=[])]:
                    pass
                case _:
                    raise IndentationError("a part of the text stands outside of the block")
        return Source(statements, whole.split("\n"), self.opening.count("\n"), has_lines)


_BLOCK = "if True:\n"
"""What makes indented text a block of Python."""


def check_length(text: str) -> None:
    """Raise `InputError` for a text that is too long to be read at all."""
    if len(text) > MAX_CHARACTERS:
        raise InputError(f"This text has {len(text):,} characters; at most {MAX_CHARACTERS:,} can be read here.")


def parse(text: str) -> Source:
    """Parse `text`. Raises `InputError`, with line and column, for what Python cannot read, and for too long a text."""
    check_length(text)
    plain = _plain(text)
    has_lines, is_code = "\n" in plain.strip(), _CODE.search(plain) is not None
    tidied = plain if is_code else _tidied(plain)
    apart = [] if has_lines else [_Reading(lines_put_back(plain))]
    readings = [_Reading(tidied), _Reading(tidied, _BLOCK), *([] if is_code else [_Reading(tidied, "(\n", "\n)")])]
    errors: list[tuple[_Reading, Exception]] = []
    for reading in [_Reading(plain), _Reading(plain, _BLOCK), *apart, *readings]:
        try:
            return reading.source(has_lines)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            if reading in readings:
                errors.append((reading, error))
    raise _unreadable(errors, has_lines, is_code)


def _plain(text: str) -> str:
    """Take out what Python would stumble over or warn of, and move nothing.

    A field of one line loses the line breaks of what is pasted: there a comment ends where code goes on.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    text = code_alone(text)
    text = re.sub(r"\\[^\n]", "//", text)  # an escape that is none
    number_into_word = r"(?<![\w.])\.?\d[\w.]*?(?=(?:and|else|for|if|in|is|or|not)\b)"
    text = re.sub(number_into_word, lambda found: "_" * len(found[0]), text)
    return text if "\n" in text.strip() else without_comments(text, _CODE.search(text) is not None)


def _tidied(text: str) -> str:
    """Take off comments and the numbers of a printed model, and put commas where only a space or a line parts two layers."""
    text = re.sub(r"#[^\n]*", _blank, text)
    text = re.sub(r"\(\w+\):\s", _blank, text)
    return re.sub(r"\)(\s+)(?=[A-Za-z])", lambda found: ")," + (found[1] if "\n" in found[1] else found[1][1:]), text)


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _unreadable(errors: list[tuple[_Reading, Exception]], has_lines: bool, is_code: bool) -> InputError:
    """Say where Python stopped. Indentation alone is told only where nothing else is wrong."""
    told = [
        (reading, error)
        for reading, error in errors
        if isinstance(error, SyntaxError)
        and not isinstance(error, IndentationError)
        and (error.lineno or 0) > reading.opening.count("\n")
    ]
    reading, error = [*told, *errors][0]
    asked = "Is a bracket or a comma missing there?"
    if is_code and isinstance(error, IndentationError):
        asked = "Is it indented as far as the lines around it?"
    if not isinstance(error, SyntaxError) or not error.lineno or not error.offset or (is_code and not has_lines):
        who = "This text" if is_code else "Layer 1: this"
        return InputError(f"{who} cannot be read as Python. Is a bracket or a comma missing?")
    lines = reading.text.split("\n")
    line = min(max(error.lineno - reading.opening.count("\n"), 1), len(lines))
    column = min(error.offset, len(lines[line - 1]) + 1)
    at = f"line {line}, column {column}" if has_lines else f"column {column}"
    if is_code:
        return InputError(f"{at.capitalize()}: this cannot be read as Python. {asked}")
    before = "\n".join([*lines[: line - 1], lines[line - 1][:column]])
    number = max(1, len(re.findall(r"\w\(", before)) - len(re.findall(r"\bSequential\(", before)))
    return InputError(f"Layer {number} ({at}): this cannot be read as Python. {asked}")
