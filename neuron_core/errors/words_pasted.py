"""What is said about a text that a person pasted."""

import re

from neuron_core.errors.mistake import Mistake
from neuron_core.errors.recognise import Recognised
from neuron_core.errors.traceback_text import Pasted


def cause_words(mistake: Mistake, numbers: dict[str, int]) -> str:
    """Say the cause with the person's own numbers, where all of them were found; else without numbers."""
    return mistake.cause(numbers) if mistake.defaults.keys() <= numbers.keys() else mistake.shows.says


def version_words(found: Recognised) -> str:
    """Say that a wording is an older one's; "" for one that this torch has."""
    return f"This wording is from torch {found.version}. Torch says it in other words today." if found.version else ""


def where_words(pasted: Pasted) -> str:
    """Say where in the person's own code it arose, as Markdown; "" where the text does not say."""
    if not pasted.line:
        return ""
    place = f"line {pasted.line}" + (f" of {_code(pasted.file)}" if pasted.file else "")
    return f"It arose at {place} of your own code" + (f": {_code(pasted.code)}" if pasted.code else ".")


def _code(text: str) -> str:
    """Write a person's text as code that Markdown leaves alone."""
    plain = re.sub(r"\s+", " ", text.replace("`", "ʼ")).strip()
    return f"`{plain[:120]}`"
