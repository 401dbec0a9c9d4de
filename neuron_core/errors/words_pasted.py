"""What is said about a text that a person pasted."""

import re

from neuron_core.errors.mistake import Mistake
from neuron_core.errors.recognise import Recognised
from neuron_core.errors.registry import MISTAKES
from neuron_core.errors.traceback_text import Pasted
from neuron_core.errors.wordings import Certainty
from neuron_core.errors.words_general import IN_GENERAL
from neuron_core.shared.exhibit import Exhibit
from neuron_core.shared.numbers import number_text


def cause_words(key: str, numbers: dict[str, int]) -> str:
    """Say the cause with the person's own numbers, where all of them were found; else what holds without them."""
    mistake = MISTAKES[key]
    if _all_found(mistake, numbers):
        return mistake.cause(numbers)
    return IN_GENERAL[key].cause if key in IN_GENERAL else mistake.shows.says


def cures_words(found: Recognised) -> list[str]:
    """Say what would cure it in the person's own code, which is not the exhibit's."""
    mistake = MISTAKES[found.key]
    if found.key == "linear" and _all_found(mistake, found.numbers):
        return _linear_cures(sure=found.sure is Certainty.SURE, **found.numbers)
    if found.key in IN_GENERAL:
        return [IN_GENERAL[found.key].cures]
    return [mistake.shows.cure_says] if isinstance(mistake.shows, Exhibit) else []


def verdict_words(found: Recognised) -> str:
    """Say how sure it is that a text tells of this mistake."""
    if found.sure is Certainty.SURE:
        return "This is"
    return "This is probably" if found.numbers else "Several mistakes end in these words. One is"


def _all_found(mistake: Mistake, numbers: dict[str, int]) -> bool:
    return bool(mistake.defaults) and mistake.defaults.keys() <= numbers.keys()


def _linear_cures(batch: int, features: int, in_features: int, out_features: int, *, sure: bool) -> list[str]:
    """Name the layer as it stands in the person's code: there it is not the first of a stack."""
    or_a_product = "" if sure else ". If it is no layer but `A @ B`, A needs as many columns as B has rows"
    return [
        f"Make the layer `nn.Linear({features}, {out_features})`: its in_features are what arrives",
        f"Send it rows of {number_text(in_features)} numbers, for which it was made{or_a_product}",
    ]


def version_words(found: Recognised) -> str:
    """Say that a wording is an older one's; "" for one that this torch has."""
    return f"This wording is from torch {found.version}. Torch says it in other words today." if found.version else ""


def where_words(pasted: Pasted) -> str:
    """Say where in the person's own code it arose, as Markdown; "" where the text does not say."""
    if not pasted.line:
        return ""
    place = f"line {pasted.line}" + (f" of {_code(pasted.file)}" if pasted.file.strip() else "")
    return f"It arose at {place} of your own code" + (f": {_code(pasted.code)}" if pasted.code else ".")


def sentence(words: str) -> str:
    """Write words as a sentence, with its full stop."""
    return words if words.endswith(".") else f"{words}."


def _code(text: str) -> str:
    """Write a person's text as code that Markdown leaves alone."""
    plain = re.sub(r"\s+", " ", text.replace("`", "ʼ")).strip()
    return f"`{plain[:120]}`"
