"""Why a training failed, and what helps.

`findings` says what a run shows of why it failed, each with the numbers that prove it: open it first. `cures` are changes that
were trained before they are offered. `overfit` looks at the test loss, and compares it with dropout. `snippets` are the mistakes
that only training shows. `words` and `questions` say it in English.
"""

from neuron_core.diagnosis.cures import Cure, Trial, cures_for
from neuron_core.diagnosis.findings import Ending, Finding, diagnose, ending
from neuron_core.diagnosis.overfit import compare_dropout, unseen
from neuron_core.diagnosis.questions import training_questions
from neuron_core.diagnosis.snippets import EXHIBITS

__all__ = [
    "EXHIBITS",
    "Cure",
    "Ending",
    "Finding",
    "Trial",
    "compare_dropout",
    "cures_for",
    "diagnose",
    "ending",
    "training_questions",
    "unseen",
]
