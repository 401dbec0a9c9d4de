"""Code whose lines a text field of one line has joined: each statement gets a line of its own back, indented as in a class.

Where a line ended can only be guessed from what can begin one. What does not come out as Python is refused by who parses it.
"""

import re
from collections.abc import Iterator

_IMPORTED = r"[\w.]++(?:\sas\s\w++)?"
_IMPORT = rf"\b(?:from\s[\w.]++\s)?import\s(?!from\b){_IMPORTED}(?:,\s{_IMPORTED})*+"
_CALL = r"[\w.]+\("
_STATEMENT = r"(?:(?P<head>class|def)\s\w+[(:]|(?P<last>return)\s|(?:\w+\.)?\w+\s*=[^=])"
_WORD = r"(?!(?:and|or|if|else|for|in|is|not)\b)[A-Za-z_@\"']"
_STOP = re.compile(rf"[()\[\]{{}}]|(?<!\s)\s++(?={_STATEMENT})|(?<=[):])\s++(?={_WORD})")
"""Where a line can have ended; brackets, in which none does, come along."""


def without_comments(text: str, is_code: bool) -> str:
    """Put spaces for comments, each of which ends where a layer, or in code a statement, begins."""
    ends = rf"\s{_CALL}|\s\)|\)\s*$|$" + (rf"|\s(?:{_IMPORT}|{_STATEMENT})" if is_code else "")
    return re.sub(rf"#.*?(?={ends})", lambda found: " " * len(found[0]), text)


def lines_put_back(text: str) -> str:
    """Write each statement on a line of its own. A `return` is taken for the end of a method; imports are left out."""
    lines, within, deeper, returned = [], "", "", False
    for statement in _statements(re.sub(_IMPORT, "", text).strip()):
        begins = re.match(_STATEMENT, statement)
        head = begins["head"] if begins else None
        if head == "class" or (returned and head is None):
            within = ""
        elif head == "def":
            within = within[:4]
        lines.append(within + deeper + statement)
        returned = begins is not None and begins["last"] is not None
        deeper = "    " if head is None and statement.endswith(":") else ""  # a loop of one line
        if head:
            within += "    "
    return "\n".join(lines)


def _statements(text: str) -> Iterator[str]:
    start, depth = 0, 0
    for found in _STOP.finditer(text):
        depth += (found[0] in "([{") - (found[0] in ")]}")
        if found[0].isspace() and depth == 0:
            yield text[start : found.start()]
            start = found.end()
    yield text[start:]
