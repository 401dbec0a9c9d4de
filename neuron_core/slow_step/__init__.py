"""One step of training in slow motion: forward, loss, backward, update.

`stops` are its parts; `step` takes one step of a run once more, with the real optimiser and its state, and keeps all its numbers:
open it first. `columns` names them for the slider, `words` and `questions` say them in English, `drawing` shows them.
"""

from neuron_core.slow_step.step import added_up, checkpoint, last_in_reach, slow_step
from neuron_core.slow_step.stops import STOPS

__all__ = [
    "STOPS",
    "added_up",
    "checkpoint",
    "last_in_reach",
    "slow_step",
]
