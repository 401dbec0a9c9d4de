"""Errors: mistakes that beginners make, raised now by this torch, cured, and told by what a person pastes.

`mistake` is what a mistake is, `registry` has them all, `snippets/` their code: open these first. `stacked` makes a mistake of a stack,
`tell` measures what gives a silent one away. `wordings` knows torch's texts, `recognise` finds the mistake in a pasted one,
`traceback_text` reads where it arose, `search` finds by words. `marks` and `diff` prepare what the page shows, `study` puts it
together, `questions` and `words` ask and say it, `drawing` draws the tells.
"""

from neuron_core.errors.mistake import Group, Mistake
from neuron_core.errors.recognise import Recognised, recognise
from neuron_core.errors.registry import MISTAKES
from neuron_core.errors.search import search
from neuron_core.errors.study import Ran, Study, after, study
from neuron_core.errors.traceback_text import Pasted, read_pasted
from neuron_core.errors.wordings import Certainty

__all__ = [
    "MISTAKES",
    "Certainty",
    "Group",
    "Mistake",
    "Pasted",
    "Ran",
    "Recognised",
    "Study",
    "after",
    "read_pasted",
    "recognise",
    "search",
    "study",
]
