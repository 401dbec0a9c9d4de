"""Code as a page, a chat or a console shows it: inside of fences, behind prompts. What is not code becomes spaces; nothing moves."""

import re

_FENCED = re.compile(r"```(?:[A-Za-z]\w*(?=[ \t]*\n)|py\w*\b)?(.*?)(?:```|\Z)", re.DOTALL)
_PROMPT = r"(?:>>>|\.\.\.)(?=\s|$)"


def code_alone(text: str) -> str:
    """Return the code of `text` at its own lines and columns; a text without fences or prompts as it is."""
    if "```" in text:
        text = _within_fences(text)
    text = text.replace("`", " ")  # Python has no such sign
    return _behind_prompts(text) if re.match(rf"\s*{_PROMPT}", text) else text


def _within_fences(text: str) -> str:
    pieces, end = [], 0
    for found in _FENCED.finditer(text):
        pieces += [_blank(text[end : found.start(1)]), found[1]]
        end = found.end(1)
    return "".join([*pieces, _blank(text[end:])])


def _behind_prompts(text: str) -> str:
    """Take off the prompts, and with them the lines that have none: these are what Python answered."""
    if "\n" not in text.strip():
        return re.sub(rf"(?<!\S){_PROMPT}", "   ", text)
    lines = [(line, re.match(rf"[ \t]*{_PROMPT}", line)) for line in text.split("\n")]
    return "\n".join(" " * found.end() + line[found.end() :] if found else "" for line, found in lines)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
