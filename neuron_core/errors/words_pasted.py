"""What is said about a text that a person pasted."""

import re

from neuron_core.errors.address import fits
from neuron_core.errors.mistake import Mistake
from neuron_core.errors.recognise import Recognised
from neuron_core.errors.registry import MISTAKES
from neuron_core.errors.traceback_text import Pasted
from neuron_core.shared.exhibit import Exhibit


def cause_words(mistake: Mistake, numbers: dict[str, int]) -> str:
    """Say the cause with the person's own numbers, where all of them were found; else without numbers."""
    return mistake.cause(numbers) if mistake.defaults.keys() <= numbers.keys() else mistake.shows.says


def cures_words(key: str, numbers: dict[str, int]) -> list[str]:
    """Say what would cure it, with the person's own numbers; where some were not found, only the first way; none where they are too large."""
    mistake = MISTAKES[key]
    if isinstance(mistake.shows, Exhibit):
        return [mistake.shows.cure_says] if mistake.shows.cure_says else []
    if not fits(key, numbers):
        return []
    said = [cure.says for cure in mistake.cures({**mistake.defaults, **numbers})]
    return said if mistake.defaults.keys() <= numbers.keys() else said[:1]


def version_words(found: Recognised) -> str:
    """Say that a wording is an older one's; "" for one that this torch has."""
    return f"This wording is from torch {found.version}. Torch says it in other words today." if found.version else ""


def where_words(pasted: Pasted) -> str:
    """Say where in the person's own code it arose, as Markdown; "" where the text does not say."""
    if not pasted.line:
        return ""
    place = f"line {pasted.line}" + (f" of {_code(pasted.file)}" if pasted.file else "")
    return f"It arose at {place} of your own code" + (f": {_code(pasted.code)}" if pasted.code else ".")


def sentence(words: str) -> str:
    """Write words as a sentence, with its full stop."""
    return words if words.endswith(".") else f"{words}."


def _code(text: str) -> str:
    """Write a person's text as code that Markdown leaves alone."""
    plain = re.sub(r"\s+", " ", text.replace("`", "ʼ")).strip()
    return f"`{plain[:120]}`"
